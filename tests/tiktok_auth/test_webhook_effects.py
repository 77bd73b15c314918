"""An event has its effect once or not at all, however often it comes and whatever fails on the way."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import Settings

from linkbio.celery import app
from profiles.models import Page
from tests.away import take_redis_away
from tests.crowd import at_once
from tests.tiktok_auth.deliveries import HOUR, MINUTE, NOON, deliver, ending, make_body, post
from tests.tiktok_auth.steps import MINA, OTHER, arrive, connect, listening, logged
from tiktok_auth import events, tasks, tokens
from tiktok_auth.models import Ended, Event, Grant
from tiktok_auth.sandbox import control, webhooks
from tiktok_auth.signals import creator_disconnected

pytestmark = pytest.mark.django_db


@pytest.fixture
def parted() -> Iterator[list[str]]:
    """Whose grants ended, as other apps hear it."""
    heard: list[str] = []
    with listening(creator_disconnected, lambda grant, **kwargs: heard.append(grant.account.uid)):
        yield heard


@pytest.fixture
def lost_queue(monkeypatch: MonkeyPatch) -> None:
    """Nothing listens where tasks are sent to."""
    monkeypatch.setitem(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


@pytest.mark.parametrize("age", [HOUR, 71 * HOUR, 72 * HOUR + 5 * MINUTE - 1, -5 * MINUTE])
def test_signature_of_another_hour_counts_once(tiktok: Client, age: int, parted: list[str]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        connect()
        clock.shift(80 * HOUR)
        body, signed_at = make_body(), int(now().timestamp()) - age
        for _ in range(3):
            assert deliver(tiktok, body, signed_at=signed_at).status_code == 200
            tasks.handle_pending()
        assert len(parted) == 1


def test_our_own_disconnect_is_no_news(tiktok: Client, parted: list[str]) -> None:
    grant = connect()
    tokens.disconnect(grant)
    deliver(tiktok, make_body(reason=5))
    tasks.handle_pending()
    assert (ending(grant), len(parted)) == (Ended.DISCONNECTED, 1)


def test_removal_of_somebody_unknown_does_nothing(tiktok: Client, parted: list[str]) -> None:
    connect()
    deliver(tiktok, make_body("nobody"))
    tasks.handle_pending()
    assert parted == []
    assert not Event.objects.filter(handled_at=None).exists()


def test_replay_after_a_new_connection_changes_nothing(tiktok: Client, client: Client) -> None:
    with time_machine.travel(now()) as clock:
        arrive(client)
        grant, body = Grant.objects.get(), make_body()
        signature = webhooks.sign(body)
        post(tiktok, body, signature)
        tasks.handle_pending()
        assert ending(grant) == Ended.LEFT
        clock.shift(30)
        arrive(client)
        late = make_body(reason=2, at=int(now().timestamp()) - 10)
        for forget in (False, True):
            if forget:
                Event.objects.all().delete()
            post(tiktok, body, signature)
            deliver(tiktok, body)
            deliver(tiktok, late)
            tasks.handle_pending()
            assert ending(grant) == ""
        assert Page.objects.get().get_absolute_url() == "/@mina.eats"
        deliver(tiktok, make_body(reason=2))
        tasks.handle_pending()
        assert ending(grant) == Ended.GONE


def test_handled_event_does_not_say_whose_it_was(tiktok: Client) -> None:
    connect()
    deliver(tiktok)
    deliver(tiktok, make_body("erased", reason=5))
    assert Event.objects.exclude(open_id="").count() == 2
    tasks.handle_pending()
    assert not Event.objects.exclude(open_id="").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lost_queue")
def test_event_takes_effect_at_once_while_the_queue_is_away(tiktok: Client, caplog: LogCaptureFixture) -> None:
    grant = connect()
    assert deliver(tiktok).status_code == 200
    assert logged(caplog, "queue_away") and ending(grant) == Ended.LEFT


@pytest.mark.usefixtures("lost_queue")
def test_what_could_not_be_queued_does_not_count_as_queued_the_next_time() -> None:
    assert [tasks.queue_once(tasks.handle_event, 1, key="once", seconds=60) for _ in range(2)] == [False, False]


@pytest.mark.django_db(transaction=True)
def test_event_takes_effect_at_once_while_redis_is_away(
    client: Client, tiktok: Client, settings: Settings, parted: list[str]
) -> None:
    arrive(client)
    take_redis_away(settings)
    assert [deliver(tiktok).status_code for _ in range(2)] == [200, 200]
    assert (Grant.objects.get().ended_because, len(parted)) == (Ended.LEFT, 1)
    assert Page.objects.get().snapshot.display_name == ""


@pytest.mark.django_db(transaction=True)
def test_event_that_fails_while_redis_is_away_waits_for_the_sweep(
    tiktok: Client, settings: Settings, caplog: LogCaptureFixture
) -> None:
    grant = connect()
    take_redis_away(settings)

    def break_down(**kwargs: Any) -> None:
        raise RuntimeError("killed on the way")

    with listening(creator_disconnected, break_down):
        assert deliver(tiktok).status_code == 200
    assert logged(caplog, "event_not_handled") and ending(grant) == ""
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.django_db(transaction=True)
def test_event_is_handled_whole_or_again(tiktok: Client, caplog: LogCaptureFixture) -> None:
    grant, other = connect(), connect(OTHER)

    def break_down(grant: Grant, **kwargs: Any) -> None:
        if grant.account.uid == control.account(MINA).open_id:
            raise RuntimeError("killed on the way")

    deliver(tiktok)
    deliver(tiktok, make_body(control.account(OTHER).open_id))
    with listening(creator_disconnected, break_down):
        tasks.handle_pending()
    assert (ending(grant), ending(other)) == ("", Ended.LEFT)
    assert len(logged(caplog, "event_not_handled")) == 1
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


def test_queued_task_handles_its_event_once(tiktok: Client, parted: list[str]) -> None:
    connect()
    deliver(tiktok)
    for _ in range(3):
        tasks.handle_event(Event.objects.get().pk)
    assert len(parted) == 1


@pytest.mark.django_db(transaction=True)
def test_thousand_shuffled_copies_have_one_effect_each(parted: list[str]) -> None:
    creators = [persona.username for persona in control.personas()][:5]
    grants = [connect(username) for username in creators]
    bodies = [make_body(control.account(username).open_id, reason=number) for number, username in enumerate(creators)]
    copies = bodies * 200
    Random(7).shuffle(copies)
    moment, senders = int(now().timestamp()), 8 if connection.vendor == "postgresql" else 1

    def send(first: int) -> set[int]:
        statuses = set()
        for number in range(first, len(copies), senders):
            # Some are signed as they were before, some anew.
            statuses.add(deliver(Client(), copies[number], signed_at=moment - number % 3 * HOUR).status_code)
            if number % 100 == 0:
                tasks.handle_pending()
        return statuses

    assert at_once(partial(send, first) for first in range(senders)) == [{200}] * senders
    tasks.handle_pending()
    assert len(copies) == 1000
    assert sorted(parted) == sorted(grant.account.uid for grant in grants)
    assert [ending(grant) for grant in grants] == [Ended.LEFT, Ended.LEFT, Ended.GONE, Ended.GONE, Ended.GONE]
    assert Event.objects.filter(handled_at__isnull=False).count() == Event.objects.count() == 5


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_event_have_one_effect(tiktok: Client, parted: list[str]) -> None:
    connect()
    deliver(tiktok)
    at_once([partial(tasks.handle_event, Event.objects.get().pk)] * 8)
    assert len(parted) == 1


def test_handled_events_are_forgotten_after_a_month(tiktok: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        deliver(tiktok, make_body("handled"))
        tasks.handle_pending()
        clock.shift(timedelta(days=29))
        tasks.handle_pending()
        assert Event.objects.count() == 1
        deliver(tiktok, make_body("waiting"))
        clock.shift(timedelta(days=2))
        events.forget_handled()
        assert [event.open_id for event in Event.objects.all()] == ["waiting"]


def test_sweep_is_on_the_clock() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert tasks.handle_pending.name in scheduled
    assert scheduled <= app.tasks.keys()
