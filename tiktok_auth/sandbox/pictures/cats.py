"""A hillside town and its cats."""

import math

from tiktok_auth.sandbox.pictures.animals import FURS, draw_cat, draw_mackerel
from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, around, mix, smooth, turned


def draw_roof(canvas: Canvas) -> None:
    canvas.wash("#141a3f", "#3b3a72", "#a5627f", "#f0a878")
    x = canvas.chance.uniform(190, 350)
    canvas.glow(x, 390, 330, "#ffeec9", 0.55)
    canvas.disc(x, 390, canvas.chance.uniform(120, 160), "#fff3d6")
    for _ in range(50):
        canvas.disc(canvas.chance.uniform(0, 540), canvas.chance.uniform(0, 400), 1.3, "#ffffff", alpha=0.8)
    _draw_town(canvas, 690, "#544a86", "#ffcf7a")
    _draw_tiles(canvas, 640, canvas.chance.choice(["#2f4858", "#5a3a4a", "#3a3f5c"]))
    count = canvas.chance.choice([1, 2, 2, 3])
    for cat in range(count):
        spot = 270 + (cat - (count - 1) / 2) * 150 + canvas.chance.uniform(-20, 20)
        draw_cat(canvas, spot, 656, canvas.chance.uniform(1, 1.3), "#0f0c1f", facing=False)


def draw_window(canvas: Canvas) -> None:
    wall = canvas.chance.choice(["#c9b08a", "#8fa3a0", "#b5766a", "#d9c3a0"])
    canvas.wash(mix(wall, "#ffffff", 0.1), mix(wall, "#000000", 0.12))
    for y in range(0, 960, 64):
        canvas.box(0, y, 540, 3, "#000000", alpha=0.1)
    canvas.shadow([(84, 190), (456, 190), (456, 720), (84, 720)], by=(0, 12), blur=14, alpha=0.4)
    canvas.box(84, 190, 372, 530, "#5a3d2c", round=4)
    canvas.lit([(104, 210), (436, 210), (436, 700), (104, 700)], "#f9d99a", "#f2b56a")
    canvas.glow(270, 420, 220, "#fff1c9", 0.8)
    canvas.box(104, 210, 100, 490, "#f4ead8", alpha=0.75)
    for fold in range(4):
        canvas.box(112 + fold * 24, 210, 6, 490, "#d9c3a0", alpha=0.5)
    canvas.box(264, 210, 12, 490, "#5a3d2c")
    canvas.box(104, 420, 332, 12, "#5a3d2c")
    draw_cat(canvas, canvas.chance.uniform(300, 350), 702, 1.35, canvas.chance.choice(FURS), facing=True)
    canvas.box(64, 700, 412, 34, "#6b4a35", round=4)
    for pot in range(3):
        x = 100 + pot * 56
        for leaf in range(7):
            blade = turned([(0, 0), (9, -30), (0, -64), (-9, -30)], -0.9 + leaf * 0.3, about=(x, 676))
            canvas.polygon(smooth(blade, closed=True, steps=4), mix("#3f7a4f", "#8fb85a", leaf / 7))
        canvas.box(x - 19, 668, 38, 34, "#b5583a", round=4)


def draw_stairs(canvas: Canvas) -> None:
    canvas.wash("#8fc0d0", "#d5e6dc", "#f9ead0")
    canvas.lit([(0, 520), (130, 300), (410, 300), (540, 520), (540, 970), (0, 970)], "#8fa8a8", "#6f8f95")
    for side in (-1, 1):
        x = 270 + side * 270
        canvas.lit([(x, 160), (x - side * 150, 300), (x - side * 110, 970), (x, 970)], "#f0e2c8", "#c9a985")
        canvas.lit(
            [(x + side * 20, 130), (x - side * 170, 290), (x - side * 160, 322), (x + side * 20, 190)],
            "#4a5568",
            "#343d4f",
        )
        for pane in range(2):
            canvas.box(x - side * (66 if side > 0 else 20) - 24, 380 + pane * 230, 46, 78, "#5b7f8a", round=3)
    for step in range(15):
        share = step / 14
        y, half = 318 + step * 14 + step**2 * 2.6, 116 + share * 175
        canvas.lit(
            [
                (270 - half, y),
                (270 + half, y),
                (270 + half * 1.06, y + 14 + step * 5),
                (270 - half * 1.06, y + 14 + step * 5),
            ],
            mix("#e9dfcc", "#b8a88f", share * 0.5),
            mix("#c4b69f", "#8a7c68", share * 0.5),
        )
        canvas.box(270 - half, y, half * 2, 3 + share * 3, "#fff8e6", alpha=0.8)
    first, second = canvas.chance.sample(FURS, 2)
    side = canvas.chance.choice([-1, 1])
    if canvas.chance.random() < 0.7:
        draw_cat(canvas, 270 - side * 80, 560, 0.6, second, facing=True)
    draw_cat(canvas, 270 + side * 40, 740, 1.2, first, facing=True)
    for petal in range(26):
        blossom = turned(
            [(0, 0), (4, -5), (10, 0), (4, 5)],
            petal,
            about=(canvas.chance.uniform(0, 540), canvas.chance.uniform(60, 930)),
        )
        canvas.polygon(blossom, "#f5b8c4")


