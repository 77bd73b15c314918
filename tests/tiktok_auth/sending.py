"""Calls through the transport, and how those end that fail."""

import time
from typing import Any

import pytest

from tiktok_auth.errors import Unavailable
from tiktok_auth.transport import API, Reply, send

CANARY = "act.canary-0123456789"
DEADLINE = 0.3


def get(url: str, **kwargs: Any) -> Reply:
    usual: dict[str, Any] = {"policy": API, "deadline": 5, "max_bytes": 1000}
    return send("GET", url, **(usual | kwargs))


def failure_of(url: str, **kwargs: Any) -> str:
    with pytest.raises(Unavailable) as failure:
        get(url, **kwargs)
    return failure.value.code


def seconds_until_deadline(url: str) -> float:
    started = time.monotonic()
    assert failure_of(url, deadline=DEADLINE) == "deadline"
    return time.monotonic() - started
