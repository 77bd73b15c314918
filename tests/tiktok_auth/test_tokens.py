"""Tokens are handed out while they last, refreshed when they are due, and kept for nobody else."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now
from pytest_django import Settings

from tests import hostile
from tests.tiktok_auth.refreshes import DUE, token_calls
from tests.tiktok_auth.steps import MINA, connect
from tiktok_auth import client, tokens
from tiktok_auth.errors import ReconnectNeeded, ScopeMissing, Unavailable
from tiktok_auth.models import Ended, Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_fresh_token_is_handed_out_without_a_call() -> None:
    grant = connect()
    assert tokens.access_token(grant) == control.live_access_token(MINA)
    assert token_calls() == 0


def test_due_token_is_refreshed_and_both_new_ones_are_stored() -> None:
    grant = connect(access_seconds=DUE)
    token = tokens.access_token(grant)
    assert token == control.live_access_token(MINA)
    assert tokens.access_token(Grant.objects.get()) == token
    assert tokens.access_token(grant, rejected=token) == control.live_access_token(MINA) != token
    assert token_calls() == 2


@pytest.mark.parametrize(
    ("access_seconds", "spare", "refresh_seconds"),
    [(7200, 60, 180 * 86400), (86400, 60, 365 * 86400), (60, 6, 86400), (5, 0, 86400)],
)
def test_lifetimes_come_from_the_answer(access_seconds: int, spare: int, refresh_seconds: int) -> None:
    control.set_lifetimes(access_seconds=access_seconds, refresh_seconds=refresh_seconds)
    with time_machine.travel(NOON, tick=False) as clock:
        grant = connect(access_seconds=0)
        tokens.access_token(grant)
        assert grant.access_expires_at == NOON + timedelta(seconds=access_seconds - spare)
        assert grant.refresh_expires_at == NOON + timedelta(seconds=refresh_seconds)
        clock.shift(access_seconds - spare - 1)
        tokens.access_token(grant)
        assert token_calls() == 1
        clock.shift(2)
        tokens.access_token(grant)
        assert token_calls() == 2


def test_rejected_token_is_not_refreshed_when_it_is_no_longer_the_stored_one() -> None:
    grant = connect()
    stored = control.live_access_token(MINA)
    assert tokens.access_token(grant, rejected="an older one") == stored
    assert token_calls() == 0


def test_refresh_that_names_only_an_access_token_keeps_the_grant(settings: Settings) -> None:
    grant = connect(access_seconds=DUE)
    scopes = grant.scopes
    said = {"open_id": grant.account.uid, "access_token": "act.next", "expires_in": "7200"}
    with hostile.serve() as server:
        settings.TIKTOK_API_BASE = server.url
        server.behave(hostile.answer_json(said), hostile.answer_json(said))
        assert tokens.access_token(grant) == "act.next"
        assert grant.scopes == scopes
        tokens.access_token(grant, rejected="act.next")
        first, second = [request.form["refresh_token"] for request in server.requests]
        assert first == second


def test_refresh_keeps_the_scopes_that_tiktok_names() -> None:
    grant = connect(access_seconds=DUE)
    Grant.objects.update(scope="")
    tokens.access_token(grant)
    assert grant.missing_scopes == []


@pytest.mark.parametrize("mode", ["502", "html", "empty", "redirect", "reset", "temporarily_unavailable"])
def test_trouble_at_tiktok_leaves_the_grant_as_it_was(mode: str) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", mode)
    with pytest.raises(Unavailable):
        tokens.access_token(grant)
    assert (grant.is_live, grant.generation) == (True, 1)
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert tokens.access_token(grant) == control.live_access_token(MINA)


@pytest.mark.parametrize("mode", ["wrong_open_id", "number_open_id"])
def test_tokens_of_somebody_else_are_not_stored(mode: str) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", mode)
    with pytest.raises(Unavailable):
        tokens.access_token(grant)
    assert Grant.objects.get().generation == 1


@pytest.mark.parametrize("mode", ["null_open_id", "no_open_id"])
def test_tokens_of_nobody_in_particular_are_the_accounts_own(mode: str) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", mode)
    assert tokens.access_token(grant) == control.live_access_token(MINA)


@pytest.mark.usefixtures("stopped_clock")
def test_failed_refresh_is_not_repeated_within_a_minute() -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "502", times=5)
    for _ in range(5):
        with pytest.raises(Unavailable):
            tokens.access_token(grant)
    assert token_calls() == 1


def test_database_holds_no_token_in_plain_text() -> None:
    connect()
    values = repr(Grant.objects.values())
    assert control.live_access_token(MINA) not in values
    assert control.live_refresh_token(MINA) not in values


def test_call_refreshes_once_when_its_token_is_rejected() -> None:
    grant = connect()
    control.kill_access_tokens(MINA)
    user = tokens.call(grant, lambda token: client.user_info(token, scopes=grant.scopes, open_id=grant.account.uid))
    assert user.username == MINA
    assert (token_calls(), len(control.calls("user_info"))) == (1, 2)


def test_call_does_not_refresh_for_a_missing_scope() -> None:
    grant = connect()
    control.break_next("user_info", "scope_not_authorized")
    with pytest.raises(ScopeMissing):
        tokens.call(grant, lambda token: client.user_info(token, scopes=grant.scopes, open_id=grant.account.uid))
    assert token_calls() == 0


def test_call_ends_a_grant_that_its_creator_took_back() -> None:
    grant = connect()
    control.revoke_by_user(MINA)
    with pytest.raises(ReconnectNeeded):
        tokens.call(grant, lambda token: client.user_info(token, scopes=grant.scopes, open_id=grant.account.uid))
    assert grant.ended_because == Ended.EXPIRED


@pytest.mark.parametrize("access_seconds", [DUE, 7200])
def test_disconnect_refreshes_a_dead_access_token_to_revoke_with(access_seconds: int) -> None:
    grant = connect(access_seconds=access_seconds)
    control.kill_access_tokens(MINA)
    tokens.disconnect(grant)
    assert control.live_refresh_token(MINA) == ""
    assert token_calls() == 1


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_refresh_gives_up_when_somebody_else_holds_the_grant_too_long() -> None:
    grant, somebody_else = connect(access_seconds=DUE), connection.copy()
    with closing(somebody_else), somebody_else.cursor() as holder, connection.cursor() as cursor:
        holder.execute("BEGIN; SELECT 1 FROM tiktok_auth_grant FOR UPDATE")
        cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(Unavailable, match="busy"):
            tokens.access_token(grant)
    connection.close()
    assert token_calls() == 0


@pytest.mark.django_db(transaction=True)
def test_grant_survives_a_refresh_while_redis_is_away(settings: Settings) -> None:
    grant = connect(access_seconds=DUE)
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    if connection.features.has_select_for_update:
        assert tokens.access_token(grant) == control.live_access_token(MINA)
    else:
        with pytest.raises(Unavailable, match="busy"):
            tokens.access_token(grant)
    assert Grant.objects.get().is_live
