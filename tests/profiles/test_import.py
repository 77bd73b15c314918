"""What a creator brings along is recognised: addresses line by line, tables, and saved pages."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles import domains, insights, pages
from profiles.models import Count, Kind, Page, Verdict
from profiles.portability import accepting, document, reading
from profiles.portability.contents import Part
from profiles.portability.offer import prepare
from tests.markup import words
from tests.profiles.imports import accept, bring, offer, problems, rows, titles
from tests.profiles.pages import make_link, make_video

SAMPLES = Path(__file__).parent / "samples"


# ---- lists of addresses ----


def test_list_of_nothing_but_addresses_has_nothing_to_tell(mina: Client, page: Page) -> None:
    assert offer(mina, "example.org/a\n\n* * *\nShop: example.org/b").context["offer"].notes == []


def test_list_of_addresses_becomes_links(mina: Client, page: Page) -> None:
    shown = offer(mina, "example.org/shop\n\n  https://www.etsy.com/shop/mina \nada@example.org\n+90 555 123 45 67\n")
    assert rows(shown) == ["✓ example.org", "✓ Etsy", "✓ ada@example.org", "✓ +905551234567"]
    assert titles(page) == []
    assert "4 links are new on your page." in words(accept(mina, shown))
    assert [link.url for link in page.links.kept()] == [
        "https://example.org/shop",
        "https://www.etsy.com/shop/mina",
        "mailto:ada@example.org",
        "tel:+905551234567",
    ]


@pytest.mark.parametrize(
    ("line", "url", "title"),
    [
        ("My shop: https://example.org/shop", "https://example.org/shop", "My shop"),
        ("- [The book](https://example.org/book)", "https://example.org/book", "The book"),
        ("https://example.org/a_(b) - the one with brackets", "https://example.org/a_(b)", "the one with brackets"),
        ("See https://example.org/shop.", "https://example.org/shop", "See"),
        ("* “Soup” (example.org/soup)", "https://example.org/soup", "“Soup”"),
        ('<a href="https://example.org/x">X marks it</a>', "https://example.org/x", "X marks it"),
        ("Write to me at mina@example.org!", "mailto:mina@example.org", "Write to me at"),
        ("café → https://example.org/é", "https://example.org/%C3%A9", "café →"),
    ],
)
def test_what_stands_beside_an_address_is_its_title(line: str, url: str, title: str, mina: Client, page: Page) -> None:
    bring(mina, line)
    link = page.links.get()
    assert (link.url, link.title) == (url, title.strip("“”"))


def test_own_place_on_a_social_site_joins_the_row_of_icons(mina: Client, page: Page) -> None:
    text = "https://www.instagram.com/mina.eats/\nhttps://example.org/\nWhere I cook: https://youtube.com/@mina"
    answer = bring(mina, text)
    assert [link.kind for link in page.links.kept()] == ["social", "link", "link"]
    assert "2 links and 1 icon are new on your page." in words(answer)
    assert answer.redirect_chain[-1][0] == f"/studio/#link-{page.links.kept()[0].pk}"
    assert "1 icon is new on your page." in words(bring(mina, "https://www.tiktok.com/@mina.eats"))


@pytest.mark.parametrize(
    "text", ["", " \n ", "\ufeff", "Nothing to see here, really.", "{}", "[]", "<p>Hello</p>", "{"]
)
def test_text_without_a_link_is_answered_with_advice_and_comes_back(text: str, mina: Client, page: Page) -> None:
    response = offer(mina, text)
    assert response.context["form"].errors
    assert text.strip() in response.text.replace("&lt;", "<").replace("&gt;", ">")
    assert titles(page) == []


def test_unreadable_file_gives_its_text_back(mina: Client) -> None:
    response = offer(mina, '{"format": "linkbio-page", "links": [', name="page.json")
    assert "Was the file cut off?" in words(response)
    assert "linkbio-page" in words(response)


# ---- tables ----


@pytest.mark.parametrize(
    "text",
    [
        "title,url\nShop,https://example.org/shop\nBook,https://example.org/book",
        "URL;Title\r\nhttps://example.org/shop;Shop\r\nhttps://example.org/book;Book\r\n",
        "id\tLink\tName\n1\thttps://example.org/shop\tShop\n2\thttps://example.org/book\tBook",
        '\ufeff"label"|"address"\n"Shop"|"https://example.org/shop"\n"Book"|"example.org/book"',
        "Shop,https://example.org/shop\nBook,https://example.org/book\n",
        "https://example.org/shop;Shop;7\nhttps://example.org/book;Book;8",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_table_in_any_order_becomes_links(text: str, encoding: str, mina: Client, page: Page) -> None:
    shown = offer(mina, text.encode(encoding), name="links.csv")
    assert "This is a table." in words(shown)
    accept(mina, shown)
    assert [(link.title, link.url) for link in page.links.kept()] == [
        ("Shop", "https://example.org/shop"),
        ("Book", "https://example.org/book"),
    ]


def test_table_from_an_older_spreadsheet_keeps_its_letters(mina: Client, page: Page) -> None:
    accept(mina, offer(mina, "url;title\nexample.org;Çay, süß".encode("cp1254"), name="links.csv"))
    assert page.links.get().url == "https://example.org/"
    accept(mina, offer(mina, "url;title\nexample.org/b;süß".encode("cp1252"), name="links.csv"))
    assert titles(page)[1] == "süß"


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("2027-06-01 18:00", 22), ("2027-06-01T18:00+00:00", 18)],
    ids=["by the clock", "with an offset"],
)
def test_times_in_a_table_are_by_its_creators_clock(typed: str, hour: int, mina: Client, page: Page) -> None:
    pages.change(page, time_zone="America/New_York")
    bring(mina, f"title,url,starts_at\nShop,https://example.org/shop,{typed}")
    assert page.links.get().starts_at == datetime(2027, 6, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize("said", [{"kind": "social"}, {}])
def test_icon_on_a_tiktok_comes_along_as_a_link(mina: Client, page: Page, said: dict[str, str]) -> None:
    link = {"url": "https://www.instagram.com/mina", "title": "Me", "video": make_video(page).tiktok_id, **said}
    shown = offer(mina, json.dumps({"format": "linkbio-page", "version": 1, "links": [link]}))
    assert ("The icons on yours come along as links of their own." in words(shown)) == bool(said)
    accept(mina, shown, part=["tiktoks"])
    assert [(link.kind, link.video_id is None) for link in page.links.all()] == [(Kind.LINK, False)]


def test_our_own_table_comes_back_as_it_left(mina: Client, page: Page) -> None:
    video = make_video(page)
    make_link(page, "=1+1", "https://example.org/a", is_pinned=True, is_sensitive=True)
    make_link(page, "'quoted', \"and more\"", "https://example.org/b", is_hidden=True, is_ad=True)
    make_link(page, "", "", kind="text", note="Two\nlines")
    make_link(page, "The pan", "https://example.org/pan", video=video)
    before = described(page)
    content = mina.get("/studio/export/links.csv").content
    page.links.all().delete()
    accept(mina, offer(mina, content, name="anything.bin"))
    assert described(page) == before


def test_our_own_table_comes_back_with_the_links_that_were_tapped(mina: Client, page: Page) -> None:
    link = make_link(page)
    Count.objects.create(page=page, day=timezone.now().date(), subject=insights.tap_on(link), number=7)
    content = mina.get("/studio/export/links.csv").content
    page.links.all().delete()
    accept(mina, offer(mina, content, name="links.csv"))
    assert titles(page) == ["My cookbook"]


def described(page: Page) -> list[dict[str, Any]]:
    """What creators made of their links, in order."""
    return [link | {"created_at": None, "position": None} for link in document.describe(page)["links"]]


# ---- saved pages ----


@pytest.mark.parametrize("name", ["linktree.html", "linktree-older.html"])
def test_saved_linktree_page_becomes_links(name: str, mina: Client, page: Page) -> None:
    shown = offer(mina, (SAMPLES / name).read_bytes(), name="whatever.txt")
    assert "This is a page from Linktree." in words(shown)
    assert rows(shown) == [
        "✓ Instagram",
        "✓ mina@example.org",
        "✓ My shop & more",
        "✓ Recipes",
        "✓ Pepper soup",
        "✓ Jollof",
        "✓ Only for adults",
    ]
    assert problems(shown) == ["There is no address.", "Links can start with https://, http://, mailto: or tel: only."]
    accept(mina, shown)
    kinds = [link.kind for link in page.links.kept()]
    assert kinds == ["social", "link", "link", "heading", "link", "link", "link"]
    assert [link.title for link in page.links.kept() if link.is_sensitive] == ["Only for adults"]


def test_other_saved_page_gives_its_links(mina: Client, page: Page) -> None:
    html = """<!doctype html><body><a class=button href=https://example.org/a> My <b>shop</b></a>
    <a href="#top">Up</a><a href="/imprint">Imprint</a><a href='mailto:ada@example.org'>Mail"""
    bring(mina, html)
    assert titles(page) == ["My shop", "Mail"]


def test_link_that_the_list_has_twice_comes_along_as_often_as_it_is_ticked(mina: Client, page: Page) -> None:
    bring(mina, "example.org/a\nexample.org/a", link=["0", "1"])
    assert [link.url for link in page.links.kept()] == ["https://example.org/a", "https://example.org/a"]


def test_domain_that_is_blocked_before_the_button_is_pressed_costs_no_other_link(mina: Client, page: Page) -> None:
    shown = offer(mina, "evil.example/a\nhttps://example.org/b\nhttps://example.org/c")
    domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Steals passwords")
    accept(mina, shown, link=["0", "1"])
    assert [link.url for link in page.links.kept()] == ["https://example.org/b"]


def test_button_pressed_twice_at_once_adds_every_link_once(mina: Client, page: Page) -> None:
    """Both presses are read before either adds anything. One of our own documents may have a link twice; so may a page,
    if its creator wants it."""
    make_link(page, "A", "https://example.org/a")
    twice = {"url": "https://example.org/b"}
    links = [{"url": "https://example.org/a"}, twice, twice]
    text = json.dumps({"format": document.FORMAT, "version": document.VERSION, "links": links})
    for prepared in [prepare(reading.read(text), page) for _press in range(2)]:
        accepting.accept(page, prepared, accepting.Choice([entry.number for entry in prepared.rows], []))
    assert [link.url[-1] for link in page.links.all()] == ["a", "a", "b", "b"]


def test_link_that_came_meanwhile_is_there_twice_only_if_it_was_ticked_again(mina: Client, page: Page) -> None:
    make_link(page, "A", "https://example.org/a")
    prepared = prepare(reading.read("example.org/a\nexample.org/b"), page)
    make_link(page, "A", "https://example.org/b")
    accepting.accept(page, prepared, accepting.Choice([0, 1], []))
    assert [link.url[-1] for link in page.links.kept()] == ["a", "b", "a"]


def test_warning_for_adults_that_was_set_meanwhile_stays(page: Page) -> None:
    said = {"bio": "Soup", "is_adult": False}
    text = json.dumps({"format": document.FORMAT, "version": document.VERSION, "settings": said})
    prepared = prepare(reading.read(text), page)
    pages.change(Page.objects.get(), is_adult=True)
    accepting.accept(page, prepared, accepting.Choice([], [Part.SETTINGS]))
    page.refresh_from_db()
    assert (page.bio, page.is_adult) == ("Soup", True)


@pytest.mark.parametrize(("views", "said"), [(1, "1 counted"), (1234, "1,234 counted")])
def test_counts_on_offer_are_named(mina: Client, page: Page, views: int, said: str) -> None:
    brought = {"format": document.FORMAT, "version": document.VERSION, "page": {"views": {"2026-11-01": views}}}
    assert f"Views and taps, by day {said} " in words(offer(mina, json.dumps(brought)))
