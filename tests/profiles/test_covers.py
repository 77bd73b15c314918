import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageFilter
from pytest_django import Settings

from profiles import covers
from profiles.covers import AVATAR, COVER, Unfit, keep, keep_bytes
from profiles.models import Page
from tests import hostile
from tests.hostile import Server, answer
from tests.profiles.creators import make_page
from tests.profiles.pictures import BLUE, RED, draw, kept_files
from tests.profiles.pngs import WITHOUT_PALETTE, declare_png
from tiktok_auth.errors import Unavailable

# A picture that has to be turned, by a camera whose name is a number.
MAKE, ORIENTATION = struct.pack("<HHIf", 0x010F, 11, 1, 1.5), struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
EXIF = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + MAKE + ORIENTATION + bytes(4)


def open_kept(settings: Settings, url: str) -> Image.Image:
    path = Path(settings.MEDIA_ROOT) / url.split(" ")[0].removeprefix(settings.MEDIA_URL)
    with Image.open(path) as image:
        image.load()
        return image


@pytest.fixture
def image_host(settings: Settings) -> Iterator[Server]:
    with hostile.serve() as server:
        settings.TIKTOK_IMAGE_HOSTS = [f"127.0.0.1:{server.port}"]
        yield server


def test_cover_is_kept_in_two_formats_and_two_widths(settings: Settings) -> None:
    picture = covers.urls(keep_bytes(draw(), shape=COVER).name)
    assert picture
    widths = {url: open_kept(settings, url).size for url in [*picture.webp.split(", "), *picture.jpeg.split(", ")]}
    assert sorted(widths.values()) == [(270, 360), (270, 360), (540, 720), (540, 720)]
    assert [open_kept(settings, srcset).format for srcset in (picture.webp, picture.jpeg)] == ["WEBP", "JPEG"]
    assert len(kept_files(settings)) == 4


def small_webp(cover: covers.Cover) -> int:
    """How many bytes the copy that phones take has."""
    return (Path(settings.MEDIA_ROOT) / f"cover/{cover.name[:2]}/{cover.name}-270.webp").stat().st_size


def test_copy_for_phones_gives_up_quality_until_it_is_light_enough() -> None:
    grain = Image.effect_noise((540, 720), 40).resize((1080, 1440)).convert("RGB")
    soft = BytesIO()
    grain.filter(ImageFilter.GaussianBlur(6)).save(soft, "PNG")
    assert 0 < small_webp(keep_bytes(soft.getvalue(), shape=COVER)) <= COVER.most_bytes[0]


def test_copy_that_cannot_be_light_enough_is_as_light_as_it_gets() -> None:
    file = BytesIO()
    Image.effect_noise((540, 720), 120).convert("RGB").save(file, "PNG")
    heavy = small_webp(keep_bytes(file.getvalue(), shape=COVER))
    full = small_webp(keep_bytes(file.getvalue(), shape=replace(COVER, most_bytes=(0, 0))))
    assert COVER.most_bytes[0] < heavy < full


def test_avatar_is_square(settings: Settings) -> None:
    picture = covers.urls(keep_bytes(draw((300, 200)), shape=AVATAR).name, AVATAR)
    assert picture
    assert (picture.width, picture.height) == (96, 96)
    assert open_kept(settings, picture.src).size == (96, 96)


def test_picture_names_an_address_with_its_width_for_each_size() -> None:
    picture = covers.urls("ab" + "0" * 30)
    assert picture
    assert picture.src == f"/media/cover/ab/ab{'0' * 30}-270.jpg"
    assert picture.webp.endswith("-540.webp 540w")
    assert covers.urls("") is None


def test_name_follows_the_content() -> None:
    red, again, blue = (keep_bytes(draw(color=color), shape=COVER) for color in (RED, RED, BLUE))
    assert red.name == again.name != blue.name
    assert len(red.name) == 32


def test_color_is_the_average_of_the_cover() -> None:
    file = BytesIO()
    picture = Image.new("RGB", (100, 100), (0, 0, 0))
    picture.paste((255, 255, 255), (0, 0, 50, 100))
    picture.save(file, "PNG")
    red, green, blue = bytes.fromhex(keep_bytes(file.getvalue(), shape=COVER).color[1:])
    assert 120 < red == green == blue < 135


def test_orientation_is_applied_and_all_metadata_dropped(settings: Settings) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "canary-of-the-camera"
    left_red = Image.new("RGB", (400, 400), BLUE)
    left_red.paste(RED, (0, 0, 200, 400))
    file = BytesIO()
    left_red.save(file, "JPEG", exif=exif)
    picture = covers.urls(keep_bytes(file.getvalue(), shape=AVATAR).name, AVATAR)
    assert picture
    upright = open_kept(settings, picture.src)
    top, bottom = upright.getpixel((48, 10)), upright.getpixel((48, 85))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 150, bottom[2] > 150) == (True, True)
    assert not upright.getexif()
    assert not any(b"canary" in path.read_bytes() for path in kept_files(settings))


