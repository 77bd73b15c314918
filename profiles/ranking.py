"""Which links of a page were tapped most, and which of its TikToks were opened most."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from profiles.insights import PLAY, TAP, VISIT, numbers_of
from profiles.models import Link, Page, Video

# As many TikToks, and as many links of TikToks, are listed: there may be thousands.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class RankedLinks:
    """Links with their taps, `elsewhere` being those on links that were deleted since."""

    rows: list[tuple[Link, int]]
    leaves_out: bool
    taps: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class RankedVideos:
    """TikToks with their visits and plays."""

    rows: list[tuple[Video, int, int]]
    leaves_out: bool


def rank_links(page: Page, totals: Mapping[str, int]) -> RankedLinks:
    """The page's links, and of those of its TikToks the most tapped; of both the most tapped first."""
    taps = numbers_of(TAP, totals)
    kept = page.links.kept().tappable(tapped=list(taps))
    of_videos = set(kept.exclude(video=None).values_list("pk", flat=True))
    tapped = sorted(of_videos & taps.keys(), key=lambda pk: (-taps[pk], pk))
    shown = kept.filter(Q(video=None) | Q(pk__in=tapped[:MOST_LISTED])).select_related("video")
    rows = [(link, taps.get(link.pk, 0)) for link in shown]
    here = of_videos.union(link.pk for link in shown)
    return RankedLinks(
        rows=sorted(rows, key=lambda row: -row[1]),
        leaves_out=len(rows) < len(here),
        taps=sum(taps.values()),
        elsewhere=sum(number for pk, number in taps.items() if pk not in here),
    )


def rank_videos(page: Page, totals: Mapping[str, int]) -> RankedVideos:
    """The TikToks that were opened here, the most visited first."""
    visits, plays = (numbers_of(kind, totals) for kind in (VISIT, PLAY))
    opened = page.videos.among([*visits, *plays])
    rows = [(video, visits.get(video.pk, 0), plays.get(video.pk, 0)) for video in opened]
    ranked = sorted(rows, key=lambda row: (-row[1], -row[2]))
    return RankedVideos(ranked[:MOST_LISTED], leaves_out=len(ranked) > MOST_LISTED)
