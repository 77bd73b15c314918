"""The cache while Redis is away."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from redis.exceptions import RedisError

from linkbio.cache import ResilientCache

OPTIONS = {
    "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
    "SOCKET_CONNECT_TIMEOUT": 0.1,
    "SOCKET_TIMEOUT": 0.1,
}


@pytest.fixture
def orphan(tmp_path: Path) -> ResilientCache:
    """A cache whose Redis is not there."""
    return ResilientCache(f"unix://{tmp_path / 'nobody.sock'}?{uuid4().hex}", {"OPTIONS": OPTIONS})


def test_cache_without_redis_still_remembers(orphan: ResilientCache) -> None:
    orphan.set("name", {"a": 1}, 60)
    assert orphan.get("name") == {"a": 1}  # type: ignore[no-untyped-call]
    assert orphan.is_away


def test_cache_without_redis_still_counts_and_claims(orphan: ResilientCache) -> None:
    assert orphan.add("claim", 1) is True
    assert orphan.add("claim", 1) is False
    assert orphan.incr("claim") == 2


def test_cache_without_redis_raises_for_locks(orphan: ResilientCache) -> None:
    with pytest.raises(RedisError):
        orphan.lock("page").acquire(blocking=False)


def test_cache_holds_nothing_that_json_cannot() -> None:
    with pytest.raises(TypeError):
        cache.set("thing", object())
