"""The studio's videos in a real browser, beside their rules and above them."""

import pytest

from profiles.models import Page
from tests.browser.conftest import PHONE
from tests.browser.studio import Browse, let_in
from tests.browser.test_studio_places import page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["page"]

# Between the words below each TikTok, in pixels.
GAPS = """all => all.flatMap((acts) => {
  const boxes = [...acts.querySelectorAll(".act")].map((act) => {
    const words = document.createRange();
    words.selectNodeContents(act.firstChild);
    return words.getBoundingClientRect();
  });
  return boxes.slice(1).map((box, index) => box.left - boxes[index].right);
})"""


@pytest.mark.parametrize("width", [360, 700, 960, 1100, 1280])
def test_covers_have_room_for_their_dates(browse: Browse, page: Page, width: int) -> None:
    window = let_in(browse({"width": width, "height": 800}), page.owner).open("/studio/videos/")
    heights = window.locator(".clips time").evaluate_all("times => times.map(time => time.offsetHeight)")
    assert heights
    assert max(heights) < 30


def test_words_below_a_pinned_tiktok_stand_apart(browse: Browse, page: Page) -> None:
    page.videos.update(pin_position=0)
    window = let_in(browse(PHONE), page.owner).open("/studio/videos/")
    gaps = window.locator(".clips .acts").evaluate_all(GAPS)
    assert gaps
    assert min(gaps) > 8
