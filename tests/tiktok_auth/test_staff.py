import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.tiktok_auth.steps import arrive, is_logged_in
from tiktok_auth.models import Grant

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
SETUP = "/accounts/2fa/totp/activate/"
PASSWORD = "a long enough password"


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def secret(boss: User) -> str:
    """What the boss's authenticator app knows."""
    secret = generate_totp_secret()
    TOTP.activate(boss, secret)
    return secret


def code_for(secret: str) -> str:
    counters: Iterator[int] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, next(counters)))


def type_password(client: Client, password: str = PASSWORD, *, name: str = "boss", **headers: str) -> Any:
    form = {"login": name, "password": password, "next": "/admin/"}
    return client.post(LOGIN, form, headers=headers)


def type_code(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code})


def open_setup(client: Client) -> Any:
    """Logs in and opens the page with the QR code, which asks for the password once more."""
    type_password(client)
    again = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert again.startswith("/accounts/reauthenticate/")
    return client.post(again, {"password": PASSWORD, "next": SETUP}, follow=True)


def read_secret(page: Any) -> str:
    (secret,) = re.findall(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page.content.decode())
    return str(secret)


def set_up(client: Client) -> Any:
    """The page with the recovery codes."""
    return client.post(SETUP, {"code": code_for(read_secret(open_setup(client)))}, follow=True)


def test_staff_logs_in_with_password_and_code(client: Client, secret: str) -> None:
    assert type_password(client)["Location"] == CODE
    assert not is_logged_in(client)
    assert type_code(client, code_for(secret))["Location"] == "/admin/"
    assert "<title>Desk | Linkbio</title>" in client.get("/admin/").content.decode()


def test_password_alone_opens_nothing(client: Client, secret: str) -> None:
    type_password(client)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert not is_logged_in(client)


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "0" * 100])
def test_wrong_code_opens_nothing(client: Client, secret: str, code: str) -> None:
    type_password(client)
    assert "errorlist" in type_code(client, code).content.decode()
    assert not is_logged_in(client)


def test_code_works_once(client: Client, secret: str) -> None:
    code = code_for(secret)
    for browser in (client, Client()):
        type_password(browser)
        type_code(browser, code)
    assert is_logged_in(client)
    assert not is_logged_in(browser)


def test_login_can_be_started_again_before_the_code(client: Client, secret: str) -> None:
    type_password(client)
    assert 'form="start-again"' in client.get(CODE).content.decode()
    client.post("/accounts/logout/")
    assert 'type="password"' in client.get(f"{LOGIN}?staff=1").content.decode()


def test_admin_leads_strangers_to_the_password(client: Client) -> None:
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/?staff=1&next=%2Fadmin%2F"
    text = page.content.decode()
    assert 'type="password"' in text
    assert 'name="next" value="/admin/"' in text


def test_staff_without_a_second_factor_is_led_to_set_one_up(client: Client, boss: User) -> None:
    assert "Go to the admin" in set_up(client).content.decode()
    assert "<title>Desk | Linkbio</title>" in client.get("/admin/").content.decode()


