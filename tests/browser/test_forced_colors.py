"""Colours that a visitor has chosen for everything: what is drawn by a ground alone is still seen."""

from collections.abc import Callable

import pytest

from profiles.models import Page
from profiles.themes import Preset
from tests.browser.conftest import PHONE, Watched
from tests.profiles.pages import make_link, make_page, make_video

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HIDE = "sign => document.styleSheets[0].insertRule(`${sign} { visibility: hidden !important }`)"


@pytest.mark.parametrize(("place", "sign"), [("page", ".link::after"), ("TikTok", ".cue::before")])
def test_sign_is_seen_in_the_visitors_own_colours(browse: Callable[..., Watched], place: str, sign: str) -> None:
    page = make_page()
    Page.objects.update(preset=Preset.ARCADE)
    video = make_video(page)
    make_link(page)
    path = f"{page.get_absolute_url()}{f'/v/{video.tiktok_id}' if place == 'TikTok' else ''}"
    window = browse(PHONE, forced_colors="active").open(path)
    around = window.locator(sign.partition("::")[0])
    seen = around.screenshot()
    window.evaluate(HIDE, sign)
    assert around.screenshot() != seen


def test_arrow_back_keeps_its_size_beside_a_long_name(browse: Callable[..., Watched]) -> None:
    page = make_page(display_name="Kuchenundkaffeekränzchen am Sonntagnachmittag mit Mina")
    window = browse(PHONE).open(f"{page.get_absolute_url()}/v/{make_video(page).tiktok_id}")
    assert window.locator(".back").evaluate("back => getComputedStyle(back, '::before').width") == "8px"