def draw_rain(canvas: Canvas) -> None:
    canvas.wash("#3f5568", "#5f7a88", "#8fa3a5")
    _draw_town(canvas, 660, "#3a4f5f", "#ffd68a")
    canvas.lit([(0, 660), (540, 660), (540, 970), (0, 970)], "#5a6f7a", "#33454f")
    hue = canvas.chance.choice(["#d9502f", "#e8b03f", "#2f7f86", "#b8405f"])
    x, y = 270, 440
    canvas.shadow(around(x, 800, 190, flat=0.14), by=(0, 6), blur=14, alpha=0.5)
    canvas.stroke([(x + 18, y - 20), (x + 18, 790)], 9, "#5a3d2c")
    count = 8
    for part in range(count):
        low, high = -1 + 2 * part / count, -1 + 2 * (part + 1) / count
        dome = [
            (x + 225 * share, y + 40 - 22 * math.sin(math.pi * (share - low) / (high - low)))
            for share in (low, (low + high) / 2, high)
        ]
        panel = [
            *smooth([(x, y - 160), (x + 150 * low, y - 110), dome[0]]),
            *smooth(dome),
            *smooth([dome[2], (x + 150 * high, y - 110), (x, y - 160)]),
        ]
        canvas.lit(panel, mix(hue, "#ffffff", 0.25 - 0.04 * part), mix(hue, "#000000", 0.06 * part))
    canvas.disc(x, y - 164, 9, "#5a3d2c")
    first, second = canvas.chance.sample(FURS, 2)
    draw_cat(canvas, 200, 800, 1.1, first, facing=True)
    draw_cat(canvas, 340, 806, 0.95, second, facing=True)
    for _ in range(190):
        rx, ry, size = canvas.chance.uniform(0, 560), canvas.chance.uniform(-20, 960), canvas.chance.uniform(16, 40)
        if not (50 < rx < 490 and 330 < ry < 790):
            canvas.stroke([(rx, ry), (rx - size * 0.15, ry + size)], 1.6, "#eaf3f3", 0.5)
    for _ in range(14):
        canvas.ring(
            canvas.chance.uniform(0, 540),
            canvas.chance.uniform(830, 950),
            canvas.chance.uniform(8, 22),
            1.4,
            "#eaf3f3",
            alpha=0.6,
            flat=0.3,
        )


def draw_fish(canvas: Canvas) -> None:
    canvas.wash("#2a1f3a", "#5a3346", "#a8553f")
    for awning in range(7):
        canvas.lit(
            [(awning * 80 - 10, 150), (awning * 80 + 70, 150), (awning * 80 + 76, 300), (awning * 80 - 16, 300)],
            *(("#c2452d", "#9c3322") if awning % 2 else ("#f6ead2", "#dcc9a4")),
        )
        canvas.disc(awning * 80 + 30, 300, 46, "#9c3322" if awning % 2 else "#dcc9a4", flat=0.5)
    for lantern in range(3):
        x, y = 100 + lantern * 170, 400 + (lantern % 2) * 24
        canvas.stroke([(x, 300), (x, y - 48)], 2, "#2a1a14")
        canvas.glow(x, y, 150, "#ffb45c", 0.6)
        canvas.lit(around(x, y, 44, flat=1.16), "#ffdf9c", "#f2753a")
        for rib in range(-2, 3):
            canvas.stroke(
                smooth([(x - 42, y + rib * 18), (x, y + rib * 20 + 5), (x + 42, y + rib * 18)]), 1.6, "#b84a22", 0.7
            )
        canvas.box(x - 18, y - 55, 36, 9, "#2a1a14")
        canvas.box(x - 18, y + 46, 36, 9, "#2a1a14")
    canvas.lit([(0, 560), (540, 560), (540, 640), (0, 640)], "#dfe9ec", "#a9c0c9")
    for fish in range(5):
        draw_mackerel(
            canvas,
            66 + fish * 104 + canvas.chance.uniform(-8, 8),
            596,
            canvas.chance.choice(["#7f9fb5", "#d98a6b", "#9fb5b0", "#5f7f9c"]),
        )
    canvas.lit([(0, 640), (540, 640), (540, 970), (0, 970)], "#8a5a3a", "#4a2a1c")
    for plank in range(1, 6):
        canvas.box(0, 640 + plank * 54, 540, 3, "#2a160f", alpha=0.5)
    for number, x in enumerate((120, 275, 425)[: canvas.chance.choice([2, 3, 3])]):
        draw_cat(canvas, x, 900, (1.0, 1.25, 0.9)[number], canvas.chance.choice(FURS), facing=False)


