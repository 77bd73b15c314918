"""Browsers of before 2022 read none of the rooms' styles, which stand in layers: all fits a phone just the same."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route

from profiles.models import Page
from profiles.styles import CSS
from tests.browser.studio import Browse
from tests.browser.test_studio_places import STICKS_OUT
from tests.profiles.pages import make_video

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAYER = re.compile(r"@layer [^{;]+(;|\{.*?^\})", re.DOTALL | re.MULTILINE)


def without_layers(css: str) -> str:
    """What such a browser makes of a stylesheet. It does not know `revert-layer` either, by which we tell it."""
    return LAYER.sub("", css).replace("@supports not (width: revert-layer)", "@media all")


def dress(route: Route) -> None:
    path = CSS / Path(route.request.url).name
    route.fulfill(body=without_layers(path.read_text()), content_type="text/css")


@pytest.mark.parametrize("path", ["/", "/@mina.eats/report"])
def test_room_fits_a_phone_whose_browser_knows_no_layers(browse: Browse, page: Page, path: str) -> None:
    make_video(page, "Pepper soup")
    visitor = browse()
    visitor.context.route("**/*.css", dress)
    window = visitor.open(path)
    assert window.evaluate(STICKS_OUT) <= 0
