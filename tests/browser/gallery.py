"""Draws docs/gallery: every preset with a creator whom it suits, on a phone and a desk, light and dark.

Not a test, though it stands on what the tests stand on: `make gallery` runs it.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page as Window

from linkbio import demo_links
from profiles import links, snapshots
from profiles.forms import KindForm
from profiles.models import Kind, Page
from profiles.themes import Mode, Preset
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.profiles.creators import make_page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "gallery"
DEMO = demo_links.read()
SIZES = {"phone": PHONE, "desk": WIDE}
QUALITY = 80

type Browse = Callable[..., Watched]


@pytest.mark.browser
def test_gallery_is_drawn(browse: Browse) -> None:
    windows = {name: browse(size, device_scale_factor=1.5 if size is PHONE else 1) for name, size in SIZES.items()}
    for handle, creator in DEMO.items():
        page = make_page(handle)
        snapshots.refresh(page, force=True)
        for plan in creator["links"]:
            add_link(page, plan)
        # The one without TikToks would leave its preset without a wall.
        for preset in [creator["look"]["preset"]] * bool(page.videos.exists()) + [Preset.PAPER] * (
            handle == "mina.eats"
        ):
            draw_page(page, preset, windows)


def add_link(page: Page, plan: dict[str, Any]) -> None:
    """What the demo's creators do with their forms."""
    form = KindForm(demo_links.fields(plan), kind=plan.get("kind", Kind.LINK))
    assert form.is_valid(), form.errors
    link = links.add_link(page, **form.cleaned_data)
    if plan.get("is_pinned"):
        links.pin_link(link)
    if caption := plan.get("cover"):
        links.set_thumbnail(link, video=page.videos.shown().filter(caption__startswith=caption).first())


def draw_page(page: Page, preset: str, windows: dict[str, Watched]) -> None:
    """The page in this preset, in every size and scheme."""
    Page.objects.filter(pk=page.pk).update(preset=preset, mode=Mode.AUTO)
    for size, watched in windows.items():
        for scheme in ("light", "dark"):
            watched.page.emulate_media(color_scheme=scheme)
            watched.open(page.get_absolute_url())
            keep(watched.page, FOLDER / f"{preset}-{size}-{scheme}.webp")


def keep(window: Window, path: Path) -> None:
    """A picture of what the window shows, with pictures and fonts there."""
    window.reload()  # a font that came late is shown from the second visit on
    window.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    window.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    Image.open(BytesIO(window.screenshot())).save(path, quality=QUALITY)
