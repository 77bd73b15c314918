"""The endpoint for tokens has a breaker, rests and is counted like the others, as far as renewals go."""

from collections.abc import Callable
from datetime import timedelta
from itertools import islice

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils.timezone import now
from pytest_django import Settings

from tests import hostile
from tests.hostile import Behaviour, Wire
from tests.tiktok_auth.refreshes import DUE, say_tokens, token_calls
from tests.tiktok_auth.steps import MINA, OTHER, connect, issue
from tiktok_auth import budget, tokens
from tiktok_auth.budget import Breaker, Purpose
from tiktok_auth.errors import RateLimited, ReconnectNeeded, Unavailable
from tiktok_auth.models import Grant
from tiktok_auth.payloads import Tokens
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.personas import load_personas

pytestmark = pytest.mark.django_db

CUT_OFF = """
SELECT pg_terminate_backend(pid, 30000) FROM pg_locks
WHERE relation = 'tiktok_auth_grant'::regclass AND mode = 'RowShareLock' AND pid <> pg_backend_pid()
"""


def connect_many(number: int) -> list[Grant]:
    return [connect(persona.username, access_seconds=DUE) for persona in islice(load_personas(), number)]


def cut_off() -> None:
    """Ends the connection to the database of whoever renews a token."""
    with connection.cursor() as cursor:
        assert cursor.execute(CUT_OFF).fetchall() == [(True,)]


def answer_after(act: Callable[[], object], pair: Tokens) -> Behaviour:
    """TikTok is asked, then somebody else acts, then it answers."""

    def behave(wire: Wire) -> None:
        act()
        connection.close()
        say_tokens(pair)(wire)

    return behave


def test_token_endpoint_that_keeps_failing_is_left_alone_for_everybody() -> None:
    *unlucky, next_one = connect_many(budget.FAILURES_THAT_OPEN + 1)
    control.break_next("token", "500", times=100)
    for grant in unlucky:
        with pytest.raises(Unavailable, match="internal_error"):
            tokens.access_token(grant)
    with pytest.raises(RateLimited, match="breaker_open"):
        tokens.access_token(next_one)
    assert (budget.breaker("token"), budget.left("token"), token_calls()) == (Breaker.OPEN, 0, len(unlucky))


@pytest.mark.usefixtures("stopped_clock")
def test_token_endpoint_that_asks_to_wait_is_left_alone_by_whom_nobody_waits_for() -> None:
    grant, other = connect(MINA, access_seconds=DUE), connect(OTHER, access_seconds=DUE)
    control.break_next("token", "429")
    with pytest.raises(RateLimited, match="rate_limit_exceeded"):
        tokens.access_token(grant)
    with pytest.raises(RateLimited, match="resting"):
        tokens.access_token(other)
    assert tokens.access_token(other, purpose=Purpose.INTERACTIVE) == control.live_access_token(OTHER)


def test_renewal_that_tiktok_did_not_take_up_may_be_repeated_as_soon_as_the_wait_is_over() -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "429_retry_after")
    with pytest.raises(RateLimited):
        tokens.access_token(grant)
    with time_machine.travel(now() + timedelta(seconds=8)):
        assert tokens.access_token(grant) == control.live_access_token(MINA)


def test_renewal_that_was_not_sent_may_be_repeated_at_once(settings: Settings) -> None:
    grant = connect(access_seconds=DUE)
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    budget.spend("token", lambda: None)
    with pytest.raises(RateLimited, match="budget_spent"):
        tokens.access_token(grant)
    cache.clear()
    settings.TIKTOK_CALLS_PER_MINUTE = 600
    assert tokens.access_token(grant) == control.live_access_token(MINA)


def test_renewal_that_tiktok_refuses_is_an_answer() -> None:
    grant = connect(access_seconds=DUE)
    cache.set("budget:token:failures", budget.FAILURES_THAT_OPEN)
    assert budget.breaker("token") is Breaker.PROBING
    control.revoke_by_user(MINA)
    with pytest.raises(ReconnectNeeded):
        tokens.access_token(grant)
    assert budget.breaker("token") is Breaker.CLOSED


def test_refusal_with_the_status_of_a_failure_ends_no_grant(settings: Settings) -> None:
    grant = connect(access_seconds=DUE)
    with hostile.serve(hostile.answer_json({"error": "invalid_grant"}, status=503)) as server:
        settings.TIKTOK_API_BASE = server.url
        with pytest.raises(Unavailable, match="server_error"):
            tokens.access_token(grant)
    assert grant.is_live


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_connection_that_dies_while_tiktok_is_asked_loses_no_tokens(settings: Settings) -> None:
    grant, pair, tiktok = connect(access_seconds=DUE), issue(), settings.TIKTOK_API_BASE
    stored = pair.access_token
    with hostile.serve(answer_after(cut_off, pair)) as server:
        settings.TIKTOK_API_BASE = server.url
        assert tokens.access_token(grant) == stored
    settings.TIKTOK_API_BASE = tiktok
    assert (grant.generation, tokens.access_token(Grant.objects.get())) == (2, stored)
    assert tokens.access_token(grant, rejected=stored) == control.live_access_token(MINA) != stored


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_connection_that_dies_while_a_login_brings_tokens_leaves_the_newer_ones(settings: Settings) -> None:
    grant, older, newer = connect(access_seconds=DUE), issue(), issue()

    def log_in_instead() -> None:
        cut_off()
        tokens.keep(grant.account, newer)

    with hostile.serve(answer_after(log_in_instead, older)) as server:
        settings.TIKTOK_API_BASE = server.url
        with pytest.raises(Unavailable, match="overtaken"):
            tokens.access_token(Grant.objects.get())
    assert tokens.access_token(grant) == newer.access_token
