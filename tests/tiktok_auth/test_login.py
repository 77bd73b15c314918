"""Who is logged in after a login, with which access, and where they are led."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from tests import tiktok
from tests.markup import tags, words
from tests.tiktok_auth.steps import (
    CALLBACK,
    LOGIN,
    MINA,
    OTHER,
    SCOPES,
    arrive,
    call_back,
    connect,
    is_logged_in,
    listening,
    start,
)
from tests.tiktok_auth.wrong_ways import OUTSIDE
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant, Session
from tiktok_auth.payloads import UserInfo
from tiktok_auth.sandbox import control
from tiktok_auth.signals import creator_connected

pytestmark = pytest.mark.django_db

ANOTHER = "This is another account than the one you were logged in with."


def test_whole_road_ends_in_the_studio(client: Client) -> None:
    answer = tiktok.log_in(client, MINA)
    assert (answer.status_code, answer["Location"]) == (302, "/studio/")
    assert is_logged_in(client)
    assert [len(control.calls(endpoint)) for endpoint in ("token", "user_info")] == [1, 1]


def test_login_stores_the_grant_and_nothing_that_names_a_person(client: Client) -> None:
    arrive(client)
    account = SocialAccount.objects.get()
    assert account.uid == control.account(MINA).open_id
    assert account.extra_data.keys() == {"open_id", "union_id", "username", "display_name"}
    assert account.user.username.startswith("tiktok-")
    assert not account.user.has_usable_password()
    assert (account.user.email, account.user.first_name, account.user.last_name) == ("", "", "")
    grant = Grant.objects.get(account=account)
    assert grant.missing_scopes == []
    assert grant.union_id == control.account(MINA).union_id
    assert tokens.access_token(grant) == control.live_access_token(MINA)


def test_second_login_enters_the_same_account_with_a_new_session(client: Client) -> None:
    arrive(client)
    first = client.session.session_key
    arrive(client)
    assert client.session.session_key != first
    assert User.objects.count() == 1
    assert tokens.access_token(Grant.objects.get()) == control.live_access_token(MINA)


def test_session_of_before_the_login_is_not_the_one_after(client: Client) -> None:
    state = start(client)["state"]
    planted = client.session.session_key
    call_back(client, state=state, code=control.issue_code(MINA))
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_old_session_is_dead_after_logging_out(client: Client) -> None:
    arrive(client)
    stolen = client.cookies["session"].value
    client.post("/accounts/logout/")
    client.cookies["session"] = stolen
    assert not is_logged_in(client)


def test_logging_out_takes_more_than_a_link(client: Client) -> None:
    arrive(client)
    assert "Log out?" in client.get("/accounts/logout/").content.decode()
    assert is_logged_in(client)


def test_login_after_an_ended_grant_opens_it_again(client: Client) -> None:
    arrive(client)
    tokens.end(Grant.objects.get(), Ended.LEFT)
    arrive(client)
    grant = Grant.objects.get()
    assert (grant.is_live, grant.ended_because) == (True, "")


@pytest.mark.parametrize(
    ("scopes", "fields"),
    [
        (("user.info.basic",), {"open_id"}),
        (("user.info.basic", "video.list"), {"open_id"}),
        (("video.list",), {"open_id"}),
        (("user.info.basic", "user.info.profile"), {"open_id", "username"}),
        (("user.info.basic", "user.info.stats"), {"open_id", "follower_count"}),
        (SCOPES, {"open_id", "username", "follower_count"}),
    ],
)
def test_any_granted_subset_logs_in_and_only_its_fields_are_asked_for(
    client: Client, scopes: tuple[str, ...], fields: set[str]
) -> None:
    assert arrive(client, scopes=scopes)["Location"] == "/studio/"
    (call,) = control.calls("user_info")
    asked = set(str(call.parameters["fields"]).split(","))
    assert asked & {"open_id", "username", "follower_count"} == fields
    assert Grant.objects.get().scopes == list(scopes)
    assert Grant.objects.get().missing_scopes == [scope for scope in SCOPES[1:] if scope not in scopes]


def test_scope_that_tiktok_takes_back_at_login_is_missing_and_keeps_nobody_out(client: Client) -> None:
    control.break_next("user_info", "scope_not_authorized")
    assert arrive(client)["Location"] == "/studio/"
    assert Grant.objects.get().scopes == ["user.info.basic", "video.list"]
    assert SocialAccount.objects.get().extra_data["display_name"] == "Mina Eats"


def test_new_name_at_tiktok_is_the_same_person_here(client: Client) -> None:
    arrive(client)
    control.rename(MINA, "mina.cooks")
    arrive(client, "mina.cooks")
    assert [account.extra_data["username"] for account in SocialAccount.objects.all()] == ["mina.cooks"]


def test_taken_over_name_at_tiktok_is_another_person_here(client: Client) -> None:
    arrive(client)
    control.rename(MINA, "mina.cooks")
    control.rename(OTHER, MINA)
    arrive(client, MINA)
    assert User.objects.count() == 2
    assert client.session["_auth_user_id"] == str(SocialAccount.objects.get(uid=control.account(MINA).open_id).user_id)


@pytest.mark.parametrize("process", ["", "?process=connect"])
def test_login_beside_another_account_does_not_link_the_two(client: Client, process: str) -> None:
    staff = User.objects.create_superuser("boss", password="long enough for us")
    client.force_login(staff)
    state = start(client, LOGIN + process)["state"]
    call_back(client, state=state, code=control.issue_code(MINA))
    account = SocialAccount.objects.get()
    assert account.user != staff
    assert client.session["_auth_user_id"] == str(account.user_id)


@pytest.mark.parametrize(("name", "is_told"), [(MINA, False), (OTHER, True)])
def test_login_with_another_account_than_before_says_so(client: Client, name: str, is_told: bool) -> None:
    arrive(client)
    assert ANOTHER not in words(client.get("/studio/"))
    arrive(client, name)
    assert (ANOTHER in words(client.get("/studio/"))) == is_told


def test_closed_account_gets_a_page_and_leaves_no_tokens(client: Client) -> None:
    grant = connect()
    tokens.end(grant, Ended.DISCONNECTED)
    User.objects.update(is_active=False)
    answer = arrive(client)
    assert answer["Location"] == "/accounts/inactive/"
    assert "closed" in client.get("/accounts/inactive/").content.decode()
    assert not is_logged_in(client)
    assert not Grant.objects.get().is_live


def test_closed_account_is_told_whom_to_ask_and_that_its_page_stays(client: Client, settings: Settings) -> None:
    settings.CONTACT = "ann@example.org"
    answer = client.get("/accounts/inactive/")
    assert "Your page, if you have one, stays as it is. To ask why, write to ann@example.org." in words(answer)


def test_closed_account_has_somewhere_to_go_without_a_contact(client: Client, settings: Settings) -> None:
    settings.CONTACT = ""
    answer = client.get("/accounts/inactive/")
    assert "write to" not in words(answer)
    assert {"class": "button quiet", "href": "/"} in tags(answer, "a")


def test_closing_an_account_ends_its_sessions_at_once(client: Client) -> None:
    arrive(client)
    User.objects.update(is_active=False)
    assert client.get("/studio/")["Location"].startswith("/accounts/login/")


def test_other_apps_hear_of_a_login_once_the_grant_is_stored(client: Client) -> None:
    heard: list[tuple[Grant, UserInfo, Any]] = []

    def hear(grant: Grant, profile: UserInfo, request: Any, **kwargs: Any) -> None:
        heard.append((Grant.objects.get(pk=grant.pk), profile, request))

    with listening(creator_connected, hear):
        arrive(client)
    ((grant, profile, request),) = heard
    assert grant.is_live
    assert (profile.username, profile.display_name) == (MINA, "Mina Eats")
    assert request.path == CALLBACK


def test_second_factor_does_not_keep_tokens_waiting_in_the_session(client: Client) -> None:
    TOTP.activate(connect().account.user, generate_totp_secret())
    tokens.end(Grant.objects.get(), Ended.EXPIRED)
    answer = arrive(client)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_logged_in(client)
    assert Grant.objects.get().is_live
    assert control.live_access_token(MINA) not in repr(dict(client.session))


@pytest.mark.parametrize("destination", OUTSIDE)
@pytest.mark.parametrize("place", ["query", "form"])
def test_login_leads_to_no_page_but_ours(client: Client, destination: str, place: str) -> None:
    if place == "form":
        state = start(client, LOGIN, next=destination)["state"]
    else:
        state = start(client, f"{LOGIN}?{urlencode({'next': destination})}")["state"]
    answer = call_back(client, state=state, code=control.issue_code(MINA), next=destination)
    assert answer["Location"] == "/studio/"


@pytest.mark.parametrize("destination", ["/studio/", "/studio/?from=login"])
def test_login_leads_back_to_the_studio_page_that_asked_for_it(client: Client, destination: str) -> None:
    state = start(client, LOGIN, next=destination)["state"]
    assert call_back(client, state=state, code=control.issue_code(MINA))["Location"] == destination


def test_two_tabs_can_both_finish(client: Client) -> None:
    first, second = start(client)["state"], start(client)["state"]
    call_back(client, state=second, code=control.issue_code(MINA))
    assert call_back(client, state=first, code=control.issue_code(MINA))["Location"] == "/studio/"
    assert User.objects.count() == 1


@pytest.mark.usefixtures("stopped_clock")
def test_state_is_good_for_just_under_ten_minutes(client: Client) -> None:
    state = start(client)["state"]
    with time_machine.travel(now() + timedelta(minutes=9, seconds=50)):
        assert call_back(client, state=state, code=control.issue_code(MINA))["Location"] == "/studio/"
