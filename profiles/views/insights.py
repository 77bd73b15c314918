"""How often a creator's page, links and TikToks were seen and tapped: plain totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import ranking
from profiles.insights import TAP, VIEW
from profiles.models.count import CountQuerySet
from profiles.views.access import own_page, read_view

# Days, and how people call them; 0 is all time.
SPANS = {7: _("7 days"), 28: _("28 days"), 0: _("All time")}


@dataclass(frozen=True, slots=True)
class Day:
    """One day's numbers, and how long its bar is, in hundredths of the longest."""

    day: date
    views: int
    taps: int
    width: int


@read_view
def insights(request: HttpRequest) -> HttpResponse:
    """Totals of the last days, or of all time: of the page, of each link, of each TikTok."""
    page = own_page(request)
    span = next((days for days in SPANS if str(days) == request.GET.get("days")), 7)
    today = timezone.now().date()
    counts = page.counts.since(today - timedelta(days=span - 1) if span else None)
    totals = counts.by_subject()
    context = {"page": page, "span": span, "spans": SPANS.items(), "views": totals.get(VIEW, 0)}
    context["days"] = _days(counts, [today - timedelta(days=ago) for ago in range(span)]) if span else []
    context |= {"links": ranking.rank_links(page, totals), "videos": ranking.rank_videos(page, totals)}
    return render(request, "studio/insights.html", context | {"most": ranking.MOST_LISTED})


def _days(counts: CountQuerySet, days: Iterable[date]) -> list[Day]:
    views, taps = (counts.by_day(starts=subject) for subject in (VIEW, TAP))
    most = max(views.values(), default=0) or 1
    return [Day(day, views.get(day, 0), taps.get(day, 0), 100 * views.get(day, 0) // most) for day in days]
