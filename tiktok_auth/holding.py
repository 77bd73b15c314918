"""A grant in one pair of hands: while one process renews its tokens, everybody else waits, and then reads it anew."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from redis.exceptions import RedisError

from tiktok_auth.cache import redis_cache
from tiktok_auth.errors import Code, ReconnectNeeded, TikTokError, Unavailable
from tiktok_auth.models import Grant

# Longer than the client's deadline for one call, which is made while the lock is held.
LOCK_SECONDS = 15


def reread(grant: Grant, grants: QuerySet[Grant] | None = None) -> None:
    """The grant as it is stored now. One whose creator was erased meanwhile is over too: raises ReconnectNeeded."""
    try:
        grant.refresh_from_db(from_queryset=grants)
    except Grant.DoesNotExist:
        raise ReconnectNeeded(Code.ERASED) from None


def hold(grant: Grant) -> AbstractContextManager[None]:
    """Hold the grant, as it is stored now, against everybody else. Raises what `busy` names."""
    return _row_lock(grant) if connection.features.has_select_for_update else _cache_lock(grant)


@contextmanager
def busy() -> Iterator[None]:
    """Raises Unavailable where the lock takes too long, or the database or Redis goes away."""
    try:
        yield
    except (OperationalError, InterfaceError, RedisError) as error:
        raise Unavailable(Code.BUSY) from error


@contextmanager
def _row_lock(grant: Grant) -> Iterator[None]:
    """What was stored under the lock stays stored when a TikTokError leaves it: a grant that ended is one."""
    failure: TikTokError | None = None
    with transaction.atomic(durable=True):
        reread(grant, Grant.objects.select_for_update())
        try:
            yield
        except TikTokError as error:
            failure = error
    if failure:
        raise failure


@contextmanager
def _cache_lock(grant: Grant) -> Iterator[None]:
    """SQLite cannot lock a row, and locking the whole database for the length of a call would stop the site."""
    with redis_cache.lock(f"refresh-lock:{grant.pk}", timeout=LOCK_SECONDS, blocking_timeout=LOCK_SECONDS):
        reread(grant)
        yield
