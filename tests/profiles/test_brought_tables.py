"""Tables as spreadsheets of many countries write them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from profiles.models import Kind, Page
from tests.markup import words
from tests.profiles.imports import accept, bring, offer, problems, rows, titles
from tests.profiles.pages import make_link

FLAGS = "title;url;is_hidden;is_ad;is_sensitive;is_pinned\nShop;example.org;{0};{0};{0};{0}"


def flags(page: Page) -> set[bool]:
    link = page.links.get()
    return {link.is_hidden, link.is_ad, link.is_sensitive, link.is_pinned}


@pytest.mark.parametrize("said", ["yes", "ja", "WAHR", "VRAI", "oui", "y", "TRUE", "sí", "✓", "evet"])
def test_whatever_is_no_word_for_no_is_a_yes(mina: Client, page: Page, said: str) -> None:
    bring(mina, FLAGS.format(said))
    assert flags(page) == {True}


@pytest.mark.parametrize("said", ["", " ", "no", "No", "FALSE", "0", "nein", "FALSCH", "faux", "n", "-"])
def test_word_for_no_is_a_no(mina: Client, page: Page, said: str) -> None:
    bring(mina, FLAGS.format(said))
    assert flags(page) == {False}


@pytest.mark.parametrize(
    "text",
    [
        "Titel;URL\nMein Laden;https://example.org/shop",
        "URL;Titel\nhttps://example.org/shop;Mein Laden",
        "Nr;URL;Titel\n1;https://example.org/shop;Mein Laden",
        "URL;Klicks;Titel;Title\nhttps://example.org/shop;7;Nichts;Mein Laden",
        "sep=;\nTitle;URL\nMein Laden;https://example.org/shop",
        'sep=,\r\n"Mein Laden",https://example.org/shop\r\n',
        "Meine Links;;\n;;\nTitel;URL;Klicks\nMein Laden;https://example.org/shop;7",
    ],
)
def test_table_of_another_country_keeps_its_titles(mina: Client, page: Page, text: str) -> None:
    shown = offer(mina, text)
    assert "This is a table." in words(shown)
    accept(mina, shown)
    assert [(link.title, link.url) for link in page.links.all()] == [("Mein Laden", "https://example.org/shop")]


def test_list_with_a_word_that_heads_tables_stays_a_list(mina: Client, page: Page) -> None:
    shown = offer(mina, "My links:\nShop, https://example.org/shop\nWebsite\nBook - https://example.org/book")
    assert "This is a list of addresses." in words(shown)
    assert {"✓ Shop", "✓ Book"} <= set(rows(shown))


@pytest.mark.parametrize("typed", ["03/04/2027 10:00", "13/04/2027 10:00", "03.04.2027 10:00", "4/3/27"])
def test_day_that_is_written_in_two_ways_is_not_guessed(mina: Client, page: Page, typed: str) -> None:
    shown = offer(mina, f"title,url,starts_at\nShop,https://example.org/shop,{typed}")
    assert problems(shown) == ["Visitors see it from: Write day and time like 2026-12-24 18:00."]


def test_day_without_a_time_is_its_beginning(mina: Client, page: Page) -> None:
    bring(mina, "title,url,starts_at\nShop,https://example.org/shop,2027-04-03")
    assert page.links.get().starts_at == datetime(2027, 4, 3, tzinfo=UTC)


def test_offer_says_when_a_link_is_shown_and_that_it_is_advertising(mina: Client, page: Page) -> None:
    shown = words(offer(mina, "url,is_ad,starts_at,ends_at\nexample.org,yes,2090-06-01 18:00,2090-07-02 09:30"))
    assert "#ad" in shown
    assert "from 1 June 2090 at 18:00, your time" in shown
    assert "until 2 July 2090 at 09:30, your time" in shown


def test_our_own_table_is_one_whatever_an_answer_in_it_says(mina: Client, page: Page) -> None:
    make_link(page, "How?", "", kind=Kind.QUESTION, note="Write <a href='x'> or __NEXT_DATA__ there.")
    make_link(page, "My shop", "https://example.org/shop")
    content = mina.get("/studio/export/links.csv").content
    page.links.all().delete()
    accept(mina, offer(mina, content, name="links.csv"))
    assert titles(page) == ["How?", "My shop"]


@pytest.mark.parametrize(
    "text",
    [
        "<https://example.org/a>\n<https://example.org/b>",
        "Shop <https://example.org/a>\n<a href='/imprint'>\nhttps://example.org/b",
        '["https://example.org/a", "example.org/b"]',
        '[{"title": "Shop", "url": "https://example.org/a"}, {"Name": "B", "Link": "https://example.org/b", "n": 7}]',
    ],
)
def test_list_of_addresses_in_any_brackets_is_one(mina: Client, page: Page, text: str) -> None:
    shown = offer(mina, text)
    assert "This is a list of addresses." in words(shown)
    accept(mina, shown)
    assert [link.url for link in page.links.all()] == ["https://example.org/a", "https://example.org/b"]


def test_objects_in_a_list_keep_what_they_say(mina: Client, page: Page) -> None:
    bring(mina, '[{"title": "Shop", "url": "https://example.org/", "is_hidden": true, "is_sensitive": false}]')
    link = page.links.get()
    assert (link.title, link.is_hidden, link.is_sensitive) == ("Shop", True, False)


def test_list_that_was_cut_inside_of_a_letter_keeps_all_others(mina: Client, page: Page) -> None:
    cut = "Süßes: https://example.org/a\nhttps://example.org/b ü".encode()[:-1]
    accept(mina, offer(mina, cut, name="links.txt"))
    assert titles(page) == ["Süßes", "example.org"]
    accept(mina, offer(mina, "https://example.org/c café".encode("cp1252"), name="links.txt"))
    assert titles(page)[2] == "café"


def test_moments_beside_addresses_are_no_titles(mina: Client, page: Page) -> None:
    bring(mina, "created;url;clicks\n2026-01-05T10:00:00Z;https://example.org/shop;7")
    assert titles(page) == ["example.org"]
