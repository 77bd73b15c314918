"""Staff on the way into the admin: with a password, with a code, and to where both are set up."""

import re
from collections.abc import Iterator
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
SETUP = "/accounts/2fa/totp/activate/"
PASSWORD = "a long enough password"


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
