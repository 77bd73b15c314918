"""Limits image processing per process: one running, one waiting; a third raises Busy.

Drawing takes a processor for seconds; the other threads of a process are for visitors.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tiktok_auth.slots import held

MOST_SLOTS = 2
slots = threading.BoundedSemaphore(MOST_SLOTS)
drawing = threading.Lock()
thread_state = threading.local()


@contextmanager
def slot() -> Iterator[None]:
    """Hold a slot and draw alone; within it any other slot is the same one. Raises Busy when all are taken."""
    if getattr(thread_state, "is_drawing", False):
        yield
        return
    with held(slots), drawing:
        thread_state.is_drawing = True
        try:
            yield
        finally:
            thread_state.is_drawing = False
