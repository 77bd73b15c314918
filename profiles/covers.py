"""Pictures: fetched from TikTok's image hosts only, checked before they are decoded, and always drawn anew.

What is kept is our own encoding, named by its content, so that its address may be cached for ever and nothing of the
file that came in, metadata or hidden tail, is ever served.
"""

import struct
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils.crypto import get_random_string
from PIL import Image, ImageOps

from profiles.models import Link, Page, Snapshot, Video
from tiktok_auth import transport
from tiktok_auth.errors import Unavailable

log = structlog.get_logger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 16_000_000
NAME_LENGTH = 32
DROP_AT_ONCE = 1000
ENCODINGS: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "method": 6},
    "jpg": {"format": "JPEG", "progressive": True, "optimize": True},
}
# The first is taken unless the picture has to be lighter than that makes it.
QUALITIES = range(70, 19, -5)
warnings.simplefilter("error", Image.DecompressionBombWarning)
# What Pillow raises over a file that is not the picture it says it is.
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (*BOMBS, OSError, ValueError, TypeError, SyntaxError, struct.error)

type Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """A place for a picture: the sizes it is kept in, smallest first, and what a crop keeps in view.

    `most_bytes` is what the small WebP copy, which phones take, may weigh where its quality allows.
    """

    name: str
    small: Size
    large: Size
    centering: tuple[float, float]
    most_bytes: int = 0

    @property
    def sizes(self) -> tuple[Size, Size]:
        return self.small, self.large


# Faces and titles sit above the middle of most covers.
# A first visit with twelve of them and a web font weighs 75 kB at most.
COVER = Shape("cover", (270, 360), (540, 720), centering=(0.5, 0.4), most_bytes=3_900)
AVATAR = Shape("avatar", (96, 96), (192, 192), centering=(0.5, 0.5))
THUMBNAIL = Shape("thumbnail", (96, 96), (192, 192), centering=(0.5, 0.5))


class Unfit(Exception):
    """What came is no picture that can be shown; says why."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A kept picture: its name, and its average colour as #rrggbb."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a `<picture>` needs: a srcset in each format, and the address and size of the plain `<img>`.

    `large` is the address of the largest copy, for those who show it elsewhere.
    """

    webp: str
    jpeg: str
    src: str
    large: str
    width: int
    height: int


def keep(url: str, *, shape: Shape) -> Cover:
    """Fetch a picture and keep our own copy of it. Raises Unfit, or Unavailable when its host does not hand it over."""
    reply = transport.fetch_image(url)
    if reply.status != 200:
        raise Unfit(f"status {reply.status}")
    return keep_bytes(reply.body, shape=shape)


def keep_bytes(body: bytes, *, shape: Shape) -> Cover:
    """Keep our own copy of this picture, cropped to its shape. Raises Unfit."""
    picture = _decode(body, max(shape.large))
    drawings = [
        ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=shape.centering) for size in shape.sizes
    ]
    limits = {(shape.small[0], "webp"): shape.most_bytes}
    files = {
        (drawing.width, ending): _encode(drawing, ending, most_bytes=limits.get((drawing.width, ending), 0))
        for drawing in drawings
        for ending in ENCODINGS
    }
    name = sha256(b"".join(files.values())).hexdigest()[:NAME_LENGTH]
    for (width, ending), content in files.items():
        _write(_path(name, width, ending, shape), content)
    return Cover(name, _average_color(drawings[0]))


def urls(name: str, shape: Shape = COVER) -> Picture | None:
    """The addresses of a kept picture; None where there is none."""
    if not name:
        return None
    width, height = shape.small
    src, large = _url(name, width, "jpg", shape), _url(name, shape.large[0], "jpg", shape)
    return Picture(_srcset(name, "webp", shape), _srcset(name, "jpg", shape), src, large, width, height)


def read(name: str, shape: Shape) -> bytes:
    """The largest copy of a kept picture, as WebP; empty where its file is gone."""
    path = _path(name, shape.large[0], "webp", shape)
    return path.read_bytes() if path.is_file() else b""


def weigh(name: str, shape: Shape) -> int:
    """How many bytes the largest copy has as JPEG; none where its file is gone."""
    path = _path(name, shape.large[0], "jpg", shape)
    return path.stat().st_size if path.is_file() else 0


