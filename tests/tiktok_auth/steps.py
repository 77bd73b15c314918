"""Pieces of the road that several tests walk, without the consent page; tests/tiktok.py walks all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.dispatch import Signal
from django.test import Client
from pytest import LogCaptureFixture

from tiktok_auth import tokens
from tiktok_auth.models import Grant
from tiktok_auth.payloads import Tokens
from tiktok_auth.sandbox import control

LOGIN = "/accounts/tiktok/login/"
CALLBACK = "/accounts/tiktok/login/callback/"
SCOPES = ("user.info.basic", "user.info.profile", "user.info.stats", "video.list")
MINA, OTHER = "mina.eats", "layla.raqs"


def start(client: Client, path: str = LOGIN, **form: str) -> dict[str, str]:
    """Presses the button; what TikTok is sent."""
    return dict(parse_qsl(urlsplit(client.post(path, form)["Location"]).query))


def call_back(client: Client, **query: str) -> Any:
    return client.get(CALLBACK, query)


def arrive(client: Client, username: str = MINA, *, scopes: tuple[str, ...] = SCOPES) -> Any:
    """Logs in as this persona; the answer to the callback."""
    return call_back(client, state=start(client)["state"], code=control.issue_code(username, scopes=scopes))


def issue(username: str = MINA, *, access_seconds: int = 7200, refresh_seconds: int = 15552000) -> Tokens:
    """A pair of tokens that the sandbox accepts."""
    pair = control.issue_tokens(username)
    return Tokens(pair.open_id, pair.scope, pair.access_token, access_seconds, pair.refresh_token, refresh_seconds)


def connect(username: str = MINA, *, access_seconds: int = 7200) -> Grant:
    """A creator who logged in some time ago."""
    user = User.objects.create_user(f"user-{username}")
    account = SocialAccount.objects.create(user=user, provider="tiktok", uid=control.account(username).open_id)
    return tokens.keep(account, issue(username, access_seconds=access_seconds))


@contextmanager
def listening(signal: Signal, receiver: Any) -> Iterator[None]:
    signal.connect(receiver, weak=False)
    try:
        yield
    finally:
        signal.disconnect(receiver)


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def logged(caplog: LogCaptureFixture, event: str) -> list[dict[str, Any]]:
    """The lines about this event."""
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in lines if line["event"] == event]
