from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.markup import tags, words

pytestmark = pytest.mark.django_db
PATHS = ["/privacy", "/terms"]


@pytest.mark.parametrize("path", PATHS)
def test_legal_page_names_the_contact(client: Client, path: str) -> None:
    response = client.get(path)
    assert {"href": "mailto:hello@example.org"} in tags(response, "a")
    assert "hello@example.org" in words(response)


@pytest.mark.parametrize("path", PATHS)
def test_legal_page_without_a_contact_links_to_nobody(client: Client, settings: Settings, path: str) -> None:
    settings.CONTACT = ""
    assert not [link for link in tags(client.get(path), "a") if link["href"].startswith("mailto:")]


def test_contact_may_be_an_address_on_the_web(client: Client, settings: Settings) -> None:
    settings.CONTACT = "https://example.org/write"
    assert {"href": "https://example.org/write"} in tags(client.get("/terms"), "a")


@pytest.mark.parametrize("path", PATHS)
def test_contact_that_is_written_as_a_link_is_shown_as_an_address(
    client: Client, settings: Settings, path: str
) -> None:
    settings.CONTACT = "mailto:hello@example.org?subject=Links"
    response = client.get(path)
    assert {"href": "mailto:hello@example.org?subject=Links"} in tags(response, "a")
    assert "hello@example.org." in words(response)
    assert "mailto:" not in words(response)


def test_privacy_gives_the_ages_that_are_set(client: Client, settings: Settings) -> None:
    settings.COVER_KEEP_SECONDS = 3 * 3600
    settings.SNAPSHOT_FRESH_SECONDS = 20 * 60
    text = words(client.get("/privacy"))
    assert "At most 3 hours after TikTok last confirmed the video" in text
    assert "Asked for again about every 20 minutes while your page is visited, and otherwise before its" in text


def test_privacy_gives_no_age_as_shorter_than_it_is(client: Client, settings: Settings) -> None:
    settings.COVER_KEEP_SECONDS, settings.SNAPSHOT_FRESH_SECONDS = 90 * 60, 61
    text = words(client.get("/privacy"))
    assert "At most 2 hours after TikTok last confirmed the video" in text
    assert "Asked for again about every 2 minutes" in text
    settings.COVER_KEEP_SECONDS, settings.SNAPSHOT_FRESH_SECONDS = 60, 1
    text = words(client.get("/privacy"))
    assert "At most 1 hour after TikTok last confirmed the video" in text
    assert "Asked for again about every 1 minute while" in text


def test_privacy_names_all_that_is_read_of_a_creator(client: Client) -> None:
    text = words(client.get("/privacy"))
    assert "one for this site and one for all sites of the people who run it" in text
    assert "whether TikTok calls it AI-generated" in text


@pytest.mark.parametrize("path", PATHS)
def test_legal_page_sets_no_cookie(client: Client, path: str) -> None:
    assert not client.get(path).cookies


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The operator's templates, in a folder of this test."""
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    yield tmp_path


@pytest.mark.parametrize("path", PATHS)
def test_operator_may_say_it_in_their_own_words(client: Client, own_folder: Path, path: str) -> None:
    (own_folder / "legal").mkdir()
    (own_folder / f"legal{path}.html").write_text(
        "{% extends 'base.html' %}{% block main %}Our own words{% endblock %}"
    )
    assert "Our own words" in words(client.get(path))


def test_data_folder_is_where_own_templates_are_looked_for_first(settings: Settings) -> None:
    assert settings.TEMPLATES[0]["DIRS"][0] == settings.DATA_DIR / "templates"


@pytest.mark.parametrize(("key", "is_said"), [("", False), ("a-key", True)])
def test_privacy_says_when_a_second_opinion_is_asked_for(
    client: Client, settings: Settings, key: str, is_said: bool
) -> None:
    settings.WEB_RISK_KEY = key
    assert ("Web Risk" in words(client.get("/privacy"))) == is_said
