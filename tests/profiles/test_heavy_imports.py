"""Documents of ours that a form cannot carry to the next step: what stays behind is said, and comes with the file."""

import json
import random
from base64 import b64encode
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from profiles import covers, insights
from profiles.models import Count, Page
from profiles.portability import document, reading
from profiles.portability import offer as offers
from tests.markup import words
from tests.profiles.imports import accept, offer
from tests.profiles.pages import make_link
from tests.profiles.pictures import draw

PICTURES = "The pictures beside your links are more than this form can carry."
OWN_PICTURES = "Your picture and the one behind your page are more than this form can carry."
COUNTS = "Your views and taps, by day, are more than this form can carry."
DAYS = {(date(2024, 11, 1) + timedelta(days=day)).isoformat(): 1 + day for day in range(745)}


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that carries little."""
    monkeypatch.setattr(offers, "MOST_CARRIED", 5000)


def filled(page: Page) -> bytes:
    """A page with a picture beside its link and a few years of taps, as it is taken along."""
    shop = make_link(page, "My shop", thumbnail=covers.keep_bytes(draw(), shape=covers.THUMBNAIL).name)
    Count.objects.bulk_create(
        Count(page=page, day=day, subject=insights.tap_on(shop), number=n) for day, n in DAYS.items()
    )
    written = document.write(page)
    page.links.all().delete()
    page.counts.all().delete()
    return written


def described(page: Page) -> list[Any]:
    return [(link["title"], bool(link["thumbnail"]), len(link["taps"])) for link in document.describe(page)["links"]]


def as_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("mina.json", content)


def test_what_a_form_cannot_carry_comes_along_with_the_file(mina: Client, page: Page, light: None) -> None:
    written = filled(page)
    shown = offer(mina, written, name="mina.json")
    assert len(shown.context["offer"].document) < 5000
    for _press in range(2):
        accept(mina, shown, file=as_file(written))
    assert described(page) == [("My shop", True, len(DAYS))]


def test_without_the_file_everything_else_comes_along(mina: Client, page: Page, light: None) -> None:
    shown = offer(mina, filled(page), name="mina.json")
    assert COUNTS in words(shown)
    assert "What only your file has was not added" in words(accept(mina, shown))
    assert described(page) == [("My shop", not shown.context["offer"].kept_back[1:], 0)]


def test_without_the_file_nothing_is_called_saved_where_nothing_came(mina: Client, page: Page, light: None) -> None:
    answer = words(accept(mina, offer(mina, filled(page), name="mina.json"), link=[], part=["counts"]))
    assert "What only your file has was not added" in answer
    assert "Saved" not in answer


def test_without_the_file_the_rest_is_said_to_be_saved(mina: Client, page: Page, light: None) -> None:
    Page.objects.update(search_title="Soups")
    shown = offer(mina, filled(page), name="mina.json")
    answer = words(accept(mina, shown, link=[], part=["settings"]))
    assert "What only your file has was not added" in answer
    assert "Saved: what you chose is on your page now." in answer


def test_file_with_nothing_in_it_adds_nothing(mina: Client, page: Page, light: None) -> None:
    shown = offer(mina, filled(page), name="mina.json")
    assert "We found no link in it." in words(accept(mina, shown, file=as_file(b"")))
    assert not page.links.exists()


def test_another_file_than_the_first_is_refused(mina: Client, page: Page, light: None) -> None:
    written = filled(page)
    shown = offer(mina, written, name="mina.json")
    again = accept(mina, shown, file=as_file(written.replace(b"My shop", b"My ship")))
    assert "This is another file than the one you brought first." in words(again)
    assert not page.links.exists()
    accept(mina, again, file=as_file(written))
    assert described(page) == [("My shop", True, len(DAYS))]


def picture(size: int) -> str:
    return "data:image/webp;base64," + b64encode(random.Random(7).randbytes(size)).decode()


@pytest.mark.parametrize(
    ("pictures", "days", "own", "said"),
    [
        (60, 0, 0, [PICTURES]),
        (0, 75, 0, [COUNTS]),
        (10, 75, 50_000, [COUNTS]),
        (60, 10, 50_000, [PICTURES]),
        (60, 75, 0, [PICTURES, COUNTS]),
        (10, 10, 50_000, []),
    ],
)
def test_heavier_half_stays_behind_first_and_no_more_than_has_to(
    mina: Client, page: Page, pictures: int, days: int, own: int, said: list[str]
) -> None:
    links = [
        {"url": f"https://example.org/{n}"}
        | ({"thumbnail": picture(12_000)} if n < pictures else {})
        | ({"taps": DAYS} if n < days else {})
        for n in range(80)
    ]
    brought = {"format": "linkbio-page", "version": 1, "links": links}
    brought |= (
        {"settings": {"portrait": picture(own)}, "look": {"preset": "ink", "backdrop": picture(own)}} if own else {}
    )
    shown = offer(mina, json.dumps(brought), name="mina.json")
    assert shown.context["offer"].kept_back == said
    assert [note in words(shown) for note in (PICTURES, COUNTS)] == [note in said for note in (PICTURES, COUNTS)]


def test_document_is_written_without_a_space_and_read_up_to_ten_megabytes(mina: Client, page: Page) -> None:
    written = document.write(page)
    assert b"\n" not in written
    padded = written + b" " * (9 * 1024 * 1024)
    assert "a page taken from here" in words(offer(mina, padded, name="mina.json"))
    larger = written + b" " * reading.MOST_BYTES_OF_DOCUMENT
    assert "This file is larger than 10 MB." in words(offer(mina, larger, name="mina.json"))
