# ruff: noqa: RUF001  (letters that look like others are what is tested)
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.forms import AddressForm, LinkForm, guess_title
from profiles.models.link import TITLE_LENGTH

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.etsy.com/shop/ada", "Etsy"),
        ("https://open.spotify.com/playlist/1", "Spotify"),
        ("https://music.apple.com/album/1", "Apple Music"),
        ("https://apps.apple.com/app/id1", "App Store"),
        ("https://play.google.com/store/apps/details?id=org.example", "Google Play"),
        ("https://youtu.be/1", "YouTube"),
        ("https://example.org/shop", "example.org"),
        ("https://netflix.com/", "netflix.com"),
        ("https://etsy.com.evil.example/", "etsy.com.evil.example"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("tel:+905551234567", "+905551234567"),
        ("https://" + "a" * 60 + "." + "b" * 60 + ".example/", ("a" * 60 + "." + "b" * 60)[:TITLE_LENGTH]),
    ],
)
def test_title_is_guessed_from_the_address(url: str, title: str) -> None:
    assert guess_title(url) == title


def test_link_pasted_alone_is_complete() -> None:
    form = LinkForm({"url": " etsy.com/shop/ada "})
    assert form.is_valid()
    assert form.cleaned_data == {"url": "https://etsy.com/shop/ada", "title": "Etsy"}


@pytest.mark.parametrize("title", ["\u200b\u202e", " \t ", "\0\0"])
def test_link_title_without_anything_to_see_is_guessed(title: str) -> None:
    form = LinkForm({"url": "etsy.com", "title": title})
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Etsy"


def test_link_title_is_one_plain_line() -> None:
    form = LinkForm({"url": "etsy.com", "title": "  cafe\u0301\n\u202eshop\0 "})
    assert form.is_valid()
    assert form.cleaned_data["title"] == "café shop"


@pytest.mark.parametrize(("length", "is_valid"), [(TITLE_LENGTH, True), (TITLE_LENGTH + 1, False), (1_000_000, False)])
def test_link_title_has_a_length(length: int, is_valid: bool) -> None:
    assert LinkForm({"url": "etsy.com", "title": "x" * length}).is_valid() == is_valid


def test_link_title_too_long_is_answered_with_numbers() -> None:
    form = LinkForm({"url": "etsy.com", "title": "x" * 140})
    assert form.errors == {"title": ["Keep it to 100 characters; this has 140."]}


def test_link_without_address_is_answered_with_advice() -> None:
    assert LinkForm({"url": " ", "title": "Shop"}).errors == {"url": ["Paste an address first."]}


def test_link_refused_keeps_what_was_typed() -> None:
    form = LinkForm({"url": "javascript:alert(1)", "title": "My <shop>"})
    page = form.as_p()
    assert 'value="javascript:alert(1)"' in page
    assert 'value="My &lt;shop&gt;"' in page


@given(url=st.text(), title=st.text())
def test_link_is_refused_or_fit_for_the_database(url: str, title: str) -> None:
    form = LinkForm({"url": url, "title": title})
    if form.is_valid():
        assert form.cleaned_data["url"].isascii()
        assert 0 < len(form.cleaned_data["title"]) <= TITLE_LENGTH
        assert "\0" not in form.cleaned_data["title"]


def test_fields_name_their_help_and_their_error() -> None:
    page = LinkForm({"url": "", "title": "x" * 101}).as_div()
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_helptext"' in page
    assert 'id="id_title_error"' in page


@pytest.mark.parametrize("handle", ["admin", "ada", "ad-min", "аda-bakes", "", "ａｄ-ｍｉｎ", "../ada-x"])
def test_address_refused(handle: str) -> None:
    assert not AddressForm({"handle": handle}).is_valid()


def test_address_is_lower_case() -> None:
    form = AddressForm({"handle": " @Ada-Bakes "})
    assert form.is_valid()
    assert form.cleaned_data == {"handle": "ada-bakes"}
