"""How often a creator's page, links and TikToks were seen and tapped: plain totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
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
    context["days"] = _days(counts, [today - timedelta(days=ago) for ago in range(span)])
    return render(request, "studio/insights.html", context | _rank(page, totals))


def _days(counts: CountQuerySet, days: Iterable[date]) -> list[Day]:
    views, taps = (counts.by_day(starts=subject) for subject in (VIEW, TAP))
    most = max(views.values(), default=0) or 1
    return [Day(day, views.get(day, 0), taps.get(day, 0), 100 * views.get(day, 0) // most) for day in days]


def _rank(page: Page, totals: Mapping[str, int]) -> dict[str, Any]:
    """Links and TikToks with their numbers, the most tapped first; and the taps on links that were deleted since."""
    taps, visits, plays = (numbers_of(kind, totals) for kind in (TAP, VISIT, PLAY))
    kept = page.links.kept().select_related("video")
    links = [(link, taps.get(link.pk, 0)) for link in kept if link.url or link.kind == Kind.CONTACT]
    videos = [
        (video, visits.get(video.pk, 0), plays.get(video.pk, 0)) for video in page.videos.among([*visits, *plays])
    ]
    return {
        "links": sorted(links, key=lambda row: -row[1]),
        "videos": sorted(videos, key=lambda row: (-row[1], -row[2])),
        "taps": sum(taps.values()),
        "taps_elsewhere": sum(taps.values()) - sum(number for _link, number in links),
    }
