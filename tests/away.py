"""Redis and the database, taken away; a Redis that takes no writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import OperationalError, connection
from pytest_django import Settings
from redis import Redis

from linkbio.embedded import EmbeddedValkey


def take_redis_away(settings: Settings) -> None:
    """From here on nobody answers where Redis was."""
    put_redis_at(f"unix:///nobody-{uuid4().hex}.sock", settings)


def put_redis_at(location: str, settings: Settings) -> None:
    """From here on caches ask there."""
    settings.CACHES = {name: cache | {"LOCATION": location} for name, cache in settings.CACHES.items()}


@contextmanager
def take_database_away(words: str) -> Iterator[None]:
    """From here on the database is away whenever it is asked something with these words."""

    def ask(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if words in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *args)

    with connection.execute_wrapper(ask):
        yield


@contextmanager
def read_only_redis(folder: Path) -> Iterator[str]:
    """The address of a Redis that answers and takes no writes: a replica of nobody."""
    valkey = EmbeddedValkey(folder)
    address = valkey.start()
    try:
        Redis.from_url(address).replicaof("127.0.0.1", 1)
        yield address
    finally:
        valkey.stop()
