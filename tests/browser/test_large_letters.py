"""A phone whose letters are twice as large."""

from collections.abc import Callable

import pytest

from profiles.models import Page
from profiles.themes import Preset
from tests.browser.conftest import Watched
from tests.profiles.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(box => Math.round(box.bottom))).size;
}"""


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize(
    ("preset", "part", "lines"), [(Preset.CHROME, ".name", 2), (Preset.CHROME, ".bio", 4), (Preset.POSTCARD, "bdi", 1)]
)
def test_words_about_a_creator_stay_whole(
    browse: Callable[..., Watched], width: int, preset: Preset, part: str, lines: int
) -> None:
    page = make_page("sol.by.the.sea", display_name="Theo Baptiste", bio="Bass, tape and patience. Every tone by hand.")
    Page.objects.filter(pk=page.pk).update(preset=preset)
    visitor = browse({"width": width, "height": 640})
    phone = visitor.context.new_cdp_session(visitor.page)
    phone.send("Page.enable")
    phone.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    window = visitor.open(page.get_absolute_url())
    assert window.locator(f".who {part}").evaluate(LINES) <= lines
