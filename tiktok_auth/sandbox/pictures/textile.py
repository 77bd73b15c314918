"""Knitting, stitch by stitch: each is two slanted loops, and the pattern only chooses the wool."""

import math
from collections.abc import Callable

from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, around, mix, smooth, tapered
from tiktok_auth.sandbox.pictures.portrait import draw_portrait

WOOLS = [
    ("#f3e6d0", "#2d4a63", "#b8432f", "#d9a441"),
    ("#23374d", "#f1e3c8", "#d98b3a", "#7fa8a3"),
    ("#7d2e2a", "#f4e4cb", "#e0a03c", "#3b5249"),
    ("#3f5f4a", "#f2e7cd", "#c9602f", "#e3c16f"),
    ("#e8cfc0", "#7a3b52", "#3d5a6b", "#c9803f"),
]
ACROSS, DOWN = 18, 14
STAR = ["...#...", ".#.#.#.", "..###..", "#######", "..###..", ".#.#.#.", "...#..."]

type Pattern = Callable[[int, int], int]


def draw_stars(canvas: Canvas) -> None:
    def pattern(column: int, row: int) -> int:
        if row % 22 in {0, 2}:
            return 2 if (column + row) % 2 else 0
        if row % 22 == 1:
            return 3
        x, y = column % 10, row % 22 - 4
        inside = 0 <= y < 14 and x < 7 and STAR[y // 2][x] == "#"
        return 1 if inside else 0

    _knit(canvas, pattern)


def draw_zigzag(canvas: Canvas) -> None:
    period = canvas.chance.choice([8, 10, 12])
    _knit(canvas, lambda column, row: (row + abs(column % period - period // 2)) // 5 % 4)


def draw_diamonds(canvas: Canvas) -> None:
    def pattern(column: int, row: int) -> int:
        x, y = (column % 12) - 6, (row % 24) // 2 - 6
        if abs(abs(x) - abs(y)) == 0 and (column + row // 2) % 2:
            return 3
        return 1 if abs(x) + abs(y) < 6 and (column // 12 + row // 24) % 2 else 2 if abs(x) + abs(y) < 6 else 0

    _knit(canvas, pattern)


def draw_stripes(canvas: Canvas) -> None:
    bands = [canvas.chance.randint(2, 9) for _ in range(24)]
    wools = [0]
    for _ in bands:
        wools.append(canvas.chance.choice([wool for wool in range(4) if wool != wools[-1]]))
    rows = [wool for band, wool in zip(bands, wools, strict=False) for _ in range(band)]
    _knit(canvas, lambda column, row: rows[row % len(rows)])


def draw_checks(canvas: Canvas) -> None:
    def pattern(column: int, row: int) -> int:
        wide, high = column // 5 % 2, row // 7 % 2
        if column % 10 == 7 or row % 14 == 10:
            return 3
        return 1 if wide and high else 2 if (wide or high) and (column + row) % 2 else 0

    _knit(canvas, pattern)


def draw_avatar(canvas: Canvas) -> None:
    draw_portrait(
        canvas,
        ground=("#8fae9f", "#3f5f4a"),
        skin="#f0c6a4",
        hair="#b8652f",
        style="short",
        cloth="#b8432f",
        extra="beard",
    )


SCENE = Scene(
    draw_avatar,
    {
        "stars": draw_stars,
        "zigzag": draw_zigzag,
        "diamonds": draw_diamonds,
        "stripes": draw_stripes,
        "checks": draw_checks,
    },
)


def _knit(canvas: Canvas, pattern: Pattern) -> None:
    wools = canvas.chance.choice(WOOLS)
    canvas.wash(mix(wools[0], "#000000", 0.45))
    for row in range(-1, 960 // DOWN + 2):
        for column in range(-1, 540 // ACROSS + 1):
            wool = wools[pattern(column + 1, row + 1)]
            x, y = column * ACROSS + ACROSS / 2, row * DOWN
            shade = mix(wool, "#000000", canvas.chance.uniform(0, 0.08))
            _draw_stitch(canvas, x, y, -1, mix(shade, "#ffffff", 0.07))
            _draw_stitch(canvas, x, y, 1, mix(shade, "#000000", 0.1))
    canvas.haze([(0, 0), (300, 0), (60, 960), (0, 960)], "#fff4e0", blur=70, alpha=0.12)
    _draw_tools(canvas, wools[canvas.chance.choice([1, 2, 3])])


def _draw_stitch(canvas: Canvas, x: float, y: float, side: int, color: tuple[int, int, int]) -> None:
    loop = [
        (x + side * 0.4, y + DOWN * 1.28),
        (x + side * 1.2, y + DOWN * 0.66),
        (x + side * 7.6, y - DOWN * 0.12),
        (x + side * 8.8, y + DOWN * 0.1),
        (x + side * 7.4, y + DOWN * 0.72),
    ]
    canvas.polygon(loop, color)
    canvas.pen.line(
        [(x * 2 + side * 3, (y + DOWN) * 2), (x * 2 + side * 14, (y + 1) * 2)], (*mix(color, "#ffffff", 0.22), 150), 2
    )


def _draw_tools(canvas: Canvas, wool: str) -> None:
    """A ball of wool and the needles, on some of the pictures."""
    if canvas.chance.random() < 0.45:
        return
    x, y, radius = canvas.chance.uniform(150, 390), canvas.chance.uniform(560, 680), 118
    for tilt in (-0.5, -0.15):
        needle = tapered([(x - 60 + 260 * math.sin(tilt), y - 330), (x + 40 - 240 * math.sin(tilt), y + 220)], 9, 6)
        canvas.shadow(needle, by=(8, 14), blur=7, alpha=0.4)
        canvas.lit(needle, "#e9cf9f", "#a9783f")
        canvas.disc(x - 60 + 260 * math.sin(tilt), y - 330, 13, "#7d2e2a")
    canvas.shadow(around(x, y, radius), by=(12, 24), blur=18, alpha=0.5)
    canvas.lit(around(x, y, radius, sides=80), mix(wool, "#ffffff", 0.2), wool, mix(wool, "#000000", 0.4))
    for turn in range(9):
        for strand in range(-4, 5):
            bend = strand * 11
            angle = turn * 0.7
            arc = [(-radius * 0.82, bend), (0, bend * 1.5 - 26), (radius * 0.82, bend)]
            placed = [
                (x + px * math.cos(angle) - py * math.sin(angle), y + px * math.sin(angle) + py * math.cos(angle))
                for px, py in smooth(arc, steps=5)
            ]
            inside = [point for point in placed if math.dist(point, (x, y)) < radius - 3]
            if len(inside) > 2 and (turn + strand) % 3 == 0:
                canvas.stroke(inside, 5, mix(wool, "#000000", 0.25))
                canvas.stroke([(px - 1, py - 1.5) for px, py in inside], 3, mix(wool, "#ffffff", 0.18))
    canvas.glow(x - 40, y - 46, 70, "#ffffff", 0.28)
