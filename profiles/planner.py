"""Whose turn it is to be refreshed, and when it is their turn again.

Pages whose creators wait come first, in the order in which they asked. Then come those whose data somebody has met
stale, in the order of `wanted_at`; each further visitor who meets one that still waits moves it ahead, so that the
much visited overtake. What is left of the budget confirms the others before their covers run out, longest due first.
Beyond the budget the unvisited wait, and the visited do not.

The rules are functions of seconds, which the simulation shares; SnapshotQuerySet says the same in SQL.
"""

import random
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import log2

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from profiles.models import Page, Snapshot
from tiktok_auth import budget
from tiktok_auth.cache import redis_cache

AHEAD_SECONDS = 3 * 3600
DAY_SECONDS = 86400
# Further ahead than any number of visitors moves a page, and where those stand whose creators wait.
MOST_AHEAD_SECONDS, ASKED_SECONDS = 18250 * DAY_SECONDS, 36500 * DAY_SECONDS
SHORTEST_INTERVAL_SECONDS = 10  # the edge answers from a copy for as long
RETRY_SECONDS, LONGEST_RETRY_SECONDS = 300, 2 * 3600
# How long a message about a page may take to a worker; the worker throws an older one away.
QUEUED_SECONDS = 60
WANTED = "planner:wanted"
SWEPT = "planner:swept"
SWEPT_SECONDS = 24 * 3600


def turn(wanted_at: float | None, due_at: float | None, now: float) -> tuple[int, float] | None:
    """The place of a page among all, the lowest first; None while it is not its turn."""
    if due_at is None:
        return None
    place = (1, due_at) if wanted_at is None else (0, wanted_at)
    return place if place[1] <= now else None


def is_stale(attempted_at: float | None, due_at: float | None, now: float) -> bool:
    """Whether a visitor who meets data of this age wants it renewed."""
    if due_at is None:
        return False
    return due_at <= now or attempted_at is None or attempted_at + settings.SNAPSHOT_FRESH_SECONDS <= now


def move_ahead(wanted_at: float | None, attempted_at: float | None, stale_visits: int, now: float) -> float:
    """New queue position after so many more visits that found stale data.

    The sooner somebody wants it after it has aged, the more visited it is: its turn is AHEAD_SECONDS earlier for each
    halving of a day. So is it for each further visit, which finds those that become popular while they wait.
    """
    if wanted_at is not None:
        return max(wanted_at - stale_visits * AHEAD_SECONDS, min(wanted_at, now - MOST_AHEAD_SECONDS))
    aged_at = now if attempted_at is None else attempted_at + settings.SNAPSHOT_FRESH_SECONDS
    interval = max(now - aged_at, SHORTEST_INTERVAL_SECONDS) / stale_visits
    return now - AHEAD_SECONDS * max(0.0, log2(DAY_SECONDS / interval))


def confirm_in(rounds: int = 1) -> float:
    """Seconds after which TikTok should be asked again about a page that nobody visits.

    So many refreshes confirm everything on it, well within the life of a cover.
    """
    return settings.COVER_KEEP_SECONDS * _vary(0.8, by=0.05) / rounds


def retry_in(failures: int) -> float:
    """Seconds until the next try after so many failures in a row."""
    return _vary(min(RETRY_SECONDS * 2.0 ** min(failures - 1, 10), LONGEST_RETRY_SECONDS), by=0.1)


def resume_in(retry_after: float) -> float:
    """Seconds until the next try of a page whose turn it was when there was nothing left to spend."""
    return retry_after + _vary(2, by=1)


def want(page: Page) -> None:
    """Note that a visitor has met this page stale. Never raises, and asks the database nothing.

    What is lost while Redis is away, the next visitor notes again.
    """
    if not redis_cache.is_away:
        with suppress(RedisError, OSError):
            get_redis_connection("default").hincrby(cache.make_key(WANTED), page.pk, 1)


def ask(page: Page) -> None:
    """Make it this page's turn at once, before all whom visitors want, for everything: its creator waits."""
    now = timezone.now()
    Snapshot.objects.filter(page=page).update(due_at=now, wanted_at=asked_turn(now), profile_due_at=now)


