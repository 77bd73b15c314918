"""What is done to a picture: checked before it is decoded, and always drawn anew.

Nothing of the file that came in, metadata or hidden tail, is ever served.
"""

import warnings
from bisect import bisect
from functools import cache, partial
from io import BytesIO
from typing import Any

from PIL import Image, ImageFilter, ImageOps

from profiles.shapes import MOST_PIXELS

FORMATS = ("JPEG", "PNG", "WEBP")
ENCODINGS: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "method": 6},
    "jpg": {"format": "JPEG", "progressive": True, "optimize": True},
}
# The last is taken unless the picture has to be lighter than that makes it.
QUALITIES = range(15, 71, 5)
# Radii in pixels; the first leaves a picture as it is.
BLURS = (0, 4, 16)
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Unfit(Exception):
    """What came is no picture that can be shown; says why."""

    code = "unfit"


def decode(body: bytes, side: int, *, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """The first frame, upright and in RGB. Its header is judged before a pixel of it is decoded."""
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > most_pixels:
                raise Unfit(f"{image.width}x{image.height} pixels")
            image.draft("RGB", (side, side))  # a JPEG far larger than needed is decoded smaller
            ImageOps.exif_transpose(image, in_place=True)
            plain = _to_eight_bits(image).convert("RGB")
            plain.info.clear()  # a comment in it would be written into every copy
            return plain
    except Unfit:
        raise
    except Exception as error:  # a broken file makes Pillow raise whatever it comes upon
        raise Unfit("not a readable JPEG, PNG or WebP") from error


def encode(drawing: Image.Image, ending: str, *, most_bytes: int = 0, may_blur: bool = False) -> bytes:
    """The best that weighs no more than `most_bytes`, else the lightest; without a limit simply the best."""
    if not most_bytes:
        return _save(drawing, ending, QUALITIES[-1])
    for blur in BLURS if may_blur else BLURS[:1]:
        save = cache(partial(_save, drawing.filter(ImageFilter.GaussianBlur(blur)), ending))
        if len(save(QUALITIES[0])) <= most_bytes:
            break
    light = bisect(QUALITIES, most_bytes, lo=1, key=lambda quality: len(save(quality)))
    return save(QUALITIES[light - 1])


def average_color(drawing: Image.Image) -> str:
    red, green, blue = drawing.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _to_eight_bits(image: Image.Image) -> Image.Image:
    # Greys of a PNG may have sixteen; convert() would make white of all but the darkest.
    return image.point(lambda tone: tone / 256) if image.mode == "I;16" else image


def _save(drawing: Image.Image, ending: str, quality: int) -> bytes:
    file = BytesIO()
    drawing.save(file, quality=quality, **ENCODINGS[ending])
    return file.getvalue()
