"""The budget towards TikTok, against a real Redis."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings
from time_machine import travel

from tests.away import take_redis_away
from tiktok_auth import budget, calls
from tiktok_auth.budget import Breaker, Purpose
from tiktok_auth.errors import Code, RateLimited, TokenRejected, Unavailable


def fine() -> str:
    return "answer"


def failing(error: Exception) -> Callable[[], str]:
    def request() -> str:
        raise error

    return request


def spend_until_refused(endpoint: str, purpose: Purpose, tries: int) -> int:
    done = 0
    for _ in range(tries):
        try:
            budget.spend(endpoint, fine, purpose=purpose)
        except RateLimited:
            break
        done += 1
    return done


def test_call_within_the_budget_returns_the_answer() -> None:
    assert budget.spend("video_list", fine) == "answer"
    assert calls.SharedCalls().count("video_list") == 1


def test_refreshing_leaves_a_share_for_logins(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    assert spend_until_refused("user_info", Purpose.REFRESH, 30) == 18
    assert spend_until_refused("user_info", Purpose.INTERACTIVE, 30) == 2


def test_spent_budget_says_when_the_next_place_is_free(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    began = time.monotonic()
    budget.spend("user_info", fine)
    with pytest.raises(RateLimited) as refusal:
        budget.spend("user_info", fine)
    passed = time.monotonic() - began + 1
    assert calls.WINDOW_SECONDS - passed < refusal.value.retry_after <= calls.WINDOW_SECONDS


def test_endpoints_have_budgets_of_their_own(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    budget.spend("user_info", fine)
    assert budget.spend("video_list", fine) == "answer"


def test_many_threads_together_stay_within_the_budget(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 30

    def attempt(_: int) -> int:
        return spend_until_refused("video_list", Purpose.INTERACTIVE, 1)

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(attempt, range(100))) == 30


@pytest.mark.usefixtures("stopped_clock")
def test_429_rests_that_endpoint_alone() -> None:
    with pytest.raises(RateLimited):
        budget.spend("video_list", failing(RateLimited("rate_limit_exceeded", retry_after=40)))
    with pytest.raises(RateLimited) as refusal:
        budget.spend("video_list", fine)
    assert 39 < refusal.value.retry_after <= 40
    assert budget.spend("user_info", fine) == "answer"


@pytest.mark.usefixtures("stopped_clock")
def test_who_logs_in_is_not_kept_out_by_a_429_of_others() -> None:
    with pytest.raises(RateLimited):
        budget.spend("user_info", failing(RateLimited("rate_limit_exceeded", retry_after=40)))
    assert budget.spend("user_info", fine, purpose=Purpose.INTERACTIVE) == "answer"
    with pytest.raises(RateLimited, match="resting"):
        budget.spend("user_info", fine)


def test_breaker_opens_after_repeated_failures_and_lets_one_probe_through() -> None:
    for _ in range(budget.FAILURES_THAT_OPEN):
        with pytest.raises(Unavailable):
            budget.spend("video_list", failing(Unavailable("network")))
    assert budget.breaker("video_list") is Breaker.OPEN
    with pytest.raises(Unavailable, match="breaker_open"):
        budget.spend("video_list", fine)

    cache.delete("budget:video_list:open")  # as when its pause has passed
    assert budget.breaker("video_list") is Breaker.PROBING

    def probe() -> str:
        with pytest.raises(Unavailable, match="breaker_open"):
            budget.spend("video_list", fine)
        return "answer"

    assert budget.spend("video_list", probe) == "answer"
    assert budget.breaker("video_list") is Breaker.CLOSED


def test_refusal_by_tiktok_is_an_answer_that_closes_the_breaker() -> None:
    cache.set("budget:video_list:failures", budget.FAILURES_THAT_OPEN)
    with pytest.raises(TokenRejected):
        budget.spend("video_list", failing(TokenRejected("access_token_invalid")))
    assert budget.breaker("video_list") is Breaker.CLOSED
    assert budget.spend("video_list", fine) == "answer"


@pytest.mark.usefixtures("stopped_clock")
def test_probe_that_is_asked_to_wait_closes_the_breaker_and_lets_refreshes_alone_rest() -> None:
    cache.set("budget:video_list:failures", budget.FAILURES_THAT_OPEN)
    with pytest.raises(RateLimited, match="rate_limit_exceeded"):
        budget.spend("video_list", failing(RateLimited("rate_limit_exceeded", retry_after=5)))
    assert budget.breaker("video_list") is Breaker.CLOSED
    assert budget.spend("video_list", fine, purpose=Purpose.INTERACTIVE) == "answer"
    with pytest.raises(RateLimited, match="resting") as refusal:
        budget.spend("video_list", fine)
    assert refusal.value.retry_after <= 5


def test_failed_probe_opens_the_breaker_again() -> None:
    cache.set("budget:video_list:failures", budget.FAILURES_THAT_OPEN)
    with pytest.raises(Unavailable, match="network"):
        budget.spend("video_list", failing(Unavailable("network")))
    assert budget.breaker("video_list") is Breaker.OPEN


def test_refresh_that_finds_the_minute_spent_leaves_the_probe_to_who_waits(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    assert spend_until_refused("video_list", Purpose.REFRESH, 30) == 18
    cache.set("budget:video_list:failures", budget.FAILURES_THAT_OPEN)
    with pytest.raises(RateLimited, match="budget_spent"):
        budget.spend("video_list", fine)
    assert budget.spend("video_list", fine, purpose=Purpose.INTERACTIVE) == "answer"


def test_answer_that_refuses_a_token_is_no_failure_of_tiktok() -> None:
    for _ in range(budget.FAILURES_THAT_OPEN):
        with pytest.raises(TokenRejected):
            budget.spend("video_list", failing(TokenRejected("access_token_invalid")))
    assert budget.breaker("video_list") is Breaker.CLOSED


def fail_often(error: Exception, purpose: Purpose) -> Breaker:
    """How the breaker stands after as many failures like this as open it."""
    for _ in range(budget.FAILURES_THAT_OPEN):
        with pytest.raises(type(error)):
            budget.spend("user_info", failing(error), purpose=purpose)
    return budget.breaker("user_info")


def test_broken_answer_about_somebody_who_waits_is_no_failure_of_tiktok() -> None:
    assert fail_often(Unavailable(Code.BAD_BODY, status=200), Purpose.INTERACTIVE) is Breaker.CLOSED


@pytest.mark.parametrize(
    ("code", "status", "purpose"),
    [
        (Code.BAD_BODY, 200, Purpose.REFRESH),
        (Code.BAD_BODY, 502, Purpose.INTERACTIVE),
        (Code.NETWORK, 0, Purpose.INTERACTIVE),
    ],
)
def test_trouble_of_tiktok_is_a_failure_whoever_meets_it(code: Code, status: int, purpose: Purpose) -> None:
    assert fail_often(Unavailable(code, status=status), purpose) is Breaker.OPEN


def test_process_without_redis_spends_a_tenth_alone(settings: Settings, tmp_path: Path) -> None:
    take_redis_away(settings)
    settings.TIKTOK_CALLS_PER_MINUTE = 100
    assert spend_until_refused(str(tmp_path), Purpose.INTERACTIVE, 30) == 10


def test_flush_of_redis_is_no_second_budget(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    assert spend_until_refused("video_list", Purpose.INTERACTIVE, 30) == 20
    cache.clear()
    assert spend_until_refused("video_list", Purpose.INTERACTIVE, 30) == 0
    assert calls.SharedCalls().count("video_list") == 20


def test_calls_made_without_redis_count_when_it_is_back(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    assert spend_until_refused("video_query", Purpose.INTERACTIVE, 1) == 1
    here = settings.CACHES
    take_redis_away(settings)
    settings.CACHES = {
        name: cache | {"KEY_PREFIX": here[name]["KEY_PREFIX"]} for name, cache in settings.CACHES.items()
    }
    made = spend_until_refused("video_query", Purpose.INTERACTIVE, 30)
    settings.CACHES = here
    assert spend_until_refused("video_query", Purpose.INTERACTIVE, 30) == 19 - made > 0


def test_process_that_had_no_part_in_it_begins_with_what_others_counted(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 5
    others = calls.SharedCalls()
    assert [bool(others.take("video_list", 5)) for _ in range(3)] == [False] * 3
    assert spend_until_refused("video_list", Purpose.INTERACTIVE, 9) == 2


def test_what_is_left_is_the_share_of_refreshes(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    assert budget.left("video_list") == 18
    spend_until_refused("video_list", Purpose.INTERACTIVE, 3)
    assert budget.left("video_list") == 15
    spend_until_refused("video_list", Purpose.INTERACTIVE, 30)
    assert budget.left("video_list") == 0


def test_nothing_is_left_of_an_endpoint_that_rests_or_fails() -> None:
    with pytest.raises(RateLimited):
        budget.spend("user_info", failing(RateLimited("rate_limit_exceeded", retry_after=40)))
    for _ in range(budget.FAILURES_THAT_OPEN):
        with pytest.raises(Unavailable):
            budget.spend("video_list", failing(Unavailable("network")))
    assert (budget.left("user_info"), budget.left("video_list")) == (0, 0)
    cache.delete("budget:video_list:open")  # as when its pause has passed
    assert budget.left("video_list") == 1


def test_what_is_left_is_counted_by_the_clock_of_redis(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    spend_until_refused("video_list", Purpose.INTERACTIVE, 4)
    with travel(time.time() + 70, tick=False):
        assert calls.SharedCalls().count("video_list") == 4
