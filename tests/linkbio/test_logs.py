"""What other programs' lines become while a service is away: short, and no more than one a minute."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from celery import Celery
from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import schedule
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from pytest import LogCaptureFixture
from time_machine import travel

from linkbio.celery import app
from tests.loglines import only_line


def run_without_database(error: type[Exception]) -> None:
    @app.task(name=f"tests.{uuid4().hex}")
    def ask() -> None:
        raise error("connection refused\nIs the server running?")

    for _ in range(3):
        ask.apply()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_away_is_one_short_line_of_each_task(
    error: type[Exception], caplog: LogCaptureFixture
) -> None:
    run_without_database(error)
    line = only_line(caplog, "celery.app.trace")
    assert "connection refused" in json.loads(line)["event"]
    assert "Traceback" not in line


@pytest.fixture
def clock_without_broker() -> Iterator[Scheduler]:
    """The clock of a site whose queue is away."""
    with Celery("tests", broker=f"redis+socket:///nobody-{uuid4().hex}.sock", set_as_current=False) as alone:
        alone.conf.update(task_publish_retry=False, broker_transport_options=app.conf.broker_transport_options)
        yield Scheduler(app=alone, lazy=True)


def test_message_that_cannot_be_sent_is_one_short_line_a_minute(
    clock_without_broker: Scheduler, caplog: LogCaptureFixture
) -> None:
    def send() -> None:
        task = f"tests.{uuid4().hex}"
        clock_without_broker.apply_entry(ScheduleEntry(name="sweep", task=task, schedule=schedule(2), app=app))

    with travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            send()
        line = json.loads(only_line(caplog, "celery.beat"))
        assert line["event"].startswith("Message Error: Couldn't apply scheduled task sweep")
        assert "\n" not in line["event"] and "exception" not in line
        clock.shift(timedelta(minutes=1))
        send()
    assert [record.name for record in caplog.records].count("celery.beat") == 2
