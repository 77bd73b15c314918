"""What a removal does to the grant and the page of its creator."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from pytest import MonkeyPatch

from linkbio.celery import app
from profiles.models import Link, Page
from tests.tiktok_auth.deliveries import NOON, change_body, deliver, ending, make_body
from tests.tiktok_auth.steps import OTHER, arrive, connect
from tiktok_auth import tasks, tokens
from tiktok_auth.models import Ended
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db


@pytest.fixture
def eager_queue(monkeypatch: MonkeyPatch) -> None:
    """What is queued is done at once."""
    monkeypatch.setitem(app.conf, "task_always_eager", True)


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
        ("2", Ended.GONE),
        ("two", Ended.LEFT),
        (None, Ended.LEFT),
        ([2], Ended.LEFT),
    ],
)
def test_reason_decides_how_the_grant_ends(tiktok: Client, reason: object, because: Ended) -> None:
    grant, bystander = connect(), connect(OTHER)
    deliver(tiktok, make_body(reason=reason))
    tasks.handle_pending()
    assert (ending(grant), ending(bystander)) == (because, "")


def test_removal_with_its_time_as_text_is_one(tiktok: Client) -> None:
    grant = connect()
    deliver(tiktok, change_body(create_time=str(int(now().timestamp()))))
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


def test_removal_whose_content_is_an_object_keeps_its_reason(tiktok: Client) -> None:
    grant = connect()
    deliver(tiktok, change_body(content={"reason": 2}))
    tasks.handle_pending()
    assert ending(grant) == Ended.GONE


@pytest.mark.parametrize("content", [None, 7, {}, {"reason": "left"}, [], "", "{", "[]", "\ud800", "[" * 5000])
def test_removal_without_a_readable_reason_is_a_removal(tiktok: Client, content: object) -> None:
    grant = connect()
    assert deliver(tiktok, change_body(content=content)).status_code == 200
    tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.parametrize(
    ("before", "reason", "after"),
    [
        (Ended.EXPIRED, 1, Ended.LEFT),
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


def test_removal_in_the_second_of_the_login_counts(tiktok: Client) -> None:
    with time_machine.travel(NOON + timedelta(milliseconds=700), tick=False):
        grant = connect()
        deliver(tiktok, make_body(at=int(NOON.timestamp())))
        tasks.handle_pending()
    assert ending(grant) == Ended.LEFT


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("eager_queue")
def test_page_of_a_creator_who_left_keeps_only_their_own_links(client: Client) -> None:
    ada = control.add_account("ada.bakes", videos=1)
    arrive(client, ada.username)
    page = Page.objects.get()
    Link.objects.create(page=page, title="My cookbook", url="https://shop.example.com/book", position=1)
    assert ada.name in Client().get("/@ada.bakes").text
    assert control.send_webhook(ada.open_id, reason=1) == 200
    after = Client().get("/@ada.bakes")
    assert "My cookbook" in after.text
    assert (after.status_code, ada.name in after.text) == (200, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("eager_queue")
def test_page_of_an_account_that_is_gone_is_gone_until_it_is_back(client: Client) -> None:
    ada = control.add_account("ada.bakes", videos=1)
    arrive(client, ada.username)
    link = Link.objects.create(page=Page.objects.get(), title="Shop", url="https://shop.example.com/", position=1)
    visitor = Client()
    assert [visitor.get(path).status_code for path in ("/@ada.bakes", f"/go/{link.key}")] == [200, 302]
    assert control.send_webhook(ada.open_id, reason=2) == 200
    answers = [visitor.get(path) for path in ("/@ada.bakes", f"/go/{link.key}")]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert all("TikTok account" in answer.text and "closed it" not in answer.text for answer in answers)
    with time_machine.travel(now() + timedelta(seconds=2)):
        arrive(client, ada.username)
        assert [visitor.get(path).status_code for path in ("/@ada.bakes", f"/go/{link.key}")] == [200, 302]
