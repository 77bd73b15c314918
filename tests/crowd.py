"""Several who act at the same moment."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections

# Who waits longer waits for somebody who failed on the way: everybody is told, and the test ends.
PATIENCE_SECONDS = 30
# Whoever waits for a row that somebody else has. (What pg_stat_activity says stands still in a transaction.)
WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"
MOST_LOOKS = 100_000


def at_once[Answer](acts: Iterable[Callable[[], Answer]]) -> list[Answer]:
    """What they get, in their order, each in a thread and with a connection of its own.

    Raises what one of them raises, and BrokenBarrierError when they do not come together.
    """
    crowd = list(acts)
    start = Barrier(len(crowd), timeout=PATIENCE_SECONDS)

    def run(act: Callable[[], Answer]) -> Answer:
        try:
            start.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(crowd)) as threads:
        return list(threads.map(run, crowd))


def let_somebody_wait() -> None:
    """Goes on as soon as anybody waits for a row that is held here, on PostgreSQL."""
    with connection.cursor() as cursor:
        for _ in range(MOST_LOOKS):
            if cursor.execute(WAITING).fetchone():
                return
