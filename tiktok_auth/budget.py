"""How often TikTok may be asked: a budget per endpoint shared by all processes, and a breaker for bad times.

TikTok counts 600 calls a minute per endpoint over a sliding window
(https://developers.tiktok.com/docs/en/tiktok-api-v2-rate-limit). We count when a call starts and TikTok when it arrives, so our
window is a little longer than a minute. A share is kept for logins: refreshing must never lock people out.
"""

import secrets
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any, cast

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from tiktok_auth.errors import RateLimited, Unavailable

WINDOW_SECONDS = 63
LOGIN_SHARE = 0.1
SHARE_WITHOUT_REDIS = 0.1  # each process alone spends this much of the whole
FAILURES_THAT_OPEN = 5
OPEN_SECONDS = 30
FAILURES_REMEMBERED_SECONDS = 300

# Counts and claims in one step, by Redis' own clock. Returns 0, or the milliseconds until a place is free.
TAKE = """
local moment = redis.call('TIME')
local now = moment[1] * 1000 + math.floor(moment[2] / 1000)
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], window)
  return 0
end
return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] + window - now
"""

log = structlog.get_logger(__name__)
_alone: dict[str, deque[float]] = {}


class Purpose(StrEnum):
    LOGIN = "login"
    REFRESH = "refresh"


class Breaker(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


def spend[T](endpoint: str, request: Callable[[], T], *, purpose: Purpose = Purpose.REFRESH) -> T:
    """Make one call within the budget of `endpoint`.

    Raises RateLimited without calling when the minute is spent or TikTok asked us to wait, Unavailable while the breaker is
    open, and whatever `request` raises.
    """
    _refuse_when_resting(endpoint)
    _take(endpoint, purpose)
    try:
        result = request()
    except RateLimited as error:
        cache.set(_key(endpoint, "rest"), time.time() + error.retry_after, error.retry_after)
        raise
    except Unavailable:
        _count_failure(endpoint)
        raise
    cache.delete_many([_key(endpoint, "failures"), _key(endpoint, "open")])
    return result


def spent(endpoint: str) -> int:
    """Calls within the current window. Raises RedisError when Redis is away."""
    since = (time.time() - WINDOW_SECONDS) * 1000
    return cast(int, _redis().zcount(_window(endpoint), since, "+inf"))


def breaker(endpoint: str) -> Breaker:
    if cache.get(_key(endpoint, "open")):
        return Breaker.OPEN
    is_bad = (cache.get(_key(endpoint, "failures")) or 0) >= FAILURES_THAT_OPEN
    return Breaker.PROBING if is_bad else Breaker.CLOSED


def _key(endpoint: str, what: str) -> str:
    return f"budget:{endpoint}:{what}"


def _window(endpoint: str) -> str:
    return str(cache.make_key(_key(endpoint, "window")))


def _redis() -> Any:
    return cache.client.get_client(write=True)  # type: ignore[attr-defined]


def _refuse_when_resting(endpoint: str) -> None:
    rest_until = cache.get(_key(endpoint, "rest"))
    if rest_until and rest_until > time.time():
        raise RateLimited("resting", retry_after=rest_until - time.time())
    state = breaker(endpoint)
    if state is Breaker.OPEN:
        raise Unavailable("breaker_open")
    # Half open: whoever claims the next pause is the one that tries; the claim keeps everybody else out.
    if state is Breaker.PROBING and not cache.add(_key(endpoint, "open"), 1, OPEN_SECONDS):
        raise Unavailable("breaker_open")


def _take(endpoint: str, purpose: Purpose) -> None:
    limit = settings.TIKTOK_CALLS_PER_MINUTE
    if purpose is Purpose.REFRESH:
        limit = max(1, int(limit * (1 - LOGIN_SHARE)))
    try:
        wait = _redis().eval(TAKE, 1, _window(endpoint), WINDOW_SECONDS * 1000, limit, secrets.token_hex(8))
    except (RedisError, OSError):
        wait = _take_alone(endpoint, max(1, int(limit * SHARE_WITHOUT_REDIS)))
    if wait:
        raise RateLimited("budget_spent", retry_after=float(wait) / 1000)


def _take_alone(endpoint: str, limit: int) -> float:
    """The same count within this process, for as long as Redis is away."""
    times = _alone.setdefault(endpoint, deque())
    now = time.monotonic()
    while times and times[0] < now - WINDOW_SECONDS:
        times.popleft()
    if len(times) >= limit:
        return (times[0] + WINDOW_SECONDS - now) * 1000
    times.append(now)
    return 0


def _count_failure(endpoint: str) -> None:
    key = _key(endpoint, "failures")
    cache.add(key, 0, FAILURES_REMEMBERED_SECONDS)
    failures = cache.incr(key)
    if failures >= FAILURES_THAT_OPEN:
        cache.set(_key(endpoint, "open"), 1, OPEN_SECONDS)
    if failures == FAILURES_THAT_OPEN:
        log.error("tiktok_breaker_opened", endpoint=endpoint, seconds=OPEN_SECONDS)
