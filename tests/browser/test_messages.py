"""What the studio says after a tap, and how it goes away again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from profiles.models import Page
from tests.browser.conftest import PHONE, Watched
from tests.browser.studio import enter, violations
from tests.profiles.pages import make_link, make_page

pytestmark = pytest.mark.browser

type Browse = Callable[..., Watched]


@pytest.fixture
def page(db: None) -> Page:
    page = make_page()
    make_link(page, "Shop")
    return page


def test_message_can_be_closed(browse: Browse, page: Page) -> None:
    window = enter(browse, page, viewport=PHONE)
    window.page.get_by_role("button", name="Hide Shop", exact=True).click()
    assert violations(window) == []
    window.page.get_by_role("button", name="Close").click()
    expect(window.page.locator(".messages")).to_have_count(0)
    expect(window.page.locator("#main")).to_be_focused()


def test_message_in_design_can_be_closed(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, viewport=PHONE).open("/studio/design/")
    browsed.get_by_role("button", name="Citrus").click()
    browsed.get_by_role("button", name="Close").click()
    expect(browsed.locator(".messages")).to_have_count(0)


def test_message_without_script_has_nothing_that_does_not_work(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, java_script_enabled=False).page
    browsed.get_by_role("button", name="Hide Shop", exact=True).click()
    expect(browsed.locator(".messages")).to_be_visible()
    expect(browsed.locator("[data-closes]")).to_be_hidden()
