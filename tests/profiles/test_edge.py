"""The layer in front of Django, spoken to as a WSGI server speaks to it."""

import gzip
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from profiles import insights, moderation, page_cache
from profiles.design import choose_look
from profiles.edge import Application, Edge
from profiles.models import Page
from profiles.themes import Background, Look, Mode, Preset
from tests import services
from tests.away import take_redis_away
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.test_public import CANARY, COOKIES, HEADERS

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/@mina.eats"
PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) musical_ly_39.0.0 BytedanceWebview/d8a21c6"


class Answer:
    """What came out of the edge for one request."""

    def __init__(self, application: Application, path: str = URL, method: str = "GET", **environ: str) -> None:
        request = RequestFactory(headers={"Host": services.SITE_URL.removeprefix("http://")})
        chunks = application(request.generic(method, path, **environ).environ, self.start)  # type: ignore[arg-type]
        self.body = b"".join(chunks)

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


class Counting:
    """Django, with how often it was asked and how many of those at once."""

    def __init__(self, delay: float = 0) -> None:
        self.django = WSGIHandler()
        self.delay = delay
        self.calls = 0
        self.lock = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.lock:
            self.calls += 1
        time.sleep(self.delay)  # a slow rendering, so that others come while it lasts
        return self.django(environ, start_response)


@pytest.fixture
def page() -> Page:
    return make_page(bio="Small kitchen, big pots")


def test_hot_page_is_answered_without_django_or_a_query(
    page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    django = Counting()
    edge = Edge(django)
    first = Answer(edge)
    with django_assert_num_queries(0):
        second = Answer(edge)
    assert django.calls == 1
    assert (second.status, second.headers, second.body) == (first.status, first.headers, first.body)
    assert b"Small kitchen" in second.body


def test_page_is_rendered_once_in_five_seconds_while_redis_is_away(page: Page, settings: Settings) -> None:
    take_redis_away(settings)
    edge = Edge(django := Counting())
    Answer(edge)
    for seconds, calls in ((4, 1), (2, 2)):
        for entry in edge.table.entries.values():
            entry.kept_at -= seconds
        assert Answer(edge).status == "200 OK"
        assert django.calls == calls


def test_second_process_takes_the_copy_from_redis(page: Page) -> None:
    Answer(Edge(WSGIHandler()))
    django = Counting()
    assert b"Small kitchen" in Answer(Edge(django)).body
    assert django.calls == 0


def test_answer_keeps_every_header_of_the_view(page: Page) -> None:
    headers = Answer(Edge(WSGIHandler())).headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=5, s-maxage=1"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["X-Content-Type-Options"] == "nosniff"
    scripts = [rule for rule in headers["Content-Security-Policy"].split("; ") if rule.startswith("script-src")]
    assert scripts == [f"script-src {services.SITE_URL}/static/js/public.js"]
    assert "Permissions-Policy" in headers
    assert page_cache.PAGE_HEADER not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("gzip;q=0.5, br;q=0.1", "br"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
    ],
)
def test_visitor_gets_the_best_encoding_they_take(page: Page, accepted: str, encoding: str) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    answer = Answer(Edge(WSGIHandler()), HTTP_ACCEPT_ENCODING=accepted)
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert b"Small kitchen" in unpack(answer.body)


def test_visitor_who_has_the_page_gets_nothing_new(page: Page) -> None:
    edge = Edge(WSGIHandler())
    etag = Answer(edge).headers["ETag"]
    again = Answer(edge, HTTP_IF_NONE_MATCH=f'"other", {etag}')
    assert (again.status, again.body) == ("304 Not Modified", b"")
    assert again.headers["ETag"] == etag
    assert Answer(edge, HTTP_IF_NONE_MATCH='W/"other"').status == "200 OK"


def test_head_says_what_get_would_and_sends_nothing(page: Page) -> None:
    edge = Edge(WSGIHandler())
    get, head = Answer(edge), Answer(edge, method="HEAD")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.parametrize("query", ["?utm_source=tiktok", f"?next=//{CANARY}.example", "?x=1&x=2", "?handle=otto"])
def test_query_string_makes_no_second_copy(page: Page, query: str) -> None:
    django = Counting()
    edge = Edge(django)
    plain = Answer(edge)
    assert Answer(edge, f"{URL}{query}").body == plain.body
    assert (django.calls, len(edge.table.entries)) == (1, 1)


@pytest.mark.parametrize("path", [f"{URL}/qr.svg", "/@nobody"])
def test_head_of_what_is_not_kept_has_no_body_either(page: Page, path: str) -> None:
    edge = Edge(WSGIHandler())
    get, head = Answer(edge, path), Answer(edge, path, method="HEAD")
    assert (head.status, head.headers["Content-Type"]) == (get.status, get.headers["Content-Type"])
    assert (bool(get.body), head.body) == (True, b"")


