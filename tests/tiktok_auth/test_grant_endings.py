"""What ends a grant and what does not, and that other apps hear of an end once."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import connection
from django.utils.timezone import now
from pytest_django import Settings

from tests import hostile
from tests.crowd import at_once
from tests.tiktok_auth.refreshes import DUE, say_tokens, token_calls
from tests.tiktok_auth.steps import MINA, OTHER, connect, issue, listening
from tiktok_auth import client, tokens
from tiktok_auth.errors import ReconnectNeeded, Refused, TokenRejected, Unavailable
from tiktok_auth.models import Ended, Grant
from tiktok_auth.sandbox import control
from tiktok_auth.signals import creator_disconnected

pytestmark = pytest.mark.django_db


@pytest.fixture
def parted() -> Iterator[list[str]]:
    """Why grants ended, as other apps hear it."""
    reasons: list[str] = []

    def hear(grant: Grant, **kwargs: Any) -> None:
        assert not grant.sealed_access
        reasons.append(grant.ended_because)

    with listening(creator_disconnected, hear):
        yield reasons


def test_revoked_grant_ends_once_and_is_not_asked_for_again(parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.revoke_by_user(MINA)
    for _ in range(3):
        with pytest.raises(ReconnectNeeded):
            tokens.access_token(grant)
    assert (grant.ended_because, grant.sealed_refresh) == (Ended.EXPIRED, "")
    assert parted == [Ended.EXPIRED]
    assert token_calls() == 1


def test_wrong_keys_of_the_operator_end_no_grant(parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "invalid_client")
    with pytest.raises(Refused):
        tokens.access_token(grant)
    assert tokens.access_token(grant) == control.live_access_token(MINA)
    assert parted == []


def test_lost_answer_is_settled_by_the_next_try(parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "lost")
    with pytest.raises(Unavailable):
        tokens.access_token(grant)
    assert parted == []
    with time_machine.travel(now() + timedelta(seconds=61)), pytest.raises(ReconnectNeeded):
        tokens.access_token(grant)
    assert parted == [Ended.EXPIRED]
    assert token_calls() == 2


@pytest.mark.parametrize("access_seconds", [7200, DUE])
def test_lost_key_loses_no_grant(settings: Settings, parted: list[str], access_seconds: int) -> None:
    grant, lost = connect(access_seconds=access_seconds), settings.TOKEN_KEYS
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Unavailable, match="key_missing"):
        tokens.access_token(grant)
    assert (parted, token_calls()) == ([], 0)
    settings.TOKEN_KEYS = lost
    assert tokens.access_token(grant) == control.live_access_token(MINA)


def test_account_that_is_gone_stays_so_whatever_its_creator_does_here(parted: list[str]) -> None:
    grant = connect()
    tokens.end(grant, Ended.GONE)
    tokens.disconnect(grant)
    grant.refresh_from_db()
    assert (grant.ended_because, parted) == (Ended.GONE, [Ended.GONE])


def test_tokens_moved_to_another_row_do_not_open(parted: list[str]) -> None:
    mina, other = connect(MINA), connect(OTHER)
    Grant.objects.filter(pk=mina.pk).update(sealed_access=other.sealed_access, sealed_refresh=other.sealed_refresh)
    with pytest.raises(Unavailable, match="key_missing"):
        tokens.access_token(mina)
    assert parted == []


def test_refresh_token_does_not_pass_for_an_access_token(parted: list[str]) -> None:
    grant = connect()
    Grant.objects.update(sealed_access=grant.sealed_refresh)
    with pytest.raises(Unavailable, match="key_missing"):
        tokens.access_token(grant)
    assert parted == []


def test_call_ends_no_grant_when_tiktok_rejects_the_token_that_it_has_just_issued(parted: list[str]) -> None:
    grant = connect()
    control.break_next("user_info", "access_token_invalid", times=2)
    with pytest.raises(Unavailable, match="access_token_invalid"):
        tokens.call(grant, lambda token: client.user_info(token, scopes=grant.scopes, open_id=grant.account.uid))
    assert parted == []
    assert (token_calls(), len(control.calls("user_info"))) == (1, 2)


def test_call_does_not_end_a_grant_that_a_login_renewed_meanwhile(parted: list[str]) -> None:
    grant = connect()

    def reject_and_log_in(token: str) -> None:
        tokens.keep(grant.account, issue())
        raise TokenRejected("access_token_invalid")

    with pytest.raises(Unavailable):
        tokens.call(grant, reject_and_log_in)
    assert parted == []
    assert tokens.access_token(grant) == control.live_access_token(MINA)


def test_disconnect_takes_our_access_back_and_forgets(parted: list[str]) -> None:
    grant = connect()
    tokens.disconnect(grant)
    assert control.live_refresh_token(MINA) == ""
    assert (grant.ended_because, grant.sealed_access, grant.sealed_refresh) == (Ended.DISCONNECTED, "", "")
    assert parted == [Ended.DISCONNECTED]


@pytest.mark.parametrize("endpoint", ["token", "revoke"])
def test_disconnect_forgets_even_when_tiktok_does_not_answer(endpoint: str, parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next(endpoint, "502", times=3)
    tokens.disconnect(grant)
    assert (grant.ended_because, grant.sealed_refresh) == (Ended.DISCONNECTED, "")
    assert parted == [Ended.DISCONNECTED]


def test_disconnect_of_a_grant_that_is_over_still_counts_as_one(parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.revoke_by_user(MINA)
    tokens.disconnect(grant)
    assert grant.ended_because == Ended.DISCONNECTED
    assert parted == [Ended.EXPIRED, Ended.DISCONNECTED]


def test_grant_that_was_erased_meanwhile_is_over(parted: list[str]) -> None:
    grant = connect()
    Grant.objects.filter(pk=grant.pk).delete()
    with pytest.raises(ReconnectNeeded):
        tokens.access_token(grant)
    tokens.disconnect(grant)
    assert parted == []


def test_end_tells_the_same_reason_only_once(parted: list[str]) -> None:
    grant = connect()
    tokens.end(grant, Ended.LEFT)
    tokens.end(grant, Ended.LEFT)
    assert parted == [Ended.LEFT]
    with pytest.raises(ReconnectNeeded):
        tokens.access_token(grant)


def test_keep_reopens_an_ended_grant_and_remembers_the_union_id() -> None:
    grant = connect()
    tokens.keep(grant.account, issue(), union_id="union-1")
    tokens.end(grant, Ended.EXPIRED)
    reopened = tokens.keep(grant.account, issue())
    assert (reopened.pk, reopened.is_live, reopened.union_id) == (grant.pk, True, "union-1")
    assert tokens.access_token(reopened) == control.live_access_token(MINA)


@pytest.mark.django_db(transaction=True)
def test_crowd_at_one_expired_grant_makes_one_token_call(parted: list[str]) -> None:
    crowd = 50 if connection.features.has_select_for_update else 16
    grant = connect(access_seconds=DUE)
    assert ask_at_once(grant, crowd) == {control.live_access_token(MINA)}
    assert token_calls() == 1
    assert parted == []


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_at_one_expired_grant_make_one_token_call_on_a_slow_day(parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.break_next("token", "slow")
    assert ask_at_once(grant, 50) == {control.live_access_token(MINA)}
    assert token_calls() == 1
    assert parted == []


@pytest.mark.django_db(transaction=True)
def test_crowd_at_a_revoked_grant_makes_one_token_call(parted: list[str]) -> None:
    grant = connect(access_seconds=DUE)
    control.revoke_by_user(MINA)
    assert ask_at_once(grant, 16) == {"ReconnectNeeded"}
    assert token_calls() == 1
    assert parted == [Ended.EXPIRED]


def ask_at_once(grant: Grant, crowd: int) -> set[str]:
    """What so many threads get, each with a connection of its own."""

    def ask(mine: Grant) -> str:
        try:
            return tokens.access_token(mine)
        except ReconnectNeeded:
            return "ReconnectNeeded"

    return set(at_once(partial(ask, Grant.objects.get(pk=grant.pk)) for _ in range(crowd)))


@pytest.mark.parametrize("is_refused", [True, False])
@pytest.mark.django_db(transaction=True)
def test_login_during_a_refresh_wins(is_refused: bool, settings: Settings, parted: list[str]) -> None:
    grant, older, newer = connect(access_seconds=DUE), issue(), issue()

    def log_in() -> None:
        tokens.keep(grant.account, newer)
        connection.close()

    login = threading.Thread(target=log_in)

    def answer_during_login(wire: hostile.Wire) -> None:
        login.start()
        login.join(0.3 if connection.features.has_select_for_update else None)  # where it has to wait for us it does
        (hostile.answer_json({"error": "invalid_grant"}) if is_refused else say_tokens(older))(wire)

    with hostile.serve(answer_during_login) as server:
        settings.TIKTOK_API_BASE = server.url
        try:
            tokens.access_token(grant)
        except (ReconnectNeeded, Unavailable):
            assert is_refused or not connection.features.has_select_for_update
        login.join()
    assert tokens.access_token(grant) == newer.access_token
    assert grant.is_live
