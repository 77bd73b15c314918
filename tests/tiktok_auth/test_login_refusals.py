"""What must not get in: nobody is logged in, no account is made, and there is a page with a reference."""

import re
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import pre_social_login
from django.contrib.auth.models import User
from django.test import Client
from pytest import LogCaptureFixture
from pytest_django import Settings

from tests import tiktok
from tests.markup import tags
from tests.tiktok_auth.attempts import (
    BAD_ANSWERS,
    BAD_CODES,
    BAD_STATES,
    Attempt,
    broken,
    with_an_error,
    with_old_state,
    with_unknown_code,
    with_unknown_state,
    with_used_code,
    without_any_session,
)
from tests.tiktok_auth.steps import CALLBACK, MINA, OTHER, arrive, call_back, is_logged_in, listening, logged, start
from tiktok_auth.models import Grant, Session
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("attempt", [*BAD_STATES, *BAD_CODES, *BAD_ANSWERS], ids=lambda attempt: attempt.__name__)
def test_refused(client: Client, attempt: Attempt, caplog: LogCaptureFixture) -> None:
    page = attempt(client)
    assert page.status_code == 401
    assert not is_logged_in(client)
    assert not (SocialAccount.objects.exists() or User.objects.exists() or Grant.objects.exists())
    text = page.content.decode()
    # Where trying again does not help, there is no button for it.
    assert ("Continue with TikTok" in text) != ("Trying again does not help" in text)
    (reference,) = re.findall(r"<strong[^>]*>([A-Z2-9]{8})</strong>", text)
    assert [line["reference"] for line in logged(caplog, "login_failed")][-1] == reference


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (with_old_state, "Start again here"),
        (without_any_session, "Start again here"),
        (with_unknown_code, "Start again here"),
        (broken("token", "502"), "We get no answer from TikTok"),
        (broken("user_info", "html"), "We get no answer from TikTok"),
        (broken("user_info", "429"), "More people are coming in"),
        (broken("token", "invalid_client"), "not you"),
        (broken("user_info", "scope_not_authorized"), "not you"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_refusal_says_whether_to_start_again_to_wait_or_to_ask(client: Client, attempt: Attempt, words: str) -> None:
    assert words in attempt(client).content.decode()


def test_refusal_without_a_contact_links_to_nobody(client: Client, settings: Settings) -> None:
    assert {"href": "mailto:hello@example.org"} in tags(without_any_session(client), "a")
    settings.CONTACT = ""
    page = without_any_session(client)
    assert "send this reference to whoever runs this site:" in page.text
    assert "" not in [tag["href"] for tag in tags(page, "a")]


@pytest.mark.parametrize(("error", "words"), [("server_error", "in a minute"), ("invalid_scope", "not you")])
def test_error_that_tiktok_sends_along_says_what_to_do(client: Client, error: str, words: str) -> None:
    assert words in call_back(client, state=start(client)["state"], error=error).content.decode()


def test_login_that_was_cancelled_after_its_session_was_lost_may_begin_again(client: Client) -> None:
    assert "Start again here" in call_back(client, state="lost", error="access_denied").content.decode()


@pytest.mark.parametrize("attempt", BAD_STATES, ids=lambda attempt: attempt.__name__)
def test_bad_state_makes_no_call(client: Client, attempt: Attempt) -> None:
    attempt(client)
    assert control.calls() == []


@pytest.mark.parametrize(
    "attempt", [code for code in BAD_CODES if code is not with_used_code], ids=lambda attempt: attempt.__name__
)
def test_bad_code_is_tried_at_most_once(client: Client, attempt: Attempt) -> None:
    attempt(client)
    assert len(control.calls("token")) <= 1


@pytest.mark.parametrize("mode", ["502", "reset", "temporarily_unavailable", "cut"])
def test_lost_answer_is_not_asked_for_again_with_the_same_code(client: Client, mode: str) -> None:
    control.break_next("token", mode)
    arrive(client)
    assert len(control.calls("token")) == 1


def test_replayed_callback_does_not_log_in_again(client: Client) -> None:
    state, code = start(client)["state"], control.issue_code(MINA)
    call_back(client, state=state, code=code)
    thief = Client()
    thief.cookies = client.cookies
    assert call_back(thief, state=state, code=code).status_code == 401
    assert call_back(thief, state=state, code=control.issue_code(OTHER)).status_code == 401
    assert [account.uid for account in SocialAccount.objects.all()] == [control.account(MINA).open_id]


@pytest.mark.parametrize("mode", ["null_open_id", "number_open_id", "no_open_id"])
@pytest.mark.parametrize("endpoint", ["token", "user_info"])
def test_two_people_without_an_identity_never_meet(endpoint: str, mode: str) -> None:
    control.break_next(endpoint, mode, times=2)
    first, second = Client(), Client()
    arrive(first, MINA)
    arrive(second, OTHER)
    assert not (is_logged_in(first) or is_logged_in(second))
    assert not User.objects.exists()


def test_failed_login_keeps_nothing_of_the_tokens(client: Client) -> None:
    control.break_next("user_info", "500")
    arrive(client)
    stored = repr([session.get_decoded() for session in Session.objects.all()])
    assert control.live_access_token(MINA) not in stored
    assert control.live_refresh_token(MINA) not in stored


def test_failed_login_leaves_who_is_logged_in_alone(client: Client) -> None:
    arrive(client, OTHER)
    user = client.session["_auth_user_id"]
    control.break_next("token", "502")
    arrive(client, MINA)
    assert client.session["_auth_user_id"] == user


def test_failure_is_logged_once_in_tiktoks_words(client: Client, caplog: LogCaptureFixture) -> None:
    control.break_next("token", "invalid_client")
    arrive(client)
    (line,) = logged(caplog, "login_failed")
    assert line["code"] == "invalid_client"
    assert line["log_id"]
    assert "django.request" not in [record.name for record in caplog.records]


@pytest.mark.parametrize(
    ("attempt", "code"),
    [(with_unknown_state, "state"), (with_an_error, "invalid_scope"), (with_unknown_code, "invalid_grant")],
)
def test_log_says_which_step_failed(client: Client, attempt: Attempt, code: str, caplog: LogCaptureFixture) -> None:
    attempt(client)
    assert [line["code"] for line in logged(caplog, "login_failed")] == [code]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"errCode": "10006", "error_type": "redirect_uri"}, "redirect_uri"),
        ({"errCode": "10006"}, "10006"),
        ({"error": "access_denied_by_app", "errCode": "10006"}, "access_denied_by_app"),
    ],
)
def test_log_says_what_tiktok_says_under_its_other_names(
    client: Client, said: dict[str, str], code: str, caplog: LogCaptureFixture
) -> None:
    page = call_back(client, state=start(client)["state"], **said)
    assert "not you" in page.content.decode()
    assert [line["code"] for line in logged(caplog, "login_failed")] == [code]


