"""Of what is on offer comes along what is ticked, fits and is allowed, whatever a browser sends back."""

import json
from base64 import b64encode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from profiles import domains, links, pages
from profiles.models import Kind, Link, Page, Verdict
from profiles.portability import document, reading
from tests.markup import words
from tests.profiles.imports import accept, bring, offer, problems, rows, titles
from tests.profiles.pages import make_link, make_page
from tests.profiles.pictures import draw


def test_link_that_is_there_already_is_marked_and_left_out(mina: Client, page: Page) -> None:
    make_link(page, "My shop", "https://example.org/shop")
    shown = offer(mina, "example.org/shop\nhttps://example.org/new\nexample.org/new")
    assert rows(shown) == ["example.org", "✓ example.org", "example.org"]
    assert words(shown).count("On your page already") == 1
    assert words(shown).count("In this list already") == 1
    assert words(shown).count("https://example.org/new") == 2
    accept(mina, shown)
    assert [link.url for link in page.links.kept()] == ["https://example.org/shop", "https://example.org/new"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("My links:\n\n---\nexample.org/shop", "1 line has no address and is left out: \u2068My links:\u2069"),
        (
            "Red fish\nexample.org/a\nBlue fish\nOne fish\nTwo fish",
            "4 lines have no address and are left out: "
            "\u2068Red fish\u2069 · \u2068Blue fish\u2069 · \u2068One fish\u2069 · …",
        ),
    ],
)
def test_lines_without_an_address_are_named(mina: Client, page: Page, text: str, said: str) -> None:
    assert said in words(offer(mina, text))


def settings(**said: object) -> str:
    """A document of ours with nothing else in it."""
    return json.dumps({"format": document.FORMAT, "version": document.VERSION, "settings": said})


def test_settings_that_a_file_does_not_name_stay(mina: Client, page: Page) -> None:
    pages.change(page, bio="Soup", hides_counts=True, is_noindex=True, time_zone="Europe/Berlin")
    accept(mina, offer(mina, settings(display_name="Ada", time_zone="")))
    page.refresh_from_db()
    assert (page.display_name, page.bio, page.time_zone) == ("Ada", "Soup", "Europe/Berlin")
    assert page.hides_counts
    assert page.is_noindex


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("language", "de", "Language of your page"),
        ("is_noindex", True, "Ask search engines to leave my page out"),
        ("watches_links", True, "Look at my links once a day"),
        ("portrait", f"data:image/jpeg;base64,{b64encode(draw()).decode()}", "Picture"),
    ],
)
def test_every_setting_alone_is_on_offer(mina: Client, page: Page, name: str, value: object, said: str) -> None:
    shown = offer(mina, settings(**{name: value}))
    assert said in words(shown)
    accept(mina, shown)
    page.refresh_from_db()
    assert bool(page.portrait) if name == "portrait" else getattr(page, name) == value


def test_contact_card_with_another_address_is_another_one(mina: Client, page: Page) -> None:
    make_link(page, "Mina", "", kind=Kind.CONTACT, email="mina@example.org")
    cards = "kind,title,url,email\ncontact,Mina,,mina@example.org\ncontact,Mina,,press@example.org\n"
    assert rows(offer(mina, cards)) == ["Mina", "✓ Mina"]


def test_only_what_is_ticked_comes_along(mina: Client, page: Page) -> None:
    make_link(page, "My shop", "https://example.org/shop")
    bring(mina, "example.org/shop\nexample.org/a\nexample.org/b", link=["0", "1"])
    assert [link.url for link in page.links.kept()] == [
        "https://example.org/shop",
        "https://example.org/shop",
        "https://example.org/a",
    ]


def test_offer_that_comes_back_says_the_same_of_what_was_brought(mina: Client, page: Page) -> None:
    shown = offer(mina, "example.org/a\nexample.org/a")
    answer = accept(mina, shown, link=[])
    for said in ("This is a list of addresses.", "In this list already"):
        assert words(shown).count(said) == words(answer).count(said) == 1


def test_nothing_ticked_is_said_and_can_be_mended(mina: Client, page: Page) -> None:
    answer = accept(mina, offer(mina, "example.org/a"), link=[])
    assert "Tick what to bring along first." in words(answer)
    accept(mina, answer, link=["0"])
    assert [link.url for link in page.links.kept()] == ["https://example.org/a"]


def test_only_a_link_that_is_not_offered_is_nothing_ticked(mina: Client, page: Page) -> None:
    answer = accept(mina, offer(mina, "example.org/a"), link=["99"])
    assert "Tick what to bring along first." in words(answer)
    assert not page.links.exists()


def test_button_pressed_twice_adds_once(mina: Client, page: Page) -> None:
    shown = offer(mina, "example.org/a\nexample.org/b")
    first, second = accept(mina, shown), accept(mina, shown)
    assert page.links.count() == 2
    assert words(first) == words(second)


def test_button_pressed_twice_adds_once_what_the_page_had_before(mina: Client, page: Page) -> None:
    make_link(page, "A", "https://example.org/a")
    shown = offer(mina, "example.org/a\nexample.org/b\nexample.org/b")
    first, second = (accept(mina, shown, link=["0", "1", "2"]) for _press in range(2))
    assert [link.url[-1] for link in page.links.kept()] == ["a", "a", "b", "b"]
    assert "3 links are new on your page." in words(first)
    assert words(first) == words(second)


def test_link_that_is_on_the_page_is_ticked_once_more_in_another_offer(mina: Client, page: Page) -> None:
    for _offer in range(2):
        bring(mina, "example.org/a", link=["0"])
    assert [link.url[-1] for link in page.links.kept()] == ["a", "a"]


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
    accept(mina, shown, link=["1"])
    assert page.links.kept().last().url == "https://example.com/b"  # type: ignore[union-attr]


def test_more_than_two_hundred_are_cut_and_said(mina: Client, page: Page) -> None:
    shown = offer(mina, "".join(f"https://example.org/{number}\n" for number in range(5000)))
    assert len(rows(shown)) == reading.MOST_LINKS_BROUGHT
    assert "These are the first ones." in words(shown)
    accept(mina, shown)
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
