import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import batched
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles import covers
from profiles.covers import AVATAR, COVER, Cover, Shape
from profiles.models import Page
from profiles.seeding import Creator, add_creators
from tiktok_auth.payloads import Tokens, read_user, read_videos
from tiktok_auth.replies import Reply
from tiktok_auth.sandbox import control, pictures

AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Makes synthetic creators with links, videos and tokens of the sandbox, for load tests. Those there are stay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--creators", type=int, required=True, help="how many there shall be: seed-000001 and on")
        parser.add_argument("--links", type=int, default=10, help="for each; 10 by default")
        parser.add_argument("--videos", type=int, default=12, help="for each; 12 by default")
        parser.add_argument("--yes-really", action="store_true", help="on a site that does not run the sandbox")

    def handle(self, *args: Any, creators: int, links: int, videos: int, yes_really: bool, **options: Any) -> None:
        if not (settings.TIKTOK_SANDBOX or yes_really):
            raise CommandError("This fills the site with made-up creators. Set TIKTOK_SANDBOX=1, or add --yes-really.")
        started = time.monotonic()
        numbers = list(_missing(creators))
        for done, batch in enumerate(batched(numbers, AT_ONCE, strict=False)):
            add_creators([_make_creator(number, videos=videos) for number in batch], links=links)
            self.stderr.write(f"{done * AT_ONCE + len(batch)} of {len(numbers)} creators", ending="\r")
        seconds = time.monotonic() - started
        kept = creators - len(numbers)
        self.stdout.write(f"{len(numbers)} creators made, {kept} were there, in {seconds:.1f} seconds.")


def _missing(creators: int) -> Iterator[int]:
    known = set(Page.objects.filter(handle__startswith="seed-").values_list("handle", flat=True))
    return (number for number in range(1, creators + 1) if _handle(number) not in known)


def _make_creator(number: int, *, videos: int) -> Creator:
    """A creator as TikTok describes them: their first refresh changes nothing, pictures included."""
    # No TikTok name has a hyphen: nobody real is called like the page, nor like the account.
    handle, username = _handle(number), f"seed_{number:06}"
    with suppress(LookupError):
        control.delete_account(username)
    scene = control.add_account(username, videos=videos).scene
    user, listed = (Reply(200, {}, body) for body in control.tell(username))
    tokens = _issue_tokens(username)
    return Creator(
        handle=handle,
        tokens=tokens,
        profile=read_user(user, tokens.open_id),
        videos=read_videos(listed).videos,
        avatar=_keep_picture(pictures.avatar(scene), AVATAR),
        cover=_keep_picture(pictures.cover(scene, "", 0), COVER),
    )


def _issue_tokens(username: str) -> Tokens:
    pair, now = control.issue_tokens(username), time.time()
    seconds = [int(end - now) for end in (pair.access_expires_at, pair.refresh_expires_at)]
    return Tokens(pair.open_id, pair.scope, pair.access_token, seconds[0], pair.refresh_token, seconds[1])


def _handle(number: int) -> str:
    return f"seed-{number:06}"


@cache
def _keep_picture(picture: bytes, shape: Shape) -> Cover:
    return covers.keep_bytes(picture, shape=shape)
