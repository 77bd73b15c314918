import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from celery import Celery
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from linkbio.celery import app as site_app
from profiles import covers, planner, snapshots, tasks
from profiles.models import Page, Snapshot
from tests.away import take_redis_away
from tests.profiles.creators import load, make_page
from tests.profiles.pictures import draw
from tiktok_auth.sandbox import control

type Queued = Callable[[], list[int]]

# The first one also loads what the queue needs, and a busy machine is late now and then.
MOST_TRIES = 5

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def use_broker(url: str) -> Celery:
    """From now on tasks go to a queue of their own there."""
    app = Celery("tests", broker=url, set_as_current=True)
    app.conf.update(
        task_default_queue=uuid4().hex,
        task_publish_retry=False,
        broker_transport_options=site_app.conf.broker_transport_options,
    )
    return app


@pytest.fixture
def queued() -> Iterator[Queued]:
    """Takes the pages that wait for a refresh out of the queue."""
    app = use_broker(site_app.conf.broker_url)

    def take() -> list[int]:
        pages = []
        with app.connection_for_read() as connection, connection.SimpleQueue(app.conf.task_default_queue) as queue:
            with suppress(queue.Empty):
                while message := queue.get_nowait():
                    message.ack()
                    pages.append(message.payload[0][0])
        return pages

    yield take
    app.close()
    site_app.set_current()


@pytest.fixture
def no_broker(tmp_path: Path) -> Iterator[None]:
    app = use_broker(f"redis+socket://{tmp_path / 'nobody.sock'}")
    yield
    app.close()
    site_app.set_current()


def make_due(page: Page, *, since: timedelta) -> None:
    Snapshot.objects.filter(page=page).update(due_at=timezone.now() - since)


def test_page_is_queued_once_however_many_ask(queued: Queued) -> None:
    page = make_page("ada.bakes")
    for _ in range(3):
        tasks.queue_refresh(load(page))
    assert queued() == [page.pk]


def test_page_may_be_queued_again_once_its_refresh_has_begun(queued: Queued) -> None:
    page = make_page("ada.bakes")
    tasks.queue_refresh(load(page))
    tasks.refresh(page.pk)
    tasks.queue_refresh(load(page))
    assert queued() == [page.pk, page.pk]


def test_page_without_live_access_is_not_queued(queued: Queued) -> None:
    page = make_page("ada.bakes")
    Page.objects.filter(pk=page.pk).update(grant=None)
    tasks.queue_refresh(load(page))
    assert queued() == []


def test_suspended_page_is_not_queued(queued: Queued) -> None:
    page = make_page("ada.bakes")
    Page.objects.filter(pk=page.pk).update(suspended_at=timezone.now(), suspended_because="spam")
    tasks.queue_refresh(load(page))
    assert queued() == []


def seconds_to_queue(page: Page) -> float:
    started = time.monotonic()
    tasks.queue_refresh(page)
    return time.monotonic() - started


@pytest.mark.usefixtures("no_broker")
def test_queue_that_is_away_costs_half_a_second_at_most() -> None:
    pages = [load(make_page(persona.username)) for persona in control.personas()[:MOST_TRIES]]
    assert any(seconds_to_queue(page) < 0.5 for page in pages)


@pytest.mark.usefixtures("no_broker")
def test_redis_that_is_away_costs_half_a_second_at_most(settings: Settings) -> None:
    page = load(make_page("ada.bakes"))

    def seconds_without_redis() -> float:
        take_redis_away(settings)
        return seconds_to_queue(page)

    assert any(seconds_without_redis() < 0.5 for _ in range(MOST_TRIES))


def test_refresh_fetches_the_page() -> None:
    page = make_page("ada.bakes")
    tasks.refresh(page.pk)
    assert load(page).snapshot.fetched_at


def test_refresh_delivered_twice_asks_tiktok_once() -> None:
    page = make_page("ada.bakes")
    tasks.refresh(page.pk)
    tasks.refresh(page.pk)
    assert len(control.calls("user_info")) == 1


