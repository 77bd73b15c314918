import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Barrier
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as site
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from pytest import LogCaptureFixture, MonkeyPatch
from pytest_django import Settings

from linkbio.celery import app
from profiles.models import Link, Page
from tests.tiktok_auth.forgeries import FORGERIES, Forgery, seal
from tests.tiktok_auth.steps import MINA, OTHER, arrive, connect, issue, listening, logged
from tiktok_auth import events, tasks, tokens
from tiktok_auth.models import Ended, Event, Grant
from tiktok_auth.sandbox import control, webhooks
from tiktok_auth.signals import creator_disconnected

pytestmark = pytest.mark.django_db

URL = "/webhooks/tiktok/"
REMOVED = "authorization.removed"
LIMIT = 64 * 1024
MINUTE, HOUR = 60, 3600
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def tiktok() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def parted() -> Iterator[list[str]]:
    """Whose grants ended, as other apps hear it."""
    heard: list[str] = []
    with listening(creator_disconnected, lambda grant, **kwargs: heard.append(grant.account.uid)):
        yield heard


@pytest.fixture
def eager_queue(monkeypatch: MonkeyPatch) -> None:
    """What is queued is done at once."""
    monkeypatch.setitem(app.conf, "task_always_eager", True)


@pytest.fixture
def lost_queue(monkeypatch: MonkeyPatch) -> None:
    """Nothing listens where tasks are sent to."""
    monkeypatch.setitem(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


def post(client: Client, body: bytes, signature: str) -> Any:
    return client.post(URL, body, content_type="application/json", headers={"TikTok-Signature": signature})


def make_body(open_id: str = "", *, reason: object = 1, event: str = REMOVED, at: int | None = None) -> bytes:
    """The event as TikTok writes it, about Mina when nobody else is named."""
    content = {"reason": reason}
    return webhooks.make_body(open_id or control.account(MINA).open_id, event=event, content=content, at=at)


def change_body(**changes: object) -> bytes:
    return json.dumps(json.loads(make_body()) | changes).encode()


def deliver(client: Client, body: bytes | None = None, *, signed_at: int | None = None) -> Any:
    """Signed as TikTok does it."""
    body = make_body() if body is None else body
    return post(client, body, webhooks.sign(body, at=signed_at))


def ending(grant: Grant) -> str:
    grant.refresh_from_db()
    return grant.ended_because


def is_noted(grant: Grant) -> bool:
    """Whether anything was stored, or came of it."""
    tasks.handle_pending()
    return Event.objects.exists() or not Grant.objects.get(pk=grant.pk).is_live


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


def test_nobody_can_sign_for_an_operator_without_a_secret(tiktok: Client, settings: Settings) -> None:
    grant, body, moment = connect(), make_body(), int(now().timestamp())
    settings.TIKTOK_CLIENT_SECRET = ""
    assert post(tiktok, body, f"t={moment},s={seal(body, moment)}").status_code == 403
    assert not is_noted(grant)


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
        {"create_time": "1764000000"},
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


@pytest.mark.parametrize("age", [HOUR, 71 * HOUR, 72 * HOUR + 5 * MINUTE - 1, -5 * MINUTE])
def test_signature_of_another_hour_counts_once(tiktok: Client, age: int, parted: list[str]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        connect()
        clock.shift(80 * HOUR)
        body, signed_at = make_body(), int(now().timestamp()) - age
        for _ in range(3):
            assert deliver(tiktok, body, signed_at=signed_at).status_code == 200
            tasks.handle_pending()
        assert len(parted) == 1


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


@pytest.mark.parametrize(
    ("reason", "because"),
    [
        (0, Ended.LEFT),
        (1, Ended.LEFT),
        (2, Ended.GONE),
        (3, Ended.GONE),
        (4, Ended.GONE),
        (5, Ended.LEFT),
        (6, Ended.LEFT),
        (-1, Ended.LEFT),
        (True, Ended.LEFT),
        ("2", Ended.LEFT),
        (None, Ended.LEFT),
        ([2], Ended.LEFT),
    ],
)
def test_reason_decides_how_the_grant_ends(tiktok: Client, reason: object, because: Ended) -> None:
    grant, bystander = connect(), connect(OTHER)
    deliver(tiktok, make_body(reason=reason))
    tasks.handle_pending()
    assert (ending(grant), ending(bystander)) == (because, "")


@pytest.mark.parametrize("content", [None, 7, {}, "", "{", "[]", "\ud800", "[" * 5000])
def test_removal_without_a_readable_reason_is_a_removal(tiktok: Client, content: object) -> None:
    grant = connect()
    assert deliver(tiktok, change_body(content=content)).status_code == 200
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.parametrize(
    ("before", "reason", "after"),
    [
        (Ended.EXPIRED, 1, Ended.LEFT),
        (Ended.UNREADABLE, 1, Ended.LEFT),
        (Ended.EXPIRED, 4, Ended.GONE),
        (Ended.LEFT, 2, Ended.GONE),
        (Ended.GONE, 1, Ended.GONE),
        (Ended.DISCONNECTED, 1, Ended.DISCONNECTED),
    ],
)
def test_of_two_endings_the_more_final_one_stays(tiktok: Client, before: Ended, reason: int, after: Ended) -> None:
    grant = connect()
    tokens.end(grant, before)
    deliver(tiktok, make_body(reason=reason))
    tasks.handle_pending()
    assert ending(grant) == after


def test_our_own_disconnect_is_no_news(tiktok: Client, parted: list[str]) -> None:
    grant = connect()
    tokens.disconnect(grant)
    deliver(tiktok, make_body(reason=5))
    tasks.handle_pending()
    assert (ending(grant), len(parted)) == (Ended.DISCONNECTED, 1)


def test_removal_of_somebody_unknown_does_nothing(tiktok: Client, parted: list[str]) -> None:
    connect()
    deliver(tiktok, make_body("nobody"))
    tasks.handle_pending()
    assert parted == []
    assert not Event.objects.filter(handled_at=None).exists()


def test_replay_after_a_new_connection_changes_nothing(tiktok: Client, client: Client) -> None:
    with time_machine.travel(now()) as clock:
        arrive(client)
        grant, body = Grant.objects.get(), make_body()
        signature = webhooks.sign(body)
        post(tiktok, body, signature)
        tasks.handle_pending()
        assert ending(grant) == Ended.LEFT
        clock.shift(30)
        arrive(client)
        late = make_body(reason=2, at=int(now().timestamp()) - 10)
        for forget in (False, True):
            if forget:
                Event.objects.all().delete()
            post(tiktok, body, signature)
            deliver(tiktok, body)
            deliver(tiktok, late)
            tasks.handle_pending()
            assert ending(grant) == ""
        assert Page.objects.get().get_absolute_url() == "/@mina.eats"
        deliver(tiktok, make_body(reason=2))
        tasks.handle_pending()
        assert ending(grant) == Ended.GONE


def test_removal_in_the_second_of_the_login_counts(tiktok: Client) -> None:
    with time_machine.travel(NOON + timedelta(milliseconds=700), tick=False):
        grant = connect()
        deliver(tiktok, make_body(at=int(NOON.timestamp())))
        tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("eager_queue")
def test_page_of_a_creator_who_left_keeps_only_their_own_links(client: Client) -> None:
    arrive(client)
    page = Page.objects.get()
    Link.objects.create(page=page, title="My cookbook", url="https://shop.example.com/book", position=1)
    name = control.account(MINA).name
    assert name in Client().get("/@mina.eats").text
    assert control.send_webhook(control.account(MINA).open_id, reason=1) == 200
    after = Client().get("/@mina.eats")
    assert "My cookbook" in after.text
    assert (after.status_code, name in after.text) == (200, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("eager_queue")
def test_page_of_an_account_that_is_gone_is_gone_until_it_is_back(client: Client) -> None:
    arrive(client)
    link = Link.objects.create(page=Page.objects.get(), title="Shop", url="https://shop.example.com/", position=1)
    visitor = Client()
    assert [visitor.get(path).status_code for path in ("/@mina.eats", f"/go/{link.key}")] == [200, 302]
    assert control.send_webhook(control.account(MINA).open_id, reason=2) == 200
    answers = [visitor.get(path) for path in ("/@mina.eats", f"/go/{link.key}")]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert all("TikTok account" in answer.text and "closed it" not in answer.text for answer in answers)
    with time_machine.travel(now() + timedelta(seconds=2)):
        arrive(client)
        assert [visitor.get(path).status_code for path in ("/@mina.eats", f"/go/{link.key}")] == [200, 302]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lost_queue")
def test_event_survives_a_queue_that_is_away(tiktok: Client, caplog: LogCaptureFixture) -> None:
    grant = connect()
    assert deliver(tiktok).status_code == 200
    assert logged(caplog, "queue_away") and ending(grant) == ""
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.django_db(transaction=True)
def test_event_survives_a_redis_that_is_away(tiktok: Client, settings: Settings) -> None:
    grant = connect()
    cache = settings.CACHES["default"]
    settings.CACHES = {"default": cache | {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert deliver(tiktok).status_code == 200
    settings.CACHES = {"default": cache}
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.django_db(transaction=True)
def test_event_is_handled_whole_or_again(tiktok: Client, caplog: LogCaptureFixture) -> None:
    grant, other = connect(), connect(OTHER)

    def break_down(grant: Grant, **kwargs: Any) -> None:
        if grant.account.uid == control.account(MINA).open_id:
            raise RuntimeError("killed on the way")

    deliver(tiktok)
    deliver(tiktok, make_body(control.account(OTHER).open_id))
    with listening(creator_disconnected, break_down):
        tasks.handle_pending()
    assert (ending(grant), ending(other)) == ("", Ended.LEFT)
    assert len(logged(caplog, "event_not_handled")) == 1
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


def test_queued_task_handles_its_event_once(tiktok: Client, parted: list[str]) -> None:
    connect()
    deliver(tiktok)
    for _ in range(3):
        tasks.handle_event(Event.objects.get().pk)
    assert len(parted) == 1


@pytest.mark.django_db(transaction=True)
def test_thousand_shuffled_copies_have_one_effect_each(parted: list[str]) -> None:
    creators = [persona.username for persona in control.personas()][:5]
    grants = [connect(username) for username in creators]
    bodies = [make_body(control.account(username).open_id, reason=number) for number, username in enumerate(creators)]
    copies = bodies * 200
    Random(7).shuffle(copies)
    moment, senders = int(now().timestamp()), 8 if connection.vendor == "postgresql" else 1

    def send(first: int) -> set[int]:
        statuses = set()
        for number in range(first, len(copies), senders):
            # Some are signed as they were before, some anew.
            statuses.add(deliver(Client(), copies[number], signed_at=moment - number % 3 * HOUR).status_code)
            if number % 100 == 0:
                tasks.handle_pending()
        connection.close()
        return statuses

    with ThreadPoolExecutor(senders) as pool:
        assert list(pool.map(send, range(senders))) == [{200}] * senders
    tasks.handle_pending()
    assert len(copies) == 1000
    assert sorted(parted) == sorted(grant.account.uid for grant in grants)
    assert [ending(grant) for grant in grants] == [Ended.LEFT, Ended.LEFT, Ended.GONE, Ended.GONE, Ended.GONE]
    assert Event.objects.filter(handled_at__isnull=False).count() == Event.objects.count() == 5


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_event_have_one_effect(tiktok: Client, parted: list[str]) -> None:
    connect()
    deliver(tiktok)
    event_id, start = Event.objects.get().pk, Barrier(8)

    def work(_: int) -> None:
        start.wait()
        try:
            tasks.handle_event(event_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(parted) == 1


def test_handled_events_are_forgotten_after_a_month(tiktok: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        deliver(tiktok, make_body("handled"))
        tasks.handle_pending()
        clock.shift(timedelta(days=29))
        tasks.handle_pending()
        assert Event.objects.count() == 1
        deliver(tiktok, make_body("waiting"))
        clock.shift(timedelta(days=2))
        events.forget_handled()
        assert [event.open_id for event in Event.objects.all()] == ["waiting"]


def test_sweep_is_on_the_clock() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert tasks.handle_pending.name in scheduled
    assert scheduled <= app.tasks.keys()
