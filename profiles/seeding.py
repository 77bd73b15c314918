"""Synthetic creators in bulk, as a site has them that has run for a day: for load tests."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from profiles import covers, planner
from profiles.covers import AVATAR, COVER, Cover, Shape
from profiles.models import Link, Page, Snapshot, Video
from profiles.snapshots.refreshing import PROFILE_FIELDS, VIDEO_FIELDS
from tiktok_auth import tokens
from tiktok_auth.payloads import Tokens, UserInfo, VideoInfo

PREFIX = "seeded."

type Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Creator:
    """Somebody as TikTok describes them. Without `tokens` TikTok knows nothing of them, and is never asked."""

    profile: UserInfo
    videos: Sequence[VideoInfo]
    tokens: Tokens | None


class Pictures:
    """Kept pictures by what `fetch` gives for their addresses: the same picture is drawn anew once only."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.kept: dict[tuple[Shape, bytes], Cover] = {}

    def keep(self, url: str, shape: Shape) -> Cover:
        body = self.fetch(url)
        if (shape, body) not in self.kept:
            self.kept[shape, body] = covers.keep_bytes(body, shape=shape)
        return self.kept[shape, body]


def new_handles(number: int) -> list[str]:
    """So many addresses after those that are seeded already."""
    last = Page.objects.filter(handle__startswith=PREFIX).order_by("-handle").values_list("handle", flat=True).first()
    first = int(last.removeprefix(PREFIX)) + 1 if last else 1
    return [f"{PREFIX}{place:07}" for place in range(first, first + number)]


def add(creators: Sequence[Creator], *, links: int, pictures: Pictures) -> None:
    """Their pages with links and last good copies, whose ages are spread as the planner spreads them.

    All is made ready before the database is asked: while SQLite writes, nobody else can.
    """
    users = [User(username=creator.profile.username, password=make_password(None)) for creator in creators]
    pages = [Page(owner=user, handle=user.username) for user in users]
    snapshots = [_snapshot(page, creator.profile, pictures) for page, creator in zip(pages, creators, strict=True)]
    own_links = [_link(page, number) for page in pages for number in range(1, links + 1)]
    videos = [
        _video(snapshot, video, pictures)
        for snapshot, creator in zip(snapshots, creators, strict=True)
        for video in creator.videos
    ]
    with transaction.atomic():
        grants = _connect(creators, User.objects.bulk_create(users))
        for page, creator in zip(pages, creators, strict=True):
            page.grant = grants.get(creator.profile.open_id)
        Page.objects.bulk_create(pages)
        Snapshot.objects.bulk_create(snapshots)
        Link.objects.bulk_create(own_links)
        Video.objects.bulk_create(videos)


def _connect(creators: Iterable[Creator], users: Iterable[User]) -> dict[str, Any]:
    """The grants of those who have tokens, by open_id."""
    connected = [(creator.tokens, user) for creator, user in zip(creators, users, strict=True) if creator.tokens]
    accounts = SocialAccount.objects.bulk_create(
        SocialAccount(user=user, provider="tiktok", uid=pair.open_id) for pair, user in connected
    )
    grants = tokens.keep_new(zip(accounts, (pair for pair, _ in connected), strict=True))
    return {grant.account.uid: grant for grant in grants}


def _snapshot(page: Page, profile: UserInfo, pictures: Pictures) -> Snapshot:
    confirmed_at, due_at = _confirmed_and_due()
    return Snapshot(
        page=page,
        **{name: getattr(profile, name) for name in PROFILE_FIELDS},
        avatar=pictures.keep(profile.avatar_url, AVATAR).name,
        avatar_source=covers.source_of(profile.avatar_url),
        fetched_at=confirmed_at,
        attempted_at=confirmed_at,
        due_at=due_at,
        profile_due_at=due_at,
    )


def _confirmed_and_due() -> tuple[datetime, datetime]:
    """Of a page that nobody visited lately, as likely just confirmed as about to be."""
    interval = planner.confirm_in()
    confirmed_at = timezone.now() - timedelta(seconds=interval * random.random())  # noqa: S311 - made-up ages
    return confirmed_at, confirmed_at + timedelta(seconds=interval)


def _link(page: Page, number: int) -> Link:
    return Link(
        page=page, title=f"Link {number}", url=f"https://shop.example.com/{page.handle}/{number}", position=number
    )


def _video(snapshot: Snapshot, video: VideoInfo, pictures: Pictures) -> Video:
    cover = pictures.keep(video.cover_url, COVER)
    confirmed_at = cast(datetime, snapshot.fetched_at)
    return Video(
        page=snapshot.page,
        tiktok_id=video.id,
        confirmed_at=confirmed_at,
        **{name: getattr(video, name) for name in VIDEO_FIELDS},
        cover=cover.name,
        cover_color=cover.color,
        cover_source=covers.source_of(video.cover_url),
    )
