"""How staff set up a second factor, and what becomes of it when things get lost."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.markup import tags, words
from tests.tiktok_auth.staff import (
    CODE,
    LOGIN,
    SETUP,
    code_for,
    open_setup,
    read_secret,
    set_up,
    type_code,
    type_password,
)
from tests.tiktok_auth.steps import arrive, is_logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]

FACTOR = "/accounts/2fa/"


def test_staff_without_a_second_factor_is_led_to_set_one_up(client: Client, boss: User) -> None:
    assert "Go to the desk" in set_up(client).content.decode()
    assert "<title>Desk | Linkbio</title>" in client.get("/admin/").content.decode()


def test_codes_and_app_lead_back_to_the_desk(client: Client, boss: User) -> None:
    set_up(client)
    shown = client.get(FACTOR)
    told = "Codes and app", "It is set up.", "10 codes are not used yet."
    assert [said for said in told if said not in words(shown)] == []
    links = [one["href"] for one in tags(shown, "a")]
    assert {f"{FACTOR}totp/deactivate/", f"{FACTOR}recovery-codes/generate/", "/admin/"} <= set(links)
    for path in links[links.index(f"{FACTOR}totp/deactivate/") : links.index("/admin/")]:
        assert FACTOR in [one["href"] for one in tags(client.get(path), "a")]


def test_removing_the_app_takes_the_codes_with_it_and_says_so(client: Client, boss: User) -> None:
    set_up(client)
    path = f"{FACTOR}totp/deactivate/"
    assert "Remove the app The app's codes and your recovery codes stop working." in words(client.get(path))
    done = words(client.post(path, follow=True))
    assert "The app is removed, and its codes with it." in done
    assert "None is set up yet. Set up the app" in done
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_new_codes_end_the_old_ones_and_say_so(client: Client, boss: User) -> None:
    old = re.findall(r"\b\d{8}\b", set_up(client).text)
    path = f"{FACTOR}recovery-codes/generate/"
    assert "The old ones stop working as soon as the new ones are there." in words(client.get(path))
    done = client.post(path, follow=True)
    assert "These are your new codes. The old ones do not work any more." in words(done)
    assert set(re.findall(r"\b\d{8}\b", done.text)).isdisjoint(old)


def test_setting_up_takes_a_right_code(client: Client, boss: User) -> None:
    open_setup(client)
    said = client.post(SETUP, {"code": "000000"}).content.decode()
    assert "That code does not fit. Type the one your app shows now." in said
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


def test_secret_of_the_second_factor_lies_sealed_in_the_database(secret: str) -> None:
    assert secret not in repr(Authenticator.objects.values())


def test_lost_key_is_explained_and_opens_nothing(client: Client, secret: str, settings: Settings) -> None:
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    type_password(client)
    assert "lost the key" in type_code(client, code_for(secret)).content.decode()
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "page", ["", "totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"]
)
def test_creator_has_no_second_factor_of_their_own_to_be_locked_out_with(client: Client, page: str) -> None:
    arrive(client)
    for method in (client.get, client.post):
        assert "There is no page here" in words(method(f"/accounts/2fa/{page}"))
