"""The laid table: cloth, plates, bowls, and what lies beside them."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, around, mix, smooth, tapered

# Table, its stripe, crockery, accent.
TABLES = [
    ("#c65b38", "#d97b52", "#f6ead7", "#20403b"),
    ("#e3b04b", "#eac36f", "#fbf3e2", "#7c2d1b"),
    ("#2f5d57", "#3b6f67", "#f3e6cf", "#e2a33c"),
    ("#f0dfc4", "#e6cfab", "#315a5e", "#c4472c"),
    ("#6b2f3a", "#7d3e48", "#f5e3d0", "#e8b04a"),
    ("#3d5a80", "#4a6990", "#fdf0dc", "#ee8a57"),
]
MIDDLE = (270, 490)


def lay_table(canvas: Canvas) -> tuple[str, str]:
    """Cloth and light; gives back the colours of the crockery and of what lies beside it."""
    table, stripe, plate, accent = canvas.chance.choice(TABLES)
    canvas.wash(mix(table, "#ffffff", 0.08), table, mix(table, "#000000", 0.12))
    kind = canvas.chance.choice(["stripes", "checks", "plain"])
    for x in range(-20, 560, 72) if kind != "plain" else ():
        canvas.box(x, 0, 30, 960, stripe, alpha=0.7)
    for y in range(-10, 980, 72) if kind == "checks" else ():
        canvas.box(0, y, 540, 30, stripe, alpha=0.55)
    canvas.haze([(0, 0), (330, 0), (120, 960), (0, 960)], "#fff2d4", blur=60, alpha=0.22)
    return plate, accent


def pick_place(canvas: Canvas, radius: float) -> tuple[float, float]:
    angle, reach = canvas.chance.uniform(0, math.tau), radius * math.sqrt(canvas.chance.random())
    return MIDDLE[0] + reach * math.cos(angle), MIDDLE[1] + reach * math.sin(angle)


def draw_plate(canvas: Canvas, color: str, radius: float) -> None:
    canvas.shadow(around(*MIDDLE, radius), by=(10, 24), blur=22, alpha=0.45)
    canvas.lit(around(*MIDDLE, radius, sides=90), mix(color, "#ffffff", 0.25), color, mix(color, "#000000", 0.12))
    canvas.ring(*MIDDLE, radius * 0.98, 2, mix(color, "#ffffff", 0.5))
    canvas.lit(around(*MIDDLE, radius * 0.78, sides=90), mix(color, "#000000", 0.1), mix(color, "#ffffff", 0.1))


def draw_bowl(canvas: Canvas, color: str, content: str, radius: float) -> None:
    draw_plate(canvas, color, radius)
    canvas.disc(*MIDDLE, radius * 0.9, mix(color, "#000000", 0.3))
    canvas.lit(
        around(*MIDDLE, radius * 0.86, sides=90), mix(content, "#000000", 0.28), content, mix(content, "#ffffff", 0.12)
    )


def draw_spoon(canvas: Canvas, color: str) -> None:
    canvas.shadow(around(478, 250, 30, flat=1.5), by=(5, 10), blur=8, alpha=0.35)
    canvas.polygon(tapered(smooth([(476, 280), (486, 480), (500, 800)]), 10, 18), color)
    canvas.disc(476, 246, 29, color, flat=1.45)
    canvas.disc(476, 244, 21, mix(color, "#000000", 0.25), flat=1.45)


def draw_chopsticks(canvas: Canvas, color: str) -> None:
    for tilt in (0, 26):
        stick = tapered([(350 + tilt, 150), (505 + tilt * 0.4, 900)], 8, 14)
        canvas.shadow(stick, by=(8, 14), blur=7, alpha=0.4)
        canvas.polygon(stick, color)
        canvas.polygon(tapered([(483 + tilt * 0.5, 790), (505 + tilt * 0.4, 900)], 13, 14), "#d9a441")


def draw_steam(canvas: Canvas) -> None:
    for x in (205, 275, 345):
        sway = canvas.chance.uniform(20, 42)
        path = smooth([(x, 520), (x + sway, 400), (x - sway, 280), (x + sway * 0.6, 150)])
        canvas.haze(tapered(path, 34, 6), "#ffffff", blur=13, alpha=0.5)
