"""The page beside what its creator types: the public template with what is not saved yet, and nothing kept."""

from typing import Any

import pytest
from django.test import Client

from profiles.models import Link, Page
from tests.markup import words
from tests.profiles.pages import make_link

pytestmark = pytest.mark.django_db

ABOUT = "/studio/preview/about/"


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


@pytest.mark.parametrize("typed", [{}, {"title": "Typed", "url": "https://typed.example.org/"}])
def test_link_that_is_typed_is_shown_and_not_kept(mina: Client, page: Page, typed: dict[str, Any]) -> None:
    link = make_link(page)
    before = Link.objects.values().get()
    shown = words(mina.post(f"/studio/preview/links/{link.pk}/", typed))
    assert ("Typed typed.example.org" in shown) is bool(typed)
    assert Link.objects.values().get() == before
    assert "Typed" not in words(mina.get(page.get_absolute_url()))
