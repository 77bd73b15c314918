"""The page beside the form that changes it."""

import pytest
from playwright.sync_api import Route, expect

from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, enter
from tests.profiles.pages import make_link

pytestmark = pytest.mark.browser


def test_preview_stands_beside_the_links_and_follows_them(browse: Browse, page: Page) -> None:
    creator = enter(browse, page, viewport=WIDE)
    shown = creator.page.locator(".preview .title")
    expect(shown).to_have_text(list("abcd"))
    creator.page.get_by_role("button", name="Move a: drag").press("ArrowDown")
    expect(shown).to_have_text(list("bacd"))
    assert creator.noise == []


def test_preview_follows_what_is_typed_before_it_is_saved(browse: Browse, page: Page) -> None:
    creator = enter(browse, page, viewport=WIDE)
    window = creator.page
    shown = window.locator(".preview .title")
    window.get_by_role("link", name="Edit d").click()
    title = window.locator(".link .edit").get_by_label("Title")
    title.press("End")
    title.press_sequentially(", signed")
    expect(shown.last).to_have_text("d, signed")
    expect(title).to_be_focused()
    window.get_by_role("link", name="Cancel").click()
    expect(shown.last).to_have_text("d")

    creator.open("/studio/settings/")
    name = window.get_by_label("Name", exact=True)
    name.press_sequentially("Mina at home")
    expect(window.locator(".preview .name")).to_have_text("Mina at home")
    expect(name).to_be_focused()
    assert not Page.objects.get().display_name
    assert creator.noise == []


def test_preview_keeps_its_place_while_something_is_typed(browse: Browse, page: Page) -> None:
    for number in range(20):
        make_link(page, f"Link {number}")
    window = enter(browse, page, viewport=WIDE).open("/studio/settings/")
    phone = window.locator(".preview .phone")
    expect(phone).to_contain_text("Link 19")
    phone.evaluate("phone => { phone.scrollTop = 300 }")
    window.get_by_label("Name", exact=True).press_sequentially("Mina at home")
    expect(window.locator(".preview .name")).to_have_text("Mina at home")
    assert phone.evaluate("phone => phone.scrollTop") == 300


def test_preview_is_never_seen_without_its_styles(browse: Browse, page: Page) -> None:
    window = enter(browse, page, viewport=WIDE).page
    preview = window.locator(".preview")
    expect(preview).to_be_visible()
    hidden: list[bool] = []

    def look(route: Route) -> None:
        hidden.append(preview.is_hidden())
        route.continue_()

    window.route("**/blocks.*css", look)
    window.reload()
    expect(preview.locator(".title")).to_have_text(list("abcd"))
    expect(preview).to_be_visible()
    assert hidden and all(hidden)


def test_nothing_moves_from_under_the_pointer_when_the_preview_comes(browse: Browse, page: Page) -> None:
    window = enter(browse, page, viewport=WIDE).page
    button = window.get_by_role("button", name="Add link")
    places = []

    def look(route: Route) -> None:
        places.append(button.bounding_box())
        route.continue_()

    window.route("**/studio/preview/", look)
    window.reload()
    expect(window.locator(".preview")).to_be_visible()
    assert places == [button.bounding_box()]


def test_preview_is_one_tap_away_on_a_phone(browse: Browse, page: Page) -> None:
    window = enter(browse, page, viewport=PHONE).page
    expect(window.locator(".preview")).to_be_hidden()
    window.get_by_role("link", name="Preview").click()
    expect(window.get_by_role("region", name="Your page, as visitors see it")).to_contain_text("a")


def test_preview_in_a_place_of_its_own_is_as_wide_as_a_phone(browse: Browse, page: Page) -> None:
    watched = enter(browse, page, viewport=WIDE)
    phone = watched.open("/studio/preview/").locator("main .phone").bounding_box()
    assert phone
    assert phone["width"] <= 384
    expect(watched.open("/studio/design/").locator(".preview")).to_have_count(0)
