"""Walks every road that handles a secret, then looks for those secrets wherever they might have been left behind."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from profiles.models import Report
from tests.profiles.pages import make_page
from tests.tiktok_auth.bad_bodies import JSON, Answer
from tests.tiktok_auth.steps import CALLBACK, MINA, OTHER, arrive, call_back, start
from tests.tiktok_auth.test_staff import code_for, type_code, type_password
from tiktok_auth import client as tiktok
from tiktok_auth import tokens
from tiktok_auth.errors import TikTokError
from tiktok_auth.models import Grant, Session
from tiktok_auth.sandbox import control, store

pytestmark = pytest.mark.django_db

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


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, at DEBUG, as the operator would read it."""
    (printed,) = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(printed.formatter)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def secrets(settings: Settings, log: io.StringIO) -> Secrets:
    """The secrets of a day on which everything happened that can happen to them."""
    settings.TIKTOK_CLIENT_SECRET = settings.SANDBOX_CLIENT_SECRET = CLIENT_SECRET
    settings.TIKTOK_LOGIN_KIT = "desktop"
    secrets = Secrets({CLIENT_SECRET, "act.canary-in-a-body"})
    walk_logins(secrets)
    walk_tokens(secrets)
    walk_staff(secrets)
    assert len(secrets) > 15
    return secrets


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


def test_logs_hold_no_secret(secrets: Secrets, log: io.StringIO) -> None:
    text = log.getvalue()
    assert "login_failed" in text
    assert secrets.found_in(text) == []


def test_database_holds_no_secret(secrets: Secrets) -> None:
    tables = connection.introspection.table_names()
    dump = "\n".join(f"{table} {row}" for table in tables for row in rows_of(table))
    assert "tiktok_auth_grant" in dump
    assert secrets.found_in(dump) == []


def rows_of(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return list(cursor.fetchall())


def test_sessions_hold_no_secret(secrets: Secrets) -> None:
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert any("_auth_user_id" in session for session in sessions)
    assert secrets.found_in(repr(sessions)) == []


def test_redis_holds_no_secret(secrets: Secrets) -> None:
    redis = cache.client.get_client()  # type: ignore[attr-defined]
    dump = "\n".join(f"{key!r} {read(redis, key)!r}" for key in redis.scan_iter("*"))
    assert "budget" in dump
    assert secrets.found_in(dump) == []


def read(redis: Any, key: bytes) -> object:
    readers = {b"string": redis.get, b"hash": redis.hgetall, b"set": redis.smembers}
    ranges = {b"list": redis.lrange, b"zset": redis.zrange}
    kind = redis.type(key)
    return readers[kind](key) if kind in readers else ranges[kind](key, 0, -1) if kind in ranges else kind


def test_admin_shows_no_secret(secrets: Secrets) -> None:
    browser = Client()
    secret = generate_totp_secret()
    TOTP.activate(User.objects.create_superuser("auditor", password="a long enough password"), secret)
    type_password(browser, name="auditor")
    type_code(browser, code_for(secret))
    pages = crawl_admin(browser)
    assert any(re.fullmatch(r"/admin/auth/user/\d+/change/", path) for path in pages)
    assert [path for path, text in pages.items() if secrets.found_in(text) or "gAAAA" in text] == []


def crawl_admin(browser: Client) -> dict[str, str]:
    """Every page that can be reached by links, with its text."""
    pages: dict[str, str] = {}
    waiting = ["/admin/"]
    while waiting:
        path = waiting.pop()
        if path in pages or "/logout/" in path or "/jsi18n/" in path:
            continue
        page = browser.get(path, follow=True)
        pages[path] = page.content.decode() if not page.streaming else ""
        waiting += [link for link in re.findall(r'href="(/admin/[^"#?]*)"', pages[path]) if link not in pages]
    return pages


# ---- where visitors come from ----

ADDRESSES = ["203.0.113.77", "198.51.100.23", "203.0.113", "198.51.100"]


def walk_visitors() -> None:
    """A visitor, a creator at the door, and somebody who guesses a password, with addresses that are theirs alone."""
    page = make_page("otto.knits")
    somebody = Client(headers={"X-Forwarded-For": ADDRESSES[1]}, REMOTE_ADDR=ADDRESSES[0])
    somebody.get(page.get_absolute_url())
    somebody.post(f"{page.get_absolute_url()}/report", {"ground": "spam", "text": "spam"})
    somebody.post("/accounts/tiktok/login/")
    type_password(somebody, "wrong")
    assert Report.objects.exists()


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_address_of_a_visitor_is_left_anywhere(log: io.StringIO, settings: Settings, proxies: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    walk_visitors()
    redis = cache.client.get_client()  # type: ignore[attr-defined]
    left = [log.getvalue(), "\n".join(f"{key!r} {read(redis, key)!r}" for key in redis.scan_iter("*"))]
    left += [str(row) for table in connection.introspection.table_names() for row in rows_of(table)]
    assert "allauth:rl" in left[1]
    assert [(address, text) for address in ADDRESSES for text in left if address in text] == []
