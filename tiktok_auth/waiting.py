"""Requests that wait for TikTok: each holds a thread of the server for ten seconds and more while TikTok hangs, so few
in each process may, and its other threads are for visitors."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tiktok_auth.errors import RateLimited

MOST = 3
CROWDED_RETRY_SECONDS = 10.0
places = threading.BoundedSemaphore(MOST)


@contextmanager
def place() -> Iterator[None]:
    """A place among them. Raises RateLimited, with nothing asked yet, rather than let more wait."""
    if not places.acquire(blocking=False):
        raise RateLimited("crowded", retry_after=CROWDED_RETRY_SECONDS)
    try:
        yield
    finally:
        places.release()
