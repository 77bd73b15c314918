"""Our caches with what they do beyond Django's: linkbio.cache makes them, and the settings name them."""

from contextlib import AbstractContextManager
from typing import Protocol, cast

from django.core.cache import cache, caches
from django.utils.connection import ConnectionProxy


class OnRedis(Protocol):
    """A cache on a Redis that may be away."""

    @property
    def is_away(self) -> bool: ...

    def takes_writes(self) -> bool: ...

    def delete_pattern(self, pattern: str) -> int: ...

    def lock(self, key: str, *, timeout: float, blocking_timeout: float) -> AbstractContextManager[object]: ...


redis_cache = cast(OnRedis, cache)
shared_cache = cast(OnRedis, ConnectionProxy(caches, "shared"))
