"""Many worker processes that need all the grants at once; told to, one dies at the worst of moments."""

import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from typing import Any

from tiktok_auth import client, display, tokens
from tiktok_auth.budget import Purpose
from tiktok_auth.errors import TikTokError
from tiktok_auth.models import Grant

BEFORE_CALL, BEFORE_STORING, BEFORE_USING, AFTER_USING = POINTS = (
    "before the call",
    "before storing",
    "before using",
    "after using",
)
NEVER = "never"


def race(points: Sequence[str]) -> None:
    """A process for each point uses every grant, all at once; prints how many of them died."""
    fork = get_context("fork")
    line = fork.Barrier(len(points), timeout=60)
    processes = [fork.Process(target=_use_all, args=(line, point)) for point in points]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    sys.stdout.write(f"{sum(process.exitcode == -signal.SIGKILL for process in processes)}\n")


def _use_all(line: Any, point: str) -> None:
    """Every grant, in an order of its own; dies at this point of its first renewal."""
    client.refresh = _dying(client.refresh, point)
    grants = list(Grant.objects.select_related("account"))
    random.shuffle(grants)
    line.wait()
    for grant in grants:
        with suppress(TikTokError):
            _use(grant, point)


def _use(grant: Grant, point: str) -> None:
    before = grant.generation
    tokens.access_token(grant)
    is_renewed_here = grant.generation > before
    if point == BEFORE_USING and is_renewed_here:
        _die()
    display.read_user(grant, purpose=Purpose.INTERACTIVE)
    if point == AFTER_USING and is_renewed_here:
        _die()


def _dying(refresh: Callable[..., Any], point: str) -> Callable[..., Any]:
    """The same call to TikTok, but that this process dies before or after it when that is its point."""

    def call(refresh_token: str, **more: Any) -> Any:
        if point == BEFORE_CALL:
            _die()
        pair = refresh(refresh_token, **more)
        if point == BEFORE_STORING:
            _die()
        return pair

    return call


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
