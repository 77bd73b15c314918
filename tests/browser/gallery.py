"""Draws docs/gallery: every preset with a creator whom it suits, and the studio, on a phone and a desk, light and dark.

And static/steps, which the front page shows.

Not a test, though it stands on what the tests stand on: `make gallery` runs it.
"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FloatRect
from playwright.sync_api import Page as Window

from linkbio import demo_links
from profiles import design, insights, links, snapshots
from profiles.forms import KindForm
from profiles.models import Kind, Page, Step
from profiles.themes import Mode, Preset
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import Browse, let_in
from tests.browser.test_studio_places import PLACES
from tests.profiles.creators import make_page
from tiktok_auth.sandbox import pictures

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "gallery"
STEPS = ROOT / "static" / "steps"
DEMO = demo_links.read()
SIZES = {"phone": PHONE, "desk": WIDE}
QUALITY = 80


@pytest.mark.browser
def test_gallery_is_drawn(browse: Browse) -> None:
    windows = open_windows(browse)
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


@pytest.mark.browser
def test_picture_behind_a_page_is_drawn(browse: Browse) -> None:
    page = make_page("fern.and.fig")
    snapshots.refresh(page, force=True)
    for plan in DEMO["fern.and.fig"]["links"]:
        add_link(page, plan)
    design.set_backdrop(page, picture=pictures.cover("leaves", "monstera", 1))
    windows = open_windows(browse)
    draw_page(page, DEMO["fern.and.fig"]["look"]["preset"], windows, name="picture")


def open_windows(browse: Browse) -> dict[str, Watched]:
    return {name: browse(size, device_scale_factor=1.5 if size is PHONE else 1) for name, size in SIZES.items()}


def add_link(page: Page, plan: dict[str, Any]) -> None:
    """What the demo's creators do with their forms."""
    form = KindForm(demo_links.fields(plan), kind=plan.get("kind", Kind.LINK))
    assert form.is_valid(), form.errors
    link, _is_new = links.add_link(page, **form.cleaned_data)
    if plan.get("is_pinned"):
        links.pin_link(link)
    if caption := plan.get("cover"):
        links.set_thumbnail(link, video=page.videos.shown().filter(caption__startswith=caption).first())


def draw_page(page: Page, preset: str, windows: dict[str, Watched], *, name: str = "") -> None:
    """The page in this preset, in every size and scheme."""
    Page.objects.filter(pk=page.pk).update(preset=preset, mode=Mode.AUTO)
    for size, watched in windows.items():
        for scheme in ("light", "dark"):
            watched.page.emulate_media(color_scheme=scheme)
            watched.open(page.get_absolute_url())
            keep(watched.page, FOLDER / f"{name or preset}-{size}-{scheme}.webp")


def keep(window: Window, path: Path, clip: FloatRect | None = None) -> None:
    """A picture of what the window shows, or of this part of the page, with pictures and fonts there."""
    window.reload()  # a font that came late is shown from the second visit on
    window.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    window.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    window.wait_for_load_state("networkidle")  # the studio's preview comes by itself
    Image.open(BytesIO(window.screenshot(clip=clip, full_page=bool(clip)))).save(path, quality=QUALITY)


@pytest.mark.browser
def test_studio_is_drawn(browse: Browse) -> None:
    """The studio's five places, as Mina has them after a week."""
    plan, page = DEMO["mina.eats"], make_page("mina.eats")
    snapshots.refresh(page, force=True)
    for entry in plan["links"]:
        add_link(page, entry)
    Page.objects.filter(pk=page.pk).update(preset=plan["look"]["preset"], steps_done=[Step.LOOK])
    for number in range(7):
        count(page, insights.VIEW, 90 + 37 * (number * 5 % 7), days_ago=number)
        for place, link in enumerate(page.links.of_page().kept()):
            count(page, insights.tap_on(link), 40 // (place + 1) + number, days_ago=number)
    for size, viewport in SIZES.items():
        watched = browse(viewport)
        let_in(watched, page.owner).open("/studio/")
        for name, path in PLACES.items():
            for scheme in ("light", "dark"):
                watched.page.emulate_media(color_scheme=scheme)
                watched.open(path)
                watched.page.wait_for_load_state("networkidle")
                keep(watched.page, FOLDER / f"studio-{name.lower()}-{size}-{scheme}.webp")


def count(page: Page, subject: str, number: int, *, days_ago: int) -> None:
    page.counts.create(day=timezone.now().date() - timedelta(days=days_ago), subject=subject, number=number)


@pytest.mark.browser
def test_steps_of_the_front_page_are_drawn(browse: Browse) -> None:
    """What stands beside the three steps: what is read at TikTok, a page as it begins, and its first links."""
    watched = browse(PHONE, device_scale_factor=1.5)
    draw_step(watched, "yes", "/privacy", "dl")
    page = make_page("mina.eats")
    snapshots.refresh(page, force=True)
    draw_step(watched, "page", page.get_absolute_url(), "header")
    for plan in DEMO["mina.eats"]["links"][:3]:
        add_link(page, plan)
    let_in(watched, page.owner).open("/studio/")
    draw_step(watched, "links", "/studio/", "#order")


def draw_step(watched: Watched, name: str, path: str, begins_with: str) -> None:
    """A phone's width of the page from this element on, in both schemes."""
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        window = watched.open(path)
        box = window.locator(begins_with).first.bounding_box()
        assert box
        clip = FloatRect(x=0, y=box["y"] - 16, width=360, height=400)
        keep(window, STEPS / f"{name}-{scheme}.webp", clip)
