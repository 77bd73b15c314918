"""Shelves of old books, and what lives between them."""

from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, mix, smooth, tapered

CLOTHS = ["#7d2e2a", "#2f4a5c", "#4a5d3a", "#c98d3f", "#e6d3b0", "#5a3a5c", "#b5583a", "#28333a", "#8a7a5a", "#37695f"]


def draw_shelves(canvas: Canvas) -> None:
    canvas.wash("#3a261a", "#24160f")
    for floor in (215, 400, 585, 770, 955):
        canvas.lit([(0, floor - 170), (540, floor - 170), (540, floor), (0, floor)], "#1a0f0a", "#33211a")
        x = 6.0
        while x < 530:
            wide, tall = canvas.chance.uniform(16, 42), canvas.chance.uniform(108, 158)
            _draw_spine(canvas, x, floor, wide, tall)
            x += wide + 1.5
            if canvas.chance.random() < 0.07:
                x += canvas.chance.uniform(24, 60)
        canvas.lit([(0, floor), (540, floor), (540, floor + 18), (0, floor + 18)], "#9c6b45", "#6b452c")
    canvas.haze([(0, 0), (260, 0), (420, 960), (0, 960)], "#ffdf9c", blur=70, alpha=0.22)


def draw_avatar(canvas: Canvas) -> None:
    canvas.wash("#37695f", "#1f4640")
    canvas.glow(200, 170, 190, "#ffdf9c", 0.5)
    for number, (color, wide, shift) in enumerate((("#7d2e2a", 230, 0), ("#e6d3b0", 200, 12), ("#c98d3f", 216, -8))):
        y = 318 - number * 46
        canvas.shadow(
            [
                (200 - wide / 2 + shift, y),
                (200 + wide / 2 + shift, y),
                (200 + wide / 2 + shift, y + 42),
                (200 - wide / 2 + shift, y + 42),
            ],
            by=(4, 8),
            blur=8,
            alpha=0.4,
        )
        canvas.box(200 - wide / 2 + shift, y, wide, 42, color, round=6)
        canvas.box(200 - wide / 2 + shift + 18, y + 7, wide - 18, 28, "#f7eedb", round=3)
        canvas.box(200 - wide / 2 + shift, y, 30, 42, mix(color, "#000000", 0.15), round=6)
    cat = smooth(
        [
            (120, 226),
            (126, 176),
            (160, 158),
            (178, 150),
            (172, 116),
            (192, 128),
            (212, 128),
            (232, 116),
            (228, 152),
            (262, 178),
            (286, 226),
        ]
    )
    canvas.lit(cat, "#2a2530", "#17141c")
    tail = smooth([(280, 220), (318, 228), (326, 268), (306, 286)])
    canvas.polygon(tapered(tail, 18, 10), "#17141c")
    for eye in (188, 216):
        canvas.stroke(smooth([(eye - 7, 150), (eye, 155), (eye + 7, 150)]), 3, "#f4d35e")


SCENE = Scene(draw_avatar, {"shelves": draw_shelves})


def _draw_spine(canvas: Canvas, x: float, floor: float, wide: float, tall: float) -> None:
    cloth = canvas.chance.choice(CLOTHS)
    body = [(x, floor - tall), (x + wide, floor - tall), (x + wide, floor), (x, floor)]
    canvas.lit(
        body, mix(cloth, "#000000", 0.25), mix(cloth, "#ffffff", 0.14), cloth, mix(cloth, "#000000", 0.35), across=True
    )
    gold = mix("#e8c477", cloth, 0.2)
    for share in (0.1, 0.14, 0.84):
        canvas.box(x + 2, floor - tall * (1 - share), wide - 4, 2, gold)
    if wide > 24:
        canvas.box(x + wide * 0.25, floor - tall * 0.72, wide * 0.5, tall * 0.24, mix(cloth, "#000000", 0.4), round=2)
        canvas.box(x + wide * 0.36, floor - tall * 0.66, wide * 0.28, tall * 0.12, gold, alpha=0.8)