def test_setting_up_takes_a_right_code(client: Client, boss: User) -> None:
    open_setup(client)
    assert "errorlist" in client.post(SETUP, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()


def test_recovery_code_replaces_the_app_once(client: Client, boss: User) -> None:
    (first, *others) = re.findall(r"\b\d{8}\b", set_up(client).content.decode())
    assert len(others) == 9
    phone_is_gone, later = Client(), Client()
    for browser in (phone_is_gone, later):
        type_password(browser)
        type_code(browser, first)
    assert is_logged_in(phone_is_gone)
    assert not is_logged_in(later)


@pytest.mark.parametrize(
    "path", ["", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"]
)
def test_pages_about_the_second_factor_work_under_our_content_security_policy(
    client: Client, boss: User, path: str
) -> None:
    opened = open_setup(client)
    codes = client.post(SETUP, {"code": code_for(read_secret(opened))}, follow=True)
    assert_harmless(opened, codes, client.get(f"/accounts/2fa/{path}", follow=True))


def test_pages_before_the_second_factor_work_under_our_content_security_policy(client: Client, secret: str) -> None:
    assert_harmless(client.get(f"{LOGIN}?staff=1"), type_password(client, "wrong"))
    type_password(client)
    assert_harmless(client.get(CODE), type_code(client, "wrong"))


def assert_harmless(*pages: Any) -> None:
    """Ours, and without anything that the policy blocks."""
    for page in pages:
        text = page.content.decode()
        assert '<header class="masthead">' in text
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|(src|href)=\"(https?:)?//", text)


def test_qr_code_has_a_ground_of_its_own(client: Client, boss: User) -> None:
    page = open_setup(client)
    assert '<img src="data:image/svg+xml;base64,' in page.content.decode()
    assert 'fill="#fff"' in page.context["totp_svg"]


def test_creator_may_not_enter_the_admin(client: Client) -> None:
    arrive(client)
    page = client.get("/admin/", follow=True)
    assert page.status_code == 403
    assert "<title>Desk" not in page.content.decode()


def test_creator_who_is_staff_needs_a_second_factor_too(client: Client) -> None:
    arrive(client)
    User.objects.update(is_staff=True)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == SETUP
    assert read_secret(page)


def test_creator_cannot_log_in_with_a_password(client: Client) -> None:
    arrive(client)
    creator, stranger = Grant.objects.get().account.user, Client()
    for password in ("", "!", creator.password):
        type_password(stranger, password, name=creator.username)
    assert not is_logged_in(stranger)


def test_staff_form_has_a_way_back_for_creators(client: Client) -> None:
    text = client.get(f"{LOGIN}?staff=1").content.decode()
    assert "I am a creator" in text
    assert "Continue with TikTok" not in text


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("boss", {}),
        ("BOSS", {}),
        ("boss", {"X-Forwarded-For": "203.0.113.{}"}),
        ("boss", {"X-Real-Ip": "203.0.113.{}"}),
    ],
)
def test_guessing_ends_after_ten_tries(client: Client, secret: str, name: str, headers: dict[str, str]) -> None:
    for number in range(10):
        type_password(client, f"guess {number}", name=name, **{key: one.format(number) for key, one in headers.items()})
    late = type_password(client, name=name)
    assert "Location" not in late
    assert not is_logged_in(client)


def test_guessing_codes_ends_too(client: Client, secret: str) -> None:
    type_password(client)
    for number in range(10):
        type_code(client, f"{number:06}")
    late = type_code(client, code_for(secret))
    assert "Location" not in late
    assert not is_logged_in(client)


def test_impatient_guessing_gets_a_plain_page(client: Client) -> None:
    pages = [type_password(client, f"guess {number}") for number in range(31)]
    assert "Too many tries" in pages[-1].content.decode()


def test_secret_of_the_second_factor_lies_sealed_in_the_database(secret: str) -> None:
    assert secret not in repr(Authenticator.objects.values())


def test_lost_key_is_explained_and_opens_nothing(client: Client, secret: str, settings: Settings) -> None:
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    type_password(client)
    assert "lost the key" in type_code(client, code_for(secret)).content.decode()
    assert not is_logged_in(client)


def test_admin_knows_no_table_with_secrets() -> None:
    known = {model.__name__ for model in admin.site._registry}
    assert not known & {
        "Grant",
        "SocialToken",
        "SocialApp",
        "SocialAccount",
        "EmailAddress",
        "Authenticator",
        "Session",
    }
    assert "User" in known


def test_logging_out_of_the_admin_ends_the_session(client: Client, secret: str) -> None:
    type_password(client)
    type_code(client, code_for(secret))
    client.post(reverse("admin:logout"))
    assert not is_logged_in(client)


def test_admin_login_page_sends_staff_on_who_are_in(client: Client, secret: str) -> None:
    type_password(client)
    type_code(client, code_for(secret))
    assert client.get("/admin/login/?next=/admin/auth/user/")["Location"] == "/admin/auth/user/"
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"
