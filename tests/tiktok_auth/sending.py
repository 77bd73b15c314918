"""Calls through the transport, and how those end that fail."""

import time
from typing import Any

import pytest

from tests.crowd import PATIENCE_SECONDS
from tiktok_auth.addresses import API
from tiktok_auth.errors import Unavailable
from tiktok_auth.replies import Reply
from tiktok_auth.transport import send

CANARY = "act.canary-0123456789"
DEADLINE = 0.3
MOST_TRIES = 5


def get(url: str, **kwargs: Any) -> Reply:
    usual: dict[str, Any] = {"policy": API, "deadline": PATIENCE_SECONDS, "max_bytes": 1000}
    return send("GET", url, **(usual | kwargs))


def failure_of(url: str, **kwargs: Any) -> str:
    with pytest.raises(Unavailable) as failure:
        get(url, **kwargs)
    return failure.value.code


def assert_given_up_at_the_deadline(url: str) -> int:
    """Never earlier, and not later either; a busy machine that is late with it gets a few more tries. Returns how many
    it took."""
    in_time = (number for number in range(1, MOST_TRIES + 1) if _seconds_until_deadline(url) < DEADLINE + 0.5)
    tries = next(in_time, 0)
    assert tries
    return tries


def _seconds_until_deadline(url: str) -> float:
    started = time.monotonic()
    assert failure_of(url, deadline=DEADLINE) == "deadline"
    taken = time.monotonic() - started
    assert taken >= DEADLINE
    return taken
