"""What the webhook believes, and what it refuses or lets pass without a word."""

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as site
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now
from pytest import LogCaptureFixture
from pytest_django import Settings

from tests.tiktok_auth.deliveries import (
    HOUR,
    MINUTE,
    NOON,
    URL,
    change_body,
    deliver,
    ending,
    is_noted,
    make_body,
    post,
)
from tests.tiktok_auth.forgeries import FORGERIES, Forgery, seal
from tests.tiktok_auth.steps import MINA, connect, issue, logged
from tiktok_auth import tasks, tokens
from tiktok_auth.models import Ended
from tiktok_auth.sandbox import control, webhooks

pytestmark = pytest.mark.django_db

LIMIT = 64 * 1024


def test_event_in_tiktoks_own_words_takes_effect(tiktok: Client, settings: Settings) -> None:
    # printf '%s' "1764000003.$body" | openssl dgst -sha256 -hmac wxyz0123456789
    signature = "t=1764000003,s=36728cc8f3190cd58f616b3d04bd99c52c93b2290362efe93edb75eaee57075a"
    body = (
        rb'{"client_key":"bwo2m45353a6k85","event":"authorization.removed","create_time":1764000000,'
        rb'"user_openid":"act.example12345Example12345Example","content":"{\"reason\": 1}"}'
    )
    settings.TIKTOK_CLIENT_KEY, settings.TIKTOK_CLIENT_SECRET = "bwo2m45353a6k85", "wxyz0123456789"
    user = User.objects.create_user("creator")
    uid = "act.example12345Example12345Example"
    account = SocialAccount.objects.create(user=user, provider="tiktok", uid=uid)
    with time_machine.travel(1764000000):
        grant = tokens.keep(account, issue())
        post(tiktok, body, signature)
        tasks.handle_pending()
    assert (ending(grant), grant.sealed_access, grant.sealed_refresh) == (Ended.LEFT, "", "")


@pytest.mark.parametrize(
    "form",
    [
        "t={t},s={s}",
        "s={s},t={t}",
        " t={t} , s={s} ",
        "t={t},s={s},",
        "t={t},s=0000,s={s}",
        "t={t},s={s},s=0000",
        "v=2,t={t},s={s},x",
    ],
)
def test_signature_header_is_read_tolerantly(tiktok: Client, form: str) -> None:
    grant, body, moment = connect(), make_body(), int(now().timestamp())
    post(tiktok, body, form.format(t=moment, s=seal(body, moment)))
    assert is_noted(grant)


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_forgery_is_refused_without_a_word(tiktok: Client, forgery: Forgery) -> None:
    grant = connect()
    answer = post(tiktok, *forgery(make_body(), int(now().timestamp())))
    assert (answer.status_code, answer.content) == (403, b"")
    assert not is_noted(grant)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no header", "header"),
        ("two times", "header"),
        ("another secret", "signature"),
        ("the body changed", "signature"),
        ("four days old", "time"),
        ("for another app", "client_key"),
    ],
)
def test_forgery_is_one_line_in_the_log_that_says_why(
    tiktok: Client, name: str, reason: str, caplog: LogCaptureFixture
) -> None:
    body = make_body()
    post(tiktok, *FORGERIES[name](body, int(now().timestamp())))
    assert [line["reason"] for line in logged(caplog, "webhook_refused")] == [reason]
    assert "django.request" not in [record.name for record in caplog.records]
    for secret in (control.account(MINA).open_id, site.TIKTOK_CLIENT_SECRET):
        assert secret not in caplog.text


def test_nobody_can_sign_for_an_operator_without_a_secret(
    tiktok: Client, settings: Settings, caplog: LogCaptureFixture
) -> None:
    grant, body, moment = connect(), make_body(), int(now().timestamp())
    settings.TIKTOK_CLIENT_SECRET = ""
    assert post(tiktok, body, f"t={moment},s={seal(body, moment)}").status_code == 403
    assert not is_noted(grant)
    assert [line["reason"] for line in logged(caplog, "webhook_refused")] == ["no_secret"]


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_post_is_heard(tiktok: Client, method: str) -> None:
    grant, body = connect(), make_body()
    answer = getattr(tiktok, method)(URL, headers={"TikTok-Signature": webhooks.sign(body)})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert not is_noted(grant)


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413), (20 * LIMIT, 413)])
def test_body_is_read_up_to_its_limit(tiktok: Client, size: int, status: int) -> None:
    grant = connect()
    assert deliver(tiktok, make_body().ljust(size)).status_code == status
    assert is_noted(grant) == (status == 200)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 30000,
        b'{"client_key": ' + b"9" * 5000 + b"}",
        b'{"client_key": NaN}',
    ],
)
def test_signed_rubbish_is_not_asked_for_again(tiktok: Client, body: bytes) -> None:
    grant = connect()
    assert deliver(tiktok, body).status_code == 200
    assert not is_noted(grant)


@pytest.mark.parametrize(
    "changes",
    [
        {"event": "video.publish.completed"},
        {"event": "portability.download.ready", "user_openid": None},
        {"event": ["authorization.removed"]},
        {"event": None},
        {"user_openid": None},
        {"user_openid": ""},
        {"user_openid": 7},
        {"user_openid": "a\0b"},
        {"user_openid": "\ud800"},
        {"user_openid": "a" * 129},
        {"create_time": None},
        {"create_time": True},
        {"create_time": "soon"},
        {"create_time": 1.5},
        {"create_time": 0},
        {"create_time": -1},
        {"create_time": 10**30},
    ],
)
def test_event_that_says_nothing_to_us_is_ignored(tiktok: Client, changes: dict[str, object]) -> None:
    grant = connect()
    assert deliver(tiktok, change_body(**changes)).status_code == 200
    assert not is_noted(grant)


@pytest.mark.parametrize("age", [72 * HOUR + 5 * MINUTE + 1, -5 * MINUTE - 1])
def test_signature_of_another_day_is_refused(tiktok: Client, age: int) -> None:
    with time_machine.travel(NOON, tick=False):
        grant = connect()
        assert deliver(tiktok, signed_at=int(NOON.timestamp()) - age).status_code == 403
        assert not is_noted(grant)


def test_event_waits_for_a_clock_that_is_slow(tiktok: Client, caplog: LogCaptureFixture) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        grant, body = connect(), make_body()
        ahead = int(NOON.timestamp()) + 10 * MINUTE
        assert deliver(tiktok, body, signed_at=ahead).status_code == 403
        assert [line["seconds"] for line in logged(caplog, "webhook_skew")] == [-10 * MINUTE]
        clock.shift(6 * MINUTE)
        deliver(tiktok, body, signed_at=ahead)
        assert is_noted(grant)


def test_logs_name_neither_the_creator_nor_a_signature(tiktok: Client, caplog: LogCaptureFixture) -> None:
    connect()
    body, old = make_body(), int(now().timestamp()) - HOUR
    deliver(tiktok, body, signed_at=old)
    post(tiktok, body, f"t={old},s={'ab' * 32}")
    deliver(tiktok, change_body(event="video.publish.completed"))
    tasks.handle_pending()
    assert logged(caplog, "webhook_skew") and logged(caplog, "webhook_ignored") and logged(caplog, "event_handled")
    for secret in (control.account(MINA).open_id, seal(body, old), "ab" * 32, site.TIKTOK_CLIENT_SECRET):
        assert secret not in caplog.text
