"""Requests that wait for TikTok: each holds a thread of the server for ten seconds and more while TikTok hangs, so few
in each process may, and its other threads are for visitors."""

import threading
from contextlib import AbstractContextManager
from functools import partial

from tiktok_auth.errors import Code, RateLimited
from tiktok_auth.slots import held

MOST = 3
CROWDED_RETRY_SECONDS = 10.0
places = threading.BoundedSemaphore(MOST)


def place() -> AbstractContextManager[None]:
    """A place among them. Raises RateLimited, with nothing asked yet, rather than let more wait."""
    return held(places, partial(RateLimited, Code.CROWDED, retry_after=CROWDED_RETRY_SECONDS))