def draw_avatar(canvas: Canvas) -> None:
    canvas.wash("#f0b48a", "#c9605a")
    canvas.disc(200, 190, 160, "#fbe3c4", alpha=0.8)
    head = smooth(
        [
            (88, 260),
            (84, 190),
            (92, 92),
            (146, 128),
            (200, 118),
            (254, 128),
            (308, 92),
            (316, 190),
            (312, 260),
            (262, 320),
            (200, 332),
            (138, 320),
        ],
        closed=True,
    )
    canvas.shadow(head, by=(0, 16), blur=18, alpha=0.35)
    canvas.lit(head, "#fff8ec", "#f1e3cd")
    canvas.polygon(smooth([(88, 210), (86, 150), (92, 92), (150, 130), (176, 190), (130, 240)], closed=True), "#e8a55c")
    canvas.polygon(
        smooth([(312, 210), (314, 150), (308, 92), (250, 130), (230, 170), (276, 230)], closed=True), "#3b3340"
    )
    for side in (-1, 1):
        canvas.disc(200 + side * 52, 222, 17, "#2a2530", flat=1.2)
        canvas.disc(205 + side * 52, 215, 6, "#ffffff")
        canvas.glow(200 + side * 84, 258, 30, "#ef7f72", 0.5)
        for whisker in (-1, 0, 1):
            canvas.stroke(
                [(200 + side * 96, 262 + whisker * 10), (200 + side * 150, 256 + whisker * 20)], 2.4, "#8a6a58", 0.8
            )
    canvas.polygon(smooth([(188, 252), (212, 252), (200, 266)], closed=True), "#d9705f")
    canvas.stroke(smooth([(174, 272), (188, 282), (200, 270), (212, 282), (226, 272)]), 4, "#4a3530")


SCENE = Scene(
    draw_avatar, {"roof": draw_roof, "window": draw_window, "stairs": draw_stairs, "rain": draw_rain, "fish": draw_fish}
)


def _draw_town(canvas: Canvas, foot: float, color: str, window: str) -> None:
    for row in range(3):
        x = -40.0
        shade = mix(color, "#000000", row * 0.16)
        while x < 570:
            width, top = canvas.chance.uniform(80, 140), foot - 190 + row * 58 - canvas.chance.uniform(0, 66)
            canvas.box(x, top, width, foot - top + 10, shade)
            canvas.polygon(
                [(x - 14, top), (x + width * 0.22, top - 40), (x + width * 0.78, top - 40), (x + width + 14, top)],
                mix(shade, "#000000", 0.25),
            )
            for pane in range(3):
                if canvas.chance.random() < 0.34:
                    canvas.box(x + 14 + pane * width * 0.3, top + 18, 18, 24, window, round=2)
                    canvas.glow(x + 23 + pane * width * 0.3, top + 30, 30, window, 0.35)
            x += width + canvas.chance.uniform(-6, 18)


def _draw_tiles(canvas: Canvas, top: float, color: str) -> None:
    """A roof of rounded tiles, up to its ridge."""
    canvas.box(0, top, 540, 320, mix(color, "#000000", 0.4))
    for row in range(9):
        y, size = top + 18 + row * 34, 21
        for column in range(-1, 14):
            x = column * 42 + (row % 2) * 21
            shade = mix(color, "#ffffff", canvas.chance.uniform(0, 0.16))
            canvas.disc(x, y, size + 2, mix(color, "#000000", 0.5), flat=1.1)
            canvas.disc(x, y - 4, size, mix(shade, "#000000", row * 0.03), flat=1.1)
    canvas.box(-10, top - 8, 560, 24, mix(color, "#ffffff", 0.18), round=12)
    for knob in range(0, 560, 60):
        canvas.disc(knob, top + 4, 11, mix(color, "#000000", 0.25))
