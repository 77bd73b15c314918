"""What the layer in front of Django answers, whatever a visitor's browser sends."""

import gzip
from hashlib import sha256

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from profiles import page_cache
from profiles.design import choose_look
from profiles.edge import Edge
from profiles.models import Page
from profiles.themes import Background, Look, Mode, Preset
from tests import services
from tests.profiles.edges import Answer, Counting
from tests.profiles.pages import make_link, make_video
from tests.profiles.visitors import CANARY, COOKIES, HEADERS, URL

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("short_bio", "edge_clock")]


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
        ("gzip; q=0.5, br ; q=0", "gzip"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("br;q=0., gzip;q=0.000", ""),
        ("br;q=1.0", "br"),
        (f"{'x,' * 30_000}br", ""),  # nobody means this, and it would be remembered
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
    assert Answer(edge, HTTP_IF_NONE_MATCH=etag.removeprefix("W/")).status == "304 Not Modified"
    assert Answer(edge, HTTP_IF_NONE_MATCH='W/"other"').status == "200 OK"


def test_head_says_what_get_would_and_sends_nothing(page: Page) -> None:
    edge = Edge(WSGIHandler())
    get, head = Answer(edge), Answer(edge, method="HEAD")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


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
    page_cache.expire(page.handle)
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


def test_page_of_long_captions_fits_the_first_flight(page: Page) -> None:
    for number in range(10):
        make_link(page, f"A link of an ordinary length, number {number}")
    for number in range(12):
        words = " ".join(sha256(f"{number} {word}".encode()).hexdigest()[: 3 + word % 8] for word in range(330))
        assert len(words) > 2200  # as long as TikTok lets a caption be
        make_video(page, words, cover=f"{number:032x}" if number else "")
    answer = Answer(Edge(WSGIHandler()), HTTP_ACCEPT_ENCODING="br")
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    assert len(answer.body) + headers <= 10_000


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost:9", "localhost.", "LocalHost.:80"])
def test_host_in_another_spelling_gets_the_same_answer(page: Page, host: str) -> None:
    django = Counting()
    edge = Edge(django)
    usual, other = Answer(edge), Answer(edge, HTTP_HOST=host)
    assert (other.status, other.headers, other.body) == (usual.status, usual.headers, usual.body)
    assert django.calls == 1


@pytest.mark.parametrize("change", [{"REQUEST_METHOD": "get"}, {"HTTP_HOST": "localhost", "REQUEST_METHOD": "get"}])
def test_which_page_it_is_never_leaves_the_site(page: Page, change: dict[str, str]) -> None:
    answer = Answer(Edge(WSGIHandler()), **change)
    assert (answer.status, page_cache.PAGE_HEADER in answer.headers) == ("200 OK", False)


def test_page_that_is_gone_is_said_to_be_gone_each_time(page: Page) -> None:
    Page.objects.update(unpublished_at=timezone.now())
    edge = Edge(WSGIHandler())
    for held in ("*", Answer(edge).headers["ETag"]):
        assert Answer(edge, HTTP_IF_NONE_MATCH=held).status == "410 Gone"


def test_visitor_who_has_any_version_gets_nothing_new(page: Page) -> None:
    assert Answer(Edge(WSGIHandler()), HTTP_IF_NONE_MATCH="*").status == "304 Not Modified"
