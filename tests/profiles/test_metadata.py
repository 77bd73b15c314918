# ruff: noqa: RUF001  (letters that look like others)
"""What a page says of itself to search engines and chats. That it never runs: tests/browser/test_share.py."""

import json
from typing import Any

import pytest
from django.test import Client

from profiles.models import Page
from tests import services
from tests.markup import tags
from tests.profiles.hostile_texts import PAYLOADS
from tests.profiles.pages import PICTURE, make_link, make_page, make_video

pytestmark = pytest.mark.django_db

URL = "/@mina.eats"
ADDRESS = f"{services.SITE_URL}{URL}"
OPENING = '<script type="application/ld+json">'


def said(client: Client, path: str = URL) -> dict[str, str]:
    """Every named sentence of the head."""
    metas = tags(client.get(path), "meta")
    return {meta.get("property") or meta["name"]: meta["content"] for meta in metas if "content" in meta}


def data_of(client: Client) -> tuple[str, Any]:
    text = client.get(URL).text.partition(OPENING)[2].partition("</script>")[0]
    return text, json.loads(text)


def test_page_says_what_it_is(client: Client) -> None:
    make_page(bio="Small kitchen,\nbig pots.")
    found = said(client, f"{URL}?utm_source=tiktok")
    assert found["og:type"] == "profile"
    assert found["og:title"] == "Mina Eats (@mina.eats)"
    assert found["og:description"] == found["description"] == "Small kitchen, big pots."
    assert (found["og:url"], found["twitter:card"]) == (ADDRESS, "summary_large_image")
    links = {link["rel"]: link["href"] for link in tags(client.get(URL), "link")}
    assert (links["canonical"], links["me"]) == (ADDRESS, "https://www.tiktok.com/@mina.eats")


def test_page_without_words_says_the_least(client: Client) -> None:
    make_page(display_name="", username="")
    found = said(client)
    assert found["description"] == "Links and TikToks of mina.eats"
    assert "me" not in [link["rel"] for link in tags(client.get(URL), "link")]
    assert set(data_of(client)[1]["mainEntity"]) == {"@type", "name", "alternateName"}


def test_what_its_creator_wrote_for_search_is_said_instead(client: Client) -> None:
    make_page(bio="Small kitchen")
    Page.objects.update(search_title="Recipes from Lagos", search_description="By Mina", is_noindex=True)
    found = said(client)
    assert (found["og:title"], found["description"], found["robots"]) == ("Recipes from Lagos", "By Mina", "noindex")
    assert "<title>Recipes from Lagos</title>" in client.get(URL).text


def test_search_engines_leave_out_what_is_behind_a_warning(client: Client) -> None:
    way = f"{URL}/v/{make_video(make_page()).tiktok_id}"
    Page.objects.update(is_adult=True)
    for path in (URL, f"{URL}/enter", way, f"{way}/enter", f"{way}/watch"):
        assert said(client, path)["robots"] == "noindex", path


def test_doorway_without_a_cover_shows_the_pages_card(client: Client) -> None:
    page = make_page()
    bare, pictured = make_video(page, cover=""), make_video(page)
    assert said(client, f"{URL}/v/{bare.tiktok_id}")["og:image"].startswith(f"{ADDRESS}/card.png?")
    assert "/media/cover/" in said(client, f"{URL}/v/{pictured.tiktok_id}")["og:image"]


def test_doorway_of_a_long_caption_has_a_short_title(client: Client) -> None:
    video = make_video(make_page(), "Soup, " * 366)
    title = said(client, f"{URL}/v/{video.tiktok_id}")["og:title"]
    assert len(title) <= 130
    assert title.endswith("… · Mina Eats (@mina.eats)")
    assert f"<title>{title}</title>" in client.get(f"{URL}/v/{video.tiktok_id}").text


def test_doorway_without_links_is_described_by_its_caption_and_left_out_of_search(client: Client) -> None:
    page = make_page()
    video = make_video(page, "Pepper soup\nfor two")
    way = f"{URL}/v/{video.tiktok_id}"
    assert (said(client, way)["description"], said(client, way)["robots"]) == ("Pepper soup for two", "noindex")
    make_link(page, video=video)
    assert said(client, way)["description"] == "The links of this TikTok by Mina Eats"
    assert "robots" not in said(client, way)


def test_search_engines_learn_who_it_is(client: Client) -> None:
    make_page(bio="Small & <big>", followers=1_240_000, avatar=PICTURE, display_name="ليلى")
    _text, data = data_of(client)
    person = data["mainEntity"]
    assert (data["@context"], data["@type"], data["url"]) == ("https://schema.org", "ProfilePage", ADDRESS)
    assert (person["name"], person["alternateName"], person["description"]) == ("ليلى", "@mina.eats", "Small & <big>")
    assert person["sameAs"] == ["https://www.tiktok.com/@mina.eats"]
    assert person["image"].startswith(f"{services.SITE_URL}/media/avatar/")
    assert person["interactionStatistic"]["userInteractionCount"] == 1_240_000


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "＜/script＞", "<!--<script", "a\u2028b\u2029c", "\\u003c/script>", '"}</x']
)
def test_no_text_leaves_the_data(client: Client, payload: str) -> None:
    make_page(display_name=payload, bio=payload)
    text, data = data_of(client)
    assert not set("<>&\u2028\u2029") & set(text)
    assert data["mainEntity"]["@type"] == "Person"
