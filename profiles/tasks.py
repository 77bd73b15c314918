"""Background work. Tasks are thin and may run twice: what they did is in our own tables."""

from contextlib import suppress

import structlog
from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from profiles import covers, insights, snapshots
from profiles.models import Page

log = structlog.get_logger(__name__)

QUEUED_SECONDS = 60
MOST_AT_ONCE = 300


@shared_task
def refresh(page_id: int) -> None:
    cache.delete(_key(page_id))
    for page in Page.objects.for_refresh().filter(pk=page_id):
        snapshots.refresh(page)


@shared_task
def sweep() -> None:
    for page in Page.objects.due_for_refresh()[:MOST_AT_ONCE]:
        queue_refresh(page)
    covers.drop_aged()


@shared_task
def fold() -> None:
    with suppress(RedisError):  # it can wait: the counts are in Redis
        insights.fold()


def queue_refresh(page: Page) -> None:
    """Have the worker refresh this page, once however many ask. Never raises and costs at most half a second.

    What is lost while the queue is away, the sweep finds.
    """
    if not cache.add(_key(page.pk), 1, QUEUED_SECONDS) or not page.may_refresh or _is_queue_away():
        return
    try:
        refresh.delay(page.pk)
    except OperationalError:
        log.warning("queue_away", page=page.handle)


def _is_queue_away() -> bool:
    # The queue is in the same Redis as the cache, which found out when it was asked for the key.
    return bool(cache.is_away)  # type: ignore[attr-defined]


def _key(page_id: int) -> str:
    return f"refresh-queued:{page_id}"
