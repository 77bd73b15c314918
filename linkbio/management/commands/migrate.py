from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Command(migrate.Command):
    """Django's own, whoever runs it, without the limits that a request has."""

    def handle(self, *args: Any, **options: Any) -> None:
        with without_limits(connections[options["database"]]):
            super().handle(*args, **options)


@contextmanager
def without_limits(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A request may take so long, and no longer; an index over a large table takes what it takes."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        yield
        cursor.execute("RESET statement_timeout; RESET lock_timeout")
