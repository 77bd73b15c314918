"""The page beside what its creator types: the public template with what is not saved yet, and nothing kept."""

from typing import Any

import pytest
from django.test import Client

from profiles import design
from profiles.models import Kind, Link, Page
from profiles.styles import stage
from profiles.themes import Look
from tests.markup import words
from tests.profiles.pages import make_link, make_page
from tests.profiles.pictures import draw

pytestmark = pytest.mark.django_db

ABOUT, LOOK = "/studio/preview/about/", "/studio/preview/look.css"


def test_name_and_bio_that_are_typed_are_shown_and_not_kept(mina: Client, page: Page) -> None:
    shown = words(mina.post(ABOUT, {"display_name": "Mina at home", "bio": "Soup, mostly"}))
    assert "Mina at home" in shown
    assert "Soup, mostly" in shown
    page.refresh_from_db()
    assert (page.display_name, page.bio) == ("", "")


def test_name_that_is_emptied_follows_tiktok(mina: Client, page: Page) -> None:
    Page.objects.update(display_name="Mina at home")
    assert "Mina Eats" in words(mina.post(ABOUT, {"display_name": "", "bio": ""}))


def test_what_is_not_right_yet_stays_as_it_was_saved(mina: Client, page: Page) -> None:
    link = make_link(page)
    shown = words(mina.post(f"/studio/preview/links/{link.pk}/", {"title": "Typed", "url": "javascript:"}))
    assert "Typed shop.example.com" in shown
    assert "Mina Eats" in words(mina.post(ABOUT, {"display_name": "x" * 500}))


def test_name_like_a_verified_creators_is_refused_when_it_is_saved_and_not_while_it_is_typed(
    mina: Client, page: Page
) -> None:
    make_page("ada.bakes", username="ada.bakes", display_name="Ada Bakes", is_verified=True)
    assert "Ada Bakes" in words(mina.post(ABOUT, {"display_name": "Ada Bakes"}))
    mina.post("/studio/settings/", {"part": "about", "display_name": "Ada Bakes"})
    page.refresh_from_db()
    assert page.display_name == ""


@pytest.mark.parametrize("typed", [{}, {"title": "Typed", "url": "https://typed.example.org/"}])
def test_link_that_is_typed_is_shown_and_not_kept(mina: Client, page: Page, typed: dict[str, Any]) -> None:
    link = make_link(page)
    before = Link.objects.values().get()
    shown = words(mina.post(f"/studio/preview/links/{link.pk}/", typed))
    assert ("Typed typed.example.org" in shown) is bool(typed)
    assert Link.objects.values().get() == before
    assert "Typed" not in words(mina.get(page.get_absolute_url()))


@pytest.mark.parametrize("chosen", [Kind.SOCIAL, Kind.LINK])
def test_link_is_shown_as_what_it_is_chosen_to_be(mina: Client, page: Page, chosen: Kind) -> None:
    other = Kind.LINK if chosen == Kind.SOCIAL else Kind.SOCIAL
    make_link(page, "First", "https://www.instagram.com/first/", kind=chosen)
    link = make_link(page, "Second", "https://www.instagram.com/second/", kind=other)
    make_link(page, "Third", "https://www.instagram.com/third/", kind=chosen)
    shown = mina.post(f"/studio/preview/links/{link.pk}/", {"title": link.title, "url": link.url, "kind": chosen})
    group, empty = ("socials", "links") if chosen == Kind.SOCIAL else ("links", "socials")
    assert [link.title for link in shown.context[group]] == ["First", "Second", "Third"]
    assert shown.context[empty] == []
    assert ('<ul class="social"' in shown.text) is (chosen == Kind.SOCIAL)


def test_look_that_is_chosen_and_not_put_on_yet_is_shown_and_not_kept(mina: Client, page: Page) -> None:
    shown = mina.get(LOOK, {"preset": "ink", "accent": "#123456", "own_accent": "on"}).text
    assert shown == stage(("own", Look(preset="ink", accent="#123456")))
    page.refresh_from_db()
    assert page.look == Look()


@pytest.mark.parametrize("typed", [{"preset": "none"}, {"preset": "ink", "accent": "red;}", "own_accent": "on"}])
def test_look_that_is_none_is_the_one_that_is_worn(mina: Client, page: Page, typed: dict[str, str]) -> None:
    assert mina.get(LOOK, typed).text == mina.get(LOOK).text


def test_look_that_is_chosen_shows_the_creators_own_picture_alone(mina: Client, page: Page) -> None:
    chosen = {"preset": "ink", "background": "picture", "backdrop": "theirs"}
    assert "backdrop:url" not in mina.get(LOOK, chosen).text
    design.set_backdrop(page, picture=draw())
    page.refresh_from_db()
    assert page.backdrop in mina.get(LOOK, chosen).text
