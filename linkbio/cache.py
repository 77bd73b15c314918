"""Django's cache on Redis, for an installation whose Redis may be away."""

import threading
import time
from functools import wraps
from typing import Any, ClassVar

import structlog
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac
from django_redis.cache import RedisCache
from redis.exceptions import RedisError

from linkbio import logs

log = structlog.get_logger(__name__)

ASK_AGAIN_SECONDS = 2.0
SINGLE_PROCESS_ENTRIES = 5000
# allauth's limits on guessing name the caller's network address in their keys.
ADDRESSED = "allauth:rl:"


def make_key(key: str, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION, except that nobody who reads Redis finds a network address in it."""
    if key.startswith(ADDRESSED):
        key = f"{ADDRESSED}{salted_hmac('linkbio.cache', key, algorithm='sha256').hexdigest()[:32]}"
    return f"{prefix}:{version}:{key}"


def _covered(remote: Any) -> Any:
    """This method of RedisCache, with `fallback` in its place while Redis is away."""

    @wraps(remote)
    def call(self: "ResilientCache", *args: Any, **kwargs: Any) -> Any:
        if not self.is_away:
            try:
                return remote(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                self.leave(error)
        return getattr(self.fallback, remote.__name__)(*args, **kwargs)

    return call


class ResilientCache(RedisCache):
    """RedisCache that answers from this process's own memory while Redis is away, or not at all with FALLBACK "none".

    After one failure Redis is left alone until a thread of its own has found that it takes writes again, so that a hung
    server costs whoever is under way one timeout and nobody else any. Locks and raw commands still raise: who counts or
    locks decides for itself.
    """

    _away: ClassVar[set[str]] = set()
    _leaving = threading.Lock()

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        options = {"TIMEOUT": self.default_timeout, "OPTIONS": {"MAX_ENTRIES": SINGLE_PROCESS_ENTRIES}}
        fallback = DummyCache if params["OPTIONS"].get("FALLBACK") == "none" else LocMemCache
        self.fallback = fallback(f"fallback:{server}", {"KEY_PREFIX": self.key_prefix, **options})

    get = _covered(RedisCache.get)
    get_many = _covered(RedisCache.get_many)
    has_key = _covered(RedisCache.has_key)
    set = _covered(RedisCache.set)
    set_many = _covered(RedisCache.set_many)
    add = _covered(RedisCache.add)
    touch = _covered(RedisCache.touch)
    incr = _covered(RedisCache.incr)
    decr = _covered(RedisCache.decr)
    delete = _covered(RedisCache.delete)
    delete_many = _covered(RedisCache.delete_many)

    @property
    def is_away(self) -> bool:
        return self._server in self._away

    def leave(self, error: Exception) -> None:
        """Do without Redis until it takes writes again; the log says why."""
        with self._leaving:
            if self.is_away:
                return
            self._away.add(self._server)
        log.warning("redis_away", why=logs.reason(error))
        threading.Thread(target=self._wait_for_redis, name="redis-watch", daemon=True).start()

    def _wait_for_redis(self) -> None:
        while not self.takes_writes():
            time.sleep(ASK_AGAIN_SECONDS)
        self._away.discard(self._server)
        log.warning("redis_back")

    def takes_writes(self) -> bool:
        """Whether Redis itself does, just now; one that is full or read-only answers everything else."""
        try:
            return bool(RedisCache.set(self, "back", 1, 1))
        except (RedisError, OSError):
            return False
