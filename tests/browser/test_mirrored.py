"""Every preset from right to left."""

import pytest

from tests.browser.studio import Browse
from tests.browser.test_presets import in_every_preset, wear
from tests.profiles.pages import make_link, make_page, make_video

pytestmark = pytest.mark.browser

# How far what the page consists of is from either side.
SIDES = """[...document.querySelectorAll('.spread > *')].map(part => part.getBoundingClientRect())
  .map(({ left, right }) => [left, document.documentElement.clientWidth - right].map(Math.round))"""


def test_wide_page_in_arabic_is_the_mirror_of_one_in_english(browse: Browse) -> None:
    page = make_page()
    make_link(page, "My cookbook")
    make_video(page, cover="")
    visitor = browse({"width": 1280, "height": 800})
    sides: dict[str, dict[str, list[list[int]]]] = {}
    for language in ("en", "ar"):
        wear(page, language=language)
        sides[language] = {preset: window.evaluate(SIDES) for preset, _scheme, window in in_every_preset(page, visitor)}
    mirrored = {preset: [part[::-1] for part in parts] for preset, parts in sides["en"].items()}
    assert sides["ar"] == mirrored
