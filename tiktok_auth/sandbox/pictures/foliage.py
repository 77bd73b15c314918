"""Single leaves, flowers and pots."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, around, mix, smooth, tapered, turned


def draw_pot(canvas: Canvas, x: float, foot: float, half: float, color: Color, *, tall: float = 170) -> None:
    body = [(x - half, foot - tall), (x + half, foot - tall), (x + half * 0.76, foot), (x - half * 0.76, foot)]
    canvas.shadow(around(x, foot, half * 1.05, flat=0.16), by=(10, 4), blur=10, alpha=0.45)
    canvas.disc(x, foot, half * 0.76, mix(color, "#000000", 0.3), flat=0.16)
    canvas.lit(
        body, mix(color, "#000000", 0.2), mix(color, "#ffffff", 0.14), color, mix(color, "#000000", 0.34), across=True
    )
    rim = [
        (x - half * 1.08, foot - tall),
        (x + half * 1.08, foot - tall),
        (x + half * 1.05, foot - tall * 0.8),
        (x - half * 1.05, foot - tall * 0.8),
    ]
    canvas.lit(
        rim, mix(color, "#000000", 0.1), mix(color, "#ffffff", 0.26), color, mix(color, "#000000", 0.26), across=True
    )
    canvas.disc(x, foot - tall, half * 1.08, mix(color, "#000000", 0.2), flat=0.14)
    canvas.disc(x, foot - tall, half * 0.96, "#3a261c", flat=0.12)


def draw_monstera_leaf(canvas: Canvas, tip: Point, size: float, lean: float, color: Color, dark: Color) -> None:
    half: list[Point] = [(0, 0.05), (0.34, -0.22), (0.74, -0.1), (0.95, 0.25), (0.98, 0.3)]
    for notch in range(4):
        y = 0.42 + notch * 0.2
        wide = 0.97 - notch * 0.17
        half += [(0.4 - notch * 0.05, y - 0.06), (0.36 - notch * 0.05, y), (wide, y + 0.06), (wide - 0.06, y + 0.15)]
    outline = [*half, (0, 1.42), *[(-x, y) for x, y in half[::-1]]]
    placed = turned([(x * size, y * size - size * 0.2) for x, y in outline], lean, about=tip)
    canvas.shadow(placed, by=(8, 14), blur=9, alpha=0.35)
    canvas.lit(placed, mix(color, "#ffffff", 0.12), color, mix(color, dark, 0.55))
    spine = turned([(0, -size * 0.12), (0, size * 1.16)], lean, about=tip)
    canvas.stroke(spine, 3.4, mix(color, "#ffffff", 0.38))
    for vein in range(4):
        for side in (-1, 1):
            ends = [(0, (vein * 0.22 + 0.02) * size), (side * (0.72 - vein * 0.12) * size, (0.13 + vein * 0.2) * size)]
            canvas.stroke(turned(ends, lean, about=tip), 1.8, mix(color, "#ffffff", 0.3))


def draw_frond(canvas: Canvas, path: list[Point], color: Color) -> None:
    canvas.polygon(tapered(path, 4, 1.5), mix(color, "#000000", 0.3))
    for index in range(2, len(path) - 1):
        (x, y), (after, below) = path[index], path[index + 1]
        angle, share = math.atan2(below - y, after - x), index / len(path)
        length = 46 * math.sin(math.pi * min(0.97, share * 0.85 + 0.12))
        for side in (-1, 1):
            leaflet = smooth(
                [(0, -4), (length * 0.5, -6.5), (length, 0), (length * 0.5, 6.5), (0, 4)], closed=True, steps=3
            )
            canvas.polygon(
                turned(leaflet, angle + side * 1.15, about=(x, y)), mix(color, "#ffffff", 0.07 if side > 0 else 0)
            )


def draw_cactus_body(
    canvas: Canvas, x: float, foot: float, tall: float, wide: float, color: Color, light: Color
) -> None:
    half = wide / 2
    body = [(x - half, foot), *around(x, foot - tall + half, half, sides=40)[20:], (x + half, foot)]
    canvas.lit(body, mix(color, "#000000", 0.22), mix(color, light, 0.3), mix(color, "#000000", 0.25), across=True)
    for rib in range(1, 5):
        rx = x - half + wide * rib / 5
        canvas.stroke([(rx, foot - 4), (rx, foot - tall + half * 0.6)], 1.6, mix(color, "#000000", 0.3), 0.6)
        for y in range(int(foot - tall + half), int(foot), 22):
            for spike in (-5, 0, 5):
                canvas.stroke([(rx, y), (rx + spike, y - 7)], 1.2, "#fdf3d8", 0.85)


def draw_flower(canvas: Canvas, x: float, y: float, size: float, color: Color) -> None:
    for petal in range(8):
        outline = smooth(
            [(0, -size * 0.2), (size * 0.6, -size * 0.24), (size, 0), (size * 0.6, size * 0.24), (0, size * 0.2)],
            closed=True,
        )
        canvas.polygon(turned(outline, petal * math.tau / 8, about=(x, y)), mix(color, "#ffffff", 0.12 * (petal % 2)))
    canvas.disc(x, y, size * 0.26, "#f9d65c")


def draw_blade(
    canvas: Canvas, x: float, y: float, lean: float, length: float, wide: float, color: Color, *, vein: Color = ""
) -> None:
    outline = smooth(
        [
            (0, 0),
            (wide * 0.42, -length * 0.36),
            (wide * 0.36, -length * 0.72),
            (0, -length),
            (-wide * 0.36, -length * 0.72),
            (-wide * 0.42, -length * 0.36),
        ],
        closed=True,
    )
    placed = turned(outline, lean, about=(x, y))
    if vein:
        canvas.shadow(placed, by=(5, 9), blur=7, alpha=0.3)
    canvas.lit(placed, mix(color, "#ffffff", 0.15), color, mix(color, "#000000", 0.2))
    if vein:
        canvas.stroke(turned([(0, 0), (0, -length * 0.94)], lean, about=(x, y)), 2.4, mix(vein, "#ffffff", 0.3))
        for rung in range(1, 5):
            for side in (-1, 1):
                ends = [(0, -length * rung * 0.17), (side * wide * 0.34, -length * (rung * 0.17 + 0.13))]
                canvas.stroke(turned(ends, lean, about=(x, y)), 1.4, mix(vein, "#ffffff", 0.2), 0.8)


def draw_sprout(canvas: Canvas, x: float, foot: float, size: float, greens: tuple[str, str, str]) -> None:
    tall, sway = 74 * size, canvas.chance.uniform(-14, 14)
    canvas.polygon(
        tapered(smooth([(x, foot), (x + sway * 0.4, foot - tall * 0.5), (x + sway, foot - tall)]), 7, 4), greens[2]
    )
    for pair in range(canvas.chance.choice([1, 2, 2, 3])):
        for side in (-1, 1):
            color = mix(greens[1], greens[2], canvas.chance.random())
            draw_blade(
                canvas,
                x + sway * (1 - pair * 0.3),
                foot - tall * (1 - pair * 0.32),
                side * (1.0 + pair * 0.12),
                54 * size * (1 - pair * 0.1),
                30 * size,
                color,
            )
