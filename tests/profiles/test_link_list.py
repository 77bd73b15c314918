"""The list of links without script: what is pasted, edited, hidden, deleted and moved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import links, pages
from profiles.domains import set_rule
from profiles.models import Link, Page, Verdict
from tests.markup import tags, words
from tests.profiles.pages import make_link
from tests.profiles.studio import PAYLOAD, page, titles

pytestmark = pytest.mark.django_db

__all__ = ["page"]


def test_link_pasted_is_on_the_page(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/", {"url": "etsy.com/shop/mina", "title": ""}, follow=True)
    link = page.links.live().get()
    assert (link.title, link.url) == ("Etsy", "https://etsy.com/shop/mina")
    assert answer.redirect_chain == [(f"/studio/#link-{link.pk}", 302)]
    assert "is added." in words(answer)
    assert "etsy.com" in words(answer)


def test_link_refused_is_explained_and_stays_typed(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/", {"url": "http://127.0.0.1/", "title": "My router"})
    assert "This address names a machine by number." in words(answer)
    assert "The site's name is missing. Paste the whole address." in words(mina.post("/studio/", {"url": "http://"}))
    assert {"http://127.0.0.1/", "My router"} <= {field.get("value") for field in tags(answer, "input")}
    assert titles(page) == []


def test_link_too_many_is_refused_and_stays_typed(mina: Client, page: Page) -> None:
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(200))
    answer = mina.post("/studio/", {"url": "etsy.com"})
    assert "A page holds 200 links. Delete one to make room for another." in words(answer)
    assert "etsy.com" in {field.get("value") for field in tags(answer, "input")}
    assert page.links.count() == 200


def test_link_with_hostile_text_is_only_text(mina: Client, page: Page) -> None:
    mina.post("/studio/", {"url": "https://example.org/<script>", "title": PAYLOAD + "\0\u202e"})
    link = page.links.get()
    assert link.title == PAYLOAD
    for path in ("/studio/", f"/studio/links/{link.pk}/"):
        assert all(script.get("src", "").startswith("/static/js/") for script in tags(mina.get(path), "script"))
    answer = mina.post(f"/studio/links/{link.pk}/delete/", follow=True)
    assert "\u2069 is deleted." in words(answer)
    assert all(script.get("src", "").startswith("/static/js/") for script in tags(answer, "script"))


def test_link_edited_on_its_own_page(mina: Client, page: Page) -> None:
    link = make_link(page, "Cookbook", "https://example.org/book")
    form = mina.get(f"/studio/links/{link.pk}/")
    assert {"Cookbook", "https://example.org/book"} <= {field.get("value") for field in tags(form, "input")}
    mina.post(f"/studio/links/{link.pk}/", {"url": "https://example.org/new", "title": "New cookbook"})
    assert list(page.links.values_list("title", "url")) == [("New cookbook", "https://example.org/new")]


def test_link_edit_refused_keeps_the_link_and_what_was_typed(mina: Client, page: Page) -> None:
    link = make_link(page, "Cookbook")
    answer = mina.post(f"/studio/links/{link.pk}/", {"url": "https://a@b.example/", "title": "Typed"})
    assert "There is an @ before the site's name" in words(answer)
    assert {"https://a@b.example/", "Typed"} <= {field.get("value") for field in tags(answer, "input")}
    assert titles(page) == ["Cookbook"]


def test_link_edited_in_place_gets_the_form_alone(mina: Client, page: Page) -> None:
    link = make_link(page)
    part = mina.get(f"/studio/links/{link.pk}/", headers={"X-In-Place": "1"})
    assert part.text.strip().startswith("<form")
    assert tags(part, "html") == []


def test_link_hidden_and_shown(mina: Client, page: Page) -> None:
    link = make_link(page, "Cookbook")
    assert "\u2068Cookbook\u2069 is hidden." in words(mina.post(f"/studio/links/{link.pk}/hide/", follow=True))
    assert list(page.links.live()) == []
    mina.post(f"/studio/links/{link.pk}/show/")
    assert list(page.links.live()) == [link]


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({}, "is on your page again."),
        (
            {"starts_at": timezone.now() + timedelta(days=1)},
            "hidden by you. Its time has not come yet: visitors do not see it.",
        ),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "no longer hidden by you. Its time is over"),
        ({"withheld_at": timezone.now()}, "no longer hidden by you. Staff hides it"),
    ],
)
def test_link_shown_again_says_whether_visitors_see_it(
    mina: Client, page: Page, times: dict[str, Any], sentence: str
) -> None:
    link = make_link(page, "Cookbook", is_hidden=True, **times)
    assert sentence in words(mina.post(f"/studio/links/{link.pk}/show/", follow=True))


@pytest.mark.parametrize(
    ("stands", "sentence"),
    [
        ({"is_hidden": True}, "is back. It is hidden: visitors do not see it."),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "is back. Its time is over: visitors do not see it."),
        ({"url": "https://bad.example/"}, "is back. Its address is blocked on this site."),
    ],
)
def test_link_brought_back_says_why_visitors_do_not_see_it(
    mina: Client, page: Page, stands: dict[str, Any], sentence: str
) -> None:
    link = make_link(page, "Cookbook", deleted_at=timezone.now(), **stands)
    set_rule("bad.example", verdict=Verdict.BLOCK, reason="Spam")
    assert sentence in words(mina.post(f"/studio/links/{link.pk}/restore/", follow=True))


def test_link_added_to_an_offline_page_says_that_visitors_do_not_see_it(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    answer = mina.post("/studio/", {"url": "https://shop.example.com/"}, follow=True)
    assert "is added. Your page is offline: visitors do not see it." in words(answer)


def test_link_deleted_comes_back_with_undo(mina: Client, page: Page) -> None:
    b = [make_link(page, title) for title in "abc"][1]
    answer = mina.post(f"/studio/links/{b.pk}/delete/", follow=True)
    assert titles(page) == ["a", "c"]
    assert "b\u2069 is deleted." in words(answer)
    undo = next(form["action"] for form in tags(answer, "form") if form["action"].endswith("/restore/"))
    assert "b" in words(mina.post(undo, follow=True))
    assert titles(page) == ["a", "b", "c"]


def test_link_deleted_twice_is_deleted(mina: Client, page: Page) -> None:
    link = make_link(page, "a")
    for _ in range(2):
        assert "a\u2069 is deleted." in words(mina.post(f"/studio/links/{link.pk}/delete/", follow=True))
    assert titles(page) == []


def test_link_deleted_again_weeks_later_goes_when_it_was_to_go(mina: Client, page: Page) -> None:
    link = make_link(page, "a", deleted_at=timezone.now() - timedelta(days=20))
    said = words(mina.post(f"/studio/links/{link.pk}/delete/", follow=True))
    assert "a\u2069 is deleted. It stays among your deleted links for 10 days." in said
    assert page.links.get().deleted_at == link.deleted_at


def test_link_restored_to_a_full_page_is_refused(mina: Client, page: Page) -> None:
    link = make_link(page, "a")
    links.delete_link(link)
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(200))
    assert "A page holds 200 links." in words(mina.post(f"/studio/links/{link.pk}/restore/", follow=True))
    assert page.links.kept().count() == 200


@pytest.mark.parametrize(("to", "order"), [("up", "acb"), ("down", "abc"), ("top", "cab"), ("elsewhere", "abc")])
def test_link_moved_by_buttons(mina: Client, page: Page, to: str, order: str) -> None:
    last = [make_link(page, title) for title in "abc"][-1]
    mina.post(f"/studio/links/{last.pk}/move/", {"to": to})
    assert "".join(titles(page)) == order


def test_links_reordered_by_a_drag(mina: Client, page: Page) -> None:
    a, b, c = (make_link(page, title).pk for title in "abc")
    assert mina.post("/studio/links/order/", {"id": [c, a, b]}).text == "Saved"
    assert "".join(titles(page)) == "cab"


def test_link_change_is_seen_by_visitors(
    mina: Client, page: Page, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    visitor = Client()
    assert "Etsy" not in words(visitor.get("/@mina.eats"))
    with django_capture_on_commit_callbacks(execute=True):
        mina.post("/studio/", {"url": "etsy.com"})
    assert "Etsy" in words(visitor.get("/@mina.eats"))


@pytest.mark.parametrize("count", [1, 50])
def test_home_asks_the_database_as_often_for_one_link_as_for_fifty(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_link(page, str(number))
    with django_assert_num_queries(7):  # session, user, page with its connection, notices, links, counts
        mina.get("/studio/")


@pytest.mark.parametrize("count", [2, 50])
def test_reorder_asks_the_database_as_often_for_two_links_as_for_fifty(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [make_link(page, str(number)).pk for number in range(count)]
    with django_assert_num_queries(8):
        mina.post("/studio/links/order/", {"id": ids[::-1]})
