"""Which addresses are a page, which lead to one, and which are unknown or closed."""

import pytest
from django.conf import settings
from django.test import Client

from profiles.models import Page
from tests import moderators
from tests.markup import tags, words
from tests.profiles.visitors import URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bio_and_followers")]

UNKNOWN = [
    "/@nobody",
    "/nobody",
    "/@",
    "/@a%00b",
    "/a%00b",
    "/@%F0%9F%98%80",
    "/@" + "a" * 500,
    "/@mina.eats/x",
    "/@../etc",
    "/@mina eats",
]


@pytest.mark.parametrize("path", ["/@Mina.Eats", "/mina.eats", "/MINA.EATS", "/@mina.eats/", "/@MINA.EATS/"])
def test_near_miss_is_led_to_the_page(client: Client, page: Page, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, URL)


@pytest.mark.parametrize(
    "more",
    [".", "...", ",", ")", ").", "%20", "%E2%80%8B", "%E2%80%9D", "&utm=1", "*", "%20is%20mine/yours", "!/"],
)
@pytest.mark.parametrize("way", [URL, "/@MINA.EATS", f"{URL}/v/7000000"])
def test_address_that_was_copied_with_its_sentence_is_found(client: Client, page: Page, way: str, more: str) -> None:
    response = client.get(f"{way}{more}")
    assert (response.status_code, response["Location"]) == (302, way)
    assert client.post(f"{way}{more}").status_code in {404, 405}


@pytest.mark.parametrize(
    "path", ["/@nobody,", "/@mina.eats/x,", "/@mina.eatsandmore", "/@.,", "/@,//evil.example", "/@mina,eats"]
)
def test_sentence_around_no_page_leads_nowhere(client: Client, page: Page, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("room", ["/studio", "/admin"])
def test_room_without_its_last_slash_is_found(client: Client, room: str) -> None:
    response = client.get(room)
    assert (response.status_code, response["Location"]) == (302, f"{room}/")


@pytest.mark.parametrize(
    "path",
    ["/privacy", "/terms", "/mina.eats", "/oembed", f"{URL}/share", f"{URL}/feed", f"{URL}/v/7000000", "/go/x/on"],
)
def test_address_with_a_slash_too_many_is_found(client: Client, path: str) -> None:
    response = client.get(f"{path}/")
    assert (response.status_code, response["Location"]) == (302, path)
    assert client.get(f"{path}//").status_code == client.post(f"{path}/").status_code == 404


def test_question_is_kept_where_a_slash_too_many_is_left_out(client: Client, page: Page) -> None:
    answer = client.get("/oembed/", {"url": f"{settings.SITE_URL}/@mina.eats"}, follow=True)
    assert answer.json()["author_name"] == str(page.snapshot.display_name or page)


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example//", "/\\evil.example/"])
def test_slash_too_many_leads_nobody_away(client: Client, path: str) -> None:
    assert client.get("/", PATH_INFO=path).status_code == 404


@pytest.mark.parametrize(
    "path", [*UNKNOWN, "/go/", "/go/%00", "/go/a/b", "/.env", "/.git/config", "/media/", "/static/"]
)
def test_unknown_address_offers_the_front_page(client: Client, page: Page, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert ("This link leads nowhere now" if "/go/" in path else "There is no page here") in words(response)
    assert any(link["href"].removeprefix(settings.SITE_URL) == "/" for link in tags(response, "a"))


def test_unknown_page_says_what_to_check(client: Client, page: Page) -> None:
    assert "Check the spelling of the address: it looks like /@name." in words(client.get("/@nobody.here"))


@pytest.mark.parametrize("path", [URL, f"{URL}/feed", "/mina.eats", "/go/nothing", "/healthz", "/privacy", "/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_public_addresses_are_for_reading(page: Page, method: str, path: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_head_says_what_get_would(client: Client, page: Page) -> None:
    head, get = client.head(URL), client.get(URL)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers


# Taken down


def test_suspended_page_says_only_that_it_is_closed(client: Client, page: Page) -> None:
    moderators.suspend(page, reason="Phishing for passwords")
    response = client.get(URL)
    assert response.status_code == 410
    assert "This page has been taken down" in words(response)
    assert "Go to Linkbio" in words(response)
    assert "Mina" not in response.text
    assert "Phishing" not in response.text
    assert response["Cache-Control"] == "public, max-age=5, s-maxage=1"


def test_address_of_a_suspended_page_is_still_found(client: Client, page: Page) -> None:
    moderators.suspend(page, reason="Spam")
    assert client.get("/Mina.Eats", follow=True).status_code == 410
