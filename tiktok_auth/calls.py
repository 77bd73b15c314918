"""Counting calls over a sliding window: in Redis for all processes together, in each process while it is away."""

import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol, cast

from django.core.cache import cache
from django_redis import get_redis_connection
from redis import Redis
from redis.exceptions import RedisError

# TikTok counts when a call arrives, and we when it starts: a little longer than a minute.
WINDOW_SECONDS = 63
SHARE_WITHOUT_REDIS = 0.1  # each process alone spends this much of the whole

# Redis' own clock, in milliseconds: those of our machines differ.
CLOCK = """
local moment = redis.call('TIME')
local now = moment[1] * 1000 + math.floor(moment[2] / 1000)
"""
# Returns FLUSHED unless Redis is still in the epoch in which this process replayed its calls.
CHECK_EPOCH = """
if redis.call('GET', KEYS[2]) ~= ARGV[4] then return -1 end
"""
FLUSHED = -1
MOST_ATTEMPTS = 3  # a Redis that was flushed again before each of them is of no use
# Counts and claims in one step: Window.take, in Redis. Returns 0, or the milliseconds until a place is free.
TAKE = """
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], window)
  return 0
end
return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] + window - now
"""
# Calls of this process, each by how many milliseconds ago it was.
REPLAY = """
for place = 1, #ARGV, 2 do redis.call('ZADD', KEYS[1], now - ARGV[place + 1], ARGV[place]) end
"""
COUNT = """
return redis.call('ZCOUNT', KEYS[1], now - tonumber(ARGV[1]), '+inf')
"""


class Calls(Protocol):
    """The calls of the last WINDOW_SECONDS, by endpoint."""

    def take(self, endpoint: str, limit: int) -> float:
        """Count one more call unless that makes more than `limit`: then the seconds until a place is free."""

    def count(self, endpoint: str) -> int: ...


class Window:
    """The moments of the last WINDOW_SECONDS at which a call began."""

    def __init__(self) -> None:
        self.moments: deque[float] = deque()

    def take(self, now: float, limit: int) -> float:
        if self.count(now) >= limit:
            return self.moments[0] + WINDOW_SECONDS - now
        self.moments.append(now)
        return 0

    def count(self, now: float) -> int:
        while self.moments and self.moments[0] <= now - WINDOW_SECONDS:
            self.moments.popleft()
        return len(self.moments)


@dataclass
class CallsOfProcess:
    """Counted in this process alone."""

    clock: Callable[[], float] = time.monotonic
    windows: defaultdict[str, Window] = field(default_factory=lambda: defaultdict(Window))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, endpoint: str, limit: int) -> float:
        with self.lock:
            return self.windows[endpoint].take(self.clock(), limit)

    def count(self, endpoint: str) -> int:
        with self.lock:
            return self.windows[endpoint].count(self.clock())


@dataclass
class OwnCalls:
    """This process's calls of the last WINDOW_SECONDS, by name, and the epoch in which Redis knows of them."""

    epoch: str = ""
    moments: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, call: str) -> None:
        now = time.time()
        with self.lock:
            recent = {name: moment for name, moment in self.moments.items() if moment > now - WINDOW_SECONDS}
            self.moments = recent | {call: now}


@dataclass
class SharedCalls:
    """Counted in Redis for all processes; while Redis is away, each makes do with a share of its own.

    A flushed Redis starts a new epoch; each process replays its recent calls before the next one.
    """

    alone: CallsOfProcess = field(default_factory=CallsOfProcess)
    own: defaultdict[str, OwnCalls] = field(default_factory=lambda: defaultdict(OwnCalls))

    def take(self, endpoint: str, limit: int) -> float:
        own, call = self.own[_key(endpoint, "window")], secrets.token_hex(8)
        try:
            wait = self._take(endpoint, limit, own, call)
        except (RedisError, OSError):
            own.epoch = ""  # so that this call is replayed, too, once Redis is back
            wait = self.alone.take(endpoint, max(1, int(limit * SHARE_WITHOUT_REDIS)))
        if not wait:
            own.keep(call)
        return wait

    def _take(self, endpoint: str, limit: int, own: OwnCalls, call: str) -> float:
        redis, keys = get_redis_connection("default"), (_key(endpoint, "window"), _key(endpoint, "epoch"))
        terms = (WINDOW_SECONDS * 1000, limit, call)
        for _ in range(MOST_ATTEMPTS):
            if (wait := float(redis.eval(CHECK_EPOCH + CLOCK + TAKE, 2, *keys, *terms, own.epoch))) != FLUSHED:
                return wait / 1000
            self._replay(redis, *keys, own)
        raise RedisError("was flushed before each attempt")

    def _replay(self, redis: Redis, window: str, epoch: str, own: OwnCalls) -> None:
        if own.moments:
            now = time.time()
            ages = ((name, str(int((now - moment) * 1000))) for name, moment in own.moments.items())
            redis.eval(CLOCK + REPLAY, 1, window, *chain.from_iterable(ages))
        redis.set(epoch, secrets.token_hex(8), nx=True)
        own.epoch = cast(bytes, redis.get(epoch) or b"").decode()

    def count(self, endpoint: str) -> int:
        """Raises RedisError when Redis is away."""
        window = WINDOW_SECONDS * 1000
        return int(get_redis_connection("default").eval(CLOCK + COUNT, 1, _key(endpoint, "window"), window))


def _key(endpoint: str, what: str) -> str:
    return str(cache.make_key(f"budget:{endpoint}:{what}"))
