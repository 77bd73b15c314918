"""Food from above: a table, a bowl or a plate, and what is in it."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, around, blob, mix, smooth, turned
from tiktok_auth.sandbox.pictures.crockery import (
    MIDDLE,
    draw_bowl,
    draw_chopsticks,
    draw_plate,
    draw_spoon,
    draw_steam,
    lay_table,
    pick_place,
)
from tiktok_auth.sandbox.pictures.portrait import draw_portrait


def draw_soup(canvas: Canvas) -> None:
    plate, accent = lay_table(canvas)
    broth = canvas.chance.choice(["#b8431f", "#c9862a", "#7d8a34", "#9c2f25"])
    draw_bowl(canvas, plate, broth, 205)
    for _ in range(26):
        x, y = pick_place(canvas, 150)
        canvas.disc(x, y, canvas.chance.uniform(3, 11), "#ffe2a0", alpha=0.35)
    for _ in range(7):
        _leaf(canvas, *pick_place(canvas, 135), canvas.chance.uniform(22, 34))
    for _ in range(9):
        x, y = pick_place(canvas, 140)
        canvas.ring(x, y, 11, 4.5, "#d22f1d")
        canvas.disc(x, y, 3, "#ffd98a")
    draw_spoon(canvas, accent)
    draw_steam(canvas)


def draw_noodles(canvas: Canvas) -> None:
    plate, accent = lay_table(canvas)
    draw_bowl(canvas, plate, "#a8642a", 210)
    for _ in range(46):
        x, y = pick_place(canvas, 70)
        turn, reach = canvas.chance.uniform(0, math.tau), canvas.chance.uniform(45, 95)
        curl = [
            (reach * math.cos(step / 5), reach * 0.7 * math.sin(step / 5))
            for step in range(canvas.chance.randint(7, 16))
        ]
        shade = mix("#f7dc8f", "#d9a446", canvas.chance.random() * 0.7)
        canvas.stroke(turned(curl, turn, about=(x, y)), 7, mix(shade, "#7a4714", 0.35))
        canvas.stroke(turned(curl, turn, about=(x - 1, y - 2)), 5, shade)
    _half_egg(canvas, 205, 430)
    _half_egg(canvas, 262, 405)
    for _ in range(24):
        x, y = pick_place(canvas, 120)
        canvas.ring(x, y, canvas.chance.uniform(5, 9), 3, canvas.chance.choice(["#7fae42", "#a8cc5c", "#4f7f2c"]))
    canvas.polygon(turned([(-40, -62), (40, -62), (40, 62), (-40, 62)], 0.35, about=(372, 540)), "#1f2b24")
    draw_chopsticks(canvas, accent)
    draw_steam(canvas)


def draw_dumplings(canvas: Canvas) -> None:
    plate, accent = lay_table(canvas)
    draw_plate(canvas, plate, 228)
    count = canvas.chance.choice([7, 8])
    for index in range(count):
        angle = math.tau * index / count + canvas.chance.uniform(-0.08, 0.08)
        _dumpling(canvas, MIDDLE[0] + 138 * math.cos(angle), MIDDLE[1] + 138 * math.sin(angle), angle + math.pi / 2)
    canvas.shadow(around(*MIDDLE, 62), by=(3, 6), blur=6, alpha=0.4)
    canvas.disc(*MIDDLE, 62, accent)
    canvas.disc(*MIDDLE, 50, "#3a160c")
    canvas.glow(MIDDLE[0] - 14, MIDDLE[1] - 16, 34, "#c0643a", 0.7)
    for _ in range(14):
        x, y = pick_place(canvas, 40)
        canvas.disc(x, y, 3, "#f3d9a2")
    draw_chopsticks(canvas, "#2b1a12")


def draw_citrus(canvas: Canvas) -> None:
    lay_table(canvas)
    flesh = canvas.chance.sample(
        [("#e8542b", "#f6a04d"), ("#c21f34", "#f08a3c"), ("#f2b632", "#fbe08a"), ("#e98a8f", "#f7b45f")], 3
    )
    spots = [
        (165, 250, 120),
        (390, 330, 105),
        (180, 530, 130),
        (400, 610, 122),
        (215, 790, 108),
        (455, 850, 82),
        (60, 880, 70),
    ]
    for number, (x, y, radius) in enumerate(spots):
        aside, off = canvas.chance.uniform(-18, 18), canvas.chance.uniform(-18, 18)
        _citrus(canvas, x + aside, y + off, radius, *flesh[number % 3])
    for _ in range(70):
        canvas.box(canvas.chance.uniform(0, 540), canvas.chance.uniform(120, 900), 4, 4, "#ffffff", alpha=0.75, round=1)


def draw_tomatoes(canvas: Canvas) -> None:
    lay_table(canvas)
    colors = ["#c92a1e", "#e2572b", "#f0a12f", "#8f1d2c", "#b7b03a", "#5f2a36", "#e8793a"]
    for row, y in enumerate((170, 330, 490, 650, 810)):
        for column in range(3 if row % 2 else 4):
            x = (135 if row % 2 else 60) + column * 140 + canvas.chance.uniform(-16, 16)
            radius = canvas.chance.uniform(48, 68)
            _tomato(canvas, x, y + canvas.chance.uniform(-14, 14), radius, canvas.chance.choice(colors))


def draw_eggs(canvas: Canvas) -> None:
    lay_table(canvas)
    canvas.shadow([(300, 560), (352, 520), (520, 930), (452, 960)], by=(8, 16), blur=16, alpha=0.5)
    canvas.lit([(306, 600), (356, 560), (500, 930), (448, 956)], "#3d3b3c", "#19181a")
    canvas.shadow(around(*MIDDLE, 225), by=(8, 22), blur=22, alpha=0.5)
    canvas.disc(*MIDDLE, 225, "#2a292b")
    canvas.ring(*MIDDLE, 222, 7, "#57555a")
    canvas.disc(*MIDDLE, 200, "#8e2416")
    for _ in range(60):
        x, y = pick_place(canvas, 182)
        canvas.disc(
            x,
            y,
            canvas.chance.uniform(6, 26),
            canvas.chance.choice(["#b5341d", "#c9482a", "#7a1c12", "#dd6a35"]),
            alpha=0.55,
        )
    for x, y in ((200, 420), (345, 450), (225, 575), (360, 590))[: canvas.chance.choice([3, 4, 4])]:
        canvas.polygon(blob(canvas.chance, x, y, 62, wobble=0.16), "#fff8ea")
        canvas.disc(x + 4, y + 2, 25, "#d9860f")
        canvas.disc(x + 2, y, 24, "#f6a81c")
        canvas.glow(x - 6, y - 8, 16, "#fff0c0", 0.9)
    for _ in range(11):
        _leaf(canvas, *pick_place(canvas, 170), canvas.chance.uniform(14, 24))
    draw_steam(canvas)


def draw_salad(canvas: Canvas) -> None:
    plate, accent = lay_table(canvas)
    draw_plate(canvas, plate, 230)
    for _ in range(42):
        x, y = pick_place(canvas, 150)
        green = canvas.chance.choice(["#3f6b2f", "#5f8f3d", "#86b04e", "#2c5138", "#a9c868"])
        leaf = blob(
            canvas.chance,
            x,
            y,
            canvas.chance.uniform(28, 52),
            wobble=0.25,
            flat=canvas.chance.uniform(0.55, 1),
            knots=9,
        )
        canvas.polygon([(px + 2, py + 5) for px, py in leaf], "#1a2e1c", 0.35)
        canvas.polygon(leaf, green)
        canvas.stroke([(x - 20, y), (x + 20, y + canvas.chance.uniform(-10, 10))], 1.6, mix(green, "#ffffff", 0.4))
    for _ in range(11):
        x, y = pick_place(canvas, 140)
        canvas.disc(x + 2, y + 4, 24, "#16281a", alpha=0.35)
        canvas.disc(x, y, 24, "#cf2f5e")
        canvas.disc(x, y, 21, "#fdf3f0")
        canvas.glow(x, y, 17, "#f2c9d2", 0.7)
    for _ in range(16):
        x, y = pick_place(canvas, 150)
        canvas.disc(x, y, 5, canvas.chance.choice(["#f2c14e", "#e4572e"]))
    draw_spoon(canvas, accent)


def draw_avatar(canvas: Canvas) -> None:
    draw_portrait(
        canvas,
        ground=("#e3a23b", "#c8642d"),
        skin="#7a4a2f",
        hair="#1c1310",
        style="afro",
        cloth="#f5ead6",
        extra="earrings",
    )


SCENE = Scene(
    draw_avatar,
    {
        "soup": draw_soup,
        "noodles": draw_noodles,
        "dumplings": draw_dumplings,
        "citrus": draw_citrus,
        "tomatoes": draw_tomatoes,
        "eggs": draw_eggs,
        "salad": draw_salad,
    },
)


def _leaf(canvas: Canvas, x: float, y: float, size: float) -> None:
    outline = smooth([(-size, 0), (-size * 0.2, -size * 0.42), (size, 0), (-size * 0.2, size * 0.42)], closed=True)
    turn, green = canvas.chance.uniform(0, math.tau), canvas.chance.choice(["#3f7d3a", "#5c9a45", "#2f6238"])
    canvas.polygon(turned(outline, turn, about=(x + 1, y + 4)), "#23150c", 0.4)
    canvas.polygon(turned(outline, turn, about=(x, y)), green)
    canvas.stroke(turned([(-size, 0), (size * 0.8, 0)], turn, about=(x, y)), 1.5, mix(green, "#ffffff", 0.35))


def _half_egg(canvas: Canvas, x: float, y: float) -> None:
    outline = turned(around(0, 0, 46, flat=0.78), 0.6, about=(x, y))
    canvas.polygon([(px + 2, py + 5) for px, py in outline], "#3a1d0a", 0.5)
    canvas.polygon(outline, "#fbf4e4")
    canvas.disc(x + 3, y, 22, "#d77a12")
    canvas.disc(x + 2, y - 1, 19, "#f3a12a")
    canvas.glow(x - 3, y - 6, 12, "#ffe6a8", 0.9)


def _dumpling(canvas: Canvas, x: float, y: float, turn: float) -> None:
    outline = smooth([(-56, 12), (-40, -20), (0, -34), (40, -20), (56, 12), (30, 24), (0, 27), (-30, 24)], closed=True)
    placed = turned(outline, turn, about=(x, y))
    canvas.shadow(placed, by=(4, 9), blur=7, alpha=0.4)
    canvas.lit(placed, "#fff6e0", "#f1dcb2", "#d9ba84")
    for fold in range(-4, 5):
        pleat = [
            (fold * 10.5, -31 + abs(fold) ** 1.7 * 2.4),
            (fold * 9, -12 + abs(fold) * 3),
            (fold * 6, 4 + abs(fold)),
        ]
        canvas.stroke(turned(smooth(pleat), turn, about=(x, y)), 2.4, "#bd9860", 0.85)


def _citrus(canvas: Canvas, x: float, y: float, radius: float, flesh: str, rind: str) -> None:
    canvas.shadow(around(x, y, radius), by=(6, 14), blur=12, alpha=0.4)
    canvas.disc(x, y, radius, rind)
    canvas.disc(x, y, radius * 0.91, "#fff1d6")
    start, count = canvas.chance.uniform(0, 1), canvas.chance.choice([9, 10, 11])
    for part in range(count):
        middle, half = start + math.tau * part / count, math.pi / count * 0.86
        near = radius * 0.13
        edge = [(radius * 0.84, middle - half), (radius * 0.88, middle), (radius * 0.84, middle + half)]
        points = [(near, middle), *edge]
        wedge = [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for reach, angle in points]
        canvas.polygon(smooth(wedge, closed=True, steps=6), mix(flesh, rind, canvas.chance.uniform(0, 0.35)))
        for drop in (0.4, 0.55, 0.7):
            angle = middle + canvas.chance.uniform(-half, half) * 0.5
            tip = [
                (x + radius * reach * math.cos(angle), y + radius * reach * math.sin(angle))
                for reach in (drop, drop + 0.1)
            ]
            canvas.stroke(tip, 3, "#ffffff", 0.28)


def _tomato(canvas: Canvas, x: float, y: float, radius: float, color: str) -> None:
    outline = blob(canvas.chance, x, y, radius, wobble=0.07, knots=canvas.chance.choice([6, 8, 10]))
    canvas.shadow(outline, by=(7, 13), blur=9, alpha=0.42)
    canvas.lit(outline, mix(color, "#ffffff", 0.22), color, mix(color, "#1a0508", 0.35))
    canvas.glow(x - radius * 0.3, y - radius * 0.35, radius * 0.5, "#fff4e0", 0.55)
    for point in range(6):
        tip = turned([(0, -3), (radius * 0.42, 0), (0, 3)], point * math.tau / 6 + x, about=(x, y))
        canvas.polygon(tip, "#4d7a34")
    canvas.disc(x, y, 5, "#355726")
