"""What a monitoring system is told: numbers about the site, and nothing about anybody.

The text format: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from profiles import freshness
from profiles.insights import VIEW
from profiles.models import Appeal, Count, Opinion, Page, Report, Scan, Verdict
from tiktok_auth.budget import Breaker

type Sample = tuple[str, dict[str, str], float]


def write() -> str:
    """All of them, each with what it means."""
    lines: list[str] = []
    said = ""
    for name, labels, value in samples():
        if name != said:
            lines += [f"# HELP linkbio_{name} {MEANINGS[name]}", f"# TYPE linkbio_{name} gauge"]
            said = name
        inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
        lines.append(f"linkbio_{name}{f'{{{inside}}}' if inside else ''} {value:.15g}")
    return "".join(f"{line}\n" for line in lines)


MEANINGS = {
    "pages": "Pages online, suspended by staff, and offline: by their creator, or with their TikTok account.",
    "pages_refreshable": "Pages whose TikTok data may be fetched.",
    "pages_never_fetched": "Refreshable pages without any TikTok data yet.",
    "pages_waiting": "Pages to be refreshed, by why.",
    "pages_without_covers": "Pages that lost their covers because nobody confirmed them in time.",
    "data_age_seconds": "Age of the TikTok data of refreshable pages, by quantile.",
    "queue_messages": "Messages that no worker has begun; absent while Redis is away.",
    "last_sweep_seconds": "Since a worker last looked whose turn it is; absent before the first time.",
    "tiktok_calls_left": "Calls that refreshes may still make in this minute; absent while Redis is away.",
    "tiktok_breaker_open": "1 while an endpoint of TikTok keeps failing.",
    "views_today": "Views of all pages together, folded so far today (UTC).",
    "reports_open": "Reports that wait for a moderator.",
    "appeals_open": "Appeals that wait for a moderator.",
    "links_blocked": "Links that lead to a blocked domain, at the last look.",
    "links_harmful": "Links that the second opinion calls harmful.",
}


def samples() -> Iterator[Sample]:
    status = freshness.status()
    online, standing = Page.objects.online(), Page.objects.filter(suspended_at=None)
    yield "pages", {"state": "online"}, online.count()
    yield "pages", {"state": "suspended"}, Page.objects.exclude(suspended_at=None).count()
    yield "pages", {"state": "offline"}, standing.exclude(pk__in=online).count()
    yield "pages_refreshable", {}, status.connected.pages
    yield "pages_never_fetched", {}, status.never_fetched
    for why, number in {"wanted": status.wanted, "due": status.due, "under_way": status.under_way}.items():
        yield "pages_waiting", {"why": why}, number
    yield "pages_without_covers", {}, status.aged
    ages = {"0.5": status.connected.median, "0.95": status.connected.p95, "1": status.connected.oldest}
    yield from (("data_age_seconds", {"quantile": share}, age.total_seconds()) for share, age in ages.items() if age)
    if status.queue is not None:
        yield "queue_messages", {}, status.queue
    if status.swept_ago is not None:
        yield "last_sweep_seconds", {}, status.swept_ago / timedelta(seconds=1)
    yield from _endpoints(status)
    views = Count.objects.filter(subject=VIEW, day=timezone.now().date()).aggregate(number=Sum("number"))
    yield "views_today", {}, views["number"] or 0
    yield "reports_open", {}, Report.objects.open().number()
    yield "appeals_open", {}, Appeal.objects.open().count()
    yield "links_blocked", {}, Scan.objects.filter(verdict=Verdict.BLOCK).count()
    yield "links_harmful", {}, Scan.objects.filter(opinion=Opinion.HARMFUL).count()


def _endpoints(status: freshness.Status) -> Iterator[Sample]:
    for endpoint in status.endpoints:
        if endpoint.left is not None:
            yield "tiktok_calls_left", {"endpoint": endpoint.name}, endpoint.left
    for endpoint in status.endpoints:
        if endpoint.left is not None:
            yield "tiktok_breaker_open", {"endpoint": endpoint.name}, endpoint.breaker is not Breaker.CLOSED
