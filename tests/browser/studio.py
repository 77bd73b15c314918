"""The studio in the browser of a page's owner, and what is seen and done there."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page as Browsed

from profiles.models import Page
from tests import services
from tests.browser.conftest import Watched
from tests.profiles.studio import titles

type Browse = Callable[..., Watched]


def let_in(watched: Watched, user: User) -> Watched:
    """The browser of somebody who has logged in a moment ago."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    watched.context.add_cookies([{"name": session.key, "value": session.value, "url": services.SITE_URL}])
    return watched


def enter(browse: Browse, page: Page, **options: Any) -> Watched:
    """The studio's home in the browser of the page's owner."""
    window = let_in(browse(**options), page.owner)
    window.open("/studio/")
    return window


def shown(browsed: Browsed) -> str:
    return "".join(browsed.locator("#order :is(h2, h3)").all_inner_texts())


def stored(page: Page) -> str:
    return "".join(titles(page))


def findings(window: Browsed) -> list[str]:
    """What axe finds wrong with the page at hand."""
    found = Axe().run(window).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def middle(browsed: Browsed, selector: str) -> tuple[float, float]:
    box = browsed.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_by_touch(window: Watched, title: str, *, onto: str) -> None:
    """A finger on the handle, to just below the middle of another row."""
    browsed, finger = window.page, window.context.new_cdp_session(window.page)
    handle = f"#order [data-title={title}] .handle"
    browsed.locator(handle).scroll_into_view_if_needed()
    x, y = middle(browsed, handle)
    _, there = middle(browsed, f"#order [data-title={onto}]")
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        point = {"x": x, "y": y + (there + 10 - y) * step / 5}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
