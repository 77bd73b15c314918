"""What operators are told of a Redis that nothing can be written to."""

from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from tests.away import put_redis_at, read_only_redis, take_redis_away
from tests.profiles.test_freshness import complaint, queue  # noqa: F401 - a fixture
from tests.profiles.test_tasks import use_broker

pytestmark = pytest.mark.django_db(transaction=True)

SAID = "Redis is away, full or read-only: nothing is refreshed until it takes writes again."


def test_redis_that_is_away_needs_a_person(settings: Settings) -> None:
    app = use_broker(f"redis+socket:///nobody-{uuid4().hex}.sock")
    take_redis_away(settings)
    assert complaint() == SAID
    app.close()


def test_redis_that_takes_no_writes_needs_a_person(settings: Settings, tmp_path: Path) -> None:
    with read_only_redis(tmp_path) as address:
        put_redis_at(address, settings)
        assert complaint() == SAID
