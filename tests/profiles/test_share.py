from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
from django.test import Client
from PIL import Image

from profiles import codes, insights
from profiles.models import Page
from profiles.page_cache import PAGE_HEADER
from tests import moderators, services
from tests.markup import tags, words

pytestmark = pytest.mark.django_db

URL = "/@mina.eats"
ADDRESS = f"{services.SITE_URL}{URL}"
THINGS = ["share", "qr.svg", "qr.png", "card.png", "feed"]


@pytest.mark.parametrize("thing", THINGS)
def test_what_belongs_to_a_page_is_shared_by_all_and_follows_it_at_once(client: Client, page: Page, thing: str) -> None:
    client.cookies["session"] = client.cookies["csrf"] = "made-up"
    answer = client.get(f"{URL}/{thing}")
    assert answer["Cache-Control"] == "public, max-age=5, s-maxage=1"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert client.get(f"/@Mina.Eats/{thing}")["Location"] == f"{URL}/{thing}"
    assert client.get(f"/@nobody.here/{thing}").status_code == 404
    moderators.suspend(page, reason="Spam")
    gone = client.get(f"{URL}/{thing}")
    assert (gone.status_code, gone["Cache-Control"]) == (410, "public, max-age=5, s-maxage=1")
    assert "This page has been taken down" in words(gone)


def test_share_page_shows_the_address_and_its_code(client: Client, page: Page) -> None:
    answer = client.get(f"{URL}/share", headers={"X-Forwarded-Host": "evil.example"})
    assert f"press and hold it, then choose Copy. {ADDRESS}" in words(answer)
    assert [image["src"] for image in tags(answer, "img")] == [f"{URL}/qr.svg"]
    assert [link["href"] for link in tags(answer, "a") if link.get("class") == "link"] == [
        f"{URL}/qr.png",
        f"{URL}/qr.svg",
        URL,
    ]
    (button,) = tags(answer, "button")
    assert (button["data-copies"], button["class"]) == ("address", "link needs-script")
    assert {"name": "robots", "content": "noindex"} in tags(answer, "meta")


def test_share_page_counts_apart_from_the_page(client: Client, page: Page) -> None:
    assert client.get(f"{URL}/share")[PAGE_HEADER] == f"{page.pk} {insights.SHARE}"


def test_page_can_be_shared_without_script(client: Client, page: Page) -> None:
    (share,) = [link for link in tags(client.get(URL), "a") if "data-shares" in link]
    assert (share["href"], share["data-shares"]) == (f"{URL}/share", ADDRESS)


# QR codes


def modules(png: bytes) -> list[list[bool]]:
    """Which squares of a code are black, the quiet zone left out."""
    image = Image.open(BytesIO(png)).convert("L")
    count = image.width // codes.PNG_SCALE
    small = image.resize((count, count), Image.Resampling.BOX)
    inside = range(codes.QUIET_ZONE, count - codes.QUIET_ZONE)
    return [[small.getpixel((x, y)) == 0 for x in inside] for y in inside]


def test_code_leads_to_the_address_of_the_site_whatever_the_request_says(client: Client, page: Page) -> None:
    answer = client.get(f"{URL}/qr.png", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.content == codes.draw_png(ADDRESS)
    assert client.get(f"{URL}/qr.svg").content == codes.draw_svg(ADDRESS)
    assert answer["Content-Disposition"] == 'inline; filename="mina.eats-qr.png"'
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("thing", ["qr.svg", "qr.png"])
def test_code_of_an_address_is_drawn_once(
    client: Client, page: Page, monkeypatch: pytest.MonkeyPatch, thing: str
) -> None:
    drawn = client.get(f"{URL}/{thing}").content
    monkeypatch.delattr(segno, "make_qr")
    assert client.get(f"{URL}/{thing}").content == drawn


def test_code_has_white_around_it_and_is_large_enough_for_print() -> None:
    image = Image.open(BytesIO(codes.draw_png(ADDRESS))).convert("L")
    margin = codes.QUIET_ZONE * codes.PNG_SCALE
    assert image.width == image.height >= 700
    assert image.crop((0, 0, image.width, margin)).getextrema() == (255, 255)
    assert image.crop((0, 0, margin, image.height)).getextrema() == (255, 255)


def test_code_says_the_address_with_a_quarter_to_spare() -> None:
    expected = segno.make_qr(ADDRESS, error="q")
    assert expected.error in {"Q", "H"}
    assert modules(codes.draw_png(ADDRESS)) == [[bool(module) for module in row] for row in expected.matrix]


def test_svg_draws_the_same_code_and_holds_nothing_else() -> None:
    drawing = ElementTree.fromstring(codes.draw_svg(ADDRESS))
    side = len(modules(codes.draw_png(ADDRESS))) + 2 * codes.QUIET_ZONE
    assert drawing.get("viewBox") == f"0 0 {side} {side}"
    assert {element.tag.rpartition("}")[2] for element in drawing.iter()} == {"svg", "path"}
