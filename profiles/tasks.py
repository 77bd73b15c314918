"""Background work. Tasks are thin and may run twice: what they did is in our own tables."""

from contextlib import suppress

import structlog
from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from profiles import covers, erasure, insights, links, moderation, planner, scanning, snapshots
from profiles.models import Page
from profiles.moderation import reports
from tiktok_auth.budget import Purpose

log = structlog.get_logger(__name__)

# In Redis the lower number goes first; whatever says nothing has 0.
ASKED, IN_TURN = 3, 6


@shared_task
def refresh(page_id: int, purpose: str = Purpose.REFRESH) -> None:
    cache.delete(_key(page_id))
    for page in Page.objects.for_refresh().filter(pk=page_id):
        snapshots.refresh(page, purpose=Purpose(purpose))


@shared_task
def sweep() -> None:
    with suppress(OperationalError):  # the queue is away: those taken now are taken again
        for page_id in planner.take_turns():
            refresh.apply_async((page_id,), priority=IN_TURN, expires=planner.QUEUED_SECONDS)


@shared_task
def drop_covers() -> None:
    covers.drop_aged()


@shared_task
def empty_bins() -> None:
    links.empty_bins()


@shared_task
def compare_with_rules() -> None:
    scanning.compare_with_rules()


@shared_task
def ask_for_opinions() -> None:
    scanning.ask_for_opinions()


@shared_task
def look_at_links() -> None:
    scanning.look_at_links()


@shared_task
def fold() -> None:
    with suppress(RedisError):  # it can wait: the counts are in Redis
        insights.fold()


@shared_task
def forget_old() -> None:
    snapshots.forget_unconfirmed()
    insights.forget_old()
    reports.forget_old()
    moderation.forget_spent()
    erasure.forget_rested()


def queue_refresh(page: Page) -> None:
    """Have the worker refresh this page before others, once however often its creator asks.

    Never raises and costs at most half a second. What is lost while the queue is away, the sweep finds.
    """
    if not page.may_refresh:
        return
    planner.ask(page)
    if not cache.add(_key(page.pk), 1, planner.QUEUED_SECONDS) or _is_queue_away():
        return
    try:
        refresh.apply_async((page.pk, Purpose.INTERACTIVE), priority=ASKED)
    except OperationalError:
        log.warning("queue_away", page=page.handle)


def _is_queue_away() -> bool:
    # The queue is in the same Redis as the cache, which found out when it was asked for the key.
    return bool(cache.is_away)  # type: ignore[attr-defined]


def _key(page_id: int) -> str:
    return f"refresh-queued:{page_id}"
