"""The road from TikTok to a page: claim it, ask, write the last good copy, show it, fetch the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string

from profiles import covers, wall
from profiles.models import Page, Snapshot, Video
from profiles.snapshots.reading import Profile, forget, show
from tiktok_auth import client, tokens
from tiktok_auth.errors import ReconnectNeeded, ScopeMissing, TikTokError
from tiktok_auth.models import Grant
from tiktok_auth.payloads import UserInfo, VideoInfo

log = structlog.get_logger(__name__)

NEWEST = 20
MOST_CALLS = 5
RETRY_AFTER = timedelta(minutes=5)
# Longer than all calls and pictures of one refresh may take together.
CLAIM = timedelta(minutes=5)
# No 0, O, 1 or I: people read references out loud.
REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# TikTok's words become our model's; the avatar is a picture and comes later.
PROFILE_FIELDS = [field.name for field in fields(Profile) if field.name != "avatar"]
VIDEO_FIELDS = ["caption", "share_url", "posted_at", "duration", "views", "likes", "is_aigc"]

# A video as it is left when TikTok's data has to go.
BARE: dict[str, Any] = {
    **dict.fromkeys(["caption", "share_url", "cover", "cover_color", "cover_source"], ""),
    **dict.fromkeys(["duration", "views", "likes"]),
    **dict.fromkeys(["is_aigc", "is_listed"], False),
}


class Outcome(StrEnum):
    """How a refresh ended. After TROUBLE, the snapshot says which."""

    REFRESHED = "refreshed"
    BUSY = "busy"  # another refresh is at it, or has just been
    TROUBLE = "trouble"
    NOT_ALLOWED = "not allowed"  # not connected, or suspended


@dataclass(frozen=True, slots=True)
class Answer:
    """What TikTok said. `videos` is None where they are not granted; `is_all` when there are none beyond them."""

    profile: UserInfo
    videos: tuple[VideoInfo, ...] | None = None
    is_all: bool = False


def refresh(page: Page, *, force: bool = False) -> Outcome:
    """Ask TikTok about this page when that is due, or at once with `force`. An error overwrites nothing."""
    if page.grant is None or not page.may_refresh:
        return Outcome.NOT_ALLOWED
    with _claim(page, force=force) as is_ours:
        if not is_ours:
            return Outcome.BUSY
        try:
            answer = _ask(page.grant)
        except TikTokError as error:
            _note_trouble(page, error)
            return Outcome.TROUBLE
        if not _keep(page, answer):
            return Outcome.NOT_ALLOWED
        show(page)
        _renew_pictures(page, answer)
        show(page)
        return Outcome.REFRESHED


def keep_profile(page: Page, profile: UserInfo) -> None:
    """Write what TikTok says about the creator; what it does not say any more is emptied."""
    said = {name: getattr(profile, name) for name in PROFILE_FIELDS}
    Snapshot.objects.filter(page=page).update(**said, revision=F("revision") + 1)
    forget(page)


@transaction.atomic
def erase(page: Page) -> None:
    """Remove everything that came from TikTok. The page and its own links stay."""
    # Whoever refreshes right now waits for this lock, and then finds nothing to write to.
    old = Snapshot.objects.select_for_update().get(page=page)
    old.delete()
    page.snapshot = Snapshot.objects.create(page=page, revision=old.revision + 1, due_at=None)
    _erase_videos(page)
    transaction.on_commit(partial(covers.delete_unused, [old.avatar], covers.AVATAR))
    forget(page)


@contextmanager
def _claim(page: Page, *, force: bool) -> Iterator[bool]:
    """Whether the page is ours to refresh. A claim in the database holds without Redis, and a killed one runs out."""
    now = timezone.now()
    free = Snapshot.objects.filter(page=page).exclude(claimed_until__gt=now)
    due = free if force else free.filter(due_at__lte=now)
    is_ours = due.update(claimed_until=now + CLAIM) == 1
    try:
        yield is_ours
    finally:
        if is_ours:
            Snapshot.objects.filter(page=page, claimed_until=now + CLAIM).update(claimed_until=None)


def _ask(grant: Grant) -> Answer:
    """What TikTok says now, asked only for what was granted. Raises TikTokError."""
    open_id = grant.account.uid
    # Handing out a token may renew the grant, and narrow its scopes: they are read after that.
    profile = tokens.call(grant, lambda token: client.user_info(token, scopes=grant.scopes, open_id=open_id))
    if "video.list" not in grant.scopes:
        return Answer(profile)
    videos, is_all = _list_videos(grant)
    return Answer(profile, videos, is_all)


def _list_videos(grant: Grant) -> tuple[tuple[VideoInfo, ...], bool]:
    """The newest videos, and whether there are no others. A short answer may still have more behind it."""
    videos: dict[str, VideoInfo] = {}
    cursor, has_more = None, True
    for _ in range(MOST_CALLS):
        answer = tokens.call(grant, partial(client.video_list, cursor=cursor))
        videos |= {video.id: video for video in answer.videos}
        has_more = answer.has_more
        if not has_more or len(videos) >= NEWEST or answer.cursor == cursor:
            break
        cursor = answer.cursor
    return tuple(videos.values()), not has_more


@transaction.atomic
def _keep(page: Page, answer: Answer) -> bool:
    """Write the last good copy; False when the creator left while TikTok was asked."""
    is_there = Snapshot.objects.select_for_update().filter(page=page).first()
    if not is_there or not Grant.objects.filter(page=page, ended_at=None).exists():
        return False
    keep_profile(page, answer.profile)
    if answer.videos is None:
        _erase_videos(page)
    else:
        _keep_videos(page, answer.videos)
        _unlist_missing(page, answer.videos, is_all=answer.is_all)
    now = timezone.now()
    due_at = now + timedelta(seconds=settings.SNAPSHOT_FRESH_SECONDS)
    Snapshot.objects.filter(page=page).update(
        fetched_at=now, attempted_at=now, due_at=due_at, trouble="", trouble_reference=""
    )
    return True


def _keep_videos(page: Page, videos: tuple[VideoInfo, ...]) -> None:
    now = timezone.now()
    rows = [
        Video(page=page, tiktok_id=video.id, confirmed_at=now, **{name: getattr(video, name) for name in VIDEO_FIELDS})
        for video in videos
    ]
    named = page.videos.filter(tiktok_id__in=[video.id for video in videos])
    known = list(named.values_list("pk", flat=True))
    Video.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page", "tiktok_id"],
        update_fields=[*VIDEO_FIELDS, "is_listed", "confirmed_at"],
    )
    wall.attach_links(page, named.exclude(pk__in=known), page.hashtag_links.all())


def _unlist_missing(page: Page, videos: tuple[VideoInfo, ...], *, is_all: bool) -> None:
    """Take those off the wall that TikTok should have named and did not: deleted, or private by now."""
    missing = page.videos.filter(is_listed=True).exclude(tiktok_id__in=[video.id for video in videos])
    if not is_all:
        missing = missing.filter(posted_at__gt=min((video.posted_at for video in videos), default=timezone.now()))
    names = list(missing.values_list("cover", flat=True))
    missing.update(is_listed=False, cover="", cover_source="")
    transaction.on_commit(partial(covers.delete_unused, names))


def _erase_videos(page: Page) -> None:
    names = list(page.videos.values_list("cover", flat=True))
    page.videos.filter(links=None, pin_position=None, is_hidden=False).delete()
    # What the creator said about the others waits under their bare numbers until they are back.
    page.videos.update(**BARE, posted_at=timezone.now(), confirmed_at=timezone.now())
    transaction.on_commit(partial(covers.delete_unused, names))


def _renew_pictures(page: Page, answer: Answer) -> None:
    """Fetch the pictures the page shows that are missing or have changed; one that fails is missing, nothing more."""
    covers.renew_avatar(page.snapshot, answer.profile.avatar_url)
    sources = {video.id: video.cover_url for video in answer.videos or ()}
    for video in wall.choose(page.videos.for_wall()):
        covers.renew_cover(video, sources.get(video.tiktok_id, ""))
    Snapshot.objects.filter(page=page).update(revision=F("revision") + 1)


def _note_trouble(page: Page, error: TikTokError) -> None:
    """Say why there is nothing new. What only the creator can mend is not tried again before they log in."""
    reference = get_random_string(8, REFERENCE_LETTERS)
    log.warning("refresh_failed", page=page.handle, code=error.code, log_id=error.log_id, reference=reference)
    now = timezone.now()
    for_creator = {ReconnectNeeded: Snapshot.RECONNECT, ScopeMissing: Snapshot.SCOPE}.get(type(error))
    Snapshot.objects.filter(page=page).update(
        attempted_at=now,
        due_at=None if for_creator else now + RETRY_AFTER,
        trouble=for_creator or error.code,
        trouble_reference=reference,
    )
