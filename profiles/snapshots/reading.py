"""What a public page shows of TikTok: the fresh copy in Redis, else the last good one in the database."""

import time
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import models, transaction

from profiles import covers, page_cache, planner, wall
from profiles.models import Page, Snapshot, Video
from profiles.models.video import covers_shown_since
from profiles.validators import clean_text


@dataclass(frozen=True, slots=True)
class Profile:
    """What TikTok says about the creator, or they themselves instead. Empty or None: not granted, or not said."""

    display_name: str
    username: str
    bio: str
    profile_url: str
    is_verified: bool
    followers: int | None
    likes: int | None
    video_count: int | None
    avatar: str

    @property
    def picture(self) -> covers.Picture | None:
        return covers.urls(self.avatar, covers.AVATAR)


@dataclass(frozen=True, slots=True)
class WallVideo:
    """A TikTok on the wall. `address` is where it is on TikTok; `cover` is "" while there is none that may be shown;
    `duration` is in seconds."""

    tiktok_id: str
    caption: str
    address: str
    posted_at: datetime
    duration: int | None
    views: int | None
    is_aigc: bool
    confirmed_at: datetime
    cover: str
    cover_color: str
    pk: int = 0

    @property
    def picture(self) -> covers.Picture | None:
        return covers.urls(self.cover)


@dataclass(frozen=True, slots=True)
class View:
    profile: Profile
    videos: tuple[WallVideo, ...]


# Longer than it takes to read a page.
READ_SECONDS = 60
# Those fields of a WallVideo that JSON has no form for.
MOMENTS = ("posted_at", "confirmed_at")


def read(page: Page) -> View:
    """What the page shows of TikTok, never asking TikTok; one query for the videos when Redis has no copy."""
    copy = cache.get(_key(page))
    try:
        view = _unpack(signing.loads(str(copy), salt=_salt(page)))
    except (signing.BadSignature, TypeError, KeyError):
        view = fill(page)
    return View(_in_own_words(view.profile, page), tuple(map(_without_aged_cover, view.videos)))


def read_video(page: Page, tiktok_id: str) -> View:
    """The creator with this one of their TikToks, on the wall or not. Raises Video.DoesNotExist unless it is shown."""
    return view_video(page, page.videos.with_doorway().get(tiktok_id=tiktok_id))


def view_video(page: Page, row: Video) -> View:
    """The creator with this one of their TikToks, whoever may see it."""
    video = _copy(WallVideo, row)
    return View(_in_own_words(_copy(Profile, page.snapshot), page), (_without_aged_cover(video),))


def is_stale(page: Page) -> bool:
    """Whether it is time to ask TikTok again."""
    snapshot = page.snapshot
    return planner.is_stale(planner.seconds(snapshot.attempted_at), planner.seconds(snapshot.due_at), time.time())


def show(page: Page) -> None:
    """Put what the database says now where visitors get it from."""
    page.snapshot = Snapshot.objects.get(page=page)
    fill(page)
    page_cache.expire(page.handle)


def fill(page: Page) -> View:
    """Put the last good copy into Redis."""
    profile = _copy(Profile, page.snapshot)
    videos = tuple(_copy(WallVideo, video) for video in wall.choose(page.videos.for_wall()))
    packed = [asdict(video) | {name: getattr(video, name).isoformat() for name in MOMENTS} for video in videos]
    copy = signing.dumps([asdict(profile), packed], salt=_salt(page))
    cache.set(_key(page), copy, settings.SNAPSHOT_FRESH_SECONDS)
    if cache.get(_erased_key(page)):
        cache.delete(_key(page))  # what was read may be from before that
    return View(profile, videos)


def expire(page: Page) -> None:
    """Take the copy out of Redis, once the transaction at hand is committed."""
    transaction.on_commit(partial(cache.delete, _key(page)))
    page_cache.expire(page.handle)


def erase_copy(page: Page) -> None:
    """The same, and nobody who began to read before that puts it back."""
    transaction.on_commit(partial(cache.set, _erased_key(page), 1, READ_SECONDS))
    expire(page)


def _in_own_words(profile: Profile, page: Page) -> Profile:
    """What the creator says here goes before what TikTok says."""
    return replace(
        profile,
        display_name=page.display_name or clean_text(profile.display_name),
        bio=page.bio or profile.bio,
        avatar=page.portrait or profile.avatar,
        followers=None if page.hides_counts else profile.followers,
        likes=None if page.hides_counts else profile.likes,
    )


def _copy[Kind: (Profile, WallVideo)](kind: type[Kind], row: models.Model) -> Kind:
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def _unpack(copy: tuple[dict[str, Any], list[dict[str, Any]]]) -> View:
    profile, videos = copy
    for video in videos:
        video |= {name: datetime.fromisoformat(video[name]) for name in MOMENTS}
    return View(Profile(**profile), tuple(WallVideo(**video) for video in videos))


def _without_aged_cover(video: WallVideo) -> WallVideo:
    return replace(video, cover="") if video.confirmed_at < covers_shown_since() else video


def _key(page: Page) -> str:
    return f"snapshot:{page.pk}"


def _erased_key(page: Page) -> str:
    return f"snapshot-erased:{page.pk}"


def _salt(page: Page) -> str:
    # Signed for this page as it is now: a damaged, foreign or outdated copy does not open.
    return f"profiles.snapshots {page.pk} {page.snapshot.revision}"
