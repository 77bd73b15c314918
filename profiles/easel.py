"""Drawing takes a processor for seconds: one draws and one waits in each process, and its other threads are for those
who read pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

RETRY_SECONDS = 5
places = threading.BoundedSemaphore(2)
drawing = threading.Lock()


class Busy(Exception):
    """Others are drawing: ask again in a moment."""


@contextmanager
def turn() -> Iterator[None]:
    """One's turn to draw. Raises Busy rather than let many wait."""
    if not places.acquire(blocking=False):
        raise Busy
    try:
        with drawing:
            yield
    finally:
        places.release()
