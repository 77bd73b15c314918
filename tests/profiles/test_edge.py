"""Which pages the layer in front of Django keeps, for how long, and who has to wait for a new one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from pytest_django import DjangoAssertNumQueries, Settings

from linkbio.embedded import EmbeddedValkey
from profiles import insights, page_cache, pages
from profiles.edge import Edge
from profiles.models import Page
from tests import moderators
from tests.away import take_redis_away
from tests.crowd import PATIENCE_SECONDS, writes_held
from tests.profiles.edges import Answer, Counting
from tests.profiles.pages import make_link, make_page
from tests.profiles.visitors import CANARY, URL

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("short_bio", "edge_clock")]

VISITORS = 12
PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) musical_ly_39.0.0 BytedanceWebview/d8a21c6"


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


@pytest.mark.parametrize("query", ["?utm_source=tiktok", f"?next=//{CANARY}.example", "?x=1&x=2", "?handle=otto"])
def test_query_string_makes_no_second_copy(page: Page, query: str) -> None:
    django = Counting()
    edge = Edge(django)
    plain = Answer(edge)
    assert Answer(edge, f"{URL}{query}").body == plain.body
    assert (django.calls, len(edge.table.entries)) == (1, 1)


def test_takedown_reaches_every_process_within_a_second(page: Page) -> None:
    one, other = Edge(WSGIHandler()), Edge(WSGIHandler())
    assert [Answer(one).status, Answer(other).status] == ["200 OK", "200 OK"]
    moderators.suspend(page, reason="Spam")
    for edge in (one, other):
        edge.table.entries[URL].kept_at -= 1.1  # a second later
    assert [Answer(one).status, Answer(other).status] == ["410 Gone", "410 Gone"]
    assert Answer(one, HTTP_IF_NONE_MATCH=Answer(one).headers["ETag"]).status == "410 Gone"
    moderators.restore(page, reason="A mistake")
    one.table.entries[URL].kept_at -= 1.1
    assert Answer(one).status == "200 OK"


def test_many_at_once_cost_one_rendering(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("profiles.edge.WAITS", 600)  # a busy machine may take longer for it than visitors are patient
    all_are_there = Barrier(VISITORS, timeout=PATIENCE_SECONDS)
    django = Counting(meanwhile=all_are_there.wait)
    edges = [Edge(django), Edge(django)]

    def visit(number: int) -> str:
        if number:  # the first one's rendering is under way by then
            all_are_there.wait()
        try:
            return Answer(edges[number % 2]).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(VISITORS) as threads:
        statuses = set(threads.map(visit, range(VISITORS)))
    assert (statuses, django.calls) == ({"200 OK"}, 1)


@pytest.fixture
def own_redis(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A server that nobody else waits for while it is held."""
    valkey = EmbeddedValkey(tmp_path / "valkey")
    location = valkey.start()
    settings.CACHES = {name: cache | {"LOCATION": location} for name, cache in settings.CACHES.items()}
    yield
    valkey.stop()


@pytest.mark.usefixtures("own_redis")
def test_copy_shared_between_looking_and_claiming_is_not_rendered_again(page: Page) -> None:
    django = Counting()
    Answer(Edge(django))
    _, copy = page_cache.get(URL)
    assert copy
    page_cache.expire(page.handle)
    version, _ = page_cache.get(URL)
    with ThreadPoolExecutor(2) as threads, writes_held() as wait_for:
        threads.submit(page_cache.keep, URL, copy, version=version)  # what another process has rendered
        wait_for(1)
        visit = threads.submit(Answer, Edge(django))  # it looks, and claims in vain what is shared before that
        wait_for(2)
    assert b"Small kitchen" in visit.result().body
    assert django.calls == 1
    assert page_cache.claim(URL)  # nobody holds it any more


def test_rendering_that_fails_keeps_nobody_waiting(page: Page) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Answer(Edge(Counting(meanwhile=fail)))
    assert page_cache.claim(URL)


