# ruff: noqa: RUF001  (letters that look like others are what creators write their names in)
import struct
from pathlib import Path

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override
from pytest_django import Settings

from profiles.templatetags import creator
from profiles.texts import first_line, initial, plain


@pytest.mark.parametrize(
    ("number", "shown", "spoken"),
    [
        (1_000, "1K", "1 thousand"),
        (1_299, "1.2K", "1.2 thousand"),
        (12_345, "12.3K", "12.3 thousand"),
        (999_999, "999.9K", "999.9 thousand"),
        (1_000_000, "1M", "1 million"),
        (1_240_000, "1.2M", "1.2 million"),
        (38_600_000, "38.6M", "38.6 million"),
        (2_050_000_000, "2B", "2 billion"),
    ],
)
def test_large_number_is_shown_short_and_read_out_in_words(number: int, shown: str, spoken: str) -> None:
    pair = f'<span aria-hidden="true">{shown}</span><span class="words">{spoken}</span>'
    assert creator.tally(number) == pair


def test_number_is_written_as_the_words_beside_it_are_where_the_language_has_none_yet() -> None:
    with override("de"):
        assert words_of(creator.tally(12_345)) == "12.3K 12.3 thousand"


def test_number_is_written_as_its_language_does_once_it_has_words(settings: Settings, tmp_path: Path) -> None:
    words = tmp_path / "de" / "LC_MESSAGES" / "django.mo"
    words.parent.mkdir(parents=True)
    words.write_bytes(catalogue({"en": "de", "%sK": "%s Tsd.", "%s thousand": "%s tausend"}))
    settings.LOCALE_PATHS = [tmp_path]
    with override("de"):
        assert words_of(creator.tally(12_345)) == "12,3 Tsd. 12,3 tausend"


def words_of(html: str) -> str:
    return strip_tags(html.replace("><", "> <"))


def catalogue(words: dict[str, str]) -> bytes:
    """A compiled catalogue of gettext's: its head, a table of lengths and places for each side, and the words."""
    said = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    place, tables, texts = 28 + 16 * len(said), b"", b""
    for side in (0, 1):
        for pair in said:
            tables += struct.pack("<2I", len(pair[side].encode()), place + len(texts))
            texts += pair[side].encode() + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(said), 28, 28 + 8 * len(said), 0, 0) + tables + texts


@pytest.mark.parametrize("number", [0, 1, 812, 999])
def test_small_number_stays_as_it_is(number: int) -> None:
    assert creator.tally(number) == str(number)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("𝓝𝓸𝓿𝓪 🔭", "Nova 🔭"), ("Ｍｉａ", "Mia"), ("ليلى", "ليلى"), ("café", "café"), ("👩🏽‍🍳", "👩🏽‍🍳")],
)
def test_fancy_letters_become_plain_ones(text: str, letters: str) -> None:
    assert plain(text) == letters


def test_fancy_text_is_shown_as_written_and_read_out_plainly() -> None:
    assert creator.legible("𝓜𝓲𝓪") == '<span aria-hidden="true">𝓜𝓲𝓪</span><span class="words">Mia</span>'


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("mina", "M"),
        ("🏳️‍🌈 Mina", "M"),
        ("👨‍👩‍👧", "H"),
        ("ำ", "า"),
        ("कि", "क"),
        ("𝓝𝓸𝓿𝓪", "N"),
        ("ㅤMina", "M"),
        ("“Mina”", "M"),
        ("e\u0301mile", "É"),
        ("Z" + "\u0307" * 78, "Ż"),
        ("7 days", "7"),
        ("ليلى", "ل"),
    ],
)
def test_letter_that_stands_in_for_a_picture_is_a_whole_one(name: str, letter: str) -> None:
    assert initial(name, "hands.in.clay") == letter


def test_handle_of_no_letters_has_a_stand_in_too() -> None:
    assert initial("🔭", "_._") == "@"


@pytest.mark.parametrize("text", ["Tiếng Việt", "ที่นี่น้ำ", "בְּרֵאשִׁ֖ית", "بِسْمِ ٱللَّٰهِ", "Vie\u0302\u0323t", "བསྒྲུབས་", "👩🏽‍🍳"])
def test_text_keeps_the_marks_that_its_language_needs(text: str) -> None:
    assert creator.legible(text).startswith(('<span aria-hidden="true">' if plain(text) != text else "") + text)


def test_marks_on_one_letter_do_not_run_over_the_page() -> None:
    assert "\u0301" * 7 not in creator.legible("Z" + "\u0301" * 78)


@pytest.mark.parametrize("text", ["Mia", "<b>Mia</b>", "Mia & Tom 🍜"])
def test_plain_text_is_said_once_and_escaped(text: str) -> None:
    assert creator.legible(text) == text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_markup_that_appears_with_plain_letters_is_escaped_too() -> None:
    assert "<script" not in creator.legible("＜script＞alert(1)＜/script＞")


@pytest.mark.parametrize(
    ("caption", "line"), [("One\nTwo", "One"), ("\n  \n Soup \r\nfor two", "Soup"), ("", ""), ("\n", "")]
)
def test_first_line_of_a_caption(caption: str, line: str) -> None:
    assert first_line(caption) == line


@pytest.mark.parametrize("channel", range(0, 256, 5))
def test_ink_reads_well_on_every_colour(channel: int) -> None:
    for color in (
        f"#{channel:02x}0000",
        f"#00{channel:02x}00",
        f"#0000{channel:02x}",
        f"#{channel:02x}" + f"{channel:02x}" * 2,
    ):
        assert contrast(creator.ink_on(color), color) >= 4.5


def contrast(ink: str, color: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    light, dark = sorted([luminance({"black": "#000000", "white": "#ffffff"}[ink]), luminance(color)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    shares = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