def test_no_header_or_cookie_of_one_visitor_reaches_the_next(page: Page) -> None:
    odd = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in HEADERS.items()}
    odd["HTTP_COOKIE"] = "; ".join(f"{name}={CANARY}" for name in COOKIES)
    plain = Answer(Edge(WSGIHandler()))
    page_cache.forget(page)
    first = Answer(Edge(WSGIHandler()), **odd)
    assert (first.status, first.headers, first.body) == (plain.status, plain.headers, plain.body)
    assert CANARY.encode() not in first.body


@pytest.mark.parametrize("preset", Preset)
def test_page_fits_the_first_flight_with_ten_links_twelve_videos_and_a_picture(page: Page, preset: Preset) -> None:
    page.backdrop = "ab" * 16
    page.save()
    choose_look(page, look=Look(preset=preset, mode=Mode.AUTO, background=Background.PICTURE))
    for number in range(10):
        make_link(page, f"A link of an ordinary length, number {number}")
    for number in range(12):
        make_video(page, f"What a creator says under a TikTok, number {number} #words #more", cover=f"{number:032x}")
    answer = Answer(Edge(WSGIHandler()), HTTP_ACCEPT_ENCODING="br")
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    assert len(answer.body) + headers <= 10_000


def test_takedown_reaches_every_process_within_a_second(page: Page) -> None:
    one, other = Edge(WSGIHandler()), Edge(WSGIHandler())
    assert [Answer(one).status, Answer(other).status] == ["200 OK", "200 OK"]
    moderation.suspend(page, reason="Spam")
    for edge in (one, other):
        edge.table.entries[URL].kept_at -= 1.0  # a second later
    assert [Answer(one).status, Answer(other).status] == ["410 Gone", "410 Gone"]
    assert Answer(one, HTTP_IF_NONE_MATCH=Answer(one).headers["ETag"]).status == "304 Not Modified"
    moderation.restore(page, reason="A mistake")
    one.table.entries[URL].kept_at -= 1.0
    assert Answer(one).status == "200 OK"


def test_many_at_once_cost_one_rendering(page: Page) -> None:
    django = Counting(delay=0.2)
    edges = [Edge(django), Edge(django)]

    def visit(number: int) -> str:
        try:
            return Answer(edges[number % 2]).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        statuses = set(threads.map(visit, range(40)))
    assert (statuses, django.calls) == ({"200 OK"}, 1)


def test_expired_page_is_served_as_it_was_while_one_renders_it_anew(page: Page) -> None:
    django = Counting()
    edge = Edge(django)
    Answer(edge)
    page_cache.forget(page)
    version, _ = page_cache.get(URL)
    edge.table.entries[URL].version = version  # it only got old; nobody changed it
    edge.table.entries[URL].kept_at -= 2.0
    assert page_cache.claim(URL)  # somebody else is at it
    assert Answer(edge).status == "200 OK"
    assert django.calls == 1


@pytest.mark.parametrize("path", ["/@nobody.here", "/@MINA.EATS", "/@mina.eats/", "/healthz", "/studio/"])
def test_what_is_not_a_public_page_passes_through_and_is_not_kept(page: Page, path: str) -> None:
    django = Counting()
    edge = Edge(django)
    assert Answer(edge, path).status == Answer(edge, path).status
    assert (django.calls, len(edge.table.entries)) == (2, 0)


def test_unknown_host_is_refused_and_not_kept(page: Page) -> None:
    edge = Edge(WSGIHandler())
    assert Answer(edge, HTTP_HOST="evil.example").status == "400 Bad Request"
    assert len(edge.table.entries) == 0


def test_visit_is_counted_once_however_it_was_answered(page: Page) -> None:
    insights.notes.flush()
    edge = Edge(WSGIHandler())
    for method in ("GET", "GET", "HEAD"):
        Answer(edge, method=method, HTTP_USER_AGENT=PERSON)
    insights.notes.flush()
    insights.fold()
    assert insights.totals(page) == {insights.VIEW: 2}


def test_pages_are_answered_while_redis_is_away(page: Page, settings: Settings) -> None:
    take_redis_away(settings)
    edge = Edge(WSGIHandler())
    assert [Answer(edge).status for _ in range(3)] == ["200 OK"] * 3
    moderation.suspend(page, reason="Spam")
    edge.table.entries[URL].kept_at -= 5.0
    assert Answer(edge).status == "410 Gone"
