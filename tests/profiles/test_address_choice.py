"""Creators whose TikTok name cannot be their address choose one."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client

from profiles.models import Page
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_page
from tests.profiles.studio import page
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant

pytestmark = pytest.mark.django_db

__all__ = ["page"]

BASIC = ["user.info.basic"]
PROFILE = ["user.info.basic", "user.info.profile"]


def creator_without_page(client: Client, name: str, scopes: list[str]) -> Grant:
    grant = creators.grant_access("mina.eats", scopes=scopes)
    known = {"username": "mina.eats"} if "user.info.profile" in scopes else {}
    grant.account.extra_data = {"display_name": name, **known}
    grant.account.save()
    client.force_login(grant.account.user)
    return grant


@pytest.mark.parametrize(
    ("name", "suggestion"), [("Mina Eats", "mina-eats"), ("Mina", "hello-mina"), ("ليلى", ""), ("Admin Team", "")]
)
def test_address_is_suggested_from_the_name(client: Client, name: str, suggestion: str) -> None:
    creator_without_page(client, name, BASIC)
    answer = client.get("/studio/", follow=True)
    assert "We were not told your TikTok name" in words(answer)
    assert suggestion in [field.get("value", "") for field in tags(answer, "input") if field.get("name") == "handle"]


def test_address_chosen_makes_the_page_public(client: Client) -> None:
    grant = creator_without_page(client, "Mina Eats", BASIC)
    answer = client.post("/studio/address/", {"handle": "Mina-Eats"}, follow=True)
    assert "Links" in words(answer)
    assert Page.objects.get(owner=grant.account.user).handle == "mina-eats"
    assert "Mina Eats" in words(Client().get("/@mina-eats"))


@pytest.mark.parametrize("typed", ["Otto Knits!", " @Ötto  Knits ", "otto/knits", "OTTO-KNITS"])
def test_address_is_spelled_from_what_is_typed(client: Client, typed: str) -> None:
    grant = creator_without_page(client, "Otto", BASIC)
    client.post("/studio/address/", {"handle": typed})
    assert Page.objects.get(owner=grant.account.user).handle == "otto-knits"


def test_address_with_letters_of_other_scripts_is_refused(client: Client) -> None:
    creator_without_page(client, "Otto", BASIC)
    assert "Use 3 to 40 letters" in words(client.post("/studio/address/", {"handle": "\u043etto-knits"}))
    assert not Page.objects.exists()


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
        ("@", "Use 3 to 40 letters"),
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
    creator_without_page(client, "Mina", PROFILE)
    SocialAccount.objects.update(extra_data={"username": "Admin"})
    assert "Your TikTok name is kept for the site itself" in words(client.get("/studio/address/"))
    assert "This address is kept for the site itself." in words(client.post("/studio/address/", {"handle": "admin"}))
    assert not Page.objects.exists()


def test_tiktok_name_that_somebody_has_is_theirs_once_it_is_free(client: Client) -> None:
    other = make_page("mina.eats")
    grant = creator_without_page(client, "Mina", PROFILE)
    assert "somebody else's page has it" in words(client.get("/studio/", follow=True))
    taken = client.post("/studio/address/", {"handle": "mina.eats"})
    assert "Somebody has this address already." in words(taken)
    other.delete()
    offered = client.get("/studio/", follow=True)
    assert "Your TikTok name is free." in words(offered)
    assert not Page.objects.exists()
    (address,) = (field["value"] for field in tags(offered, "input") if field.get("name") == "handle")
    client.post("/studio/address/", {"handle": address})
    assert Page.objects.get(owner=grant.account.user).handle == "mina.eats"
    assert "Mina" in words(Client().get("/@mina.eats"))


@pytest.mark.parametrize("typed", ["@Mina.Eats", "mina-cooks"])
def test_address_typed_while_the_tiktok_name_is_free_is_the_one_they_have(client: Client, typed: str) -> None:
    grant = creator_without_page(client, "Mina", PROFILE)
    client.post("/studio/address/", {"handle": typed})
    assert Page.objects.get(owner=grant.account.user).handle == typed.removeprefix("@").lower()


def test_tiktok_name_of_somebody_else_is_not_to_be_had(client: Client) -> None:
    creator_without_page(client, "Mina", PROFILE)
    assert "Put a hyphen in it" in words(client.post("/studio/address/", {"handle": "otto.knits"}))
    assert not Page.objects.exists()


def test_creator_without_a_page_can_delete_their_account(client: Client) -> None:
    grant = creator_without_page(client, "Mina", BASIC)
    (way,) = [link["href"] for link in tags(client.get("/studio/address/"), "a") if "delete" in link["href"]]
    assert "Delete your account?" in words(client.get(way))
    assert "Your account is deleted" in words(client.post(way, follow=True))
    assert not User.objects.filter(pk=grant.account.user_id).exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("because", [Ended.LEFT, Ended.GONE])
def test_creator_who_leaves_before_they_have_a_page_leaves_no_name(client: Client, because: Ended) -> None:
    grant = creator_without_page(client, "Mina", BASIC)
    tokens.end(grant, because)
    assert SocialAccount.objects.get().extra_data == {}
    answer = client.post("/studio/address/", {"handle": "mina-eats"})
    assert "TikTok is not connected any more" in words(answer)
    assert not Page.objects.exists()
