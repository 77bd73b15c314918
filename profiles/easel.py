"""Limits image processing per process: one running, one waiting; a third raises Busy.

Drawing takes a processor for seconds; the other threads of a process are for visitors.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

RETRY_SECONDS = 5
MAX_SLOTS = 2
slots = threading.BoundedSemaphore(MAX_SLOTS)
drawing = threading.Lock()
thread_state = threading.local()


class Busy(Exception):
    """All slots are taken: ask again in a moment."""


@contextmanager
def slot() -> Iterator[None]:
    """Hold a slot and draw alone; within it any other slot is the same one. Raises Busy when all are taken."""
    if getattr(thread_state, "is_drawing", False):
        yield
        return
    if not slots.acquire(blocking=False):
        raise Busy
    try:
        with drawing:
            thread_state.is_drawing = True
            yield
    finally:
        thread_state.is_drawing = False
        slots.release()
