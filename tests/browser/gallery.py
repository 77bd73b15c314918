"""Draws docs/gallery: every preset with a creator whom it suits, on a phone and a desk, light and dark.

Not a test, though it stands on what the tests stand on: `make gallery` runs it.
"""

import tomllib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page as Window

from profiles import links, snapshots
from profiles.models import Page
from profiles.themes import Mode, Preset
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.profiles.creators import make_page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "gallery"
DEMO = tomllib.loads((ROOT / "linkbio" / "demo_links.toml").read_text())
SIZES = {"phone": PHONE, "desk": WIDE}
QUALITY = 80

type Browse = Callable[..., Watched]


@pytest.mark.browser
def test_gallery_is_drawn(browse: Browse) -> None:
    windows = {name: browse(size, device_scale_factor=1.5 if size is PHONE else 1) for name, size in SIZES.items()}
    for handle, creator in DEMO.items():
        page = make_page(handle)
        for link in creator["links"]:
            links.add_link(page, **link)
        snapshots.refresh(page, force=True)
        # The one without TikToks would leave its preset without a wall.
        for preset in [creator["look"]["preset"]] * bool(page.videos.exists()) + [Preset.PAPER] * (
            handle == "mina.eats"
        ):
            draw_page(page, preset, windows)


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
