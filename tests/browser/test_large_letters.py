"""A phone whose letters are twice as large, for visitors and in the studio."""

import pytest
from playwright.sync_api import Page as Window

from profiles import covers
from profiles.models import Page
from profiles.themes import Layout, Preset
from tests.browser.conftest import PHONE
from tests.browser.studio import Browse, let_in
from tests.browser.test_studio_places import ROOMS, STICKS_OUT, page
from tests.profiles.pages import make_link, make_page
from tests.profiles.pictures import draw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["page"]

LINES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(box => Math.round(box.bottom))).size;
}"""
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"


def open_twice_as_large(browse: Browse, width: int, path: str) -> Window:
    """As the phone's own setting makes it."""
    visitor = browse({"width": width, "height": 640})
    phone = visitor.context.new_cdp_session(visitor.page)
    phone.send("Page.enable")
    phone.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    return visitor.open(path)


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize(
    ("preset", "part", "lines"), [(Preset.CHROME, ".name", 2), (Preset.CHROME, ".bio", 4), (Preset.POSTCARD, "bdi", 1)]
)
def test_words_about_a_creator_stay_whole(browse: Browse, width: int, preset: Preset, part: str, lines: int) -> None:
    page = make_page("sol.by.the.sea", display_name="Theo Baptiste", bio="Bass, tape and patience. Every tone by hand.")
    Page.objects.filter(pk=page.pk).update(preset=preset)
    window = open_twice_as_large(browse, width, page.get_absolute_url())
    assert window.locator(f".who {part}").evaluate(LINES) <= lines


@pytest.mark.parametrize("width", [320, 360])
def test_words_of_links_in_two_columns_stay_whole(browse: Browse, width: int) -> None:
    page = make_page()
    for title in ("Darkplaces", "المفضلة"):
        make_link(page, title)
    Page.objects.filter(pk=page.pk).update(layout=Layout.GRID)
    window = open_twice_as_large(browse, width, page.get_absolute_url())
    assert [title.evaluate(LINES) for title in window.locator(".title").all()] == [1, 1]


def test_handle_stays_whole_where_it_is_shared(browse: Browse) -> None:
    window = open_twice_as_large(browse, 360, f"{make_page('sol.by.the.sea').get_absolute_url()}/share")
    assert window.locator("h1 bdi").evaluate(LINES) == 1


@pytest.mark.parametrize("width", [320, 360])
def test_sharing_does_not_scroll_sideways(browse: Browse, width: int) -> None:
    window = open_twice_as_large(
        browse, width, f"{make_page('a-handle-of-forty-letters-that-may-be-it').get_absolute_url()}/share"
    )
    assert window.evaluate(STICKS_OUT) <= 0


def test_words_beside_a_picture_stay_whole_in_the_studio(browse: Browse, page: Page) -> None:
    picture = covers.keep_bytes(draw(), shape=covers.THUMBNAIL).name
    link = make_link(page, "Everything I cook in November", thumbnail=picture)
    window = let_in(browse({"width": 360, "height": 780}), page.owner).open("/studio/")
    title = window.locator(f"#link-{link.pk} h2 bdi")
    assert title.evaluate(LINES) <= 2
    window.evaluate(TWICE_AS_LARGE)
    assert title.evaluate(LINES) <= 3


def test_no_room_scrolls_sideways_with_letters_twice_as_large(browse: Browse, page: Page) -> None:
    creator = browse(PHONE)
    let_in(creator, page.owner).open("/studio/")
    wide = {}
    for path in ROOMS:
        window = creator.open(path)
        window.evaluate(TWICE_AS_LARGE)
        wide[path] = window.evaluate(STICKS_OUT)
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_design_does_not_scroll_sideways_when_a_phone_shows_it_twice_as_large(browse: Browse, page: Page) -> None:
    creator = browse({"width": 180, "height": 390})
    assert let_in(creator, page.owner).open("/studio/design/").evaluate(STICKS_OUT) <= 0
