# ruff: noqa: RUF001  (names come in every script)
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from profiles import cards, covers, easel, erasure
from profiles.cards import Card, faces, lines
from profiles.models import Page
from profiles.themes import Look, Preset, palette, schemes
from tests import moderators, services
from tests.markup import tags
from tests.profiles.pages import make_page
from tests.profiles.pictures import draw as draw_picture

URL = "/@mina.eats"
NAMES = [
    "Mina Eats", "ليلى ترقص", "מינה מבשלת", "ครัวของมีนา", "मीना की रसोई", "町のねこ日記", "미나의 부엌", "米娜的厨房",
    "Кухня Мины", "Η κουζίνα", "Bếp của Mỹ", "தமிழ்", "ქართული", "✨🔭🌙", "👩‍🍳 🇳🇬 👍🏽",
]  # fmt: skip
STYLE = lines.Style(Look(), "", "#000000")
needs_noto = pytest.mark.skipif(
    not {"notosans-bold", "notosanscjk-bold", "notocoloremoji"} <= faces._installed().keys() or not faces.CAN_SHAPE,
    reason="the system's Noto fonts, or FriBiDi, are not installed",
)


def card_of(name: str = "Mina Eats", look: Look | None = None, picture: str = "") -> Card:
    return Card(name, "mina.eats", "example.org", look or Look(), "", picture)


def read(drawing: bytes) -> Image.Image:
    return Image.open(BytesIO(drawing)).convert("RGB")


def color_at(drawing: bytes, place: tuple[int, int]) -> str:
    return "#" + read(drawing).crop((*place, place[0] + 1, place[1] + 1)).tobytes().hex()


