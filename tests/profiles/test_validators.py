# ruff: noqa: RUF001  (letters that look like others are what is tested)
import re
import sys
from typing import Any
from unicodedata import combining, normalize

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import Settings

from profiles.validators import RESERVED, clean_destination, clean_handle, clean_text, display_host, normal
from profiles.validators.text import MARKS, MOST_MARKS
from tests.profiles.honest_links import HONEST, accepted
from tests.profiles.hostile_links import HOSTILE

PIECES = st.sampled_from(
    r"https: http: mailto: tel: // / . .. @ : 443 80 ? # % %2e xn-- [ ] \ + - _ subject= "
    "example org localhost 127 0x7f é 。 日本 \u200b \u202e \0".split(" ")
)
ADDRESSES = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_destination_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_destination(text)
    assert refusal.value.message[-1] == "."


@pytest.mark.parametrize(("text", "url"), HONEST.items(), ids=ascii)
def test_destination_accepted(text: str, url: str) -> None:
    assert clean_destination(text) == url


@given(ADDRESSES | st.text())
@example("https://example.org/" + "é" * 330)
def test_destination_cleaned_twice_is_the_same(text: str) -> None:
    for url in accepted([text]).values():
        assert clean_destination(url) == url
        assert url.isascii()


@given(ADDRESSES.map("https://example.org/{}".format))
def test_destination_never_leaves_the_host_that_was_typed(text: str) -> None:
    for url in accepted([text]).values():
        assert url.startswith("https://example.org/")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("javascript:alert(1)", "can start with https://"),
        ("ftp://example.org/", "can start with https://"),
        ("https://example.org/a b", "without the space"),
        ("https://example.org/\u202e", "copy it from the address bar"),
        ("http://127.1/", "Use the site's name"),
        ("http://[::1]/", "Use the site's name"),
        ("http://printer.local/", "Use a public site's full name"),
        ("https://ours@evil.example/", "Remove that part"),
        ("@ada", "paste its address, like instagram.com/ada"),
        (" @Ada_b.akes-1 ", "paste its address, like instagram.com/ada"),
        ("https://example.org:22/", "ordinary sites"),
        ("tel:12", "with the country in front"),
        ("mailto:ada", "like ada@example.org"),
    ],
)
def test_destination_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(advice)):
        clean_destination(text)


@pytest.mark.parametrize("text", ["https://bio.example/@ada", "BIO.example", "http://bio.example./go/x"])
def test_destination_on_this_site_refused(settings: Settings, text: str) -> None:
    settings.SITE_URL = "https://bio.example"
    with pytest.raises(ValidationError):
        clean_destination(text)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.etsy.com/shop/ada", "etsy.com"),
        ("http://shop.example.org/", "shop.example.org"),
        ("mailto:ada@example.org?subject=Hi", "ada@example.org"),
        ("tel:+905551234567", "+905551234567"),
        ("https://xn--wgv71a119e.jp/", "日本語.jp"),
        ("https://xn--strae-oqa.example/", "straße.example"),
        ("https://xn--e1afmkfd.xn--p1ai/", "пример.рф"),
        ("https://xn--e1afmkfd.com/", "xn--e1afmkfd.com"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("https://xn--pypal-0jc.com/", "xn--pypal-0jc.com"),
        ("https://xn--a.com/", "xn--a.com"),
        ("https://xn--4gbrim.example/", "موقع.example"),
    ],
)
def test_host_shown_as_people_write_it_unless_it_could_deceive(url: str, shown: str) -> None:
    assert display_host(url) == shown


@pytest.mark.parametrize("username", ["ada", "ada.bakes", "a_b", "_x_", "12", "x" * 24, "Ada"])
def test_handle_proven_by_tiktok_is_taken_as_it_is(username: str) -> None:
    assert clean_handle(username, chosen=False) == username.lower()


@pytest.mark.parametrize("username", ["", "a", "ada.", "ada-bakes", "x" * 25, "ada/../x", "аda", "ada bakes", "ada\0"])
def test_handle_that_no_tiktok_username_can_be_refused(username: str) -> None:
    with pytest.raises(ValidationError):
        clean_handle(username, chosen=False)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_handle_reserved_refused_even_when_proven(word: str) -> None:
    with pytest.raises(ValidationError):
        clean_handle(word, chosen=False)


@pytest.mark.parametrize(
    "text", ["ada-bakes", "Ada-Bakes", " @ada-bakes ", "ａｄａ-bakes", "a-1", "ada-b.c_d", "a" + "-b" * 19 + "c"]
)
def test_handle_chosen_accepted(text: str) -> None:
    assert "-" in clean_handle(text, chosen=True)


@pytest.mark.parametrize(
    "text",
    [
        "ad-min",
        "ADMIN-",
        "ａｄ-ｍｉｎ",
        "adm1n-x",
        "my-tiktok",
        "t1ktok-help",
        "support-team",
        "linkbio-team",
        "link-bio",
        "home-safety",
        "stud-io",
        "well-known",
        "off1cial-ada",
    ],
)
def test_handle_chosen_that_poses_as_the_site_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        clean_handle(text, chosen=True)


@pytest.mark.parametrize(
    "text", ["ada", "a-", "-ada", "ada-", "ada--.", "аda-bakes", "ada-bakes!", "ada bakes-x", "a-b" * 14, "\u202eada-b"]
)
def test_handle_chosen_out_of_rule_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_handle(text, chosen=True)
    assert refusal.value.messages[0].endswith((".", "usernames."))


@given(st.text())
def test_handle_is_refused_or_clean(text: str) -> None:
    for chosen in (True, False):
        try:
            handle = clean_handle(text, chosen=chosen)
        except ValidationError:
            continue
        assert clean_handle(handle, chosen=chosen) == handle
        assert ("-" in handle) == chosen


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  My\tshop\n ", "My shop"),
        ("cafe\u0301", "café"),
        ("a\0b\x07", "ab"),
        ("\u202etxt.exe", "txt.exe"),
        ("\u200b\ufeff", ""),
        ("\u200d", ""),
        ("\u3164", ""),
        ("\u2800 \uffa0\u115f\u1160", ""),
        ("\u3164Ada", "\u3164Ada"),
        ("👩\u200d🍳 Tarifler", "👩\u200d🍳 Tarifler"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800x", "x"),
    ],
)
def test_text_is_one_clean_line(text: str, line: str) -> None:
    assert clean_text(text) == line


@given(st.text())
def test_text_cleaned_twice_is_the_same(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(), st.sampled_from(["NFC", "NFKC", "NFKD"]))
def test_normal_form_is_unicodes(text: str, form: Any) -> None:
    assert normal(form, text) == normalize(form, text)


@pytest.mark.parametrize("mark", ["\u0315\u0316", "\u0344", "\u0f73\u0f71"])
def test_marks_without_end_are_cut_before_they_are_sorted(mark: str) -> None:
    text = f"Zoe{mark * 500}\u0308!"
    assert normal("NFC", text) == normalize("NFC", f"Zoe{(mark * 500)[:MOST_MARKS]}!")


def test_every_letter_that_becomes_a_mark_is_known_as_one() -> None:
    letters = map(chr, range(sys.maxunicode + 1))
    assert {letter for letter in letters if combining(normalize("NFKD", letter)[0])} == MARKS
