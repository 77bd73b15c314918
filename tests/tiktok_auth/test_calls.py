"""Calls counted over a sliding window, in memory and in a real Redis."""

import sys
from functools import partial
from uuid import uuid4

from django.core.cache import cache
from django_redis import get_redis_connection
from hypothesis import given
from hypothesis import strategies as st

from tests.crowd import at_once
from tiktok_auth import calls
from tiktok_auth.calls import Window


def test_no_call_of_many_threads_is_forgotten() -> None:
    own, interval = calls.OwnCalls(), sys.getswitchinterval()

    def keep(thread: int) -> None:
        for call in range(60):
            own.keep(f"{thread}-{call}")

    sys.setswitchinterval(1e-6)
    try:
        at_once(partial(keep, thread) for thread in range(8))
    finally:
        sys.setswitchinterval(interval)
    assert len(own.moments) == 480


steps = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 4)), max_size=30)


@given(steps=steps)
def test_redis_counts_as_the_window_in_memory_does(steps: list[tuple[int, int]]) -> None:
    redis, key = get_redis_connection("default"), str(cache.make_key(uuid4().hex))
    take = redis.register_script("local now = tonumber(ARGV[4])" + calls.TAKE)
    window, now = Window(), 1_700_000_000_000
    for pause, limit in steps:
        now += pause
        in_redis = take([key], [calls.WINDOW_SECONDS * 1000, limit, uuid4().hex, now])
        assert in_redis == round(window.take(now / 1000, limit) * 1000)
    redis.delete(key)


@given(moments=st.lists(st.floats(0, 600), max_size=200), limit=st.integers(1, 20))
def test_no_window_ever_holds_more_than_the_limit(moments: list[float], limit: int) -> None:
    window = Window()
    taken = [moment for moment in sorted(moments) if not window.take(moment, limit)]
    for first in taken:
        assert sum(first <= moment < first + calls.WINDOW_SECONDS for moment in taken) <= limit
