"""House plants: leaves in layers before a wall with window light."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, mix, smooth, tapered
from tiktok_auth.sandbox.pictures.foliage import (
    draw_blade,
    draw_cactus_body,
    draw_flower,
    draw_frond,
    draw_monstera_leaf,
    draw_pot,
    draw_sprout,
)
from tiktok_auth.sandbox.pictures.portrait import draw_portrait

# Wall, three greens from dark to light, pot.
ROOMS = [
    ("#efdcc0", ("#1f4a35", "#3c7a4a", "#8fb85a"), "#c2643c"),
    ("#d9e3d2", ("#1a4038", "#2f6f5a", "#7fae74"), "#e0a95c"),
    ("#e9b89a", ("#23452f", "#4a7d3f", "#a3bf5f"), "#f4ead8"),
    ("#274a42", ("#0f2e28", "#3f8560", "#b6d17a"), "#e8b45a"),
    ("#f3e3a9", ("#1d4d3f", "#3f8a4f", "#9cc45a"), "#b8503a"),
    ("#c9d8e0", ("#173f3a", "#38775a", "#93b86a"), "#d9754a"),
]
FOOT = 830


def draw_monstera(canvas: Canvas) -> None:
    greens, pot = _set_room(canvas)
    draw_pot(canvas, 270, 900, 150, pot)
    leaves = [
        (-1.25, 330, 118),
        (1.2, 350, 122),
        (-0.72, 430, 138),
        (0.68, 445, 140),
        (-0.2, 540, 158),
        (0.28, 330, 128),
    ]
    for number, (lean, reach, size) in enumerate(leaves):
        lean += canvas.chance.uniform(-0.1, 0.1)
        tip = (270 + reach * math.sin(lean) * 0.72, 760 - reach * math.cos(lean * 0.8))
        stem = smooth([(270, 736), (270 + (tip[0] - 270) * 0.35, 720 - (720 - tip[1]) * 0.6), tip])
        canvas.polygon(tapered(stem, 11, 6), greens[0])
        draw_monstera_leaf(canvas, tip, size, lean * 1.1, mix(greens[1], greens[2], number % 3 * 0.3), greens[0])


def draw_fern(canvas: Canvas) -> None:
    greens, pot = _set_room(canvas)
    draw_pot(canvas, 270, 880, 130, pot)
    fronds = sorted((canvas.chance.uniform(-1.5, 1.5) for _ in range(22)), key=abs, reverse=True)
    for number, lean in enumerate(fronds):
        reach = canvas.chance.uniform(330, 500)
        path = smooth([
            (270, 712),
            (270 + reach * 0.3 * math.sin(lean), 740 - reach * 0.62),
            (270 + reach * 0.62 * math.sin(lean), 740 - reach * (0.95 - abs(lean) * 0.18)),
            (270 + reach * 0.85 * math.sin(lean), 740 - reach * (0.92 - abs(lean) * 0.5)),
        ], steps=9)  # fmt: skip
        draw_frond(canvas, path, mix(greens[0], greens[1 + number % 2], 0.25 + number / len(fronds) * 0.75))


def draw_cactus(canvas: Canvas) -> None:
    greens, pot = _set_room(canvas)
    canvas.box(0, FOOT + 60, 540, 14, "#8a5a3a")
    canvas.box(0, FOOT + 74, 540, 60, "#000000", alpha=0.12)
    for x, tall, wide, kind in ((100, 250, 62, 0), (275, 400, 84, 1), (450, 180, 74, 2)):
        foot, color = FOOT - 70, mix(greens[0], greens[1], canvas.chance.uniform(0.3, 1))
        if kind == 1:
            for side, height in ((-1, 0.5), (1, 0.66)):
                arm = smooth(
                    [
                        (x, foot - tall * height + 60),
                        (x + side * 96, foot - tall * height + 40),
                        (x + side * 104, foot - tall * height - 90),
                    ]
                )
                canvas.polygon(tapered(arm, 46, 42), color)
                canvas.disc(*arm[-1], 21, color)
        draw_cactus_body(canvas, x, foot, tall, wide, color, greens[2])
        if kind != 1 or canvas.chance.random() < 0.5:
            draw_flower(canvas, x, foot - tall - 12, 30, canvas.chance.choice(["#ef6f8a", "#f5c542", "#f2857d"]))
        draw_pot(canvas, x, FOOT + 62, wide * 0.95, mix(pot, "#ffffff", 0.22 * kind), tall=124)


def draw_palm(canvas: Canvas) -> None:
    greens, pot = _set_room(canvas)
    draw_pot(canvas, 270, 900, 140, pot)
    for _ in range(5):
        draw_blade(canvas, 270, 736, canvas.chance.uniform(-0.9, 0.9), canvas.chance.uniform(260, 420), 46, greens[0])
    for lean in (-1.15, 1.1, -0.62, 0.6, -0.12, 0.3):
        reach = canvas.chance.uniform(380, 520)
        tip = (270 + reach * math.sin(lean) * 0.6, 790 - reach * math.cos(lean * 0.75))
        canvas.polygon(
            tapered(smooth([(270, 736), (270 + (tip[0] - 270) * 0.3, 736 - (736 - tip[1]) * 0.65), tip]), 12, 6),
            greens[0],
        )
        for finger in range(15):
            angle = lean - 1.75 + finger * 0.25
            length = 170 * (1 - abs(finger - 7) * 0.045)
            end = (tip[0] + length * math.sin(angle), tip[1] - length * math.cos(angle))
            droop = (end[0], end[1] + 40 * abs(math.sin(angle)))
            blade = smooth([tip, ((tip[0] + end[0]) / 2, (tip[1] + end[1]) / 2 - 8), droop])
            canvas.polygon(tapered(blade, 24, 2), mix(greens[1], greens[2], finger % 4 * 0.22))


def draw_seedlings(canvas: Canvas) -> None:
    greens, pot = _set_room(canvas)
    for row, y in enumerate((420, 590, 770)):
        size = 0.8 + row * 0.16
        for column in range(4):
            x = 68 + column * 135 + (row % 2) * 12
            draw_pot(
                canvas, x, y + 96 * size, 50 * size, mix(pot, "#6b4a35", 0.2 * ((row + column) % 3)), tall=84 * size
            )
            draw_sprout(canvas, x, y + 14 * size, size * canvas.chance.uniform(0.7, 1.2), greens)
        canvas.box(0, y + 96 * size, 540, 12, "#9a6b45")
        canvas.box(0, y + 96 * size + 12, 540, 22, "#000000", alpha=0.14)


def draw_fig(canvas: Canvas) -> None:
    greens, pot = _set_room(canvas)
    draw_pot(canvas, 270, 900, 130, pot)
    trunk = smooth([(270, 738), (258, 620), (282, 480), (268, 300)])
    canvas.polygon(tapered(trunk, 22, 12), "#6b4a35")
    for number in range(26):
        share = number / 26
        x, y = trunk[min(int(share * len(trunk)), len(trunk) - 1)]
        lean = (1 if number % 2 else -1) * canvas.chance.uniform(0.5, 1.5)
        draw_blade(
            canvas,
            x,
            y - 120 * share,
            lean,
            canvas.chance.uniform(140, 200),
            92,
            mix(greens[number % 2], greens[2], canvas.chance.uniform(0, 0.5)),
            vein=greens[2],
        )


def draw_avatar(canvas: Canvas) -> None:
    draw_portrait(
        canvas,
        ground=("#b9d0a4", "#4a7d5a"),
        skin="#e0a47c",
        hair="#4a2a1c",
        style="bun",
        cloth="#f0c75e",
        extra="flower",
    )


SCENE = Scene(
    draw_avatar,
    {
        "monstera": draw_monstera,
        "fern": draw_fern,
        "cactus": draw_cactus,
        "palm": draw_palm,
        "seedlings": draw_seedlings,
        "fig": draw_fig,
    },
)


def _set_room(canvas: Canvas) -> tuple[tuple[str, str, str], str]:
    """A wall, the light of a window on it, a table's edge; gives back the greens and the pot."""
    wall, greens, pot = canvas.chance.choice(ROOMS)
    canvas.wash(mix(wall, "#ffffff", 0.12), wall, mix(wall, "#000000", 0.1))
    slant = canvas.chance.choice([-1, 1])
    for column in (0, 1):
        for row in (0, 1):
            x, y = 150 + column * 130, 130 + row * 190
            pane = [(x, y), (x + 112, y), (x + 112 + slant * 70, y + 170), (x + slant * 70, y + 170)]
            canvas.haze(pane, "#fff8df", blur=7, alpha=0.55)
    canvas.lit(
        [(0, FOOT + 40), (540, FOOT + 40), (540, 970), (0, 970)], mix(wall, "#8a5a3a", 0.5), mix(wall, "#5a3524", 0.7)
    )
    return greens, pot
