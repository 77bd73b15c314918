"""What a first visit costs on a phone."""

import random
from collections.abc import Callable
from io import BytesIO

import brotli
import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Request, expect

from profiles import covers
from profiles.design import choose_look
from profiles.themes import Look
from tests.browser.conftest import Watched
from tests.profiles.pages import make_link, make_page, make_video

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 75_000, 18, 2_000
COVERS = 12


def photograph(number: int) -> bytes:
    """A picture with soft forms and some grain, as videos have; always the same for a number."""
    chance = random.Random(number)
    size = width, height = 720, 960
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    drawing = ImageDraw.Draw(picture)
    for _ in range(9):
        x, y, radius = chance.randrange(width), chance.randrange(height), chance.randrange(60, 260)
        color = tuple(chance.randrange(256) for _ in range(3))
        drawing.ellipse((x - radius, y - radius, x + radius, y + radius), color)
    grain = Image.frombytes("L", size, chance.randbytes(width * height)).convert("RGB")
    file = BytesIO()
    Image.blend(picture.filter(ImageFilter.GaussianBlur(3)), grain, 0.2).save(file, "JPEG")
    return file.getvalue()


def weigh(request: Request) -> int:
    """Bytes of the answer with its headers; text as the server in front of this one compresses it."""
    response = request.response()
    assert response
    sizes = request.sizes()
    is_text = request.resource_type in {"document", "script"}
    body = len(brotli.compress(response.body(), quality=5)) if is_text else sizes["responseBodySize"]
    return body + sizes["responseHeadersSize"]


@pytest.mark.parametrize(("preset", "fonts"), [("paper", set()), ("citrus", {"font"}), ("linen", {"font"})])
@pytest.mark.parametrize(("width", "dots"), [(360, 1), (360, 3), (412, 3.5), (440, 3)])
def test_first_visit_with_all_covers_is_light(
    browse: Callable[..., Watched], width: int, dots: float, preset: str, fonts: set[str]
) -> None:
    avatar = covers.keep_bytes(photograph(COVERS), shape=covers.AVATAR)
    page = make_page(avatar=avatar.name)
    choose_look(page, look=Look(preset=preset))
    for number in range(10):
        make_link(page, f"Link number {number}", f"https://{number}.example.org/")
    for number in range(COVERS):
        make_video(page, cover=covers.keep_bytes(photograph(number), shape=covers.COVER).name)
    visitor = browse({"width": width, "height": 780}, device_scale_factor=dots)
    requests: list[Request] = []
    visitor.page.on("requestfinished", lambda request: requests.append(request))
    window = visitor.open(page.get_absolute_url())
    for cover in window.locator("img.cover").all():
        cover.scroll_into_view_if_needed()
    for image in window.locator("img").all():
        expect(image).to_have_js_property("complete", True)
        expect(image).not_to_have_js_property("naturalWidth", 0)
    window.wait_for_load_state("networkidle")

    by_kind: dict[str, int] = {}
    for request in requests:
        by_kind[request.resource_type] = by_kind.get(request.resource_type, 0) + weigh(request)
    assert window.locator("img.cover").count() == COVERS
    assert len(requests) <= MOST_REQUESTS
    assert sum(by_kind.values()) <= MOST_BYTES, by_kind
    assert by_kind["script"] <= MOST_SCRIPT
    assert set(by_kind) == {"document", "image", "script", "other"} | fonts  # "other" is the icon
    assert [visitor.foreign, visitor.noise, visitor.context.cookies()] == [[], [], []]
