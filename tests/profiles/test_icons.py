"""The row of icons: what tells those of one site apart, and what is said when one is added."""

import pytest
from django.test import Client

from profiles.models import Kind, Page
from tests.markup import words
from tests.profiles.pages import make_link

pytestmark = pytest.mark.django_db

INSTAGRAM_URL = "https://www.instagram.com/otto/"
INSTAGRAM = {"title": "Instagram", "kind": Kind.SOCIAL}


def test_icons_of_one_site_are_told_apart(mina: Client, page: Page) -> None:
    make_link(page, url=INSTAGRAM_URL, **INSTAGRAM)
    make_link(page, url="https://www.instagram.com/otto.knits", **INSTAGRAM)
    make_link(page, "Facebook", "https://www.facebook.com/profile.php?id=7", kind=Kind.SOCIAL)
    studio, public = (words(mina.get(path)) for path in ("/studio/", "/@mina.eats"))
    for place in ("instagram.com/otto", "instagram.com/otto.knits", "facebook.com/profile.php?id=7"):
        assert f"{place} " in studio
    assert "Instagram instagram.com/otto Instagram instagram.com/otto.knits Facebook" in public
    assert "facebook.com" not in public


def test_icon_that_is_added_twice_at_once_says_that_it_was_there(mina: Client, page: Page) -> None:
    first, second = (words(mina.post("/studio/", {"url": INSTAGRAM_URL}, follow=True)) for _ in range(2))
    assert "Instagram is in your row of icons now." in first
    assert "Instagram\u2069 was in your row already." in second
    assert "in your row of icons now" not in second
    assert page.links.count() == 1


def test_icon_that_is_there_in_another_spelling_is_told(mina: Client, page: Page) -> None:
    make_link(page, url="https://instagram.com/otto", **INSTAGRAM)
    answer = mina.post("/studio/", {"url": INSTAGRAM_URL}, follow=True)
    assert "Instagram\u2069 is on your page twice now." in words(answer)
