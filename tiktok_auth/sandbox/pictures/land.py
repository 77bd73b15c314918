"""Ridges, forests and somebody walking."""

import math
from itertools import pairwise

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, mix, smooth, tapered


def draw_ridge(
    canvas: Canvas, base: float, tall: float, color: Color, *, jagged: bool = False, foot: float = 970
) -> list[Point]:
    """One layer of land; gives back its summits."""
    knots: list[Point] = []
    x, up = -60.0, canvas.chance.random() < 0.5
    while x < 640:
        knots.append((x, base - tall * (canvas.chance.uniform(0.62, 1) if up else canvas.chance.uniform(0.12, 0.45))))
        x, up = x + canvas.chance.uniform(55, 120), not up
    line = _crumble(canvas, knots) if jagged else smooth(knots)
    shape = [*line, (700, foot), (-60, foot)]
    canvas.lit(shape, color, mix(color, "#ffffff", 0.14))
    return [knot for index, knot in enumerate(knots[1:-1], 1) if knots[index - 1][1] > knot[1] < knots[index + 1][1]]


def _crumble(canvas: Canvas, knots: list[Point]) -> list[Point]:
    line: list[Point] = []
    for (x, y), (right, other) in pairwise(knots):
        line += [(x, y)]
        line += [
            (x + (right - x) * part / 4, y + (other - y) * part / 4 + canvas.chance.uniform(-9, 9))
            for part in (1, 2, 3)
        ]
    return [*line, knots[-1]]


def draw_forest(canvas: Canvas, color: Color, foot: float, count: int) -> None:
    for _ in range(count):
        x, tall = canvas.chance.uniform(-10, 550), canvas.chance.uniform(50, 120)
        for tier in range(4):
            top, reach = foot - tall + tier * tall * 0.2, tall * (0.1 + tier * 0.05)
            canvas.polygon([(x, top), (x + reach, top + tall * 0.36), (x - reach, top + tall * 0.36)], color)


def draw_walker(canvas: Canvas, ground: Color = "") -> None:
    """Somebody with a pack, on the last hill."""
    dark = "#12121f"
    hill = smooth([(-20, 870), (150, 846), (300, 838), (450, 850), (570, 880)])
    canvas.polygon([*hill, (570, 970), (-20, 970)], ground or dark)
    x, foot = canvas.chance.uniform(180, 360), 842
    canvas.polygon(tapered([(x, foot - 40), (x - 15, foot + 6)], 12, 8), dark)
    canvas.polygon(tapered([(x, foot - 40), (x + 17, foot + 4)], 12, 8), dark)
    canvas.polygon(tapered([(x, foot - 34), (x + 6, foot - 84)], 20, 22), dark)
    canvas.disc(x + 12, foot - 100, 11, dark)
    canvas.box(x - 24, foot - 92, 24, 46, mix("#c9502f", dark, 0.15), round=8)
    canvas.stroke([(x + 8, foot - 72), (x + 32, foot - 54)], 6, dark)
    canvas.stroke([(x + 30, foot - 78), (x + 40, foot + 4)], 3, dark)


def draw_birds(canvas: Canvas) -> None:
    x, y = canvas.chance.uniform(120, 300), canvas.chance.uniform(180, 280)
    for bird in range(7):
        bx, by = x + bird * 27 - (bird % 2) * 8, y + abs(bird - 3) * 15 + 6 * math.sin(bird)
        canvas.stroke(
            smooth([(bx - 12, by - 5), (bx - 4, by - 8), (bx, by), (bx + 4, by - 8), (bx + 12, by - 5)]),
            2,
            "#3a3350",
            0.8,
        )
