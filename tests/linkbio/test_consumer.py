"""A worker whose Redis answers and refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from celery.utils.imports import symbol_by_name
from kombu.asynchronous import Hub
from pytest import LogCaptureFixture
from redis import Redis
from redis.exceptions import ReadOnlyError

from linkbio import celeryconfig
from tests.away import read_only_redis
from tests.loglines import only_line


@pytest.fixture
def refusing(tmp_path: Path) -> Iterator[str]:
    with read_only_redis(tmp_path) as address:
        yield address


@pytest.fixture
def consumer(refusing: str) -> Iterator[Any]:
    """What the site's workers take messages with, beside a Redis that takes no writes."""
    with Celery("tests", broker=refusing.replace("unix://", "redis+socket://"), set_as_current=False) as alone:
        worker = SimpleNamespace(use_eventloop=True)
        consumer = symbol_by_name(celeryconfig.worker_consumer)(print, app=alone, hub=Hub(), controller=worker)
        yield consumer
        consumer.hub.close()


def test_worker_keeps_no_connection_that_was_refused(
    consumer: Any, refusing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkbio.consumer.PAUSE_SECONDS", 0)
    for _ in range(3):
        with pytest.raises(ReadOnlyError):
            consumer.connect()
    assert len(Redis.from_url(refusing).client_list()) == 1  # this one, who asks


def test_worker_that_is_refused_says_so_in_one_short_line_a_minute(consumer: Any, caplog: LogCaptureFixture) -> None:
    for _ in range(3):
        consumer.on_connection_error_before_connected(ReadOnlyError("You can't write against a read only replica."))
    line = json.loads(only_line(caplog, "celery.worker.consumer.consumer"))
    assert "You can't write against a read only replica" in line["event"]
    assert "\n" not in line["event"]
