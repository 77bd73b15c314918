"""Trams, from the front and from the side."""

from functools import partial

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, mix, turned

LIVERIES = [
    ("#e8b23a", "#fdf3dc"),
    ("#b8312f", "#f6e7d2"),
    ("#2f6b4f", "#f2e8cf"),
    ("#2d5d8c", "#eef0ea"),
    ("#d9692e", "#fbeedd"),
]
GROUND = 800


def draw_tram(canvas: Canvas, *, lamps: float, snowy: bool = False) -> None:
    livery = canvas.chance.choice(LIVERIES)
    if canvas.chance.random() < 0.6:
        draw_front(
            canvas,
            canvas.chance.uniform(240, 300),
            GROUND + 60,
            canvas.chance.uniform(220, 262),
            livery,
            lamps=lamps,
            snowy=snowy,
        )
    else:
        _draw_side(canvas, canvas.chance.uniform(-150, 20), GROUND + 40, livery, lamps=lamps, snowy=snowy)


def draw_front(
    canvas: Canvas, x: float, foot: float, width: float, livery: tuple[str, str], *, lamps: float, snowy: bool = False
) -> None:
    """A tram coming towards us. Its points are in hundredths of its width, from the middle of its foot."""
    body, trim = livery
    unit = width / 100
    place = partial(turned, angle=0, about=(x, foot), scale=unit)
    canvas.shadow(place([(-55, 0), (55, 0), (65, 7), (-65, 7)]), by=(0, 4), blur=10, alpha=0.6)
    canvas.stroke(place([(-10, -143), (0, -174), (10, -143)]), 3, "#14151f")
    roof = "#ffffff" if snowy else mix(body, "#000000", 0.35)
    canvas.box(x - 43 * unit, foot - 147 * unit, 86 * unit, 14 * unit, roof, round=6 * unit)
    shell = place([(-50, -8), (-50, -112), (-43, -138), (0, -142), (43, -138), (50, -112), (50, -8)])
    canvas.lit(shell, mix(trim, "#000000", 0.18), trim, trim, mix(trim, "#000000", 0.22), across=True)
    apron = place([(-50, -62), (50, -62), (50, -8), (45, 0), (-45, 0), (-50, -8)])
    dark = mix(body, "#000000", 0.3)
    canvas.lit(apron, dark, body, mix(body, "#ffffff", 0.1), dark, across=True)
    canvas.box(x - 50 * unit, foot - 64 * unit, width, 4 * unit, mix(body, "#000000", 0.45))
    canvas.box(x - 35 * unit, foot - 14 * unit, 70 * unit, 5 * unit, mix(body, "#000000", 0.5), round=2 * unit)
    _draw_panes(canvas, x, foot, unit, mix("#3b4a63", "#ffe2a0", lamps * 0.75))
    for lamp in (x - 31 * unit, x + 31 * unit):
        canvas.disc(lamp, foot - 36 * unit, 9 * unit, mix(body, "#000000", 0.4))
        canvas.disc(lamp, foot - 36 * unit, 7 * unit, "#fff6dc")
        canvas.glow(lamp, foot - 36 * unit, (30 + 40 * lamps) * unit, "#fff0c2", 0.6 * max(lamps, 0.4))


def _draw_panes(canvas: Canvas, x: float, foot: float, unit: float, inside: Color) -> None:
    """Windscreen, driver, and the sign that says where to."""
    place = partial(turned, angle=0, about=(x, foot), scale=unit)
    for left, span in ((-42, 22), (-17, 34), (20, 22)):
        canvas.box(x + left * unit, foot - 108 * unit, span * unit, 40 * unit, inside, round=4 * unit)
        canvas.polygon(place([(left, -76), (left + 9, -108), (left + 14, -108), (left, -68)]), "#ffffff", 0.2)
    canvas.disc(x, foot - 91 * unit, 5 * unit, "#20242f")
    canvas.box(x - 7 * unit, foot - 86 * unit, 14 * unit, 18 * unit, "#20242f", round=4 * unit)
    canvas.box(x - 22 * unit, foot - 131 * unit, 44 * unit, 16 * unit, "#181a24", round=3 * unit)
    for dot in range(8):
        canvas.box(x + (-18 + dot * 4.6) * unit, foot - (127 - dot * 5 % 3) * unit, 3 * unit, 6 * unit, "#ffb84a")


def _draw_side(
    canvas: Canvas, x: float, foot: float, livery: tuple[str, str], *, lamps: float, snowy: bool = False
) -> None:
    body, trim = livery
    width, top = 640, foot - 270
    canvas.shadow([(x, foot), (x + width, foot), (x + width, foot + 18), (x, foot + 18)], by=(0, 2), blur=10, alpha=0.6)
    canvas.stroke([(x + 300, top - 6), (x + 360, top - 92), (x + 300, top - 150)], 4, "#14151f")
    canvas.box(x + 16, top - 14, width - 32, 34, "#ffffff" if snowy else mix(body, "#000000", 0.35), round=14)
    canvas.box(x, top, width, 256, trim, round=26)
    canvas.lit(
        [(x, top + 146), (x + width, top + 146), (x + width, top + 250), (x, top + 250)],
        body,
        mix(body, "#000000", 0.28),
    )
    canvas.box(x, top + 140, width, 8, mix(body, "#000000", 0.45))
    inside = mix("#3b4a63", "#ffe2a0", lamps * 0.8)
    for pane in range(7):
        left = x + 26 + pane * 86
        canvas.box(left, top + 40, 70, 86, inside, round=8)
        if lamps > 0.5:
            canvas.glow(left + 35, top + 80, 80, "#ffd98a", 0.25)
        if canvas.chance.random() < 0.6:
            person = left + canvas.chance.uniform(22, 48)
            canvas.disc(person, top + 84, 13, "#2a2433")
            canvas.box(person - 18, top + 98, 36, 28, "#2a2433", round=8)
        canvas.polygon(
            [(left, top + 100), (left + 24, top + 40), (left + 36, top + 40), (left, top + 122)], "#ffffff", 0.22
        )
    for wheel in (110, 200, 440, 530):
        canvas.disc(x + wheel, foot - 4, 24, "#15161f")
        canvas.disc(x + wheel, foot - 4, 11, "#5a5f70")
