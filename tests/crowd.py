"""Several who act at the same moment."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

from django.db import connection, connections, transaction
from django_redis import get_redis_connection

# Who waits longer waits for somebody who failed on the way: everybody is told, and the test ends.
PATIENCE_SECONDS = 30
# Whoever waits for a row that we have. (What pg_stat_activity says stands still in a transaction.)
WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
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
    """Goes on as soon as anybody waits for a row that is held here, on PostgreSQL; TimeoutError when nobody does."""
    with connection.cursor() as cursor:
        for _ in range(MOST_LOOKS):
            if cursor.execute(WAITING).fetchone():
                return
    raise TimeoutError


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> None:
    """The second begins as soon as the first has done its part, whose transaction ends once somebody waits for it."""
    is_done = Event()

    @transaction.atomic
    def begin() -> None:
        first()
        is_done.set()
        let_somebody_wait()

    def follow() -> None:
        assert is_done.wait(PATIENCE_SECONDS)
        second()

    at_once([begin, follow])


@contextmanager
def writes_held() -> Iterator[Callable[[int], None]]:
    """Redis answers whoever reads, and lets whoever sets something wait; then they go on in the order they came in. It
    is the whole server that does, whoever else it has.

    Yields what goes on as soon as so many wait, and raises TimeoutError when they never do.
    """
    redis = get_redis_connection("default")
    database = str(redis.connection_pool.connection_kwargs.get("db", 0))

    def wait_for(number: int) -> None:
        for _ in range(MOST_LOOKS):
            sets = [one for one in redis.client_list() if (one["db"], one["cmd"]) == (database, "set")]
            if sum("b" in one["flags"] for one in sets) >= number:
                return
        raise TimeoutError

    redis.client_pause(PATIENCE_SECONDS * 1000, all=False)
    try:
        yield wait_for
    finally:
        redis.client_unpause()
