"""Ten links, as a creator builds, schedules and orders them: with a finger, with a keyboard, and with buttons alone."""

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, drag_by_touch, let_in, shown, stored
from tests.browser.test_main_road import add_link
from tests.profiles.pages import make_page

pytestmark = pytest.mark.browser


TITLES = "abcdefghij"


@pytest.fixture
def page(transactional_db: None) -> Page:
    page = make_page()
    page.time_zone = "Africa/Lagos"
    page.save()
    return page


def build(window: Window) -> None:
    for title in TITLES:
        add_link(window, f"example.org/{title}", title)
    assert shown(window) == TITLES


def schedule(window: Window, title: str) -> None:
    """By the creator's clock, from a morning in many years."""
    window.get_by_role("link", name=f"Edit {title}", exact=True).click()
    form = window.locator("form.edit")
    form.get_by_text("When, warnings and #ad").click()
    form.get_by_label("Visitors see it from").fill("2035-01-02T09:30")
    form.get_by_role("button", name="Save").click()
    expect(window.locator(f"#order [data-title={title}]")).to_contain_text("09:30")


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_ten_links_are_built_scheduled_and_moved_with_script(
    browse: Browse, page: Page, viewport: dict[str, int]
) -> None:
    creator = browse(viewport)
    window = let_in(creator, page.owner).open("/studio/")
    build(window)
    schedule(window, "c")
    if viewport is PHONE:
        drag_by_touch(creator, "a", onto="b")
        expect(window.locator("#saving")).to_contain_text("Saved")
        assert shown(window) == stored(page) == "bacdefghij"
    handle = window.get_by_role("button", name="Move j: drag")
    handle.press("Home")
    expect(window.locator("#spoken")).to_have_text("Saved. j is number 1 of 10.")
    assert shown(window) == stored(page)
    assert stored(page).startswith("j")
    window.get_by_role("button", name="Move i up").click()
    expect(window.locator("main > .messages")).to_contain_text("is number 9 now.")
    assert stored(page).endswith("ih")
    assert f"{page.links.get(title='c').starts_at:%H:%M}" == "08:30"  # half past nine in Lagos
    assert [creator.noise, creator.foreign] == [[], []]


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_ten_links_are_built_scheduled_and_moved_without_script(
    browse: Browse, page: Page, viewport: dict[str, int]
) -> None:
    creator = browse(viewport, java_script_enabled=False)
    window = let_in(creator, page.owner).open("/studio/")
    build(window)
    schedule(window, "c")
    window.get_by_role("button", name="Move j up").click()
    expect(window.locator("main > .messages")).to_contain_text("is number 9 now.")
    window.get_by_text("More d", exact=True).click()
    window.get_by_role("button", name="Move d to the top").click()
    expect(window.locator("main > .messages")).to_contain_text("is number 1 now.")
    assert shown(window) == stored(page) == "dabcefghji"
    assert f"{page.links.get(title='c').starts_at:%H:%M}" == "08:30"  # half past nine in Lagos
    assert [creator.noise, creator.foreign] == [[], []]
