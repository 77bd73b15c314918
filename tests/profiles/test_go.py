"""`/go/` leads to the stored address of a link on a page, and nowhere else."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles.models import Link, Page
from tests import moderators
from tests.markup import words
from tests.profiles.pages import make_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bio_and_followers")]


def test_go_leads_to_the_stored_address(client: Client, page: Page) -> None:
    link = make_link(page, url="https://shop.example.com/a%20b?x=1&y=%C3%A9#top")
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, response["Location"]) == (302, link.url)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert not response.cookies


@pytest.mark.parametrize("query", ["url=https://evil.example", "next=//evil.example", "u=x&to=https://evil.example"])
def test_go_takes_no_target_from_the_visitor(client: Client, page: Page, query: str) -> None:
    link = make_link(page)
    assert client.get(f"/go/{link.key}?{query}")["Location"] == link.url


def hide(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(is_hidden=True)


def delete(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(deleted_at=timezone.now())


@pytest.mark.parametrize("take_away", [hide, delete, Link.delete])
def test_go_does_not_follow_what_is_not_on_the_page(
    client: Client, page: Page, take_away: Callable[[Link], Any]
) -> None:
    link = make_link(page)
    take_away(link)
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, "Location" in response) == (404, False)


@pytest.mark.parametrize(
    "stored",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "/admin/",
        "https://user@evil.example/",
        "https://127.0.0.1/",
        "https://intranet/",
        "ftp://example.org/",
        "mailto:mina@example.org",
        "tel:+905551234567",
        "https://example.org/\r\nSet-Cookie: a=b",
    ],
)
def test_go_looks_at_the_stored_address_again(client: Client, page: Page, stored: str) -> None:
    link = make_link(page, url=stored)
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, "Location" in response) == (404, False)


def test_go_is_closed_with_its_page(client: Client, page: Page) -> None:
    link = make_link(page)
    moderators.suspend(page, reason="Spam")
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, "Location" in response) == (410, False)
    assert "This page has been taken down" in words(response)


def test_go_keys_cannot_be_guessed(client: Client, page: Page) -> None:
    link = make_link(page)
    near = [link.key[:-1], link.key + "A", link.key.swapcase(), link.key[::-1], str(link.pk), str(page.pk), "None"]
    guesses = [*near, *(secrets.token_urlsafe(9) for _ in range(300))]
    assert {client.get(f"/go/{key}").status_code for key in guesses} == {404}
