"""Numbers for a monitoring system on this machine, or for one that has the token."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from profiles import pages
from profiles.insights import VIEW
from profiles.models import Scan, Verdict
from tests import moderators
from tests.away import take_redis_away
from tests.markup import words
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "a-token-for-the-monitoring-0123456789"
ANYBODY = {"REMOTE_ADDR": "203.0.113.9"}


def test_every_number_has_a_meaning_and_the_form_of_a_number(client: Client) -> None:
    link = make_link(make_page("mina.eats"))
    Scan.objects.create(link=link, url=link.url, verdict=Verdict.BLOCK)
    answer = client.get("/metrics")
    lines = answer.text.splitlines()
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert 'linkbio_pages{state="online"} 1' in lines
    assert "linkbio_links_blocked 1" in lines
    numbers = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r'linkbio_[a-z_]+(\{[a-z]+="[a-z_0-9.]+"\})? [0-9.e+-]+', line) for line in numbers)
    described = {line.split()[2] for line in lines if line.startswith("# HELP")}
    assert {re.split(r"[{ ]", line)[0] for line in numbers} == described


def test_pages_are_counted_by_what_visitors_get(client: Client) -> None:
    make_page("una")
    creators.make_page("mina.eats")
    tokens.end(Grant.objects.get(), Ended.GONE)
    pages.unpublish(make_page("otto.knits"))
    for handle in ("nova.skies", "selin.cooks", "ada.draws"):
        moderators.suspend(make_page(handle), reason="Spam")
    lines = client.get("/metrics").text.splitlines()
    counted = [line.removeprefix("linkbio_pages") for line in lines if line.startswith("linkbio_pages{")]
    assert counted == ['{state="online"} 1', '{state="suspended"} 3', '{state="offline"} 2']


@pytest.mark.usefixtures("stopped_clock")
def test_large_number_is_exact(client: Client) -> None:
    make_page("mina.eats").counts.create(day=timezone.now(), subject=VIEW, number=1_234_567)
    assert "linkbio_views_today 1234567" in client.get("/metrics").text.splitlines()


def test_nobody_is_named(client: Client) -> None:
    make_link(make_page("mina.eats"))
    assert not re.search("mina|example|shop", client.get("/metrics").text)


def test_what_redis_knows_is_absent_while_it_is_away(client: Client, settings: Settings) -> None:
    take_redis_away(settings)
    text = client.get("/metrics").text
    assert "linkbio_tiktok_calls_left" not in text
    assert "linkbio_pages" in text


@pytest.mark.parametrize(
    "request_",
    [
        ANYBODY,
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"},
        {"REMOTE_ADDR": "", "HTTP_AUTHORIZATION": "Bearer "},
        ANYBODY | {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"},
    ],
)
def test_others_find_nothing(client: Client, request_: dict[str, str]) -> None:
    assert "There is no page here" in words(client.get("/metrics", **request_))  # type: ignore[arg-type]


def test_token_opens_it_from_anywhere_and_nothing_else_does(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert "linkbio_pages" in client.get("/metrics", **ANYBODY, HTTP_AUTHORIZATION=f"Bearer {TOKEN}").text  # type: ignore[arg-type]
    for wrong in ("", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \u00e9"):
        assert "There is no page here" in words(client.get("/metrics", HTTP_AUTHORIZATION=wrong))
