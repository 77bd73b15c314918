"""The warning of a risky link, whatever way somebody comes to it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from profiles import domains
from profiles.models import Page, Verdict
from tests import services
from tests.browser.conftest import Watched
from tests.profiles.pages import make_link

pytestmark = pytest.mark.browser

EVIL = "https://shop.evil.example/login"


def test_address_that_somebody_shares_is_left_by_the_warning_alone(browse: Callable[..., Watched], page: Page) -> None:
    shared = f"{services.SITE_URL}/go/{make_link(page, url=EVIL).key}/on"
    domains.set_rule("evil.example", verdict=Verdict.WARN, reason="Steals passwords")
    window = browse().page
    window.route("https://*.example/**", lambda route: route.fulfill(body=f"<a href='{shared}'>Win</a>"))
    warning = window.get_by_role("heading", name="Check this address")
    window.goto(shared)
    expect(warning).to_be_visible()
    window.goto("https://lure.example/")
    window.get_by_role("link", name="Win").click()
    expect(warning).to_be_visible()
    window.get_by_role("link", name="Go there anyway").click()
    expect(window).to_have_url(EVIL)
