"""Slots for what keeps a thread of a process for long: there are few, and the other threads are for visitors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class Busy(Exception):
    """All slots are taken: ask again in `retry_after` seconds."""

    retry_after = 5


@contextmanager
def held(slots: BoundedSemaphore, refusal: Callable[[], Exception] = Busy, *, timeout: float = 0) -> Iterator[None]:
    """Hold one of these slots. Raises Busy, or what `refusal` makes, where none is free within `timeout` seconds."""
    if not slots.acquire(timeout=timeout):
        raise refusal()
    try:
        yield
    finally:
        slots.release()
