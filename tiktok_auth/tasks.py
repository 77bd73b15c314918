"""Background work. Tasks are thin and may run twice: what they did is in our own tables."""

from typing import Any

import structlog
from celery import Task, shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError

from tiktok_auth import events, sessions
from tiktok_auth.cache import redis_cache

QUEUED_SECONDS = 60

log = structlog.get_logger(__name__)


@shared_task
def handle_event(event_id: int) -> None:
    events.handle(event_id)


@shared_task
def handle_pending() -> None:
    events.handle_pending()
    events.forget_handled()


@shared_task
def clear_sessions() -> None:
    sessions.SessionStore.clear_expired()


def queue_event(event_id: int) -> None:
    """Have the worker handle this event; while the queue is away it is handled here: somebody wants to be gone."""
    if not queue_once(handle_event, event_id, key=f"event-queued:{event_id}", seconds=QUEUED_SECONDS):
        events.attempt(event_id)


def queue_once(task: Task[..., Any], *args: Any, key: str, seconds: float, priority: int = 0) -> bool:
    """Send this task to a worker, unless one was sent under that key within so many seconds. False where none can be.

    Never raises and costs at most half a second. What is lost while the queue is away, a sweep has to find.
    """
    # The queue is in the same Redis as the cache, which finds out here whether it answers.
    is_first = cache.add(key, 1, seconds)
    if redis_cache.is_away:
        return False
    try:
        if is_first:
            task.apply_async(args, priority=priority)
    except OperationalError:
        cache.delete(key)
        log.warning("queue_away", key=key)
        return False
    return True
