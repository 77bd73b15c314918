"""Django's cache on Redis, for an installation whose Redis may be away."""

import time
from typing import Any

from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac
from django_redis.cache import RedisCache
from redis.exceptions import RedisError

RETRY_AFTER_SECONDS = 5.0
SINGLE_PROCESS_ENTRIES = 5000
# allauth's limits on guessing name the caller's network address in their keys.
ADDRESSED = "allauth:rl:"
COVERED = ("get", "set", "add", "delete", "incr", "decr", "has_key", "touch", "get_many", "set_many", "delete_many")


def make_key(key: str, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION, except that nobody who reads Redis finds a network address in it."""
    if key.startswith(ADDRESSED):
        key = f"{ADDRESSED}{salted_hmac('linkbio.cache', key, algorithm='sha256').hexdigest()[:32]}"
    return f"{prefix}:{version}:{key}"


class ResilientCache(RedisCache):
    """RedisCache that answers from this process's own memory while Redis is away, or not at all with FALLBACK "none".

    After one failure Redis is left alone for five seconds, so that a hung server costs one request its timeout,
    not every request. Locks and raw commands still raise: who counts or locks decides for itself.
    """

    _away_until: dict[str, float] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        options = {"TIMEOUT": self.default_timeout, "OPTIONS": {"MAX_ENTRIES": SINGLE_PROCESS_ENTRIES}}
        fallback = DummyCache if params["OPTIONS"].get("FALLBACK") == "none" else LocMemCache
        self.fallback = fallback(f"fallback:{server}", {"KEY_PREFIX": self.key_prefix, **options})

    @property
    def is_away(self) -> bool:
        return time.monotonic() < self._away_until.get(self._server, 0.0)


def _covered(name: str) -> Any:
    remote = getattr(RedisCache, name)

    def call(self: ResilientCache, *args: Any, **kwargs: Any) -> Any:
        if not self.is_away:
            try:
                return remote(self, *args, **kwargs)
            except (RedisError, OSError):
                self._away_until[self._server] = time.monotonic() + RETRY_AFTER_SECONDS
        return getattr(self.fallback, name)(*args, **kwargs)

    return call


for _name in COVERED:
    setattr(ResilientCache, _name, _covered(_name))
