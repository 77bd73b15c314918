"""Creators whose TikTok name cannot be their address choose one."""

import pytest
from django.test import Client

from profiles.models import Page
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_page
from tests.profiles.studio import page
from tiktok_auth.models import Grant

pytestmark = pytest.mark.django_db

__all__ = ["page"]

BASIC = ["user.info.basic"]


def creator_without_page(client: Client, name: str, scopes: list[str]) -> Grant:
    grant = creators.grant_access("mina.eats", scopes=scopes)
    grant.account.extra_data = {"display_name": name}
    grant.account.save()
    client.force_login(grant.account.user)
    return grant


@pytest.mark.parametrize(
    ("name", "suggestion"), [("Mina Eats", "mina-eats"), ("Mina", "hello-mina"), ("ليلى", ""), ("Admin Team", "")]
)
def test_address_is_suggested_from_the_name(client: Client, name: str, suggestion: str) -> None:
    creator_without_page(client, name, BASIC)
    answer = client.get("/studio/", follow=True)
    assert "You did not share your TikTok name" in words(answer)
    assert suggestion in [field.get("value", "") for field in tags(answer, "input") if field.get("name") == "handle"]


def test_address_chosen_makes_the_page_public(client: Client) -> None:
    grant = creator_without_page(client, "Mina Eats", BASIC)
    answer = client.post("/studio/address/", {"handle": "Mina-Eats"}, follow=True)
    assert "Links" in words(answer)
    assert Page.objects.get(owner=grant.account.user).handle == "mina-eats"
    assert "Mina Eats" in words(Client().get("/@mina-eats"))


def test_address_chosen_once(mina: Client, page: Page) -> None:
    assert mina.post("/studio/address/", {"handle": "other-name"})["Location"] == "/studio/"
    page.refresh_from_db()
    assert page.handle == "mina.eats"


@pytest.mark.parametrize(
    ("handle", "sentence"),
    [
        ("taken-name", "Somebody has this address already."),
        ("mina", "Put a hyphen in it"),
        ("ad-min", "looks like the site's own"),
        ("-x", "Use 3 to 40 letters"),
        (" ", "Type the address that you would like."),
    ],
)
def test_address_refused_is_explained_and_stays_typed(client: Client, handle: str, sentence: str) -> None:
    make_page("taken-name")
    creator_without_page(client, "Mina", BASIC)
    answer = client.post("/studio/address/", {"handle": handle})
    assert sentence in words(answer)
    assert handle in [field.get("value") for field in tags(answer, "input")]
    assert "/@…" in words(answer)
    assert Page.objects.count() == 1


def test_address_for_a_reserved_tiktok_name_says_why(client: Client) -> None:
    creator_without_page(client, "Mina", ["user.info.basic", "user.info.profile"])
    assert "Your TikTok name is kept for the site itself" in words(client.get("/studio/address/"))
