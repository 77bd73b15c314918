"""Walks every road that handles a secret, then looks for those secrets wherever they might have been left behind."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from pytest_django import Settings

from profiles.models import Report
from tests.profiles.pages import make_page
from tests.tiktok_auth.canaries import CLIENT_SECRET, Secrets, walk_logins, walk_staff, walk_tokens
from tests.tiktok_auth.staff import code_for, type_code, type_password
from tests.tiktok_auth.steps import MINA, arrive
from tiktok_auth.models import Session

pytestmark = pytest.mark.django_db


# How a pickle of any protocol since 2 begins, as repr shows it; the second byte is the protocol.
PICKLED = re.compile(r"b'\\x80\\x0[2-5]")
EXPORTS = ["page.json", "links.csv", "website.zip"]


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
    secrets = Secrets({CLIENT_SECRET, "act.canary-in-a-body", settings.SECRET_KEY, *settings.TOKEN_KEYS})
    walk_logins(secrets)
    walk_tokens(secrets)
    walk_staff(secrets)
    assert len(secrets) > 15
    return secrets


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


def test_redis_holds_nothing_that_runs_when_it_is_read(secrets: Secrets) -> None:
    walk_visitors()
    redis = cache.client.get_client()  # type: ignore[attr-defined]
    kept = {key: repr(read(redis, key)) for key in redis.scan_iter("*")}
    assert len(kept) > 5
    assert [key for key, value in kept.items() if PICKLED.search(value)] == []


def read(redis: Any, key: bytes) -> object:
    readers = {b"string": redis.get, b"hash": redis.hgetall, b"set": redis.smembers}
    ranges = {b"list": redis.lrange, b"zset": redis.zrange}
    kind = redis.type(key)
    return readers[kind](key) if kind in readers else ranges[kind](key, 0, -1) if kind in ranges else kind


@pytest.mark.usefixtures("stopped_clock")
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


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_hold_no_secret(secrets: Secrets, name: str) -> None:
    browser = Client()
    arrive(browser, MINA)
    secrets.add_issued()
    answer = browser.get(f"/studio/export/{name}")
    parts = unpack(answer.getvalue())
    assert any(b"Mina" in part or b"title" in part for part in parts)
    assert [part for part in parts if secrets.found_in(part.decode("latin-1"))] == []


def unpack(file: bytes) -> list[bytes]:
    """What is in an archive, or the file itself."""
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return [file]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_metrics_hold_no_secret(secrets: Secrets, client: Client) -> None:
    numbers = client.get("/metrics").text
    assert "linkbio_pages" in numbers
    assert secrets.found_in(numbers) == []


def test_no_mail_is_sent_at_all(secrets: Secrets, mailoutbox: list[EmailMessage], settings: Settings) -> None:
    walk_visitors()
    assert secrets
    assert mailoutbox == []
    assert settings.ADMINS == []


# ---- where visitors come from ----

AGENT = "CanaryBrowser/7.7 (visitor)"
ADDRESSES = ["203.0.113.77", "198.51.100.23", "203.0.113", "198.51.100"]


def walk_visitors() -> None:
    """A visitor, a creator at the door, and somebody who guesses a password, with addresses that are theirs alone."""
    page = make_page("otto.knits")
    somebody = Client(headers={"X-Forwarded-For": ADDRESSES[1], "User-Agent": AGENT}, REMOTE_ADDR=ADDRESSES[0])
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
    assert [(address, text) for address in [*ADDRESSES, AGENT] for text in left if address in text] == []
