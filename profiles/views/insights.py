"""How often a creator's page, links and TikToks were seen and tapped: plain totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from profiles.insights import PLAY, TAP, VIEW, VISIT, numbers_of
from profiles.models import Kind, Page
from profiles.models.count import CountQuerySet
from profiles.views.access import own_page

# Days, and how people call them; 0 is all time.
SPANS = {7: _("7 days"), 28: _("28 days"), 0: _("All time")}
# As many TikToks, and as many links of TikToks, are listed: there may be thousands.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Day:
    """One day's numbers, and how long its bar is, in hundredths of the longest."""

    day: date
    views: int
    taps: int
    width: int


@login_required
@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Totals of the last days, or of all time: of the page, of each link, of each TikTok."""
    page = own_page(request)
    span = next((days for days in SPANS if str(days) == request.GET.get("days")), 7)
    today = timezone.now().date()
    counts = page.counts.since(today - timedelta(days=span - 1) if span else None)
    totals = counts.by_subject()
    context = {"page": page, "span": span, "spans": SPANS.items(), "views": totals.get(VIEW, 0)}
    context["days"] = _days(counts, [today - timedelta(days=ago) for ago in range(span)]) if span else []
    context |= _rank_links(page, numbers_of(TAP, totals)) | _rank_videos(page, totals)
    return render(request, "studio/insights.html", context | {"most": MOST_LISTED})


def _days(counts: CountQuerySet, days: Iterable[date]) -> list[Day]:
    views, taps = (counts.by_day(starts=subject) for subject in (VIEW, TAP))
    most = max(views.values(), default=0) or 1
    return [Day(day, views.get(day, 0), taps.get(day, 0), 100 * views.get(day, 0) // most) for day in days]


def _rank_links(page: Page, taps: Mapping[int, int]) -> dict[str, Any]:
    """The page's links, and of those of its TikToks the most tapped; and the taps on links that were deleted since."""
    # A code may have lost the address that it was tapped for.
    kept = page.links.kept().filter(~Q(url="") | Q(kind=Kind.CONTACT) | Q(pk__in=list(taps)))
    of_videos = set(kept.exclude(video=None).values_list("pk", flat=True))
    tapped = sorted(of_videos & taps.keys(), key=lambda pk: (-taps[pk], pk))
    shown = kept.filter(Q(video=None) | Q(pk__in=tapped[:MOST_LISTED])).select_related("video")
    links = [(link, taps.get(link.pk, 0)) for link in shown]
    here = of_videos.union(link.pk for link in shown)
    return {
        "links": sorted(links, key=lambda row: -row[1]),
        "leaves_links_out": len(links) < len(here),
        "taps": sum(taps.values()),
        "taps_elsewhere": sum(number for pk, number in taps.items() if pk not in here),
    }


def _rank_videos(page: Page, totals: Mapping[str, int]) -> dict[str, Any]:
    """The TikToks that were opened here, the most visited first."""
    visits, plays = (numbers_of(kind, totals) for kind in (VISIT, PLAY))
    opened = page.videos.among([*visits, *plays])
    videos = [(video, visits.get(video.pk, 0), plays.get(video.pk, 0)) for video in opened]
    ranked = sorted(videos, key=lambda row: (-row[1], -row[2]))
    return {"videos": ranked[:MOST_LISTED], "leaves_videos_out": len(ranked) > MOST_LISTED}
