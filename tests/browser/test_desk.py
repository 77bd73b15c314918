"""The moderators' desk keeps what they decide by within the window, whatever creators and visitors write."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Window

from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.test_moderation import let_in, page
from tests.profiles.creators import report
from tests.profiles.staff import make_staff

pytestmark = pytest.mark.browser

__all__ = ["page"]
type Browse = Callable[..., Watched]
CUT = """() => [...document.querySelectorAll("#content *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML)"""
either = pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])


def open_desk(browse: Browse, viewport: dict[str, int], path: str) -> Window:
    watched = browse(viewport)
    let_in(watched, make_staff("ann", "moderator"))
    return watched.open(f"/admin/{path}")


@either
def test_endless_title_and_sender_cut_nothing_on_the_desk(browse: Browse, page: Page, viewport: dict[str, int]) -> None:
    page.links.create(title="W" * 100, url=f"https://example.com/{'way/' * 40}")
    report(page)
    page.reports.update(reply_to=f"{'somebody.' * 9}@example.org")
    window = open_desk(browse, viewport, f"profiles/page/{page.pk}/change/")
    assert window.evaluate(CUT) == []
    for cell in window.locator("td.address").all():
        box = cell.bounding_box()
        assert box
        assert box["width"] > 180
