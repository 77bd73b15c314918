"""How fresh the pages are, in the numbers that an operator asks for first, and what needs a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from profiles import covers, planner
from profiles.insights import VIEW
from profiles.models import Count, Snapshot
from profiles.models.video import covers_shown_since
from tiktok_auth import budget, clock
from tiktok_auth.budget import Breaker, Purpose
from tiktok_auth.cache import redis_cache
from tiktok_auth.errors import OUR_KEYS, Code
from tiktok_auth.models import Ended

LISTED = 20
SILENT_AFTER = timedelta(minutes=2)

UNKNOWN = gettext_lazy("unknown: Redis is away")
ENDPOINTS = {
    "user_info": gettext_lazy("Calls about creators (user_info)"),
    "video_list": gettext_lazy("Calls for their newest TikToks (video_list)"),
    "video_query": gettext_lazy("Calls about older TikToks (video_query)"),
    "token": gettext_lazy("Calls that renew permissions (token)"),
}
ANSWERS = {
    Breaker.CLOSED: gettext_lazy("TikTok answers: breaker closed."),
    Breaker.OPEN: gettext_lazy("TikTok keeps failing: breaker open, nobody asks for half a minute."),
    Breaker.PROBING: gettext_lazy("TikTok kept failing: breaker half open, one call tries whether it answers again."),
}


@dataclass(frozen=True, slots=True)
class Ages:
    """How old the data of so many pages is; None where there are none."""

    pages: int
    median: timedelta | None = None
    p95: timedelta | None = None
    oldest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What refreshes may still ask one of TikTok's endpoints; `left` is None while Redis is away."""

    name: str
    left: int | None
    limit: int
    breaker: Breaker
    rest: float


@dataclass(frozen=True)
class Status:
    """How things are at that moment.

    Each line asks the database, Redis or the queue when it is first read, and bears with each of the last two being
    away: what needs somebody is told without the ages of all pages.
    """

    now: datetime

    @cached_property
    def connected(self) -> Ages:
        return _ages(Snapshot.objects.refreshable(), self.now)

    @cached_property
    def visited(self) -> Ages:
        since = self.now.date() - timedelta(days=1)
        pages = Count.objects.filter(subject=VIEW, day__gte=since).values("page")
        return _ages(Snapshot.objects.refreshable().filter(page__in=pages), self.now)

    @cached_property
    def never_fetched(self) -> int:
        return Snapshot.objects.refreshable().filter(fetched_at=None).count()

    @cached_property
    def wanted(self) -> int:
        return Snapshot.objects.wanted(self.now).refreshable().count()

    @cached_property
    def due(self) -> int:
        return Snapshot.objects.due(self.now).refreshable().count()

    @cached_property
    def under_way(self) -> int:
        taken = Q(queued_until__gt=self.now) | Q(claimed_until__gt=self.now)
        return Snapshot.objects.refreshable().filter(taken).count()

    @cached_property
    def aged(self) -> int:
        return Snapshot.objects.refreshable().filter(fetched_at__lt=covers_shown_since(), trouble="").count()

    @cached_property
    def queue(self) -> int | None:
        return _queue_length()

    @cached_property
    def swept_ago(self) -> timedelta | None:
        swept_at = cache.get(planner.SWEPT)
        return timedelta(seconds=self.now.timestamp() - swept_at) if swept_at else None

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        return tuple(map(_endpoint, budget.ENDPOINTS))

    @property
    def reconnect(self) -> QuerySet[Snapshot]:
        """Those whose creator has to log in again, or to allow more; the latest first."""
        lapsed = Q(page__grant__ended_because=Ended.EXPIRED)
        refused = Q(trouble__in=[*Snapshot.NEEDS_LOGIN, Snapshot.SCOPE])
        return Snapshot.objects.filter(lapsed | refused).select_related("page").latest_tried_first()

    @property
    def troubles(self) -> QuerySet[Snapshot]:
        """The latest."""
        return Snapshot.objects.exclude(trouble="").select_related("page").latest_tried_first()[:LISTED]


def status() -> Status:
    return Status(timezone.now())


def rows(status: Status) -> Iterator[tuple[Any, str]]:
    """What the status says to operators and staff, as lines with a name."""
    yield _("Pages that we may refresh"), _describe_ages(status.connected)
    yield _("Of these, visited since yesterday"), _describe_ages(status.visited)
    yield _("Never fetched"), str(status.never_fetched)
    counts = {"wanted": status.wanted, "due": status.due, "under_way": status.under_way}
    yield _("Waiting"), _("%(wanted)d wanted by visitors, %(due)d due by age, %(under_way)d under way") % counts
    yield _("Messages in the queue"), str(status.queue) if status.queue is not None else str(UNKNOWN)
    ago = status.swept_ago
    yield (
        _("Last look for pages to refresh"),
        _("none") if ago is None else _("%(time)s ago") % {"time": _tell_time(ago)},
    )
    for endpoint in status.endpoints:
        yield ENDPOINTS[endpoint.name], _describe_endpoint(endpoint)
    handles = " ".join(f"@{snapshot.page.handle}" for snapshot in status.reconnect[:LISTED])
    yield _("Reconnect needed"), f"{status.reconnect.count()} {handles}".strip()


