"""Background work. Tasks are thin and may run twice: what they did is in our own tables."""

from contextlib import suppress

from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from profiles import covers, erasure, insights, links, moderation, planner, scanning, snapshots
from profiles.models import Page
from profiles.moderation import reports
from tiktok_auth.budget import Purpose
from tiktok_auth.tasks import queue_once

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
def withdraw_overdue() -> None:
    covers.withdraw_overdue()


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


# What is promised to be forgotten, each for itself: where one fails, none of the others waits for it.


@shared_task
def forget_unconfirmed() -> None:
    snapshots.forget_unconfirmed()


@shared_task
def forget_counts() -> None:
    insights.forget_old()


@shared_task
def forget_senders() -> None:
    reports.forget_old()


@shared_task
def forget_spent() -> None:
    moderation.forget_spent()


@shared_task
def forget_rested() -> None:
    erasure.forget_rested()


def queue_refresh(page: Page) -> None:
    """Have the worker refresh this page before others, once however often its creator asks: queue_once."""
    if page.may_refresh:
        planner.ask(page)
        seconds = planner.QUEUED_SECONDS
        queue_once(refresh, page.pk, Purpose.INTERACTIVE, key=_key(page.pk), seconds=seconds, priority=ASKED)


def _key(page_id: int) -> str:
    return f"refresh-queued:{page_id}"
