"""What a creator brings along, as their browser without script meets it: recognised, shown, judged, added."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from profiles import domains, links
from profiles.models import HashtagLink, Link, Page, Verdict, Video, Wall
from profiles.portability import document, reading
from tests.markup import tags, words
from tests.profiles import hostile_links
from tests.profiles.pages import make_link, make_page, make_video

SAMPLES = Path(__file__).parent / "samples"
OFFER, TAKE = "/studio/import/", "/studio/import/take/"


def offer(client: Client, text: str | bytes, *, name: str = "") -> Any:
    """The answer to something that was pasted, or brought in a file of this name."""
    content = text.encode() if isinstance(text, str) else text
    sent = {"file": SimpleUploadedFile(name, content)} if name else {"text": text}
    return client.post(OFFER, sent)


def rows(response: Any) -> list[str]:
    """The links on offer, by their titles; ticked ones carry a tick."""
    offered = response.context["offer"].rows
    ticked = {box["value"] for box in tags(response, "input") if "checked" in box}
    return [f"{'✓ ' if str(row.number) in ticked else ''}{row.link}" for row in offered]


def problems(response: Any) -> list[str]:
    return [problem for row in response.context["offer"].refused for problem in row.problems]


def take(client: Client, response: Any, **changes: Any) -> Any:
    """Press the button below an offer, with the ticks as they are but for `changes`."""
    sent: dict[str, list[str]] = {}
    for box in tags(response, "input"):
        if box.get("type") == "hidden" or "checked" in box:
            sent.setdefault(box["name"], []).append(box["value"])
    return client.post(TAKE, sent | changes, follow=True)


def bring(client: Client, text: str, **changes: Any) -> Any:
    return take(client, offer(client, text), **changes)


def titles(page: Page) -> list[str]:
    return [str(link) for link in page.links.kept().of_page()]


# ---- lists of addresses ----


def test_list_of_addresses_becomes_links(mina: Client, page: Page) -> None:
    shown = offer(mina, "example.org/shop\n\n  https://www.etsy.com/shop/mina \nada@example.org\n+90 555 123 45 67\n")
    assert rows(shown) == ["✓ example.org", "✓ Etsy", "✓ ada@example.org", "✓ +905551234567"]
    assert titles(page) == []
    assert "4 links are on your page now." in words(take(mina, shown))
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
    bring(mina, "https://www.instagram.com/mina.eats/\nhttps://example.org/")
    assert [link.kind for link in page.links.kept()] == ["social", "link"]


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


# ---- what comes along ----


def test_link_that_is_there_already_is_marked_and_left_out(mina: Client, page: Page) -> None:
    make_link(page, "My shop", "https://example.org/shop")
    shown = offer(mina, "example.org/shop\nhttps://example.org/new\nexample.org/new")
    assert rows(shown) == ["example.org", "✓ example.org", "example.org"]
    assert words(shown).count("On your page already") == 2
    take(mina, shown)
    assert [link.url for link in page.links.kept()] == ["https://example.org/shop", "https://example.org/new"]


def test_only_what_is_ticked_comes_along(mina: Client, page: Page) -> None:
    make_link(page, "My shop", "https://example.org/shop")
    bring(mina, "example.org/shop\nexample.org/a\nexample.org/b", link=["1"], again=["0"])
    assert [link.url for link in page.links.kept()] == [
        "https://example.org/shop",
        "https://example.org/shop",
        "https://example.org/a",
    ]


def test_button_pressed_twice_adds_once(mina: Client, page: Page) -> None:
    shown = offer(mina, "example.org/a\nexample.org/b")
    take(mina, shown)
    take(mina, shown)
    assert page.links.count() == 2


def test_links_come_after_those_that_are_there(mina: Client, page: Page) -> None:
    make_link(page, "Pinned", is_pinned=True)
    make_link(page, "First", "https://example.org/1")
    bring(mina, "title,url,is_pinned\nNew,example.org/2,\nOn top,example.org/3,yes")
    assert titles(page) == ["Pinned", "On top", "First", "New"]
    assert [link.position for link in page.links.kept()] == [0, 1, 2, 3]


def test_more_than_a_page_holds_is_refused_as_a_whole_and_can_be_mended(mina: Client, page: Page) -> None:
    Link.objects.bulk_create(
        Link(page=page, title="x", url=f"https://example.org/{n}", position=n) for n in range(links.MOST_LINKS - 1)
    )
    shown = bring(mina, "example.com/a\nexample.com/b")
    assert "1 too many" in words(shown)
    assert rows(shown) == ["✓ example.com", "✓ example.com"]
    assert page.links.count() == links.MOST_LINKS - 1
    take(mina, shown, link=["1"])
    assert page.links.kept().last().url == "https://example.com/b"  # type: ignore[union-attr]


def test_more_than_two_hundred_are_cut_and_said(mina: Client, page: Page) -> None:
    shown = offer(mina, "".join(f"https://example.org/{number}\n" for number in range(5000)))
    assert len(rows(shown)) == reading.MOST_LINKS_BROUGHT
    assert "These are the first ones." in words(shown)
    take(mina, shown)
    assert page.links.count() == 200


def test_every_problem_is_said_beside_its_link(mina: Client, page: Page) -> None:
    shown = offer(mina, "url,title\njavascript:alert(1),Win\nhttps://127.0.0.1/,Home\nexample.org,Fine\n,Empty")
    assert rows(shown) == ["✓ Fine"]
    assert len(problems(shown)) == 3
    assert all(problem in words(shown) for problem in problems(shown))
    assert {"Win", "Home", "Empty"} <= set(words(shown).split())


def test_offer_changes_nothing(mina: Client, page: Page) -> None:
    make_link(page)
    before = document.describe(page)
    offer(mina, json.dumps(before | {"look": {"preset": "ink"}}))
    page.refresh_from_db()
    assert document.describe(page) == before


def test_import_asks_as_often_for_two_links_as_for_fifty(
    mina: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (2, 50):
        with django_assert_num_queries(6):
            offer(mina, "".join(f"https://host-{number}.example.org/\n" for number in range(count)))


@pytest.mark.parametrize(
    "brought",
    [
        {"kind": "link", "title": "Shop", "url": " shop.blocked.example "},
        {"kind": "contact", "title": "Ada", "email": " ada@mail.blocked.example?subject=Hi"},
        {"kind": "contact", "title": "Ada", "email": "ada@blocked.example?cc=eve@example.org"},
    ],
)
def test_link_to_a_blocked_domain_does_not_come_along_however_it_is_written(
    mina: Client, brought: dict[str, str]
) -> None:
    domains.set_rule("blocked.example", verdict=Verdict.BLOCK, reason="phishing")
    file = {"format": document.FORMAT, "version": document.VERSION, "links": [brought]}
    assert "Links to blocked.example are blocked on this site: phishing" in words(offer(mina, json.dumps(file)))


def test_name_of_a_verified_creator_does_not_come_along(mina: Client, page: Page) -> None:
    make_page("ada.bakes", username="ada.bakes", display_name="Ada Bakes", is_verified=True)
    brought = document.describe(page)
    brought["settings"]["display_name"] = "Adа Bakes"  # noqa: RUF001 - a Cyrillic letter
    shown = words(offer(mina, json.dumps(brought)))
    assert "This looks like the name of a creator whom TikTok has verified." in shown


# ---- what comes back is judged again ----


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"document": ""},
        {"document": "{"},
        {"document": "{}"},
        {"document": "[" * 100_000},
        {"document": '{"format": "linkbio-page", "version": 2}'},
        {"document": '{"format": "linkbio-page", "version": 1, "links": 7}', "link": ["0"]},
        {"document": '{"format": "linkbio-page", "version": 1}', "part": ["tokens"]},
        {"document": '{"format": "linkbio-page", "version": 1}', "link": ["-1", "x"]},
    ],
)
def test_answer_that_was_tampered_with_adds_nothing(sent: dict[str, Any], mina: Client, page: Page) -> None:
    assert mina.post(TAKE, sent, follow=True).status_code == 200
    assert page.links.count() == 0


def test_hidden_fields_are_judged_like_typed_ones(mina: Client, page: Page) -> None:
    wrong = [{"kind": "link", "url": url, "title": "x"} for url in hostile_links.HOSTILE]
    wrong += [{"url": "https://example.org/", "video": "../../1"}, {"kind": "text", "note": ""}]
    sent = {"format": "linkbio-page", "version": 1, "links": wrong}
    numbers = [str(number) for number in range(len(wrong))]
    mina.post(TAKE, {"document": json.dumps(sent), "link": numbers, "again": numbers, "part": ["tiktoks", "bin"]})
    assert page.links.count() == 0


def test_every_hostile_address_is_refused_row_by_row(mina: Client, page: Page) -> None:
    table = {"format": "linkbio-page", "version": 1, "links": [{"url": url} for url in hostile_links.HOSTILE]}
    shown = offer(mina, json.dumps(table))
    assert rows(shown) == []
    assert len(problems(shown)) >= len(hostile_links.HOSTILE)
    for link in tags(shown, "a"):
        assert link["href"].startswith(("/", "#", "mailto:hello@example.org"))


def test_foreign_numbers_in_a_document_mean_nothing(mina: Client, page: Page) -> None:
    otto = make_page("otto.knits")
    foreign = make_link(otto, "Patterns")
    link = {"id": foreign.pk, "pk": foreign.pk, "page": otto.pk, "key": foreign.key, "url": "example.org", "title": "x"}
    sent = {"format": "linkbio-page", "version": 1, "links": [link], "page": {"handle": "otto.knits", "owner": 1}}
    bring(mina, json.dumps(sent))
    assert titles(otto) == ["Patterns"]
    assert page.links.get().key != foreign.key
    page.refresh_from_db()
    assert page.handle == "mina.eats"


def test_import_is_for_those_with_a_page(client: Client, page: Page) -> None:
    for path in (OFFER, TAKE):
        assert client.post(path)["Location"].startswith("/accounts/login/")
    assert client.get(TAKE).status_code in {302, 405}
    assert Video.objects.count() == HashtagLink.objects.count() == Wall.objects.count() == 0
