import json
import time
from argparse import ArgumentTypeError
from functools import partial
from itertools import batched
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import seeding
from tiktok_auth.payloads import Tokens, read_user, read_videos
from tiktok_auth.replies import Reply
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.grants import Pair

AT_ONCE = 500


def whole(text: str, *, least: int = 0) -> int:
    if not (text.isdecimal() and int(text) >= least):
        raise ArgumentTypeError(f"a whole number, {least} or more")
    return int(text)


class Command(BaseCommand):
    help = (
        "Adds synthetic creators with last good copies, for load tests. The built-in TikTok knows them, so that they"
        " can be refreshed; on a site without it they are connected to nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--creators", type=partial(whole, least=1), required=True)
        parser.add_argument("--links", type=whole, default=10, help="on each page")
        parser.add_argument("--videos", type=whole, default=12, help="on each page")
        parser.add_argument("--yes-really", action="store_true", help="also on a site without the built-in TikTok")

    def handle(self, *args: Any, creators: int, links: int, videos: int, yes_really: bool, **options: Any) -> None:
        if not settings.TIKTOK_SANDBOX and not yes_really:
            raise CommandError("This is a real site. Set TIKTOK_SANDBOX=1, or say --yes-really.")
        started, done = time.monotonic(), 0
        pictures = seeding.Pictures(control.picture)
        for handles in batched(seeding.new_handles(creators), AT_ONCE):
            pairs = control.add_accounts(handles, videos=videos)
            seeding.add(list(map(_creator, handles, pairs)), links=links, pictures=pictures)
            done += len(handles)
            self.stdout.write(f"{done:,} of {creators:,} creators after {time.monotonic() - started:.0f} s")


def _creator(username: str, pair: Pair) -> seeding.Creator:
    """What the built-in TikTok says of them, read as every answer of TikTok is."""
    user, videos = control.describe(username)
    return seeding.Creator(
        profile=read_user(_reply(user=user), pair.open_id),
        videos=read_videos(_reply(videos=videos, has_more=False)).videos,
        tokens=_tokens(pair) if settings.TIKTOK_SANDBOX else None,
    )


def _reply(**data: object) -> Reply:
    return Reply(200, {}, json.dumps({"data": data, "error": {"code": "ok"}}).encode())


def _tokens(pair: Pair) -> Tokens:
    access_seconds, refresh_seconds = (
        int(ends - time.time()) for ends in (pair.access_expires_at, pair.refresh_expires_at)
    )
    return Tokens(pair.open_id, pair.scope, pair.access_token, access_seconds, pair.refresh_token, refresh_seconds)
