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
# As many as the largest number of a row has.
MOST_DIGITS = 19


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a list of TikToks goes on: with those posted before `moment`, a whole second, and of those posted in that
    second with the ones whose number is below `pk`."""

    moment: datetime
    pk: int = 0

    def __str__(self) -> str:
        return f"{int(self.moment.timestamp())}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """`others` are not on the wall, or were searched for, the newest first; more of them follow at `goes_on`.

    `may_have_older` is whether TikTok may know of more than are here.
    """

    chosen: list[Video]
    others: list[tuple[Video, str]]
    goes_on: Bookmark | None
    may_have_older: bool
    has_videos: bool
    is_all_hidden: bool

    @property
    def videos(self) -> list[Video]:
        """All that stand there; what is searched for may be on the wall, too."""
        return [*self.chosen, *(video for video, _reason in self.others)]


def fill(page: Page, rules: Wall, *, search: str, start: Bookmark | None) -> Shelf:
    """What stands there by these rules. `others` are all that is not on the wall, or all with `search` in the caption;
    with `start` only those from there on."""
    listed = page.videos.listed().annotate(link_count=Count("links", filter=Q(links__deleted_at=None)))
    newest = list(listed[:CANDIDATES])
    chosen = wall.choose(newest, rules)
    found = listed.order_by("-posted_at", "-pk")
    found = found.filter(caption__icontains=search) if search else found.exclude(pk__in=[video.pk for video in chosen])
    if start:
        found = found.filter(Q(posted_at__lt=start.moment) | Q(posted_at=start.moment, pk__lt=start.pk))
    others = [
        (video, "" if video in chosen else str((wall.object_to(video, rules) or wall.Reason.FULL).label))
        for video in found[: MOST_SHOWN + 1]
    ]
    last = others[MOST_SHOWN - 1][0] if len(others) > MOST_SHOWN else None
    return Shelf(
        chosen=chosen,
        others=others[:MOST_SHOWN],
        goes_on=Bookmark(last.posted_at, last.pk) if last else None,
        may_have_older=len(newest) == CANDIDATES or page.snapshot.video_count not in range(len(newest) + 1),
        has_videos=bool(newest),
        is_all_hidden=all(video.is_hidden for video in newest),
    )


def suggest_day(page: Page, shelf: Shelf, start: Bookmark | None) -> date:
    """The day to ask for older ones from: the one after the oldest that is shown, since more of that day may be unknown
    here."""
    shown = [video for video, _reason in shelf.others] or ([] if start else shelf.chosen)
    if not shown:
        return (start.moment if start else timezone.now()).astimezone(page.zone).date()
    return min(video.posted_at for video in shown).astimezone(page.zone).date() + timedelta(days=1)


def read_bookmark(text: str) -> Bookmark | None:
    """A bookmark as addresses have it: a moment in Unix seconds, alone or with "-" and a number; None for all else."""
    seconds, dash, pk = text.partition("-")
    if not (_is_number(seconds) and int(seconds) in POSTED_BETWEEN and (_is_number(pk) or not dash)):
        return None
    return Bookmark(datetime.fromtimestamp(int(seconds), UTC), int(pk or 0))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
