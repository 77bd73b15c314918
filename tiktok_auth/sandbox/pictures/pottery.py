"""Thrown forms: an outline turned about its middle, glazed, lit from the left."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, around, mix, smooth, tapered

# Half outlines from foot to lip: share of the half width, share of the height.
FORMS: dict[str, list[Point]] = {
    "bottle": [(0.7, 0), (1, 0.18), (0.98, 0.4), (0.6, 0.58), (0.28, 0.7), (0.24, 0.9), (0.36, 1)],
    "urn": [(0.48, 0), (0.86, 0.25), (1, 0.55), (0.8, 0.8), (0.5, 0.9), (0.62, 1)],
    "bowl": [(0.4, 0), (0.5, 0.06), (0.82, 0.42), (1, 1)],
    "cylinder": [(0.92, 0), (0.97, 0.1), (0.95, 0.5), (0.97, 0.9), (1, 1)],
    "moon": [(0.45, 0), (0.85, 0.2), (1, 0.5), (0.85, 0.8), (0.42, 0.96), (0.44, 1)],
    "tulip": [(0.5, 0), (0.8, 0.2), (0.72, 0.55), (0.78, 0.82), (1, 1)],
}


def draw_vessel(
    canvas: Canvas,
    x: float,
    foot: float,
    half: float,
    tall: float,
    form: str,
    clay: Color,
    glaze: Color,
    *,
    spinning: bool = False,
) -> None:
    """A turned form; the glaze stops short of the foot, as it does in a kiln."""
    side = smooth([(share * half, foot - height * tall) for share, height in FORMS[form]])
    outline = [*((x + reach, y) for reach, y in side), *((x - reach, y) for reach, y in side[::-1])]
    canvas.shadow(around(x + 8, foot, half * 0.95, flat=0.15), by=(6, 2), blur=8, alpha=0.5)
    canvas.lit(outline, *_round(clay), across=True)
    line = foot - tall * canvas.chance.uniform(0.12, 0.3)
    glazed = [(reach, y) for reach, y in side if y < line]
    if glaze != clay:
        upper = [*((x + reach, y) for reach, y in glazed), *((x - reach, y) for reach, y in glazed[::-1])]
        canvas.lit(upper, *_round(glaze), across=True)
        drip, deep = glazed[0][0], canvas.chance.uniform(3, 10)
        run = [
            (x + drip * math.cos(step * math.pi / 14), glazed[0][1] - 1 + deep * abs(math.sin(step * 1.3)))
            for step in range(15)
        ]
        canvas.lit([*run, (x - drip, glazed[0][1] - 8), (x + drip, glazed[0][1] - 8)], *_round(glaze), across=True)
    for band in range(8 if spinning else canvas.chance.choice([0, 0, 1, 2])):
        reach, y = side[int((0.15 + 0.1 * band if spinning else canvas.chance.uniform(0.35, 0.85)) * (len(side) - 1))]
        canvas.stroke(
            smooth([(x - reach, y), (x, y + reach * 0.09), (x + reach, y)]),
            2 if spinning else 3.4,
            mix(clay, "#1a0f0a", 0.35),
            0.5,
        )
    lip = side[-1]
    canvas.disc(x, lip[1], lip[0], mix(glaze, "#ffffff", 0.12), flat=0.16)
    canvas.disc(x, lip[1] + 1, lip[0] * 0.88, mix(glaze, "#000000", 0.55), flat=0.14)
    canvas.glow(x - half * 0.45, foot - tall * 0.6, half * 0.5, "#ffffff", 0.3, flat=1.6)


def _round(color: Color) -> list[Color]:
    """Light from the left makes a gradient round."""
    return [
        mix(color, "#000000", 0.16),
        mix(color, "#ffffff", 0.2),
        color,
        mix(color, "#000000", 0.22),
        mix(color, "#000000", 0.42),
    ]


def draw_twig(canvas: Canvas, x: float, y: float) -> None:
    lean = canvas.chance.uniform(-34, 34)
    path = smooth([(x, y + 6), (x + lean * 0.4, y - 40), (x + lean, y - 92)])
    canvas.polygon(tapered(path, 3.4, 1.6), "#5a4632")
    for index in range(3, len(path), 3):
        for side in (-1, 1):
            canvas.disc(
                path[index][0] + side * 8,
                path[index][1],
                6.5,
                canvas.chance.choice(["#e3c8a0", "#c9605a", "#8fa06a"]),
                flat=0.8,
            )


def draw_plate(canvas: Canvas, x: float, y: float, radius: float, clay: Color, glaze: Color, second: Color) -> None:
    """Seen from above or hung on a wall, with one of four decorations in the second glaze."""
    brush = second if second != glaze else clay
    canvas.shadow(around(x, y, radius), by=(10, 16), blur=12, alpha=0.4)
    canvas.disc(x, y, radius, clay)
    canvas.lit(around(x, y, radius * 0.95, sides=80), mix(glaze, "#ffffff", 0.16), glaze, mix(glaze, "#000000", 0.16))
    kind = canvas.chance.choice(["rings", "rays", "dots", "half"])
    for ring in range(1, 6) if kind == "rings" else ():
        canvas.ring(x, y, radius * (0.95 - ring * 0.15), 4, brush, alpha=0.85)
    for near, far in zip(*(around(x, y, radius * reach, sides=18) for reach in (0.34, 0.86)), strict=True):
        if kind == "rays":
            canvas.polygon(tapered([near, far], 3, 10), brush)
    for share, count in ((0.34, 8), (0.58, 14), (0.8, 20)) if kind == "dots" else ():
        for spot in around(x, y, radius * share, sides=count):
            canvas.disc(*spot, 5, brush)
    if kind == "half":
        turn = canvas.chance.uniform(0, 6)
        canvas.lit(around(x, y, radius * 0.95, sides=80, turn=turn)[:41], *_round(brush), across=True)
    canvas.ring(x, y, radius * 0.66, 1.6, mix(glaze, "#000000", 0.3), alpha=0.6)
    canvas.glow(x - radius * 0.35, y - radius * 0.4, radius * 0.5, "#ffffff", 0.35)
