"""Pages from elsewhere as browsers save them, whole or not."""

import json
from typing import Any

import pytest
from django.test import Client

from profiles.models import Page
from tests.markup import words
from tests.profiles.imports import accept, offer, problems, rows

FOOT = '<a href="https://linktr.ee/s/about">About</a><a href="https://www.linktr.ee/">Join</a>'
CUT_OFF = "Was the file cut off?"


def saved(*links: dict[str, Any], **account: Any) -> str:
    """A page of Linktree with these links."""
    data = {"props": {"pageProps": {"account": {"id": 1, **account}, "links": links}}}
    return f'<!DOCTYPE html><body>{FOOT}<script id="__NEXT_DATA__">{json.dumps(data)}</script></body>'


@pytest.mark.parametrize(
    "lock",
    [
        {"locked": True},
        {"rules": {"gate": {"activeOrder": ["passcode"], "passcode": {"hint": ""}}}},
        {"rules": {"gate": {"sensitiveContent": {"domain": "example.org"}}}},
    ],
)
def test_address_behind_a_lock_is_said_to_be(mina: Client, page: Page, lock: dict[str, Any]) -> None:
    shown = offer(mina, saved({"title": "Secret", "url": None, **lock}, {"title": "Tip me", "url": None}))
    assert problems(shown) == [
        "Linktree keeps this address behind its lock: add it by hand.",
        "There is no address.",
    ]
    assert problems(accept(mina, shown, link=[])) == problems(shown)


@pytest.mark.parametrize("warning", [None, "", "SENSITIVE"])
def test_warning_before_a_whole_page_stands_before_each_of_its_links(
    mina: Client, page: Page, warning: str | None
) -> None:
    accept(mina, offer(mina, saved({"title": "Shop", "url": "https://example.org/"}, contentWarning=warning)))
    assert page.links.get().is_sensitive is bool(warning)


def test_page_that_was_cut_off_inside_of_its_data_is_said_to_be(mina: Client, page: Page) -> None:
    whole = saved({"title": "Shop", "url": "https://example.org/"})
    assert CUT_OFF in words(offer(mina, whole[: whole.index("example.org")], name="page.html"))
    accept(mina, offer(mina, whole.partition("</script>")[0], name="page.html"))
    assert [link.title for link in page.links.all()] == ["Shop"]


def test_links_at_the_foot_of_linktree_are_left_out(mina: Client, page: Page) -> None:
    data = '<script id="__NEXT_DATA__">{}</script>'
    page_of_somebody = f'<body><a href="https://linktr.ee.example.org/">Mine</a>{FOOT}{data}'
    assert rows(offer(mina, page_of_somebody)) == ["✓ Mine"]
    assert "no link in it" in words(offer(mina, f"<body>{FOOT}{data}"))


def test_link_to_linktree_on_another_page_is_a_link(mina: Client, page: Page) -> None:
    assert rows(offer(mina, '<body><a href="https://linktr.ee/mina">Mine</a>')) == ["✓ Mine"]


@pytest.mark.parametrize(
    "content",
    [
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<a href=",
        b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource",
    ],
)
def test_web_archive_is_recognised(mina: Client, page: Page, content: bytes) -> None:
    shown = words(offer(mina, content, name="page.html"))
    assert "This is a web archive. Save the page once more, as “HTML only” or “Page Source”, and bring that." in shown