def test_comment_in_a_file_is_not_kept(settings: Settings) -> None:
    keep_bytes(draw(comment=b"canary"), shape=COVER)
    assert kept_files(settings)
    assert not any(b"canary" in path.read_bytes() for path in kept_files(settings))


def test_first_frame_of_an_animation_is_kept(settings: Settings) -> None:
    file = BytesIO()
    first, second = (Image.new("RGB", (90, 120), color) for color in (RED, BLUE))
    first.save(file, "WEBP", save_all=True, append_images=[second], duration=100, lossless=True)
    cover = keep_bytes(file.getvalue(), shape=COVER)
    assert cover.color == "#c81e1e"
    picture = covers.urls(cover.name)
    assert picture
    assert getattr(open_kept(settings, picture.webp), "n_frames", 1) == 1


def test_hidden_tail_of_a_file_is_not_kept(settings: Settings) -> None:
    keep_bytes(draw() + b"<script>alert('canary')</script>", shape=COVER)
    assert not any(b"canary" in path.read_bytes() for path in kept_files(settings))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<!DOCTYPE html><title>Sign in</title>", id="html"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', id="svg"),
        pytest.param(draw()[:400], id="truncated-jpeg"),
        pytest.param(draw(format="PNG")[:300], id="truncated-png"),
        pytest.param(draw(format="WEBP")[:60], id="truncated-webp"),
        pytest.param(WITHOUT_PALETTE, id="png-without-its-palette"),
        pytest.param(draw((40, 40), format="GIF"), id="gif"),
        pytest.param(draw((40, 40), format="TIFF"), id="tiff"),
        pytest.param(draw((40, 40), format="BMP"), id="bmp"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(2000), id="jpeg-in-name-only"),
        pytest.param(draw(exif=EXIF), id="jpeg-turned-by-a-camera-whose-name-is-a-number"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="postscript"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(body: bytes, settings: Settings) -> None:
    with pytest.raises(Unfit):
        keep_bytes(body, shape=COVER)
    assert kept_files(settings) == []


@pytest.mark.parametrize(("width", "height"), [(12000, 7000), (4001, 4000), (12000, 12000), (30000, 30000)])
def test_bomb_is_refused_by_its_header_alone(width: int, height: int) -> None:
    body = declare_png(width, height)

    def seconds_to_refuse() -> float:
        started = time.process_time()
        with pytest.raises(Unfit):
            keep_bytes(body, shape=COVER)
        return time.process_time() - started

    # Other threads, and Python's own tidying up, take their time now and then.
    assert any(seconds_to_refuse() < 0.1 for _ in range(5))


def test_picture_at_the_limit_is_kept() -> None:
    assert keep_bytes(declare_png(4000, 4000), shape=COVER).color == "#000000"


@pytest.mark.django_db
def test_fetched_picture_is_kept_whatever_its_content_type_says(image_host: Server) -> None:
    image_host.behave(answer(draw(format="PNG"), Content_Type="text/html"))
    assert keep(f"http://127.0.0.1:{image_host.port}/cover.jpeg", shape=COVER, page_id=1).color == "#c81e1e"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_answer_without_a_picture_is_refused(status: int, image_host: Server, settings: Settings) -> None:
    image_host.behave(answer(draw(), status=status))
    with pytest.raises(Unfit):
        keep(f"http://127.0.0.1:{image_host.port}/cover.jpeg", shape=COVER, page_id=1)
    assert kept_files(settings) == []


def test_host_that_is_not_listed_is_not_asked(image_host: Server, settings: Settings) -> None:
    settings.TIKTOK_IMAGE_HOSTS = ["tiktokcdn.com"]
    with pytest.raises(Unavailable):
        keep(f"http://127.0.0.1:{image_host.port}/cover.jpeg", shape=COVER, page_id=1)
    assert image_host.requests == []


@pytest.mark.django_db
def test_deleting_leaves_what_another_page_still_shows(settings: Settings) -> None:
    shared, own = (keep_bytes(draw(color=color), shape=COVER).name for color in (RED, BLUE))
    add_video(make_page("otto.knits"), cover=shared)
    with CaptureQueriesContext(connection) as asked:
        covers.delete_unused([shared, own, ""])
    assert not [query for query in asked if "('', " in query["sql"] or ", '')" in query["sql"]]
    assert {path.name.split("-")[0] for path in kept_files(settings)} == {shared}


@pytest.mark.django_db
def test_deleting_what_is_not_there_is_no_trouble(settings: Settings) -> None:
    covers.delete_unused(["0" * 32], AVATAR)
    assert kept_files(settings) == []


def add_video(page: Page, *, cover: str) -> None:
    page.videos.create(tiktok_id="1", cover=cover, posted_at="2026-01-01T00:00Z", confirmed_at="2026-01-01T00:00Z")