@pytest.fixture
def bare_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without any font but ours."""
    monkeypatch.setattr(faces, "FOLDERS", (tmp_path,))
    faces._installed.cache_clear()
    yield
    faces._installed.cache_clear()


# What is drawn


@needs_noto
def test_every_script_is_drawn_and_looks_different() -> None:
    drawings = {name: cards.draw(card_of(name)) for name in [*NAMES, "@mina.eats"]}
    assert {read(drawing).size for drawing in drawings.values()} == {cards.SIZE}
    assert len(set(drawings.values())) == len(NAMES) + 1


@needs_noto
@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_name_is_missing(name: str) -> None:
    assert lines.drawable(name, STYLE) == name


def test_what_no_font_has_is_left_out_and_the_address_stands_in(bare_system: None) -> None:
    assert lines.drawable("Mina \ue000 ليلى", STYLE) == "Mina"
    nameless = {cards.draw(card_of(name)) for name in ("\ue000\ue001", "ليلى 町", "")}
    assert len(nameless) == 1
    assert cards.draw(card_of("@mina.eats of Lagos")) not in nameless


def test_without_shaping_latin_is_drawn_and_nothing_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "CAN_SHAPE", False)
    assert lines.drawable("Zoë ليلى", STYLE) == "Zoë"
    assert read(cards.draw(card_of("Zoë"))).size == cards.SIZE


def test_letter_that_a_font_has_only_in_parts_is_drawn_with_the_next_one() -> None:
    runs = [(run.text, Path(run.face[0]).stem) for run in lines.in_sight("Mỹ", STYLE)]
    assert runs == [("M", "latin"), ("ỹ", "latin-ext")]


@pytest.mark.parametrize("preset", Preset)
def test_card_wears_the_look_of_its_page(preset: Preset) -> None:
    look = Look(preset=preset)
    drawing = cards.draw(card_of(look=look))
    assert color_at(drawing, (5, 625)) == palette(look, schemes(look)[0])["ground"]


@pytest.mark.parametrize(
    "name", ["W" * 80, "Wolfeschlegelsteinhausenbergerdorff-Lee of Hamburg", "A word and another " * 4, "町" * 80]
)
def test_long_name_stays_within_the_card(name: str) -> None:
    drawing = read(cards.draw(card_of(name)))
    for left in (0, 1200 - 80):
        assert len(drawing.crop((left, 300, left + 80, 630)).getcolors() or []) == 1


# Right to left


@needs_noto
@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Mina", ["Mina"]),
        ("ليلى", ["ليلى"]),
        ("Mina ليلى", ["Mina", "ليلى"]),
        ("ليلى Mina", ["Mina", "ليلى"]),
        ("Mina ليلى 2026", ["Mina", "2026", "ليلى"]),
        ("ليلى Mina 2026 مطبخ", ["مطبخ", "Mina 2026", "ليلى"]),
        ("שלום 🌈 kitchen", ["kitchen", "🌈", "שלום"]),
    ],
)
def test_words_are_seen_in_the_order_of_their_direction(text: str, seen: list[str]) -> None:
    assert [run.text.strip() for run in lines.in_sight(text, STYLE) if run.text.strip()] == seen


@needs_noto
def test_card_of_a_name_from_the_right_is_mirrored() -> None:
    left, right = (cards.draw(card_of(name)) for name in ("Mina", "ليلى"))
    at_left, at_right = (150, 160), (1050, 160)
    assert color_at(left, at_right) == color_at(right, at_left)
    assert color_at(left, at_left) == color_at(right, at_right) != color_at(left, at_right)


# The picture


def test_card_shows_the_avatar_and_without_it_the_first_letter() -> None:
    kept = covers.keep_bytes(draw_picture(color=(0, 0, 255)), shape=covers.AVATAR)
    assert color_at(cards.draw(card_of(picture=kept.name)), (208, 160)) == "#0000ff"
    assert cards.draw(card_of(picture="0" * 32)) == cards.draw(card_of())


# How it is handed out


@pytest.mark.django_db
def test_card_is_a_picture_that_any_site_may_show(client: Client) -> None:
    make_page()
    answer = client.get(f"{URL}/card.png")
    assert read(answer.content).size == cards.SIZE
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "public, max-age=5, s-maxage=1")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies


@pytest.mark.django_db
def test_page_names_its_card_and_another_name_comes_with_another_card(client: Client) -> None:
    page = make_page()
    before = image_of(client)
    assert before.startswith(f"{services.SITE_URL}{URL}/card.png?")
    assert image_of(client) == before
    rename(page)
    assert image_of(client) != before


def image_of(client: Client) -> str:
    said = {tag["property"]: tag["content"] for tag in tags(client.get(URL), "meta") if "property" in tag}
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    return said["og:image"]


def rename(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(display_name="Mina Cooks")


@pytest.mark.django_db
def test_page_that_is_taken_down_has_no_card(client: Client) -> None:
    page = make_page()
    client.get(f"{URL}/card.png")
    moderators.suspend(page, reason="Spam")
    answer = client.get(f"{URL}/card.png")
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")


@pytest.mark.django_db
def test_card_is_drawn_once_and_never_by_many_at_a_time(client: Client) -> None:
    page = make_page()
    drawn = client.get(f"{URL}/card.png").content
    with easel.slots, easel.slots:  # as two other requests do
        assert client.get(f"{URL}/card.png").content == drawn
        rename(page)
        busy = client.get(f"{URL}/card.png")
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert client.get(f"{URL}/card.png").content not in (drawn, b"")


class Turn:
    """In the place of the lock at the easel: whoever is let in first comes after somebody else has done something."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.acts = [act]

    def __enter__(self) -> None:
        if self.acts:
            self.acts.pop()()

    def __exit__(self, *_error: object) -> None:
        pass


@pytest.mark.django_db
def test_card_that_was_drawn_while_one_waited_for_the_easel_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_page()
    picture = covers.keep_bytes(draw_picture(), shape=covers.AVATAR).name
    covers.delete_unused([picture], covers.AVATAR)
    drawn: list[bytes] = []

    def draw_first() -> None:
        """Without the picture, which would be on a second drawing."""
        drawn.append(cards.get(card_of(picture=picture)))
        covers.keep_bytes(draw_picture(), shape=covers.AVATAR)

    monkeypatch.setattr(easel, "drawing", Turn(draw_first))
    assert [cards.get(card_of(picture=picture))] == drawn


@pytest.mark.django_db(transaction=True)
def test_card_that_is_drawn_while_its_creator_deletes_everything_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_page()
    cards.get(card_of("Before"))
    assert cache.keys("card:*")  # type: ignore[attr-defined]
    monkeypatch.setattr(easel, "drawing", Turn(lambda: erasure.erase(page.owner)))
    cards.get(card_of("Late"))
    assert not cache.keys("card:*")  # type: ignore[attr-defined]
