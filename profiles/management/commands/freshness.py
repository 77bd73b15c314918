from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from profiles import freshness
from profiles.freshness import LISTED, UNKNOWN, Ages, Endpoint, Status
from profiles.models import Snapshot


class Command(BaseCommand):
    help = "Say how fresh the pages are. Fails when something needs a person, and says what."

    def handle(self, *args: Any, **options: Any) -> None:
        status = freshness.status()
        for name, value in rows(status):
            self.stdout.write(f"{name}: {value}")
        for snapshot in status.troubles:
            self.stdout.write(describe_trouble(snapshot))
        if needs := list(freshness.needs(status)):
            raise CommandError(" ".join(needs))


def rows(status: Status) -> Iterator[tuple[str, str]]:
    """What the status says to operators and their scripts, as lines with a name."""
    yield _("Connected pages"), describe_ages(status.connected)
    yield _("Visited since yesterday"), describe_ages(status.visited)
    yield _("Never fetched"), str(status.never_fetched)
    counts = {"wanted": status.wanted, "due": status.due, "under_way": status.under_way}
    yield (
        _("Waiting"),
        _("%(wanted)d wanted by visitors, %(due)d due by age, %(under_way)d under way") % counts,
    )
    yield _("Messages in the queue"), str(UNKNOWN) if status.queue is None else str(status.queue)
    ago = status.swept_ago
    yield _("Last sweep"), _("none") if ago is None else _("%(time)s ago") % {"time": tell_time(ago)}
    for endpoint in status.endpoints:
        yield endpoint.name, describe_endpoint(endpoint)
    handles = " ".join(f"@{snapshot.page.handle}" for snapshot in status.reconnect[:LISTED])
    yield _("Reconnect needed"), f"{status.reconnect.count()} {handles}".strip()


def describe_ages(ages: Ages) -> str:
    if ages.oldest is None:
        return str(ages.pages)
    times = {"median": ages.median, "p95": ages.p95, "oldest": ages.oldest}
    words = {name: tell_time(age) for name, age in times.items() if age is not None}
    said = _("%(pages)s; median %(median)s, 95 of 100 at most %(p95)s, oldest %(oldest)s")
    return said % {**words, "pages": ages.pages}


def tell_time(time: timedelta) -> str:
    """As 26:00:05: hours, minutes and seconds."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def describe_trouble(snapshot: Snapshot) -> str:
    """What happened to a page last, with what finds it in our log and in TikTok's."""
    tried = f"{snapshot.attempted_at:%Y-%m-%d %H:%M}" if snapshot.attempted_at else "-"
    words = {"page": snapshot.page, "trouble": snapshot.trouble, "moment": tried}
    words |= {"reference": snapshot.trouble_reference, "log_id": snapshot.trouble_log_id or "-"}
    return _("%(page)s %(moment)s %(trouble)s, reference %(reference)s, TikTok log id %(log_id)s") % words


def describe_endpoint(endpoint: Endpoint) -> str:
    if endpoint.left is None:
        return str(UNKNOWN)
    said = _("%(left)d of %(limit)d calls left, breaker %(breaker)s")
    words = said % {"left": endpoint.left, "limit": endpoint.limit, "breaker": endpoint.breaker}
    resting = _("TikTok asked us to wait for %(seconds)d s") % {"seconds": endpoint.rest}
    return f"{words}; {resting}" if endpoint.rest else words
