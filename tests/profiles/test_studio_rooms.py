"""The studio's preview, what it says about sharing, and how little script it sends."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from profiles import pages
from profiles.models import Page, Snapshot
from tests.markup import tags, words
from tests.profiles.pages import make_link
from tests.profiles.studio import page
from tests.profiles.studio_settings import SETTINGS

pytestmark = pytest.mark.django_db

__all__ = ["page"]


@pytest.mark.parametrize(
    ("path", "place", "current"),
    [
        ("/studio/", "/studio/", "page"),
        ("/studio/links/deleted/", "/studio/", "true"),
        ("/studio/videos/", "/studio/videos/", "page"),
        ("/studio/settings/delete/", "/studio/settings/", "true"),
        ("/studio/export/", "/studio/settings/", "true"),
        ("/studio/import/", "/studio/settings/", "true"),
        ("/studio/notices/", "/studio/settings/", "true"),
        ("/studio/share/", "", ""),
    ],
)
def test_bar_says_where_one_is(mina: Client, page: Page, path: str, place: str, current: str) -> None:
    lit = [(link["href"], link["aria-current"]) for link in tags(mina.get(path), "a") if "aria-current" in link]
    assert lit == ([(place, current)] if place else [])


# ---- preview and sharing ----


def test_preview_is_the_public_template_with_nothing_to_tap(mina: Client, page: Page) -> None:
    make_link(page)
    answer = mina.get("/studio/preview/")
    assert "My cookbook" in words(answer)
    assert "inert" in next(div for div in tags(answer, "div") if "look-own" in div.get("class", ""))
    part = mina.get("/studio/preview/", headers={"X-In-Place": "1"})
    assert tags(part, "html") == []
    assert "My cookbook" in words(part)


def test_preview_of_a_page_that_is_offline_shows_it_all_the_same(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    assert "Mina Eats" in words(mina.get("/studio/preview/"))


def test_preview_counts_nothing(mina: Client, page: Page) -> None:
    assert "X-Page" not in mina.get("/studio/preview/")
    assert mina.get("/studio/preview/")["Cache-Control"] == "private, no-store"


def test_look_of_the_preview_is_the_pages_own(mina: Client, page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(accent="#123456", mode="light")
    answer = mina.get("/studio/preview/look.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "#123456" in answer.text


@pytest.mark.parametrize("count", [1, 100])
def test_preview_asks_the_database_as_often_for_one_link_as_for_a_hundred(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_link(page, str(number), f"https://{number}.example.org/")
    mina.get("/studio/preview/")
    with django_assert_num_queries(5):  # session, user, page, links, what was decided about their domains
        mina.get("/studio/preview/")


def test_share_has_the_address_the_code_and_the_rule(mina: Client, page: Page) -> None:
    answer = mina.get("/studio/share/")
    assert "from about 1,000 followers." in words(answer)
    assert "/@mina.eats/qr.svg" in [image["src"] for image in tags(answer, "img")]
    assert "/@mina.eats/qr.png" in [link["href"] for link in tags(answer, "a")]
    Snapshot.objects.filter(page=page).update(followers=812)
    assert "and you have 812." in words(mina.get("/studio/share/"))


def test_share_of_a_page_that_is_offline_offers_no_code(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    answer = mina.get("/studio/share/")
    assert "The code is there again as soon as your page is online." in words(answer)
    assert not any("/@mina.eats/" in image["src"] for image in tags(answer, "img"))


# ---- what the studio sends ----


@pytest.mark.parametrize("path", ["/studio/", "/studio/videos/", "/studio/design/", "/studio/insights/", SETTINGS])
def test_place_sends_little_script(mina: Client, page: Page, path: str) -> None:
    make_link(page)
    sources = {script["src"] for script in tags(mina.get(path), "script")}
    files = [find(source.removeprefix("/static/")) for source in sources]
    assert sum(Path(str(file)).stat().st_size for file in files) <= 60_000
