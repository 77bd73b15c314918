"""A sheet to draw on: its units are the finished picture's pixels, its edges smooth; one seed, one sheet."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

type Point = tuple[float, float]
type Color = str | tuple[int, int, int]

SCALE = 2  # drawn twice as large and reduced, which is what smooths the edges
SOFT = 8  # shadows and haze need no detail, so they are blurred at an eighth of the size
GRAIN = 128


class Canvas:
    """Everything is drawn larger than it will be; `finish` makes the picture."""

    def __init__(self, width: int, height: int, seed: str) -> None:
        self.width, self.height = width, height
        self.chance = Random(seed)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def wash(self, *colors: Color) -> None:
        """Covers everything with a gradient from top to bottom."""
        self.image.paste(_gradient(colors, self.image.size), (0, 0))

    def polygon(self, points: Iterable[Point], color: Color, alpha: float = 1) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=_paint(color, alpha))

    def box(
        self, x: float, y: float, width: float, height: float, color: Color, *, alpha: float = 1, round: float = 0
    ) -> None:
        corners = (x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1)
        if corners[2] > corners[0] and corners[3] > corners[1]:
            self.pen.rounded_rectangle(corners, radius=round * SCALE, fill=_paint(color, alpha))

    def disc(self, x: float, y: float, radius: float, color: Color, *, alpha: float = 1, flat: float = 1) -> None:
        """A circle, or an ellipse `flat` times as high as wide."""
        across, down = radius * SCALE, radius * flat * SCALE
        x, y = x * SCALE, y * SCALE
        self.pen.ellipse((x - across, y - down, x + across, y + down), fill=_paint(color, alpha))

    def ring(
        self, x: float, y: float, radius: float, width: float, color: Color, *, alpha: float = 1, flat: float = 1
    ) -> None:
        across, down = radius * SCALE, radius * flat * SCALE
        x, y = x * SCALE, y * SCALE
        corners = (x - across, y - down, x + across, y + down)
        self.pen.ellipse(corners, outline=_paint(color, alpha), width=max(1, round(width * SCALE)))

    def stroke(self, points: Sequence[Point], width: float, color: Color, alpha: float = 1) -> None:
        """A line with round joints and ends."""
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            _paint(color, alpha),
            max(1, round(width * SCALE)),
            joint="curve",
        )
        if alpha == 1 and width > 2:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, color)

    def lit(self, points: Sequence[Point], *colors: Color, across: bool = False, alpha: float = 1) -> None:
        """A polygon filled with a gradient, from top to bottom or from left to right."""
        left, top, right, bottom = _bounds(points)
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x * SCALE - left, y * SCALE - top) for x, y in points], fill=round(255 * alpha))
        self.image.paste(_gradient(colors, mask.size, across=across), (left, top), mask)

    def glow(self, x: float, y: float, radius: float, color: Color, alpha: float = 1, *, flat: float = 1) -> None:
        """Light that fades to nothing at `radius`."""
        across, down = round(radius * SCALE), round(radius * flat * SCALE)
        mask = _light().resize((across * 2, down * 2), Image.Resampling.BILINEAR).point(lambda level: level * alpha)
        place = (round(x * SCALE) - across, round(y * SCALE) - down)
        self.image.paste(_rgb(color), (*place, place[0] + across * 2, place[1] + down * 2), mask)

    def shadow(
        self,
        points: Sequence[Point],
        *,
        by: Point = (0, 12),
        blur: float = 14,
        alpha: float = 0.35,
        color: Color = "#000",
    ) -> None:
        """A soft shadow of a polygon, moved `by` so much."""
        step, room = SOFT / SCALE, round(blur * SCALE * 2.5)
        left, top, right, bottom = _bounds([(x + by[0], y + by[1]) for x, y in points])
        left, top, right, bottom = left - room, top - room, right + room, bottom + room
        mask = Image.new("L", ((right - left) // SOFT + 1, (bottom - top) // SOFT + 1))
        small = [((x + by[0] - left / SCALE) / step, (y + by[1] - top / SCALE) / step) for x, y in points]
        ImageDraw.Draw(mask).polygon(small, fill=round(255 * alpha))
        soft = mask.filter(ImageFilter.GaussianBlur(blur / step))
        soft = soft.resize((soft.width * SOFT, soft.height * SOFT), Image.Resampling.BILINEAR)
        self.image.paste(_rgb(color), (left, top, left + soft.width, top + soft.height), soft)

    def haze(self, points: Sequence[Point], color: Color, *, blur: float = 20, alpha: float = 0.5) -> None:
        """A soft-edged patch: steam, fog, a beam of light."""
        self.shadow(points, by=(0, 0), blur=blur, alpha=alpha, color=color)

    def finish(self, *, grain: float = 0.06, vignette: float = 0.18) -> bytes:
        """Reduces the sheet, gives it paper's grain and slightly darker corners, and makes a JPEG of it."""
        picture = self.image.reduce(SCALE)
        if vignette:
            edge = ImageChops.invert(
                _light().resize((picture.width * 2, picture.height * 2), Image.Resampling.BILINEAR)
            )
            edge = edge.crop((picture.width // 2, picture.height // 2, picture.width * 3 // 2, picture.height * 3 // 2))
            picture.paste((10, 6, 14), (0, 0), edge.point(lambda level: max(0, level - 70) * vignette))
        tile = Image.frombytes("L", (GRAIN, GRAIN), self.chance.randbytes(GRAIN * GRAIN))
        noise = Image.new("L", picture.size)
        for y in range(0, picture.height, GRAIN):
            for x in range(0, picture.width, GRAIN):
                noise.paste(tile, (x, y))
        textured = ImageChops.soft_light(picture, Image.merge("RGB", (noise, noise, noise)))
        out = BytesIO()
        Image.blend(picture, textured, grain * 2).save(out, "JPEG", quality=86, optimize=True)
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class Scene:
    """What one persona's pictures show: an avatar, and covers by name."""

    avatar: Callable[[Canvas], None]
    covers: Mapping[str, Callable[[Canvas], None]]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> list[Point]:
    """A curve through all the points (Catmull-Rom)."""
    # Past an end that is open, the end itself stands in.
    line = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    curve = [_between(line[index : index + 4], step / steps) for index in range(len(line) - 3) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def around(x: float, y: float, radius: float, *, sides: int = 48, flat: float = 1, turn: float = 0) -> list[Point]:
    """The points of a circle, an ellipse or a regular polygon."""
    angles = [turn + math.tau * side / sides for side in range(sides)]
    return [(x + radius * math.cos(angle), y + radius * flat * math.sin(angle)) for angle in angles]


def blob(
    chance: Random, x: float, y: float, radius: float, *, wobble: float = 0.15, flat: float = 1, knots: int = 8
) -> list[Point]:
    """A round thing that nobody drew with a compass."""
    points = []
    for knot in range(knots):
        angle, reach = math.tau * knot / knots, radius * (1 + chance.uniform(-wobble, wobble))
        points.append((x + reach * math.cos(angle), y + reach * flat * math.sin(angle)))
    return smooth(points, closed=True)


def tapered(points: Sequence[Point], start: float, end: float) -> list[Point]:
    """The outline of a line that is `start` wide at first and `end` wide at last: limbs, stems, ribbons."""
    left, right = [], []
    for index, (x, y) in enumerate(points):
        before, after = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
        length = math.hypot(after[0] - before[0], after[1] - before[1]) or 1
        across = (before[1] - after[1]) / length, (after[0] - before[0]) / length
        half = (start + (end - start) * index / (len(points) - 1)) / 2
        left.append((x + across[0] * half, y + across[1] * half))
        right.append((x - across[0] * half, y - across[1] * half))
    return left + right[::-1]


def turned(points: Iterable[Point], angle: float, *, about: Point = (0, 0), scale: float = 1) -> list[Point]:
    """The points, grown by `scale` and turned about the origin, then moved so that the origin is `about`."""
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    return [(about[0] + x * cos - y * sin, about[1] + x * sin + y * cos) for x, y in points]


def mix(first: Color, second: Color, share: float) -> tuple[int, int, int]:
    """`share` of the second colour in the first."""
    one, two = _rgb(first), _rgb(second)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


def _between(corners: Sequence[Point], step: float) -> Point:
    weights = (
        -0.5 * step**3 + step**2 - 0.5 * step,
        1.5 * step**3 - 2.5 * step**2 + 1,
        -1.5 * step**3 + 2 * step**2 + 0.5 * step,
        0.5 * step**3 - 0.5 * step**2,
    )
    x, y = (sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
    return x, y


def _bounds(points: Sequence[Point]) -> tuple[int, int, int, int]:
    across, down = ([point[axis] * SCALE for point in points] for axis in (0, 1))
    return math.floor(min(across)), math.floor(min(down)), math.ceil(max(across)) + 1, math.ceil(max(down)) + 1


def _gradient(colors: Sequence[Color], size: tuple[int, int], *, across: bool = False) -> Image.Image:
    strip = Image.new("RGB", (len(colors), 1) if across else (1, len(colors)))
    strip.putdata([_rgb(color) for color in colors])
    # The box keeps the first and last colours at the very edges.
    box = (0.5, 0, len(colors) - 0.5, 1) if across else (0, 0.5, 1, len(colors) - 0.5)
    return strip.resize(size, Image.Resampling.BILINEAR, box=box if len(colors) > 1 else None)


@cache
def _light() -> Image.Image:
    """White in the middle, black at the rim, falling off as light does."""
    return Image.radial_gradient("L").point(lambda level: max(0, 255 - level * 1.415) ** 1.6 / 255**0.6)


def _rgb(color: Color) -> tuple[int, int, int]:
    if isinstance(color, str):
        red, green, blue = ImageColor.getrgb(color)[:3]
        return red, green, blue
    return color


def _paint(color: Color, alpha: float) -> tuple[int, int, int, int]:
    return (*_rgb(color), round(255 * alpha))