def needs(status: Status) -> Iterator[str]:
    """What does not mend itself, or may not, one sentence each."""
    if status.queue is None or not redis_cache.takes_writes():
        yield _("Redis is away, full or read-only: nothing is refreshed until it takes writes again.")
    elif status.swept_ago is None or status.swept_ago > SILENT_AFTER:
        yield _("No worker has looked for pages to refresh within two minutes. Is `make worker` running?")
    if fault := covers.disk_fault():
        said = _("Pictures cannot be written to %(folder)s: %(fault)s. Make room there, or let the services write.")
        yield said % {"folder": settings.MEDIA_ROOT, "fault": fault}
    if skew := clock.skew():
        said = _("Our clock is %(seconds)+d s off TikTok's: set it right, or data is renewed too soon or too late.")
        yield said % {"seconds": skew}
    for endpoint in status.endpoints:
        if endpoint.left is not None and endpoint.breaker is not Breaker.CLOSED:
            said = _("Calls keep failing at TikTok, and one is tried every half minute: %(calls)s.")
            yield said % {"calls": ENDPOINTS[endpoint.name]}
    if status.aged:
        said = ngettext(
            "%(pages)d page lost its covers: too few workers, or more creators than the budget confirms.",
            "%(pages)d pages lost their covers: too few workers, or more creators than the budget confirms.",
            status.aged,
        )
        yield said % {"pages": status.aged}
    if Snapshot.objects.filter(trouble__in=OUR_KEYS).exists():
        yield _("TikTok refuses this site's keys. Compare TIKTOK_CLIENT_KEY and its secret with TikTok's portal.")
    if unreadable := Snapshot.objects.filter(trouble=Code.KEY_MISSING).count():
        said = ngettext(
            "%(grants)d grant cannot be read: an old key is missing from TOKEN_KEYS.",
            "%(grants)d grants cannot be read: an old key is missing from TOKEN_KEYS.",
            unreadable,
        )
        yield said % {"grants": unreadable}


def _describe_ages(ages: Ages) -> str:
    """How many, and how old what they show is."""
    if ages.oldest is None:
        return str(ages.pages)
    times = {"median": ages.median, "p95": ages.p95, "oldest": ages.oldest}
    words = {name: _tell_time(age) for name, age in times.items() if age is not None}
    said = _(
        "%(pages)d: half are no older than %(median)s, 95 of 100 no older than %(p95)s, the oldest is %(oldest)s old"
    )
    return said % {**words, "pages": ages.pages}


def _tell_time(time: timedelta) -> str:
    """As "19 minutes", and in seconds below one minute."""
    if time >= timedelta(minutes=1):
        now = timezone.now()
        return timesince(now - time, now)
    seconds = max(0, int(time.total_seconds()))
    return ngettext("%(seconds)d second", "%(seconds)d seconds", seconds) % {"seconds": seconds}


def _describe_endpoint(endpoint: Endpoint) -> str:
    """What is left of this minute's calls, and whether TikTok answers them."""
    if endpoint.left is None:
        return str(UNKNOWN)
    said = _("%(left)d of %(limit)d calls left in this minute. %(answers)s")
    words = said % {"left": endpoint.left, "limit": endpoint.limit, "answers": ANSWERS[endpoint.breaker]}
    resting = _("TikTok asked us to wait for %(seconds)d s.") % {"seconds": endpoint.rest}
    return f"{words} {resting}" if endpoint.rest else words


def _ages(snapshots: QuerySet[Snapshot], now: datetime) -> Ages:
    fetched = snapshots.filter(fetched_at__isnull=False)
    if not (pages := fetched.count()):
        return Ages(0)
    newest_first = fetched.order_by("-fetched_at").values_list("fetched_at", flat=True)
    places = [int((pages - 1) * share) for share in (0.5, 0.95, 1)]
    # A creator who leaves between two of these queries takes the last place along.
    moments = [moment for place in places for moment in newest_first[place : place + 1]]
    return Ages(pages, *(now - moment for moment in moments if moment))


def _endpoint(name: str) -> Endpoint:
    try:
        left = budget.left(name)
    except (RedisError, OSError):
        left = None
    return Endpoint(name, left, budget.limit(Purpose.REFRESH), budget.breaker(name), budget.rest(name))


def _queue_length() -> int | None:
    conf = current_app.conf
    queues = {conf.task_default_queue, *(route["queue"] for route in (conf.task_routes or {}).values())}
    try:
        with current_app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            return sum(int(channel.queue_declare(queue=queue).message_count) for queue in queues)
    except (OperationalError, RedisError, OSError):
        return None
