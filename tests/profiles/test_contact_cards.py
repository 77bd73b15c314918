"""Contact cards that phones understand, with no line that a creator made up."""

import pytest
from django.conf import settings
from django.test import Client

from profiles import vcards
from profiles.models import Kind, Page
from tests.profiles.kinds import SHOP, add
from tests.profiles.pages import make_link
from tests.profiles.visitors import URL

pytestmark = pytest.mark.django_db


def test_card_is_a_file_that_phones_understand(client: Client, page: Page) -> None:
    link = add(page, Kind.CONTACT)
    response = client.get(f"/go/{link.key}/contact.vcf")
    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.text.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "FN:Mina Obi",
        "N:Mina Obi;;;;",
        "TITLE:Cook",
        "TEL:+351211234567",
        "EMAIL:m@example.org",
        f"URL:{SHOP}",
        f"URL:{settings.SITE_URL}{URL}",
        "END:VCARD",
        "",
    ]


def test_nothing_in_a_card_begins_a_line_of_its_own(page: Page) -> None:
    evil = "Mina\r\nTEL:+666\nEND:VCARD\u2028X\x0bY\x85Z; a,b \\n"
    card = vcards.write(add(page, Kind.CONTACT, title=evil, note=evil))
    assert card.count("\r\n") == card.count("\n")
    lines = card.replace("\r\n ", "").split("\r\n")
    assert [line.split(":")[0] for line in lines[:-1]] == [
        *("BEGIN", "VERSION", "FN", "N", "TITLE", "TEL", "EMAIL", "URL", "URL", "END"),
    ]
    assert lines[2] == r"FN:Mina\nTEL:+666\nEND:VCARD\nX\nY\nZ\; a\,b \\n"


def test_address_in_a_card_is_the_one_that_its_creator_gave(page: Page) -> None:
    card = vcards.write(add(page, Kind.CONTACT, url=f"{SHOP}a,b;c"))
    assert f"URL:{SHOP}a,b;c\r\n" in card


def test_long_line_of_a_card_is_folded_between_letters(page: Page) -> None:
    card = vcards.write(add(page, Kind.CONTACT, title="ليلى" * 25))
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    assert "ليلى" * 25 in card.replace("\r\n ", "")


def test_only_a_card_is_a_card(client: Client, page: Page) -> None:
    link = make_link(page)
    assert client.get(f"/go/{link.key}/contact.vcf").status_code == 404
    card = add(page, Kind.CONTACT)
    assert client.get(f"/go/{card.key}").headers["Location"] == SHOP