def test_words_in_the_address_do_not_reach_the_page(client: Client) -> None:
    assert "<b>no</b>" not in with_an_error(client).content.decode()


@pytest.mark.parametrize("method", ["post", "head", "put", "delete"])
def test_callback_by_another_method_does_nothing(client: Client, method: str) -> None:
    state = start(client)["state"]
    answer = getattr(client, method)(f"{CALLBACK}?state={state}&code={control.issue_code(MINA)}")
    assert answer.status_code == 405
    assert control.calls() == []


def test_cancelling_at_tiktok_ends_on_a_friendly_page(client: Client) -> None:
    address = tiktok.decide(client.post(tiktok.LOGIN_PATH)["Location"], MINA, decision="cancel")
    answer = tiktok.come_back(client, address)
    page = client.get(answer["Location"])
    assert "You stopped the login" in page.content.decode()
    assert 'action="/accounts/tiktok/login/"' in page.content.decode()
    assert not User.objects.exists()
    assert control.calls("token") == []


def test_second_of_two_first_logins_at_once_is_asked_to_try_again(client: Client, caplog: LogCaptureFixture) -> None:
    def be_quicker(**kwargs: Any) -> None:
        winner = User.objects.create_user("tiktok-winner")
        SocialAccount.objects.create(user=winner, provider="tiktok", uid=control.account(MINA).open_id)

    with listening(pre_social_login, be_quicker):
        answer = arrive(client)
    assert answer.status_code == 401
    assert [user.username for user in User.objects.all()] == ["tiktok-winner"]
    assert [line["code"] for line in logged(caplog, "login_failed")] == ["race"]
    assert arrive(client)["Location"] == "/studio/"