def test_rendering_that_takes_too_long_leaves_the_claim_to_who_has_it_by_then(page: Page) -> None:
    def be_overtaken() -> None:
        caches["default"].delete_pattern("page:claim:*")  # type: ignore[attr-defined]  # as when its time is over
        assert page_cache.claim(URL)

    assert Answer(Edge(Counting(meanwhile=be_overtaken))).status == "200 OK"
    assert not page_cache.claim(URL)


def test_expired_page_is_served_as_it_was_while_one_renders_it_anew(page: Page) -> None:
    django = Counting()
    edge = Edge(django)
    Answer(edge)
    page_cache.expire(page.handle)
    version, _ = page_cache.get(URL)
    edge.table.entries[URL].version = version  # it only got old; nobody changed it
    edge.table.entries[URL].kept_at -= 2.0
    assert page_cache.claim(URL)  # somebody else is at it
    assert Answer(edge).status == "200 OK"
    assert django.calls == 1


def test_old_copy_of_a_page_that_was_taken_down_is_not_served_while_another_renders_it(
    page: Page, edge_clock: SimpleNamespace
) -> None:
    edge_clock.sleep = bool  # waiting costs nothing here
    edge = Edge(WSGIHandler())
    assert Answer(edge).status == "200 OK"
    moderators.suspend(page, reason="Spam")
    edge.table.entries[URL].kept_at -= 1.1
    assert page_cache.claim(URL)  # somebody else is at it
    assert Answer(edge).status == "410 Gone"


@pytest.mark.parametrize("path", ["/@nobody.here", "/@MINA.EATS", "/@mina.eats/qr.svg", "/@mina.eats/report"])
def test_nobody_waits_for_what_is_not_kept_once_that_is_known(
    page: Page, path: str, edge_clock: SimpleNamespace
) -> None:
    edge = Edge(WSGIHandler())
    status = Answer(edge, path).status
    assert page_cache.claim(path)  # somebody else asks for it at this moment
    waits: list[float] = []
    edge_clock.sleep = waits.append
    assert (Answer(edge, path).status, waits) == (status, [])
    assert not page_cache.claim(path)  # who did not claim it has not taken the claim away either
    edge.uncacheable.entries[path].seen_at -= 1.0  # a second later it may have become a page
    assert Answer(edge, path).status == status
    assert waits


def test_form_knows_the_link_that_its_address_names(page: Page) -> None:
    links = [make_link(page, "First"), make_link(page, "Second")]
    edge = Edge(WSGIHandler())
    for link in [*links, *links]:
        form = Answer(edge, "/@mina.eats/report", QUERY_STRING=f"link={link.key}").body.decode()
        assert f'value="{link.key}" selected' in form


def test_page_that_comes_to_be_is_kept_at_once() -> None:
    edge = Edge(django := Counting())
    assert Answer(edge).status == "404 Not Found"
    make_page("mina.eats")
    assert [Answer(edge).status for _ in range(2)] == ["200 OK"] * 2
    assert django.calls == 2


def test_what_is_not_kept_is_remembered_within_bounds(page: Page) -> None:
    edge = Edge(WSGIHandler())
    edge.uncacheable.limit = 2000
    for number in range(9):
        Answer(edge, f"/@nobody{number}")
    assert list(edge.uncacheable.entries) == ["/@nobody6", "/@nobody7", "/@nobody8"]


@pytest.mark.parametrize("path", ["/@nobody.here", "/@MINA.EATS", "/@mina.eats/", "/healthz", "/studio/"])
def test_what_is_not_a_public_page_passes_through_and_is_not_kept(page: Page, path: str) -> None:
    django = Counting()
    edge = Edge(django)
    assert Answer(edge, path).status == Answer(edge, path).status
    assert (django.calls, len(edge.table.entries)) == (2, 0)


def test_which_page_it_was_stays_inside_whatever_shows_it(page: Page) -> None:
    link = make_link(page)
    pages.unpublish(page)
    for path in (f"/go/{link.key}", URL):
        answer = Answer(Edge(WSGIHandler()), path)
        assert (answer.status[:3], "X-Page" in answer.headers) == ("410", False)


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
    moderators.suspend(page, reason="Spam")
    edge.table.entries[URL].kept_at -= 5.0
    assert Answer(edge).status == "410 Gone"