def test_refresh_of_a_page_that_is_gone_does_nothing() -> None:
    tasks.refresh(404)
    assert control.calls() == []


def test_sweep_queues_pages_that_are_due_longest_first(queued: Queued) -> None:
    pages = [make_page(username) for username in ("ada.bakes", "mina.eats", "nova.skies")]
    for page, minutes in zip(pages, (1, 30, -5), strict=True):
        make_due(page, since=timedelta(minutes=minutes))
    tasks.sweep()
    assert queued() == [pages[1].pk, pages[0].pk]


def test_sweep_passes_by_who_may_not_be_asked_about(queued: Queued) -> None:
    suspended, ended, never_connected, waiting = (
        make_page(username) for username in ("ada.bakes", "mina.eats", "nova.skies", "quiet.pages")
    )
    Page.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now(), suspended_because="spam")
    Page.objects.filter(pk=never_connected.pk).update(grant=None)
    Snapshot.objects.filter(page=waiting).update(due_at=None)
    grant = load(ended).grant
    assert grant
    type(grant).objects.update(ended_at=timezone.now(), ended_because="left", sealed_access="", sealed_refresh="")
    tasks.sweep()
    assert queued() == []


def test_covers_that_may_not_be_shown_any_more_are_deleted(settings: Settings) -> None:
    page = make_page("ada.bakes")
    cover = covers.keep_bytes(draw(), shape=covers.COVER)
    now = timezone.now()
    aged, fresh = (
        page.videos.create(tiktok_id=name, posted_at=now, confirmed_at=now - age, cover=cover.name, cover_source="x")
        for name, age in (("1", timedelta(seconds=settings.COVER_KEEP_SECONDS + 1)), ("2", timedelta()))
    )
    tasks.drop_covers()
    aged.refresh_from_db()
    fresh.refresh_from_db()
    assert (aged.cover, aged.cover_source, fresh.cover) == ("", "", cover.name)
    assert any(Path(settings.MEDIA_ROOT).rglob("*.webp"))
    fresh.confirmed_at = aged.confirmed_at
    fresh.save()
    tasks.drop_covers()
    assert not any(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_cover_that_was_dropped_is_fetched_again_when_tiktok_confirms_it(settings: Settings) -> None:
    page = make_page("ada.bakes")
    tasks.refresh(page.pk)
    long_ago = timezone.now() - timedelta(seconds=settings.COVER_KEEP_SECONDS + 1)
    page.videos.update(confirmed_at=long_ago)
    covers.drop_aged()
    assert not page.videos.exclude(cover="").exists()
    cache.clear()
    make_due(page, since=timedelta(minutes=1))
    tasks.refresh(page.pk)
    assert not page.videos.filter(is_listed=True, cover="").exists()


def test_creator_who_waits_comes_before_those_in_turn(queued: Queued) -> None:
    in_turn, asking = make_page("ada.bakes"), make_page("mina.eats")
    Snapshot.objects.filter(page=asking).update(due_at=timezone.now() + timedelta(hours=1))
    tasks.sweep()
    tasks.queue_refresh(load(asking))
    assert queued() == [asking.pk, in_turn.pk]


@pytest.mark.usefixtures("no_broker")
def test_page_taken_while_the_queue_is_away_is_taken_again() -> None:
    page = make_page("ada.bakes")
    tasks.sweep()
    with travel(timezone.now() + timedelta(seconds=planner.QUEUED_SECONDS + 1)):
        assert planner.take_turns() == [page.pk]


def test_lost_message_of_a_waiting_creator_is_found_by_the_sweep(queued: Queued) -> None:
    page = make_page("ada.bakes")
    snapshots.refresh(load(page))
    tasks.queue_refresh(load(page))
    assert queued() == [page.pk]  # and lost
    tasks.sweep()
    assert queued() == [page.pk]
