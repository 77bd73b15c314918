"""Creators dress their page, and nothing but a preset, its parts and a colour gets in."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from profiles import design
from profiles.models import Page
from profiles.styles import sheet, stage
from profiles.themes import LinkShape, Look, Mode, Preset, Typeface
from tests.markup import tags, words
from tests.profiles.creators import is_remembered, remember
from tests.profiles.pages import make_link, make_page, make_video, stored

pytestmark = pytest.mark.django_db

URL = "/studio/design/"
HOSTILE = [
    "red",
    "#fff",
    "#12345g",
    "#1234567",
    "#123456;",
    "red;}body{background:url(//x)}",
    "#123456}</style><script>alert(1)</script>",
    "expression(alert(1))",
    "@import url(//evil.example)",
    "url(javascript:alert(1))",
    "var(--ink)",
    "rgb(1,2,3)",
    "#123456\n;",
    "＃１２３４５６",  # noqa: RUF001 - full-width digits
    "#١٢٣٤٥٦",
]


@pytest.fixture
def page(client: Client) -> Page:
    page = make_page()
    client.force_login(page.owner)
    return page


def styles(client: Client) -> str:
    """The stylesheet that visitors get."""
    (css,) = re.findall(r"<style>(.*?)</style>", client.get("/@mina.eats").text, re.DOTALL)
    return str(css)


def test_tapped_preset_is_on_the_page_at_once(client: Client, page: Page) -> None:
    response = client.post(URL, {"preset": "citrus"}, follow=True)
    assert "Your page wears Citrus now." in words(response)
    assert stored(page).look == Look(preset="citrus")
    assert styles(client) == sheet(Look(preset="citrus")).css


def test_preset_is_taken_as_it_is_shown(client: Client, page: Page) -> None:
    design.choose_look(page, look=Look(preset="paper", shape="pill", accent="#aa0000"))
    client.post(URL, {"preset": "riso"})
    assert stored(page).look == Look(preset="riso")


def test_undo_brings_back_everything(client: Client, page: Page) -> None:
    before = Look(preset="linen", mode="dark", shape="pill", typeface="mono", accent="#aa3300")
    design.choose_look(page, look=before)
    response = client.post(URL, {"preset": "riso"}, follow=True)
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.text.split("Undo")[0])
    answer = client.post(URL, dict(fields), follow=True)
    assert stored(page).look == before
    assert "Your page is as it was." in words(answer)


@pytest.mark.parametrize(("fields", "place"), [({"preset": "riso"}, "worn"), ({"shape": "pill"}, "tuning")])
def test_undo_leads_to_where_the_page_was_changed(
    client: Client, page: Page, fields: dict[str, str], place: str
) -> None:
    answer = client.post(URL, {"preset": "paper"} | fields, follow=True)
    undo = answer.text.partition('class="messages"')[2].partition("Undo")[0]
    assert f'action="{URL}#{place}"' in undo


def test_parts_are_kept_as_they_were_chosen(client: Client, page: Page) -> None:
    look = {"preset": "garden", "mode": "light", "shape": "offset", "typeface": "grotesk", "background": "dots"}
    look |= {"avatar": "square", "layout": "grid"}
    client.post(URL, look | {"own_accent": "on", "accent": "#AB12CD"})
    assert stored(page).look == Look(**look, accent="#ab12cd")


def test_color_counts_only_when_its_box_is_ticked(client: Client, page: Page) -> None:
    client.post(URL, {"preset": "paper", "accent": "#ab12cd"})
    assert stored(page).look.accent == ""


@pytest.mark.parametrize("accent", HOSTILE)
def test_what_is_no_color_does_not_get_in(client: Client, page: Page, accent: str) -> None:
    response = client.post(URL, {"preset": "citrus", "own_accent": "on", "accent": accent})
    assert "Choose a colour" in words(response)
    assert stored(page).look == Look()
    assert styles(client) == sheet(Look()).css


@pytest.mark.parametrize("part", ["preset", "mode", "shape", "typeface", "background", "avatar", "layout"])
def test_what_is_no_choice_does_not_get_in(client: Client, page: Page, part: str) -> None:
    client.post(URL, {"preset": "citrus", part: "../../../etc/passwd"})
    assert stored(page).look == Look()


def test_mended_color_is_said_in_words(client: Client, page: Page) -> None:
    fields = {"preset": "paper", "own_accent": "on", "accent": "#8fe388", "mode": "light"}
    assert "We darkened your green where it is text" in words(client.post(URL, fields, follow=True))
    fields |= {"accent": "#1f3f78", "mode": "dark"}
    assert "We lightened your blue where it is text" in words(client.post(URL, fields, follow=True))
    fields |= {"accent": "#808080", "mode": "auto"}
    assert "grey by day and lightened it by night" in words(client.post(URL, fields, follow=True))


def test_readable_color_needs_no_words(client: Client, page: Page) -> None:
    response = client.post(
        URL, {"preset": "paper", "own_accent": "on", "accent": "#7a1f5c", "mode": "light"}, follow=True
    )
    assert "where it is text" not in words(response)


@pytest.mark.parametrize(
    ("color", "name"),
    [
        ("#ff0000", "red"),
        ("#ff8800", "orange"),
        ("#ffe000", "yellow"),
        ("#22aa33", "green"),
        ("#00a0a0", "teal"),
        ("#2255ff", "blue"),
        ("#8833cc", "purple"),
        ("#ff4fa0", "pink"),
        ("#000000", "black"),
        ("#ffffff", "white"),
        ("#888888", "grey"),
    ],
)
def test_color_has_the_name_people_give_it(color: str, name: str) -> None:
    assert design.name_color(color) == name


def test_visitors_get_the_new_look_from_every_copy(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    remember(page)
    with django_capture_on_commit_callbacks(execute=True):
        design.choose_look(page, look=Look(preset="chrome"))
    assert not is_remembered(page)


def test_every_preset_is_shown_on_the_creators_own_page(client: Client, page: Page) -> None:
    make_link(page, "My own shop")
    make_video(page)
    response = client.get(URL)
    assert [button["value"] for button in tags(response, "button") if button.get("name") == "preset"] == list(Preset)
    assert words(response).count("My own shop") == len(Preset) + 1
    (pressed,) = [button for button in tags(response, "button") if button.get("aria-pressed") == "true"]
    assert pressed["value"] == "paper"


def test_page_with_nothing_on_it_is_shown_with_a_drawing(client: Client, page: Page) -> None:
    assert "Your shop" in words(client.get(URL))


def test_studio_is_closed_to_strangers(client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/accounts/login/")


def test_policy_allows_the_stage_and_no_other_style(client: Client, page: Page) -> None:
    response = client.get(URL)
    (nonce,) = re.findall(r'<style nonce="([^"]+)">', response.text)
    assert f"style-src 'self' 'nonce-{nonce}'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


# What visitors are sent


def test_stylesheet_holds_the_chosen_preset_and_no_other() -> None:
    assert "awning" not in sheet(Look(preset="citrus")).css
    assert sheet(Look(preset="citrus")).css.count("radial-gradient(circle at 16px 0") == 1
    assert "radial-gradient" not in sheet(Look(preset="paper")).css


def test_fixed_mode_sends_one_scheme() -> None:
    assert "prefers-color-scheme" not in sheet(Look(mode=Mode.DARK)).css
    assert ":root{color-scheme:dark}" in sheet(Look(mode=Mode.DARK)).css
    assert "prefers-color-scheme:dark" in sheet(Look(mode=Mode.AUTO)).css


@pytest.mark.parametrize(("typeface", "font"), [("grotesk", "space-grotesk"), ("plain", "")])
def test_font_is_fetched_only_where_the_look_asks_for_one(client: Client, page: Page, typeface: str, font: str) -> None:
    design.choose_look(page, look=Look(typeface=typeface))
    response = client.get("/@mina.eats")
    named = set(re.findall(r"/static/fonts/([^/]+)/latin\.woff2", response.text))
    assert named == ({font} if font else set())
    assert "preload" not in response.text
    assert ("font-src 'self'" in response["Content-Security-Policy"]) is bool(font)
    assert ("@font-face" in response.text) is bool(font)


@pytest.mark.parametrize("typeface", Typeface)
def test_font_never_moves_what_is_already_there(typeface: Typeface) -> None:
    css = sheet(Look(typeface=typeface)).css
    assert css.count("font-display:optional") == css.count("@font-face")


@pytest.mark.parametrize("shape", LinkShape)
def test_every_shape_fits_every_preset(shape: LinkShape) -> None:
    for preset in Preset:
        css = sheet(Look(preset=preset, shape=shape)).css
        assert css.count("{") == css.count("}")


def test_stage_keeps_its_looks_apart() -> None:
    css = stage(("one", Look(preset="arcade")), ("two", Look(preset="linen")))
    assert ".look-one{" in css and ".look-two{" in css
    before, _, nested = css.partition("@layer public{")
    assert before.count("@font-face") == 4
    assert "@font-face" not in nested and "@keyframes" not in nested
