"""Who may come into the studio, and what changes nothing there."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from profiles.models import Link, Page
from tests.markup import tags, words
from tests.profiles.pages import make_link
from tests.profiles.studio import page
from tiktok_auth.models import Grant, Session
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

__all__ = ["page"]

LOGIN = "/accounts/login/?next="
PATHS = [f"/studio/{place}" for place in ("", "address/", "disconnect/", "links/order/", "status/", "sync/")]
# What a button does has no page to come back to.
BUTTONS = ("delete/", "hide/", "move/", "order/", "restore/", "show/", "sync/")


def rows(*pages: Page) -> list[Any]:
    """Everything in the database that a creator's act could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Page, Link, Grant)]


def link_paths(link: Link) -> list[str]:
    return [f"/studio/links/{link.pk}/{verb}" for verb in ("", "delete/", "hide/", "move/", "restore/", "show/")]


def test_studio_is_for_those_who_are_logged_in(client: Client, otto: Page) -> None:
    before = rows()
    for path in [*PATHS, *link_paths(otto.links.get())]:
        for method in (client.get, client.post):
            assert (
                method(path)["Location"].removesuffix("&ended=1")
                == f"{LOGIN}{'/studio/' if path.endswith(BUTTONS) else path}"
            )
    assert rows() == before


@pytest.mark.parametrize(("path", "back"), [("links/{}/hide/", ""), ("links/{}/",) * 2, ("settings/",) * 2])
def test_what_is_sent_after_the_session_has_ended_says_so_and_leads_to_a_page_that_is_there(
    client: Client, otto: Page, path: str, back: str
) -> None:
    sent, place = (f"/studio/{one.format(otto.links.get().pk)}" for one in (path, back))
    answer = client.post(sent, follow=True)
    assert "You were logged out, so nothing was changed." in words(answer)
    assert answer.redirect_chain == [(f"{LOGIN}{place}&ended=1", 302)]
    assert not Session.objects.exists()
    assert not otto.links.get().is_hidden


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("videos/rules/", "videos/"),
        ("videos/7/hide/", "videos/"),
        ("settings/unpublish/", "settings/"),
        ("design/backdrop/", "design/"),
        ("import/accept/", "import/"),
        ("links/7/delete/", ""),
        ("sync/", ""),
    ],
)
def test_address_of_a_button_leads_to_the_place_it_is_in(mina: Client, page: Page, button: str, place: str) -> None:
    before = rows()
    answer = mina.get(f"/studio/{button}", follow=True)
    assert answer.redirect_chain == [(f"/studio/{place}", 302)]
    assert tags(answer, "h1")
    refused = mina.put(f"/studio/{button}")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, POST")
    assert rows() == before


def test_studio_never_shows_or_changes_somebody_elses_link(mina: Client, otto: Page) -> None:
    before = rows()
    for path in link_paths(otto.links.get()):
        answer = mina.post(path, {"url": "https://evil.example/", "title": "x", "to": "top"})
        assert "It is not here any more" in words(answer)
        assert "Patterns" not in words(answer)
    assert "Patterns" not in words(mina.get("/studio/"))
    assert rows() == before


def test_reorder_with_somebody_elses_link_changes_nothing(mina: Client, page: Page, otto: Page) -> None:
    own = [make_link(page, title).pk for title in "ab"]
    before = rows()
    for ids in ([*reversed(own), otto.links.get().pk], [own[0], otto.links.get().pk], [own[1], own[1]], own[:1], []):
        answer = mina.post("/studio/links/order/", {"id": ids})
        assert answer.text == "Your links have changed in the meantime. Load this page again, then move them."
    assert rows() == before


@pytest.mark.parametrize("number", ["x", "", "1.5", "\0", "9" * 5000])
def test_reorder_with_what_is_no_number_changes_nothing(mina: Client, page: Page, number: str) -> None:
    make_link(page)
    before = rows()
    answer = mina.post("/studio/links/order/", {"id": [number]})
    assert answer.text == "These are not your links. Load this page again."
    assert rows() == before


def test_studio_changes_nothing_by_looking(mina: Client, page: Page) -> None:
    link = make_link(page)
    before = rows()
    for path in [*PATHS, *link_paths(link)]:
        mina.get(path, {"to": "top", "url": "https://evil.example/", "title": "x"})
    assert rows() == before
    assert control.calls("revoke") == []


def test_studio_changes_nothing_without_its_token(page: Page) -> None:
    link = make_link(page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(page.owner)
    before = rows()
    for path in [*PATHS, *link_paths(link)]:
        strict.post(path, {"url": "https://evil.example/", "title": "x", "to": "top", "id": [link.pk]})
    assert rows() == before


def test_studio_takes_only_the_fields_of_its_forms(mina: Client, page: Page, otto: Page) -> None:
    extra = {"page": otto.pk, "position": 7, "key": "mine", "is_hidden": "on", "owner": otto.owner_id, "handle": "x-y"}
    mina.post("/studio/", {"url": "etsy.com", "title": "Shop", **extra})
    link = page.links.get()
    mina.post(f"/studio/links/{link.pk}/", {"url": "etsy.com", "title": "My shop", **extra})
    link.refresh_from_db()
    assert (link.title, link.page, link.position, link.is_hidden) == ("My shop", page, 0, False)
    assert link.key != "mine"
    page.refresh_from_db()
    assert page.handle == "mina.eats"


def test_staff_without_a_page_are_told_so(client: Client) -> None:
    client.force_login(User.objects.create_user("staff", is_staff=True))
    answer = client.get("/studio/", follow=True)
    assert "No page to edit" in words(answer)
    assert "/admin/" in [link["href"] for link in tags(answer, "a")]
    assert "There is no page here" in words(client.post("/studio/sync/"))