def asked_turn(now: datetime) -> datetime:
    """The place among those wanted of a page whose creator asks now."""
    return now - timedelta(seconds=ASKED_SECONDS)


def take_turns() -> list[int]:
    """The pages to refresh now: no more than the budget has left, and each for one caller only.

    They are taken for QUEUED_SECONDS; whichever has not been begun by then is taken again.
    """
    cache.set(SWEPT, timezone.now().timestamp(), SWEPT_SECONDS)
    try:
        _keep_wishes(_collect_wishes())
        # Not video_query, which few pages need: without it their newest come all the same, and they keep their turn.
        room = min(budget.left("user_info"), budget.left("video_list"))
        renewals = budget.left("token")
    except (RedisError, OSError):
        return []
    now = timezone.now()
    _set_right(now)
    with transaction.atomic():
        return _take(room, renewals, now)


def _set_right(now: datetime) -> None:
    """A clock that was ahead and is right again has put off what it touched for as long; it is due now instead."""
    latest = now + timedelta(seconds=max(settings.COVER_KEEP_SECONDS, 2 * LONGEST_RETRY_SECONDS))
    Snapshot.objects.put_off(latest).update(
        due_at=now,
        wanted_at=None,
        profile_due_at=now,
        attempted_at=None,
        queued_until=None,
        rests_until=None,
        claimed_until=None,
    )


def _take(room: int, renewals: int, now: datetime) -> list[int]:
    room -= Snapshot.objects.filter(queued_until__gt=now).count()
    taken: list[Snapshot] = []
    for turns in (Snapshot.objects.wanted(now), Snapshot.objects.due(now)):
        if len(taken) < room:
            free = turns.free(now).refreshable()
            if renewals < room:
                free = free.exclude(pk__in=free.renewing(now).values("pk")[renewals:])
            locked = free.select_for_update(skip_locked=True, of=("self",)).only("page")
            taken += locked[: room - len(taken)]
    until = now + timedelta(seconds=QUEUED_SECONDS)
    Snapshot.objects.filter(pk__in=[snapshot.pk for snapshot in taken]).update(queued_until=until)
    return [snapshot.page_id for snapshot in taken]


def _collect_wishes() -> Mapping[int, int]:
    """How often each page was met stale since the last time."""
    at_once = get_redis_connection("default").pipeline(transaction=True)
    at_once.hgetall(cache.make_key(WANTED))
    at_once.delete(cache.make_key(WANTED))
    counted, _deleted = at_once.execute()
    return {int(page): int(stale_visits) for page, stale_visits in counted.items()}


@transaction.atomic
def _keep_wishes(wishes: Mapping[int, int]) -> None:
    """Give each page its turn, unless it is fresh again, its next try is set already, or somebody writes it now."""
    now = timezone.now()
    stale = _stale(now).filter(page__in=wishes).select_for_update(skip_locked=True, of=("self",))
    snapshots = list(stale.only("page", "wanted_at", "attempted_at"))
    for snapshot in snapshots:
        stale_visits, wanted_at, attempted_at = wishes[snapshot.page_id], snapshot.wanted_at, snapshot.attempted_at
        turn_at = move_ahead(seconds(wanted_at), seconds(attempted_at), stale_visits, now.timestamp())
        snapshot.wanted_at = datetime.fromtimestamp(turn_at, UTC)
    Snapshot.objects.bulk_update(snapshots, ["wanted_at"], batch_size=500)


def _stale(now: datetime) -> QuerySet[Snapshot]:
    """Those that is_stale means, but for those whose next try is set already."""
    fresh_since = now - timedelta(seconds=settings.SNAPSHOT_FRESH_SECONDS)
    aged = Q(due_at__lte=now) | Q(attempted_at=None) | Q(attempted_at__lte=fresh_since)
    waiting = Q(wanted_at=None) | Q(wanted_at__lte=now)
    return Snapshot.objects.filter(aged, waiting, due_at__isnull=False)


def seconds(moment: datetime | None) -> float | None:
    """A moment as the rules count it."""
    return moment.timestamp() if moment else None


def _vary(seconds: float, *, by: float) -> float:
    """So that what began together does not stay together."""
    return seconds * random.uniform(1 - by, 1 + by)  # noqa: S311 - nobody gains by guessing it
