"""Drawing takes a processor for seconds: one draws and one waits in each process, and its other threads are for those
who read pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

RETRY_SECONDS = 5
MOST = 2
places = threading.BoundedSemaphore(MOST)
drawing = threading.Lock()
ours = threading.local()


class Busy(Exception):
    """Others are drawing: ask again in a moment."""


@contextmanager
def turn() -> Iterator[None]:
    """One's turn to draw; within it any other turn is the same one. Raises Busy rather than let many wait."""
    if getattr(ours, "is_drawing", False):
        yield
        return
    if not places.acquire(blocking=False):
        raise Busy
    try:
        with drawing:
            ours.is_drawing = True
            yield
    finally:
        ours.is_drawing = False
        places.release()