def renew_avatar(snapshot: Snapshot, url: str) -> None:
    """Fetch the avatar when it is missing or another one; keep what there is when that fails."""
    source = source_of(url)
    if (snapshot.avatar and snapshot.avatar_source == source) or not (avatar := _try(url, AVATAR)):
        return
    # Of a creator who left meanwhile there is no fetched snapshot, and the files go again.
    fetched = Snapshot.objects.filter(pk=snapshot.pk, fetched_at__isnull=False)
    fetched.update(avatar=avatar.name, avatar_source=source)
    delete_unused([snapshot.avatar, avatar.name], AVATAR)


def renew_cover(video: Video, url: str) -> None:
    """Fetch a video's cover when it is missing or another one; keep what there is when that fails."""
    source = source_of(url)
    if (video.cover and video.cover_source == source) or not (cover := _try(url, COVER)):
        return
    # A creator who left meanwhile has no listed video, and the files go again.
    listed = Video.objects.filter(pk=video.pk, is_listed=True)
    listed.update(cover=cover.name, cover_color=cover.color, cover_source=source)
    delete_unused([video.cover, cover.name])


def drop_aged() -> None:
    """Delete the covers of videos that TikTok has not confirmed for too long."""
    aged = dict(Video.objects.with_aged_cover().values_list("pk", "cover")[:DROP_AT_ONCE])
    Video.objects.with_aged_cover().filter(pk__in=aged).update(cover="", cover_source="")
    delete_unused(aged.values())


def delete_unused(names: Collection[str], shape: Shape = COVER) -> None:
    """Delete the files of those pictures that no page shows any more."""
    covers = Video.objects.filter(cover__in=names).values_list("cover", flat=True)
    avatars = Snapshot.objects.filter(avatar__in=names).values_list("avatar", flat=True)
    thumbnails = Link.objects.filter(thumbnail__in=names).values_list("thumbnail", flat=True)
    portraits = Page.objects.filter(portrait__in=names).values_list("portrait", flat=True)
    for name in set(names) - {"", *covers, *avatars, *thumbnails, *portraits}:
        for width, _height in shape.sizes:
            for ending in ENCODINGS:
                _path(name, width, ending, shape).unlink(missing_ok=True)


def source_of(url: str) -> str:
    """What an address says about the picture: TikTok signs it anew each time, in the query; the path stays."""
    return sha256(url.partition("?")[0].encode()).hexdigest()[:NAME_LENGTH]


def _try(url: str, shape: Shape) -> Cover | None:
    if not url:
        return None
    try:
        return keep(url, shape=shape)
    except (Unavailable, Unfit) as error:
        log.info("picture_missing", shape=shape.name, reason=str(error))
        return None


def _decode(body: bytes, side: int) -> Image.Image:
    """The first frame, upright and in RGB. Its header is judged before a pixel of it is decoded."""
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unfit(f"{image.width}x{image.height} pixels")
            image.draft("RGB", (side, side))  # a JPEG far larger than needed is decoded smaller
            ImageOps.exif_transpose(image, in_place=True)
            return image.convert("RGB")
    except BROKEN as error:
        raise Unfit("not a readable JPEG, PNG or WebP") from error


def _encode(drawing: Image.Image, ending: str, *, most_bytes: int = 0) -> bytes:
    """The best that weighs no more than `most_bytes`, else the lightest; without a limit simply the best."""
    for quality in QUALITIES:
        file = BytesIO()
        drawing.save(file, quality=quality, **ENCODINGS[ending])
        if not most_bytes or file.tell() <= most_bytes:
            break
    return file.getvalue()


def _average_color(drawing: Image.Image) -> str:
    red, green, blue = drawing.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _file_name(name: str, width: int, ending: str, shape: Shape) -> str:
    return f"{shape.name}/{name[:2]}/{name}-{width}.{ending}"


def _path(name: str, width: int, ending: str, shape: Shape) -> Path:
    return Path(settings.MEDIA_ROOT) / _file_name(name, width, ending, shape)


def _url(name: str, width: int, ending: str, shape: Shape) -> str:
    return f"{settings.MEDIA_URL}{_file_name(name, width, ending, shape)}"


def _srcset(name: str, ending: str, shape: Shape) -> str:
    return ", ".join(f"{_url(name, width, ending, shape)} {width}w" for width, _height in shape.sizes)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{get_random_string(8)}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
