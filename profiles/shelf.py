"""What the Videos place shows: the wall, and what is not on it, with the reason."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from profiles import wall
from profiles.models import Page, Video, Wall
from profiles.models.video import CANDIDATES
from tiktok_auth.payloads import POSTED_BETWEEN

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """`others` are not on the wall, or were searched for, the newest first; those posted before `goes_on_before` come
    after them.

    `may_have_older` is whether TikTok may know of more than are here.
    """

    chosen: list[Video]
    others: list[tuple[Video, str]]
    goes_on_before: datetime | None
    may_have_older: bool
    has_videos: bool
    is_all_hidden: bool


def fill(page: Page, rules: Wall, *, search: str, before: datetime | None) -> Shelf:
    """What stands there by these rules. `others` are all that is not on the wall, or all with `search` in the caption;
    with `before` only those posted before that moment."""
    listed = page.videos.listed().annotate(link_count=Count("links", filter=Q(links__deleted_at=None)))
    newest = list(listed[:CANDIDATES])
    chosen = wall.choose(newest, rules)
    found = listed.order_by("-posted_at", "-pk")
    found = found.filter(caption__icontains=search) if search else found.exclude(pk__in=[video.pk for video in chosen])
    if before:
        found = found.filter(posted_at__lt=before)
    others = [
        (video, "" if video in chosen else str((wall.object_to(video, rules) or wall.Reason.FULL).label))
        for video in found[: MOST_SHOWN + 1]
    ]
    return Shelf(
        chosen=chosen,
        others=others[:MOST_SHOWN],
        goes_on_before=others[MOST_SHOWN - 1][0].posted_at if len(others) > MOST_SHOWN else None,
        may_have_older=len(newest) == CANDIDATES or page.snapshot.video_count not in range(len(newest) + 1),
        has_videos=bool(newest),
        is_all_hidden=all(video.is_hidden for video in newest),
    )


def suggest_day(page: Page, shelf: Shelf, before: datetime | None) -> date:
    """The day to ask for older ones from: the one after the oldest that is shown, since more of that day may be unknown
    here."""
    shown = [video for video, _reason in shelf.others] or ([] if before else shelf.chosen)
    if not shown:
        return (before or timezone.now()).astimezone(page.zone).date()
    return min(video.posted_at for video in shown).astimezone(page.zone).date() + timedelta(days=1)


def read_moment(seconds: str) -> datetime | None:
    """A moment in Unix seconds, as addresses have it; None for anything else."""
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 12 and int(seconds) in POSTED_BETWEEN):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)
