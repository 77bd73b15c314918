"""The studio's videos in a real browser, beside their rules and above them."""

import pytest

from profiles.models import Page
from tests.browser.test_studio_places import Browse, enter, page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["page"]


@pytest.mark.parametrize("width", [360, 700, 960, 1100, 1280])
def test_covers_have_room_for_their_dates(browse: Browse, page: Page, width: int) -> None:
    window = enter(browse({"width": width, "height": 800}), page, "/studio/videos/")
    heights = window.locator(".clips time").evaluate_all("times => times.map(time => time.offsetHeight)")
    assert heights
    assert max(heights) < 30
