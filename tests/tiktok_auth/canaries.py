"""Roads that handle a secret, and all the secrets that were handled on them."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from tests.tiktok_auth.bad_bodies import JSON, Answer
from tests.tiktok_auth.staff import type_password
from tests.tiktok_auth.steps import CALLBACK, MINA, OTHER, arrive, call_back, start
from tiktok_auth import client as tiktok
from tiktok_auth import tokens
from tiktok_auth.errors import TikTokError
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control, store

CLIENT_SECRET = "canary-of-the-client-secret"
LEAKY_BODY = b'{"error": {"code": "internal_error"}, "access_token": "act.canary-in-a-body", "open_id": null}'
LOGIN_FAULTS: list[str | Answer] = ["wrapped", "null_open_id", "502", "lost", (200, JSON, LEAKY_BODY)]


class Secrets(set[str]):
    """What must not be found, added to as the road goes on."""

    def add_issued(self) -> None:
        """All tokens that the sandbox knows."""
        for row in store.run("SELECT access_token, refresh_token FROM pairs"):
            self.update(row)

    def found_in(self, text: str) -> list[str]:
        return [secret for secret in self if secret in text]


def walk_logins(secrets: Secrets) -> None:
    browser = Client()
    for endpoint in ("token", "user_info"):
        for fault in LOGIN_FAULTS:
            control.break_next(endpoint, fault)
            walk_login(browser, secrets)
            cache.clear()
    browser.get(f"{CALLBACK}?state=unknown&code={control.issue_code(MINA)}")
    walk_login(browser, secrets)


def walk_login(browser: Client, secrets: Secrets) -> None:
    query = start(browser)
    code = control.issue_code(MINA, challenge=query["code_challenge"])
    call_back(browser, state=query["state"], code=code)
    call_back(browser, state=query["state"], code=code)
    secrets |= {code, query["state"]}
    secrets.add_issued()


def walk_tokens(secrets: Secrets) -> None:
    grant = Grant.objects.get()

    def ask(token: str) -> object:
        return tiktok.user_info(token, scopes=grant.scopes, open_id=grant.account.uid)

    control.kill_access_tokens(MINA)
    tokens.call(grant, ask)
    for fault in ["502", "wrapped", "lost"]:
        control.kill_access_tokens(MINA)
        control.break_next("token", fault)
        with pytest.raises(TikTokError), time_machine.travel(now() + timedelta(minutes=5)):
            tokens.call(grant, ask)
        secrets.add_issued()
        cache.clear()
    arrive(Client(), OTHER)
    control.break_next("revoke", "500")
    tokens.disconnect(Grant.objects.get(account__uid=control.account(OTHER).open_id))
    secrets.add_issued()


def walk_staff(secrets: Secrets) -> None:
    secret, password = generate_totp_secret(), "a long enough password"
    TOTP.activate(User.objects.create_superuser("boss", password=password), secret)
    type_password(Client(), "wrong")
    secrets |= {secret, password}
