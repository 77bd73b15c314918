"""Redis and the database, taken away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import OperationalError, connection
from pytest_django import Settings


def take_redis_away(settings: Settings) -> None:
    """From here on nobody answers where Redis was."""
    location = f"unix:///nobody-{uuid4().hex}.sock"
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
