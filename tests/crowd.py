"""Several who act at the same moment."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

# Who waits longer waits for somebody who failed on the way: everybody is told, and the test ends.
PATIENCE_SECONDS = 30


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
