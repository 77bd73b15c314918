"""How a login starts, and what TikTok is sent with it."""

import hashlib
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as site
from django.test import Client
from pytest_django import Settings

from tests import tiktok
from tests.tiktok_auth.steps import CALLBACK, LOGIN, MINA, OTHER, call_back, is_logged_in, start
from tiktok_auth.models import Session
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db


def test_authorize_address_says_exactly_what_tiktok_asks_for(client: Client) -> None:
    address = urlsplit(client.post(LOGIN)["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{site.TIKTOK_WWW_BASE}/v2/auth/authorize/"
    query = start(client)
    assert len(query.pop("state")) >= 16
    assert query == {
        "client_key": site.TIKTOK_CLIENT_KEY,
        "scope": "user.info.basic,user.info.profile,user.info.stats,video.list",
        "response_type": "code",
        "redirect_uri": f"{site.SITE_URL}{CALLBACK}",
        "disable_auto_auth": "1",
    }


@pytest.mark.parametrize(
    "extra",
    [
        "scope=video.upload",
        "auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example",
        "auth_params=scope%3Dvideo.upload%26client_key%3Dx",
        "redirect_uri=https%3A%2F%2Fevil.example",
        "client_key=x&state=known&code_challenge=y",
        "process=connect",
        "process=redirect&next=https%3A%2F%2Fevil.example",
        "action=reauthenticate",
    ],
)
def test_what_a_visitor_adds_to_the_login_address_is_ignored(client: Client, extra: str) -> None:
    plain = start(client)
    by_query, by_form = start(client, f"{LOGIN}?{extra}"), start(client, LOGIN, **dict([extra.split("=", 1)]))
    assert len({query.pop("state") for query in (plain, by_query, by_form)}) == 3
    assert plain == by_query == by_form


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Port": "8443"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"Referer": "https://evil.example/"},
    ],
)
def test_forged_headers_do_not_move_the_callback(headers: dict[str, str]) -> None:
    assert start(Client(headers=headers))["redirect_uri"] == f"{site.SITE_URL}{CALLBACK}"


def test_login_at_a_foreign_host_does_not_start(client: Client) -> None:
    answer = client.post(LOGIN, headers={"Host": "evil.example"})
    assert (answer.status_code, "Location" in answer) == (400, False)
    assert not Session.objects.exists()


def test_login_does_not_start_by_a_link(client: Client) -> None:
    page = client.get(LOGIN)
    assert "Location" not in page
    assert "Continue with TikTok" in page.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("method", ["head", "put", "delete", "options", "trace", "patch"])
def test_login_starts_by_no_other_method(client: Client, method: str) -> None:
    answer = getattr(client, method)(LOGIN)
    assert answer.status_code == 405
    assert not Session.objects.exists()


def test_login_from_a_foreign_form_is_refused() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(LOGIN, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not Session.objects.exists()


def test_web_login_sends_no_challenge(client: Client) -> None:
    assert not start(client).keys() & {"code_challenge", "code_challenge_method"}


def test_desktop_login_proves_itself_with_a_hexadecimal_challenge(client: Client, settings: Settings) -> None:
    settings.TIKTOK_LOGIN_KIT = "desktop"
    control.require_challenge()
    query = start(client)
    assert (len(query["code_challenge"]), query["code_challenge_method"]) == (hashlib.sha256().digest_size * 2, "S256")
    assert tiktok.log_in(client, MINA)["Location"] == "/studio/"


def test_desktop_login_has_a_new_challenge_each_time(client: Client, settings: Settings) -> None:
    settings.TIKTOK_LOGIN_KIT = "desktop"
    assert start(client)["code_challenge"] != start(client)["code_challenge"]


def test_code_swapped_between_two_browsers_fails_with_a_challenge(settings: Settings) -> None:
    settings.TIKTOK_LOGIN_KIT = "desktop"
    mine, theirs = Client(), Client()
    state, foreign = start(mine)["state"], start(theirs)["code_challenge"]
    call_back(mine, state=state, code=control.issue_code(OTHER, challenge=foreign))
    assert not is_logged_in(mine)
    assert not SocialAccount.objects.exists()
