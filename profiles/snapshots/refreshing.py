"""The road from TikTok to a page: claim it, ask, write the last good copy, show it, fetch the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from profiles import covers, planner, wall
from profiles.models import Page, Snapshot, Video
from profiles.snapshots import asking, pictures, troubles
from profiles.snapshots.asking import Answer, Listing
from profiles.snapshots.reading import Profile, expire, show
from profiles.snapshots.retention import erase_videos
from tiktok_auth.budget import Purpose
from tiktok_auth.errors import RateLimited, TikTokError
from tiktok_auth.models import Grant
from tiktok_auth.payloads import UserInfo

# Longer than the calls and pictures of a refresh take as a rule; one that takes longer may be joined by another.
CLAIM = timedelta(minutes=5)
# TikTok's words become our model's; the avatar is a picture and comes later.
PROFILE_FIELDS = [field.name for field in fields(Profile) if field.name != "avatar"]
VIDEO_FIELDS = ["caption", "share_url", "posted_at", "duration", "views", "is_aigc"]

WELL: dict[str, Any] = {"trouble": "", "trouble_reference": "", "trouble_log_id": "", "failures": 0}


class Outcome(StrEnum):
    """How a refresh ended. After PARTLY and TROUBLE, the snapshot says which trouble."""

    REFRESHED = "refreshed"
    BUSY = "busy"  # another refresh is at it, or has just been
    PARTLY = "partly"  # TikTok refused one part, or did not answer about all TikToks; the rest is kept
    TROUBLE = "trouble"
    # Nothing left to spend, or TikTok asked everybody to wait. What came before that is kept, and so is the turn.
    POSTPONED = "postponed"
    NOT_ALLOWED = "not allowed"  # not connected, or suspended


def refresh(page: Page, *, force: bool = False, purpose: Purpose = Purpose.REFRESH) -> Outcome:
    """Ask TikTok about this page when that is due, or at once with `force`. An error overwrites nothing."""
    if page.grant is None or not page.may_refresh:
        return Outcome.NOT_ALLOWED
    with _claim(page, force=force) as is_ours:
        if not is_ours:
            return Outcome.BUSY
        try:
            answer = asking.ask(page, page.grant, purpose=purpose, everything=force)
        except RateLimited as error:
            troubles.postpone(page, error)
            return Outcome.POSTPONED
        except TikTokError as error:
            troubles.fail(page, error)
            return Outcome.TROUBLE
        kept = _keep(page, answer)
        return _outcome(kept.refusal) if kept and _show(page, kept) else Outcome.NOT_ALLOWED


def keep_profile(page: Page, profile: UserInfo) -> None:
    """Write what TikTok says about the creator; what it does not say any more is emptied."""
    said = {name: getattr(profile, name) for name in PROFILE_FIELDS}
    Snapshot.objects.revise(page, **said)
    expire(page)


def look_back(page: Page, *, before: datetime) -> None:
    """Have the next refresh ask for TikToks posted before that moment, too."""
    Snapshot.objects.filter(page=page).update(older_than=before, older_found=None)


def renew(page: Page, profile: UserInfo) -> None:
    """After another login: what TikTok says now, any trouble over, and due at once."""
    keep_profile(page, profile)
    Snapshot.objects.filter(page=page).update(**WELL, due_at=timezone.now())


@contextmanager
def _claim(page: Page, *, force: bool) -> Iterator[bool]:
    """Whether the page is ours to refresh. A claim in the database holds without Redis, and a killed one runs out."""
    now = timezone.now()
    free = Snapshot.objects.filter(page=page).exclude(claimed_until__gt=now)
    due = free if force else free.filter(Q(due_at__lte=now) | Q(due_at__isnull=False, wanted_at__lte=now))
    is_ours = due.update(claimed_until=now + CLAIM, queued_until=None, rests_until=None) == 1
    try:
        yield is_ours
    finally:
        if is_ours:
            Snapshot.objects.filter(page=page, claimed_until=now + CLAIM).update(claimed_until=None)


@transaction.atomic
def _keep(page: Page, answer: Answer) -> Answer | None:
    """Write the last good copy, and say what still counts of the answer; None when the creator left meanwhile."""
    is_there = (
        Page.objects.held().filter(pk=page.pk).exists()
        and Snapshot.objects.select_for_update().filter(page=page).exists()
        and Grant.objects.filter(page=page, ended_at=None).exists()
    )
    if not is_there:
        return None
    now = timezone.now()
    is_asked_again = troubles.is_asked_again(page)
    if answer.profile:
        keep_profile(page, answer.profile)
    if answer.listing:
        _keep_videos(page, answer.listing)
        _unlist_missing(page, answer.listing)
        _note_older(page, answer.listing)
    elif not answer.refusal:
        erase_videos(page)
    well = {} if answer.refusal else WELL
    turn = {} if is_asked_again else _next_turn(now, answer)
    Snapshot.objects.revise(page, **well, **turn, fetched_at=now, attempted_at=now)
    if answer.listing:
        # Older ones that the creator asked for while TikTok answered are not among the answer: it is their turn again.
        Snapshot.objects.filter(page=page).looking_back().update(due_at=now, wanted_at=planner.asked_turn(now))
    if is_asked_again:
        return replace(answer, refusal=None)
    troubles.note_refusal(page, answer.refusal)
    return answer


def _next_turn(now: datetime, answer: Answer) -> dict[str, Any]:
    """When it is this page's turn again; where TikTok has to be asked about more first, it still is."""
    turn: dict[str, Any] = {}
    if not isinstance(answer.refusal, RateLimited):
        rounds = answer.listing.rounds if answer.listing else 1
        turn = {"due_at": now + timedelta(seconds=planner.confirm_in(rounds)), "wanted_at": None}
    if answer.profile:
        turn["profile_due_at"] = now + timedelta(seconds=settings.SNAPSHOT_FRESH_SECONDS)
    return turn


