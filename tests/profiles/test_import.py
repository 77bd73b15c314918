"""What a creator brings along is recognised: addresses line by line, tables, and saved pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles import insights
from profiles.models import Count, Kind, Page
from profiles.portability import document
from tests.markup import words
from tests.profiles.imports import bring, offer, problems, rows, take, titles
from tests.profiles.pages import make_link, make_video

SAMPLES = Path(__file__).parent / "samples"


# ---- lists of addresses ----


def test_list_of_addresses_becomes_links(mina: Client, page: Page) -> None:
    shown = offer(mina, "example.org/shop\n\n  https://www.etsy.com/shop/mina \nada@example.org\n+90 555 123 45 67\n")
    assert rows(shown) == ["✓ example.org", "✓ Etsy", "✓ ada@example.org", "✓ +905551234567"]
    assert titles(page) == []
    assert "4 links are new on your page." in words(take(mina, shown))
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
    take(mina, shown)
    assert [(link.title, link.url) for link in page.links.kept()] == [
        ("Shop", "https://example.org/shop"),
        ("Book", "https://example.org/book"),
    ]


def test_table_from_an_older_spreadsheet_keeps_its_letters(mina: Client, page: Page) -> None:
    take(mina, offer(mina, "url;title\nexample.org;Çay, süß".encode("cp1254"), name="links.csv"))
    assert page.links.get().url == "https://example.org/"
    take(mina, offer(mina, "url;title\nexample.org/b;süß".encode("cp1252"), name="links.csv"))
    assert titles(page)[1] == "süß"


@pytest.mark.parametrize("said", [{"kind": "social"}, {}])
def test_icon_on_a_tiktok_comes_along_as_a_link(mina: Client, page: Page, said: dict[str, str]) -> None:
    link = {"url": "https://www.instagram.com/mina", "title": "Me", "video": make_video(page).tiktok_id, **said}
    shown = offer(mina, json.dumps({"format": "linkbio-page", "version": 1, "links": [link]}))
    assert ("The icons on yours come along as links of their own." in words(shown)) == bool(said)
    take(mina, shown, part=["tiktoks"])
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
    take(mina, offer(mina, content, name="anything.bin"))
    assert described(page) == before


def test_our_own_table_comes_back_with_the_links_that_were_tapped(mina: Client, page: Page) -> None:
    link = make_link(page)
    Count.objects.create(page=page, day=timezone.now().date(), subject=insights.tap_on(link), number=7)
    content = mina.get("/studio/export/links.csv").content
    page.links.all().delete()
    take(mina, offer(mina, content, name="links.csv"))
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
    take(mina, shown)
    kinds = [link.kind for link in page.links.kept()]
    assert kinds == ["social", "link", "link", "heading", "link", "link", "link"]
    assert [link.title for link in page.links.kept() if link.is_sensitive] == ["Only for adults"]


def test_other_saved_page_gives_its_links(mina: Client, page: Page) -> None:
    html = """<!doctype html><body><a class=button href=https://example.org/a> My <b>shop</b></a>
    <a href="#top">Up</a><a href="/imprint">Imprint</a><a href='mailto:ada@example.org'>Mail"""
    bring(mina, html)
    assert titles(page) == ["My shop", "Mail"]
