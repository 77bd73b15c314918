"""The endpoint for tokens has a breaker, rests and is counted like the others, as far as renewals go."""

from datetime import timedelta
from itertools import islice

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils.timezone import now
from pytest_django import Settings

from tests import hostile
from tests.crowd import MOST_LOOKS, at_once
from tests.tiktok_auth.refreshes import DUE, token_calls
from tests.tiktok_auth.steps import MINA, OTHER, connect, issue
from tiktok_auth import budget, tokens
from tiktok_auth.budget import Breaker, Purpose
from tiktok_auth.errors import RateLimited, ReconnectNeeded, Unavailable
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.personas import load_personas

pytestmark = pytest.mark.django_db

CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE relation = 'tiktok_auth_grant'::regclass AND mode = 'RowShareLock' AND pid <> pg_backend_pid()
"""


def connect_many(number: int) -> list[Grant]:
    return [connect(persona.username, access_seconds=DUE) for persona in islice(load_personas(), number)]


def cut_off() -> None:
    """Ends the connection to the database of whoever renews a token, as soon as TikTok is asked."""
    assert any(token_calls() for _ in range(MOST_LOOKS))
    with connection.cursor() as cursor:
        assert cursor.execute(CUT_OFF).fetchall() == [(True,)]


def test_token_endpoint_that_keeps_failing_is_left_alone_for_everybody() -> None:
    *unlucky, next_one = connect_many(budget.FAILURES_THAT_OPEN + 1)
    control.break_next("token", "500", times=100)
    for grant in unlucky:
        with pytest.raises(Unavailable, match="internal_error"):
            tokens.access_token(grant)
    with pytest.raises(RateLimited, match="breaker_open"):
        tokens.access_token(next_one)
    assert (budget.breaker("token"), budget.left("token"), token_calls()) == (Breaker.OPEN, 0, len(unlucky))


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
def test_connection_that_dies_while_tiktok_is_asked_loses_no_tokens() -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "slow")

    def renew() -> None:
        tokens.access_token(grant)

    at_once([renew, cut_off])
    stored = control.live_access_token(MINA)
    assert (grant.generation, tokens.access_token(Grant.objects.get())) == (2, stored)
    assert tokens.access_token(grant, rejected=stored) == control.live_access_token(MINA) != stored


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_connection_that_dies_while_a_login_brings_tokens_leaves_the_newer_ones() -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "slow")

    def log_in_instead() -> None:
        cut_off()
        tokens.keep(grant.account, issue())

    def renew() -> None:
        with pytest.raises(Unavailable, match="overtaken"):
            tokens.access_token(Grant.objects.get())

    at_once([renew, log_in_instead])
    assert tokens.access_token(grant) == control.live_access_token(MINA)
