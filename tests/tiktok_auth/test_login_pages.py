"""The pages around a login, and those that do not exist."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from pytest_django import Settings

from tests.tiktok_auth.steps import CALLBACK, LOGIN
from tiktok_auth import csp
from tiktok_auth.adapter import AccountAdapter

pytestmark = pytest.mark.django_db


def test_login_page_offers_tiktok_and_no_password(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "Continue with TikTok" in page
    assert not any(f'type="{kind}"' in page for kind in ("password", "email", "text"))


@pytest.mark.parametrize("path", ["/accounts/login/", LOGIN, "/accounts/social/cancelled/", "/accounts/social/error/"])
def test_pages_with_the_button_let_forms_lead_to_tiktok(client: Client, path: str) -> None:
    page = client.get(path)
    www = urlsplit(site.TIKTOK_WWW_BASE)
    assert f"form-action 'self' {www.scheme}://{www.netloc}" in page["Content-Security-Policy"]
    assert 'action="/accounts/tiktok/login/"' in page.content.decode()


def test_login_policy_adds_one_origin_to_the_sites_own(settings: Settings) -> None:
    settings.TIKTOK_WWW_BASE = "https://www.tiktok.com"
    policy = csp.login_policy()
    assert policy.pop("form-action") == ["'self'", "https://www.tiktok.com"]
    assert policy == {name: value for name, value in site.SECURE_CSP.items() if name != "form-action"}


def test_login_page_says_when_there_is_no_tiktok_app(client: Client, settings: Settings) -> None:
    settings.TIKTOK_CLIENT_KEY = settings.TIKTOK_CLIENT_SECRET = ""
    page = client.get("/accounts/login/").content.decode()
    assert "TIKTOK_CLIENT_KEY" in page
    assert "<form" not in page


@pytest.mark.parametrize(("method", "path"), [("get", LOGIN), ("post", LOGIN), ("get", CALLBACK)])
def test_every_road_without_a_tiktok_app_leads_to_the_login_page(
    client: Client, settings: Settings, method: str, path: str
) -> None:
    settings.TIKTOK_CLIENT_KEY = settings.TIKTOK_CLIENT_SECRET = ""
    assert getattr(client, method)(path)["Location"] == "/accounts/login/"


@pytest.mark.parametrize("path", ["signup", "password/reset", "password/change", "email", "social", "social/signup"])
def test_pages_that_ask_for_an_email_address_or_a_password_do_not_exist(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/accounts/{path}/")


def test_nobody_signs_up_with_a_password(rf: RequestFactory) -> None:
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False
