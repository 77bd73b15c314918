"""What staff has hidden on a page stays hidden there, however its creator brings it back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from profiles import links, moderation
from profiles.models import Kind, Link, Measure, Page, Verb
from tests import moderators
from tests.markup import words
from tests.profiles.pages import make_link, make_video, stored

pytestmark = pytest.mark.django_db

URL = "https://phish.example/login"
CARD = {"kind": Kind.CONTACT, "title": "Bob", "email": "bob@phish.example", "phone": "+442079460000"}
REFUSED = "Staff has hidden this on your page."
OTHER_SPELLINGS = [
    "https://phish.example/login",
    "http://phish.example/login",
    "https://www.phish.example/login",
    "https://phish.example/login/",
    "https://phish.example//login",
    "https://phish.example/%6cogin",
    "https://phish.example/login?",
    "https://phish.example/login#a",
    "https://phish.example/login?utm_source=x",
]


def hide(link: Link) -> None:
    moderators.act(link.page, Verb.HIDE_LINK, reason="Steals passwords", link=link)


def on_view(page: Page) -> list[str]:
    return [str(link) for link in page.links.on_view()]


@pytest.mark.parametrize("spelling", OTHER_SPELLINGS)
def test_hidden_address_is_refused_in_every_spelling(mina: Client, page: Page, spelling: str) -> None:
    hide(make_link(page, url=URL))
    assert REFUSED in words(mina.post("/studio/", {"url": spelling}))
    assert on_view(page) == []


@pytest.mark.parametrize(
    "other", ["https://phish.example/", "https://phish.example/login?page=2", "https://x.example/login"]
)
def test_other_address_of_the_site_is_another(mina: Client, page: Page, other: str) -> None:
    hide(make_link(page, url=URL))
    mina.post("/studio/", {"url": other, "title": "Another"})
    assert on_view(page) == ["Another"]


def test_copies_are_hidden_with_it_and_come_back_with_it(mina: Client, page: Page) -> None:
    link = make_link(page, "Original", url=URL)
    copy = make_link(page, "Copy", url=f"{URL}/", is_hidden=True)
    make_link(page, "On a TikTok", url=URL, video=make_video(page))
    make_link(page, "Another", url="https://example.org/")
    hide(link)
    mina.post(f"/studio/links/{copy.pk}/show/")
    assert on_view(page) == ["Another"]
    moderators.act(page, Verb.SHOW_LINK, reason="It was a mistake", link=copy)
    assert sorted(on_view(page)) == ["Another", "Copy", "On a TikTok", "Original"]


@pytest.mark.parametrize(
    "said",
    [
        CARD,
        {"kind": Kind.TEXT, "title": "", "note": "Buy my pills"},
        {"kind": Kind.CODE, "title": "Pills", "code": "PILLS20"},
        {"kind": Kind.QUESTION, "title": "Pills?", "note": "Here"},
    ],
    ids=lambda said: said["kind"],
)
def test_what_has_no_address_stays_hidden_too(mina: Client, page: Page, said: dict[str, Any]) -> None:
    link = Link.objects.create(page=page, **{"url": "", **said})
    Link.objects.update(created_at=timezone.now() - timedelta(minutes=1))  # or the same again were a double tap
    hide(link)
    assert REFUSED in words(mina.post(f"/studio/links/{link.pk}/duplicate/", follow=True))
    assert REFUSED in words(mina.post(f"/studio/links/new/{said['kind']}/", said))
    assert page.links.count() == 1


@pytest.mark.parametrize("way", ["mailto:Bob@phish.example?subject=Hi", "tel:+442079460000"])
def test_way_of_a_hidden_card_is_refused_as_a_link(mina: Client, page: Page, way: str) -> None:
    hide(Link.objects.create(page=page, url="", **CARD))
    assert REFUSED in words(mina.post("/studio/", {"url": way}))


def test_hidden_card_keeps_its_ways(mina: Client, page: Page) -> None:
    link = Link.objects.create(page=page, url="", **CARD)
    hide(link)
    answer = mina.post(f"/studio/links/{link.pk}/", {**CARD, "email": "", "version": link.version})
    assert REFUSED in words(answer)
    link.refresh_from_db()
    assert link.email == CARD["email"]


def test_deleting_what_is_hidden_does_not_bring_it_back(mina: Client, page: Page) -> None:
    link = make_link(page, url=URL)
    hide(link)
    mina.post(f"/studio/links/{link.pk}/delete/")
    with time_machine.travel(timezone.now() + timedelta(days=links.BIN_DAYS + 1)):
        links.empty_bins()
        mina.force_login(page.owner)
        assert not page.links.exists()
        assert REFUSED in words(mina.post("/studio/", {"url": URL}))
        moderation.undo(Measure.objects.get(), reason="It was a mistake")
        mina.post("/studio/", {"url": URL, "title": "Again"})
        assert on_view(page) == ["Again"]


def test_link_edited_after_staff_looked_is_hidden_by_what_it_was_and_what_it_is(mina: Client, page: Page) -> None:
    other = "https://other.example/"
    link = make_link(page, url=URL)
    seen = Link.objects.get()
    links.edit_link(link, url=other)
    hide(seen)
    assert on_view(page) == []
    for url in (URL, other):
        assert REFUSED in words(mina.post("/studio/", {"url": url}))


def test_act_on_a_link_that_is_gone_says_so(page: Page) -> None:
    link = make_link(page, url=URL)
    Link.objects.all().delete()
    with pytest.raises(moderation.NothingToDo, match="This link is gone"):
        hide(Link(pk=link.pk, page=page, url=URL))


def test_act_on_a_page_that_is_gone_says_so(page: Page) -> None:
    gone = stored(page)
    page.delete()
    with pytest.raises(moderation.NothingToDo, match="its creator has deleted it"):
        moderators.act(gone, Verb.WARN, reason="spam")