def _keep_videos(page: Page, listing: Listing) -> None:
    now = timezone.now()
    rows = [
        Video(page=page, tiktok_id=video.id, confirmed_at=now, **{name: getattr(video, name) for name in VIDEO_FIELDS})
        for video in listing.videos
    ]
    named = page.videos.filter(tiktok_id__in=[row.tiktok_id for row in rows], posted_at__gte=listing.newest_since)
    known = list(named.values_list("pk", flat=True))
    Video.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page", "tiktok_id"],
        update_fields=[*VIDEO_FIELDS, "is_listed", "confirmed_at"],
    )
    wall.attach_links(page, named.exclude(pk__in=known), page.hashtag_links.all())


def _unlist_missing(page: Page, listing: Listing) -> None:
    """Take those off the wall that TikTok should have named and did not: deleted, or private by now."""
    known = page.videos.filter(listing.expected, is_listed=True)
    missing = known.exclude(tiktok_id__in=[video.id for video in listing.videos])
    names = list(missing.values_list("cover", flat=True))
    missing.update(is_listed=False, cover="", cover_source="")
    covers.delete_once_committed(names)


def _note_older(page: Page, listing: Listing) -> None:
    """Tell the creator who waits for older TikToks how many came, unless they have asked for others meanwhile."""
    if listing.older_than:
        found = sum(video.posted_at < listing.older_than for video in listing.videos if video.posted_at)
        Snapshot.objects.filter(page=page, older_than=listing.older_than).update(older_found=found)


def _show(page: Page, answer: Answer) -> bool:
    """Show what was kept, then with its pictures; False when the creator has left meanwhile."""
    failures = page.snapshot.failures
    try:
        show(page)
        pictures.fetch(page, answer, failures=failures)
        show(page)
    except Snapshot.DoesNotExist:
        return False
    return page.snapshot.fetched_at is not None


def _outcome(refusal: TikTokError | None) -> Outcome:
    if refusal is None:
        return Outcome.REFRESHED
    return Outcome.POSTPONED if isinstance(refusal, RateLimited) else Outcome.PARTLY
