"""Background work. Tasks are thin and may run twice: what they did is in our own tables."""

import structlog
from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError

from tiktok_auth import events, sessions

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
    """Have the worker handle this event. Never raises and costs at most half a second.

    What is lost while the queue is away, the sweep finds.
    """
    # The queue is in the same Redis as the cache, which finds out here whether it answers.
    if not cache.add(f"event-queued:{event_id}", 1, QUEUED_SECONDS) or cache.is_away:  # type: ignore[attr-defined]
        return
    try:
        handle_event.delay(event_id)
    except OperationalError:
        log.warning("queue_away", id=event_id)
