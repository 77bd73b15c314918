"""What a refresh asks TikTok, and what TikTok's answer says of a page."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil

from django.db.models import Q
from django.utils import timezone

from profiles import wall
from profiles.models import Page
from tiktok_auth import display
from tiktok_auth.budget import Purpose
from tiktok_auth.errors import Refused, ScopeMissing, TikTokError, Unavailable
from tiktok_auth.models import Grant
from tiktok_auth.payloads import UserInfo, VideoInfo, basic_scopes

NEWEST, OLDER = 20, 60
# How many older ones on show one refresh asks about: five calls.
MOST_ON_SHOW = 100
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listing:
    """What TikTok listed. A known video missing from `videos` is no longer public where it was to be `expected`."""

    videos: tuple[VideoInfo, ...] = ()
    newest_since: datetime = EVER
    # Whether all of the newest that TikTok listed could be read.
    is_whole: bool = True
    asked_for: tuple[str, ...] = ()
    older_than: datetime | None = None
    older_since: datetime | None = None
    # How many refreshes it takes to ask about all older ones on show.
    rounds: int = 1

    @property
    def expected(self) -> Q:
        """The videos that TikTok would have named if they were still public."""
        expected = Q(tiktok_id__in=self.asked_for)
        if self.is_whole:
            expected |= Q(posted_at__gt=self.newest_since)
        if self.older_since:
            expected |= Q(posted_at__gt=self.older_since, posted_at__lt=self.older_than)
        return expected


@dataclass(frozen=True, slots=True)
class Answer:
    """What TikTok said.

    `profile` and `listing` are None if not asked for or refused. `refusal` is the first error, also when only a later
    part of the list or older videos failed.
    """

    profile: UserInfo | None = None
    listing: Listing | None = None
    refusal: TikTokError | None = None


def ask(page: Page, grant: Grant, *, purpose: Purpose, everything: bool) -> Answer:
    """What TikTok says now, asked only for what was granted and is due. One refused part leaves the other.

    Raises TikTokError; ScopeMissing where nothing is left.
    """
    answer = Answer()
    is_profile_due = page.snapshot.profile_due_at <= timezone.now() or not page.snapshot.avatar
    if everything or is_profile_due or "video.list" not in grant.scopes:
        try:
            answer = Answer(display.read_user(grant, purpose=purpose))
        except ScopeMissing as refusal:
            answer = Answer(_read_basics(grant, purpose), refusal=refusal)
    if "video.list" in grant.scopes:
        try:
            listing, silence = _ask_videos(page, grant, purpose)
            answer = replace(answer, listing=listing, refusal=answer.refusal or silence)
        except ScopeMissing as refusal:
            answer = replace(answer, refusal=refusal)
    if answer.refusal and not (answer.profile or answer.listing):
        raise answer.refusal
    return answer


def _read_basics(grant: Grant, purpose: Purpose) -> UserInfo | None:
    """What every login shows of a creator who took more of it back; None where TikTok refuses that, too."""
    if set(basic_scopes(grant.scopes)) == set(grant.scopes):
        return None
    with suppress(ScopeMissing):
        return display.read_user(grant, purpose=purpose, is_basic=True)
    return None


def _ask_videos(page: Page, grant: Grant, purpose: Purpose) -> tuple[Listing, TikTokError | None]:
    """The listing, and the first error that ended a part of it after something had come."""
    newest, is_all, silence = display.list_videos(grant, enough=NEWEST, purpose=purpose)
    is_whole = _is_whole(newest)
    if is_all and is_whole:
        return Listing(_dated(page, newest), older_than=_awaited(page)), None
    since = _listed_since(newest) or timezone.now()
    listing, later_silence = _ask_older(page, grant, purpose, Listing(tuple(newest), since, is_whole))
    return replace(listing, videos=_dated(page, listing.videos)), silence or later_silence


def _ask_older(page: Page, grant: Grant, purpose: Purpose, listing: Listing) -> tuple[Listing, TikTokError | None]:
    """The listing with what TikTok said about older ones until it did not answer."""
    silence: TikTokError | None = None
    on_show = _unnamed_on_show(page, listing)
    listing = replace(listing, rounds=max(1, ceil(len(on_show) / MOST_ON_SHOW)))
    try:
        for some, found in display.query_videos(grant, on_show[:MOST_ON_SHOW], purpose=purpose):
            asked_for = (*listing.asked_for, *some) if _is_whole(found) else listing.asked_for
            listing = replace(listing, videos=(*listing.videos, *found), asked_for=asked_for)
        if older_than := _awaited(page):
            # Four calls at most, as often as their creator likes: they take nothing from logins.
            older, is_rest, silence = display.list_videos(
                grant, enough=OLDER, purpose=Purpose.REFRESH, before=older_than
            )
            listing = replace(listing, videos=(*older, *listing.videos))
            if not silence:
                older_since = None if not _is_whole(older) else EVER if is_rest else _listed_since(older)
                listing = replace(listing, older_than=older_than, older_since=older_since)
    except (Unavailable, Refused) as error:
        silence = error
    return listing, silence


def _is_whole(videos: Collection[VideoInfo]) -> bool:
    """Whether all of them could be read: one that could not may be any that is missing."""
    return all(video.id for video in videos)


def _awaited(page: Page) -> datetime | None:
    """Before when those were posted that the creator waits for; None when they wait for none."""
    return page.snapshot.older_than if page.snapshot.is_looking_back else None


def _listed_since(videos: Sequence[VideoInfo]) -> datetime | None:
    """Since when nothing is missing from a list that TikTok sends newest first: since its last one was posted. One that
    stands further up with an older date says nothing about what lies between."""
    return next((video.posted_at for video in reversed(videos) if video.posted_at), None)


def _dated(page: Page, videos: Collection[VideoInfo]) -> tuple[VideoInfo, ...]:
    """Each once, with its time. Where TikTok gives none it is the one kept; what is new here waits until it has one."""
    videos = {video.id: video for video in videos}.values()
    undated = [video.id for video in videos if not video.posted_at]
    kept = dict(page.videos.filter(tiktok_id__in=undated).values_list("tiktok_id", "posted_at"))
    timed = (replace(video, posted_at=video.posted_at or kept.get(video.id)) for video in videos)
    return tuple(video for video in timed if video.posted_at)


def _unnamed_on_show(page: Page, listing: Listing) -> list[str]:
    """Those that visitors may meet, and of which the newest that TikTok lists say nothing: they are older, or not all
    of these could be read.

    First those that TikTok has not confirmed for longest.
    """
    shown = {*page.videos.to_confirm(), *wall.choose(page.videos.for_wall())}
    since = listing.newest_since if listing.is_whole else timezone.now()
    named = {video.id for video in listing.videos}
    unnamed = (video for video in shown if video.posted_at < since and video.tiktok_id not in named)
    return [video.tiktok_id for video in sorted(unnamed, key=lambda video: (video.confirmed_at, video.pk))]
