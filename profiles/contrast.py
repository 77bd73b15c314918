"""Colours as "#rrggbb", and how well one is read on another. Lightness moves in OKLCH, so that a hue stays itself.

Contrast is that of WCAG 2.2 (1.4.3, 1.4.11); OKLCH is https://bottosson.github.io/posts/oklab/.
"""

import math
from collections.abc import Iterable

TEXT, LARGE = 4.5, 3.0
BLACK, WHITE = "#000000", "#ffffff"
STEP = 0.01

type Triple = tuple[float, float, float]


def ratio(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def least(color: str, on: Iterable[str]) -> float:
    """The contrast on the worst of these grounds."""
    return min(ratio(color, ground) for ground in on)


def best(colors: Iterable[str], on: Iterable[str]) -> str:
    """Whichever of these is read best on all of these grounds."""
    grounds = tuple(on)
    return max(colors, key=lambda color: least(color, grounds))


def readable(color: str, on: Iterable[str], *, at_least: float = TEXT) -> str:
    """This colour where it can be read on all of these grounds, else the nearest lighter or darker one that can."""
    grounds = tuple(on)
    end = best((BLACK, WHITE), grounds)
    lightness, chroma, hue = to_oklch(color)
    step = STEP if end == WHITE else -STEP
    while least(color, grounds) < at_least and 0 < (lightness := lightness + step) < 1:
        color = from_oklch(lightness, chroma, hue)
    return color if least(color, grounds) >= at_least else end


def blend(color: str, behind: str, share: float) -> str:
    """What is seen where this much of the colour, of 1, lies over what is behind it; as browsers mix, in sRGB."""
    channels = [(int(color[start : start + 2], 16), int(behind[start : start + 2], 16)) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02x}" for above, below in channels)


def to_oklch(color: str) -> Triple:
    """Lightness from 0 to 1, chroma from 0 to about 0.4, hue in degrees."""
    red, green, blue = _linear(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour that a screen of the web's usual kind (sRGB) can show."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return _hex(
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(color: str) -> Triple:
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _hex(*channels: float) -> str:
    return "#" + "".join(f"{round(255 * _to_encoded(min(max(channel, 0.0), 1.0))):02x}" for channel in channels)


def _to_encoded(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
