"""How often TikTok may be asked: a budget per endpoint shared by all processes, and a breaker for bad times.

TikTok counts 600 calls a minute per endpoint over a sliding window
(https://developers.tiktok.com/docs/en/tiktok-api-v2-rate-limit). We count when a call starts and TikTok when it
arrives, so our window is a little longer than a minute. A share is kept for people who wait: refreshing must never
lock anybody out. None is documented for the token endpoint, whose renewals keep to the same; logins' are not counted.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.core.cache import cache

from tiktok_auth.calls import Calls, SharedCalls
from tiktok_auth.errors import Code, RateLimited, TikTokError, Unavailable

ENDPOINTS = ("user_info", "video_list", "video_query", "token")
INTERACTIVE_SHARE = 0.1
FAILURES_THAT_OPEN = 5
OPEN_SECONDS = 30
FAILURES_REMEMBERED_SECONDS = 300

log = structlog.get_logger(__name__)


class Purpose(StrEnum):
    INTERACTIVE = "interactive"  # somebody waits: at a login, "Sync now", older TikToks, `manage.py refresh`
    REFRESH = "refresh"


class Breaker(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class Store(Protocol):
    """What is remembered for a while: Django's cache, or as much of it as is needed here."""

    def get_many(self, keys: list[str]) -> dict[str, Any]: ...
    def set(self, key: str, value: Any, timeout: float) -> Any: ...
    def add(self, key: str, value: Any, timeout: float) -> Any: ...
    def incr(self, key: str) -> int: ...
    def delete_many(self, keys: list[str]) -> Any: ...


@dataclass(frozen=True)
class Budget:
    """The rules, over whatever remembers and counts, and whatever the time is."""

    store: Store
    calls: Calls
    clock: Callable[[], float]

    def spend[T](self, endpoint: str, request: Callable[[], T], *, purpose: Purpose = Purpose.REFRESH) -> T:
        """Make one call within the budget of `endpoint`.

        Raises RateLimited without calling when the minute is spent, the breaker is open, or TikTok asked us to wait and
        nobody waits here, and whatever `request` raises.
        """
        self._refuse_when_resting(endpoint, purpose)
        if wait := self.calls.take(endpoint, limit(purpose)):
            raise RateLimited(Code.BUDGET_SPENT, retry_after=wait)
        self._claim_when_half_open(endpoint)
        try:
            result = request()
        except RateLimited as error:
            self._forget_failures(endpoint)  # TikTok is there; how long to leave it alone it says itself
            self.store.set(_key(endpoint, "rest"), self.clock() + error.retry_after, error.retry_after)
            log.warning("tiktok_asks_to_wait", endpoint=endpoint, seconds=error.retry_after, log_id=error.log_id)
            raise
        except Unavailable as error:
            # What is wrong with the answer for one person who waits says nothing about others'.
            if purpose is Purpose.REFRESH or error.code != Code.BAD_BODY or error.status >= 500:
                self._count_failure(endpoint)
            raise
        except TikTokError:
            self._forget_failures(endpoint)  # a refusal is an answer, too
            raise
        self._forget_failures(endpoint)
        return result

    def left(self, endpoint: str) -> int:
        """Calls that refreshes may begin now: none while the endpoint rests, one to try whether it is back."""
        state = self.breaker(endpoint)
        if state is Breaker.OPEN or self.rest(endpoint):
            return 0
        left = max(0, limit(Purpose.REFRESH) - self.calls.count(endpoint))
        return min(left, 1) if state is Breaker.PROBING else left

    def rest(self, endpoint: str) -> float:
        """Seconds for which TikTok asked us to leave this endpoint alone."""
        until = self._recall(endpoint, "rest").get("rest", 0.0)
        return max(0.0, float(until) - self.clock())

    def breaker(self, endpoint: str) -> Breaker:
        known = self._recall(endpoint, "open", "failures")
        if known.get("open"):
            return Breaker.OPEN
        return Breaker.PROBING if known.get("failures", 0) >= FAILURES_THAT_OPEN else Breaker.CLOSED

    def _recall(self, endpoint: str, *what: str) -> dict[str, Any]:
        found = self.store.get_many([_key(endpoint, name) for name in what])
        return {name: found[_key(endpoint, name)] for name in what if _key(endpoint, name) in found}

    def _refuse_when_resting(self, endpoint: str, purpose: Purpose) -> None:
        # TikTok's window has room again each second; what asks for hundreds waits, not a person.
        if purpose is Purpose.REFRESH and (rest := self.rest(endpoint)):
            raise RateLimited(Code.RESTING, retry_after=rest)
        if self.breaker(endpoint) is Breaker.OPEN:
            raise RateLimited(Code.BREAKER_OPEN, retry_after=OPEN_SECONDS)

    def _claim_when_half_open(self, endpoint: str) -> None:
        # Whoever claims the next pause is the one that tries; the claim keeps everybody else out. It comes last, and
        # looks again: who has no call left would keep out those who have.
        is_closed = self.breaker(endpoint) is Breaker.CLOSED
        if not is_closed and not self.store.add(_key(endpoint, "open"), 1, OPEN_SECONDS):
            raise RateLimited(Code.BREAKER_OPEN, retry_after=OPEN_SECONDS)

    def _count_failure(self, endpoint: str) -> None:
        key = _key(endpoint, "failures")
        self.store.add(key, 0, FAILURES_REMEMBERED_SECONDS)
        try:
            failures = self.store.incr(key)
        except ValueError:  # flushed in between
            failures = 1
        if failures >= FAILURES_THAT_OPEN:
            self.store.set(_key(endpoint, "open"), 1, OPEN_SECONDS)
        if failures == FAILURES_THAT_OPEN:
            log.error("tiktok_breaker_opened", endpoint=endpoint, seconds=OPEN_SECONDS)

    def _forget_failures(self, endpoint: str) -> None:
        self.store.delete_many([_key(endpoint, "failures"), _key(endpoint, "open")])


def limit(purpose: Purpose) -> int:
    """Calls in WINDOW_SECONDS to one endpoint."""
    whole: int = settings.TIKTOK_CALLS_PER_MINUTE
    return max(1, int(whole * (1 - INTERACTIVE_SHARE))) if purpose is Purpose.REFRESH else whole


def _key(endpoint: str, what: str) -> str:
    return f"budget:{endpoint}:{what}"


_budget = Budget(cache, SharedCalls(), time.time)
spend, left, rest, breaker = _budget.spend, _budget.left, _budget.rest, _budget.breaker
