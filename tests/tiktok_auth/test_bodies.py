"""Whatever TikTok's two answers hold: no server error, and nobody becomes somebody else."""

import json
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tiktok_auth import bad_bodies
from tests.tiktok_auth.bad_bodies import ANYWHERE, BAD_TOKENS, BAD_USERS, MARK, ODD_USERS, Answer
from tests.tiktok_auth.steps import MINA, arrive, is_logged_in
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

# The database is rolled back only after the last example; what each leaves behind is part of the claim.
many = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
texts = st.text(st.characters(), max_size=40) | st.sampled_from(["", "null", "None", "ok", "act.x", "user.info.basic"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def break_with(endpoint: str, answer: Answer, *, times: int = 1) -> None:
    """The next answers of this endpoint, about the person who is logging in."""
    status, kind, body = answer
    open_id = control.account(MINA).open_id
    body = body.replace(b"UPPER_OPEN_ID", open_id.upper().encode()).replace(MARK.encode(), open_id.encode())
    control.break_next(endpoint, (status, kind, body), times=times)


def assert_nobody_got_in(page: Any, client: Client) -> None:
    assert page.status_code == 401
    assert not is_logged_in(client)
    assert not User.objects.exists()


def assert_nobody_else_got_in(page: Any) -> None:
    assert page.status_code in {302, 401}
    assert {account.uid for account in SocialAccount.objects.all()} <= {control.account(MINA).open_id}


@pytest.mark.parametrize("answer", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_bad_token_answer_lets_nobody_in(client: Client, answer: Answer) -> None:
    break_with("token", answer)
    assert_nobody_got_in(arrive(client), client)


@pytest.mark.parametrize("answer", BAD_USERS.values(), ids=BAD_USERS)
def test_bad_profile_lets_nobody_in(client: Client, answer: Answer) -> None:
    break_with("user_info", answer, times=2)
    assert_nobody_got_in(arrive(client), client)


@pytest.mark.parametrize("answer", ODD_USERS.values(), ids=ODD_USERS)
def test_odd_profile_of_the_right_person_gets_in(client: Client, answer: Answer) -> None:
    break_with("user_info", answer)
    assert arrive(client)["Location"] == "/studio/"
    assert [account.uid for account in SocialAccount.objects.all()] == [control.account(MINA).open_id]


def test_corpora_are_as_large_as_promised() -> None:
    assert min(len(BAD_TOKENS), len(BAD_USERS)) >= 60
    assert ANYWHERE.keys() <= BAD_TOKENS.keys() & BAD_USERS.keys()


@many
@given(body=st.binary(max_size=200), status=st.sampled_from([200, 201, 400, 401, 500]))
@pytest.mark.parametrize("endpoint", ["token", "user_info"])
def test_any_bytes(endpoint: str, body: bytes, status: int) -> None:
    attempt(endpoint, (status, bad_bodies.JSON, body))


@many
@given(body=values)
@pytest.mark.parametrize("endpoint", ["token", "user_info"])
def test_any_json(endpoint: str, body: object) -> None:
    attempt(endpoint, bad_bodies.says(body))


@many
@given(changes=st.dictionaries(st.sampled_from(sorted(bad_bodies.TOKEN)), values, min_size=1, max_size=3))
def test_any_change_to_a_good_token_answer(changes: dict[str, object]) -> None:
    pair = control.issue_tokens(MINA)
    good = {"access_token": pair.access_token, "refresh_token": pair.refresh_token, "open_id": MARK}
    attempt("token", bad_bodies.says(bad_bodies.TOKEN | good | changes))


@many
@given(changes=st.dictionaries(st.sampled_from([*bad_bodies.USER, "username", "bio_description"]), values, min_size=1))
def test_any_change_to_a_good_profile(changes: dict[str, object]) -> None:
    attempt("user_info", bad_bodies.user(bad_bodies.USER | changes))


@many
@given(envelope=st.dictionaries(st.sampled_from(["data", "error", "message"]), values))
def test_any_change_to_the_envelope(envelope: dict[str, object]) -> None:
    attempt("user_info", bad_bodies.user(bad_bodies.USER, **envelope))


def attempt(endpoint: str, answer: Answer) -> None:
    cache.clear()  # the breaker would spare TikTok after five of these
    break_with(endpoint, answer)
    assert_nobody_else_got_in(arrive(Client()))
    json.dumps([account.extra_data for account in SocialAccount.objects.all()], allow_nan=False)
