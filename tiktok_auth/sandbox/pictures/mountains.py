"""Land in layers, each paler the farther it is."""

from PIL import Image

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Scene, mix, smooth, tapered
from tiktok_auth.sandbox.pictures.land import draw_birds, draw_forest, draw_ridge, draw_walker

# Sky from top to foot, sun, near land.
HOURS: dict[str, list[tuple[tuple[Color, ...], Color, Color]]] = {
    "dusk": [
        (("#2b2d5b", "#8a4f7d", "#f08a5d", "#f9d29d"), "#ffe3b3", "#1f2145"),
        (("#1f3a5f", "#6d5a8c", "#e07a6b", "#f6c28b"), "#ffd9a0", "#172544"),
    ],
    "dawn": [
        (("#8fb8d9", "#f6d5c4", "#fbb29a", "#fde5c0"), "#fff6dd", "#3a4f6b"),
        (("#a6c1d6", "#fbe0c3", "#f4a98a", "#fff0cf"), "#fffbe8", "#4a4766"),
    ],
    "lake": [
        (("#5f9fb8", "#a9d3cf", "#f3e6c4", "#fbd9a5"), "#fff6da", "#1f4a52"),
        (("#4d6fa3", "#9fb4d6", "#f2c9c0", "#fbe3c4"), "#fff2dc", "#25375c"),
    ],
    "fog": [
        (("#9fb1b5", "#c6d2cf", "#dfe3da", "#eceadf"), "#ffffff", "#31464a"),
        (("#a8a9bd", "#cbc9d6", "#e6dfe0", "#f3ece2"), "#ffffff", "#3d3d57"),
    ],
    "snow": [
        (("#7fa3cc", "#b9d0e8", "#e3ecf5", "#fbf3ea"), "#ffffff", "#39557d"),
        (("#9a8fbf", "#c9bfe0", "#f0dce6", "#fff1e6"), "#ffffff", "#4b4a7a"),
    ],
    "cabin": [
        (("#0f1d3d", "#27406b", "#5a6f8f", "#e0a878"), "#fff0cc", "#0f1a30"),
        (("#1a1840", "#43356e", "#8f5a80", "#f0a878"), "#ffe9c4", "#141433"),
    ],
}


def draw_dusk(canvas: Canvas) -> None:
    _draw_sun(canvas, "dusk", 500, 86)
    draw_walker(canvas)


def draw_dawn(canvas: Canvas) -> None:
    _draw_sun(canvas, "dawn", 430, 64)
    draw_birds(canvas)
    draw_walker(canvas)


def draw_fog(canvas: Canvas) -> None:
    near = _draw_sky(canvas, "fog")
    for layer in range(6):
        base = 420 + layer * 88
        draw_ridge(canvas, base, 120 - layer * 8, mix("#e6e8e2", near, (layer + 1) / 6.5), jagged=layer < 3)
        canvas.haze(
            [(-40, base + 50), (580, base + 30), (580, base + 90), (-40, base + 100)], "#f4f4ee", blur=26, alpha=0.75
        )
    draw_forest(canvas, near, 880, 26)


def draw_snow(canvas: Canvas) -> None:
    near = _draw_sky(canvas, "snow")
    peaks = draw_ridge(canvas, 560, 330, mix("#9db4d6", near, 0.35), jagged=True)
    for x, y in peaks:
        if y < 470:
            reach = (560 - y) * 0.34
            cap = [
                (x, y),
                (x + reach, y + reach * 0.95),
                (x + reach * 0.45, y + reach * 0.74),
                (x + reach * 0.1, y + reach * 1.05),
                (x - reach * 0.3, y + reach * 0.72),
                (x - reach, y + reach),
            ]
            canvas.polygon(cap, "#ffffff")
            canvas.polygon([cap[0], cap[1], cap[2], cap[3]], "#c9d6ea", 0.9)
    for layer in range(3):
        draw_ridge(canvas, 640 + layer * 90, 90, mix("#ffffff", near, 0.08 + layer * 0.05))
    draw_forest(canvas, near, 850, 18)
    draw_walker(canvas, ground="#e9eef6")
    for _ in range(120):
        canvas.disc(
            canvas.chance.uniform(0, 540),
            canvas.chance.uniform(0, 960),
            canvas.chance.uniform(1.2, 3.6),
            "#ffffff",
            alpha=0.85,
        )


def draw_lake(canvas: Canvas) -> None:
    near = _draw_sky(canvas, "lake")
    canvas.glow(300, 430, 260, "#fff3d0", 0.7)
    shore = 560
    for layer in range(3):
        draw_ridge(
            canvas, shore, 240 - layer * 70, mix("#dfe9e4", near, 0.3 + layer * 0.27), jagged=layer == 0, foot=shore
        )
    draw_forest(canvas, mix(near, "#000000", 0.2), shore, 20)
    upper = canvas.image.crop((0, (shore * 2 - 960) * 2, 1080, shore * 2))
    canvas.image.paste(upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, shore * 2))
    canvas.box(0, shore, 540, 400, mix(near, "#4f8f96", 0.5), alpha=0.3)
    for _ in range(46):
        y = shore + 8 + canvas.chance.random() ** 1.6 * 380
        x, half = canvas.chance.uniform(0, 540), canvas.chance.uniform(16, 70) * (0.4 + (y - shore) / 400)
        canvas.polygon(smooth([(x - half, y), (x, y - 1.6), (x + half, y), (x, y + 1.6)], closed=True), "#ffffff", 0.4)


def draw_cabin(canvas: Canvas) -> None:
    near = _draw_sky(canvas, "cabin")
    for _ in range(110):
        canvas.disc(
            canvas.chance.uniform(0, 540),
            canvas.chance.uniform(0, 420),
            canvas.chance.uniform(0.7, 1.6),
            "#ffffff",
            alpha=0.8,
        )
    for layer in range(4):
        draw_ridge(
            canvas, 560 + layer * 75, 220 - layer * 45, mix("#8a7fa0", near, 0.35 + layer * 0.2), jagged=layer < 2
        )
    draw_forest(canvas, mix(near, "#000000", 0.35), 800, 24)
    x, foot = canvas.chance.uniform(190, 330), 838
    canvas.glow(x + 50, foot - 40, 210, "#ffb45c", 0.65)
    canvas.polygon([(-10, foot - 6), (550, foot - 14), (550, 970), (-10, 970)], mix(near, "#000000", 0.45))
    canvas.polygon([(x - 6, foot), (x - 6, foot - 70), (x + 118, foot - 70), (x + 118, foot)], "#3a2420")
    canvas.polygon([(x - 26, foot - 64), (x + 56, foot - 140), (x + 138, foot - 64)], "#1c1420")
    canvas.box(x + 92, foot - 152, 16, 52, "#1c1420")
    for left in (14, 68):
        canvas.box(x + left, foot - 50, 28, 28, "#ffd27a")
        canvas.box(x + left + 13, foot - 50, 2.5, 28, "#3a2420")
        canvas.glow(x + left + 14, foot - 36, 44, "#ffd27a", 0.7)
    canvas.haze(
        tapered(
            smooth([(x + 100, foot - 150), (x + 120, foot - 220), (x + 96, foot - 300), (x + 130, foot - 400)]), 14, 46
        ),
        "#e8dcea",
        blur=11,
        alpha=0.45,
    )


def draw_avatar(canvas: Canvas) -> None:
    canvas.wash("#2b2d5b", "#c9607a", "#f9b27d", "#fbe0b0")
    canvas.disc(252, 178, 66, "#fff0c9")
    for layer, color in enumerate(("#a85a7f", "#6b4478", "#3a2f5f", "#1f2145")):
        points = [
            (-20, 260 + layer * 40),
            (70, 190 + layer * 46),
            (150, 250 + layer * 40),
            (240, 180 + layer * 52),
            (330, 250 + layer * 42),
            (420, 220 + layer * 48),
        ]
        canvas.polygon([*smooth(points), (420, 410), (-20, 410)], color)
    path = smooth([(180, 410), (230, 372), (186, 346), (222, 326)])
    canvas.polygon(tapered(path, 40, 4), "#f9d29d")


SCENE = Scene(
    draw_avatar,
    {"dusk": draw_dusk, "lake": draw_lake, "cabin": draw_cabin, "fog": draw_fog, "dawn": draw_dawn, "snow": draw_snow},
)


def _draw_sky(canvas: Canvas, hour: str) -> Color:
    """The sky of the hour; gives back the colour of the nearest land."""
    sky, _, near = canvas.chance.choice(HOURS[hour])
    canvas.wash(*sky, sky[-1])
    return near


def _draw_sun(canvas: Canvas, hour: str, height: float, radius: float) -> None:
    sky, sun, near = canvas.chance.choice(HOURS[hour])
    canvas.wash(*sky, sky[-1])
    x = canvas.chance.uniform(150, 390)
    canvas.glow(x, height, radius * 5, sun, 0.65)
    canvas.disc(x, height, radius, sun)
    for band in range(4):
        y, left = height + canvas.chance.uniform(-150, 60), canvas.chance.uniform(-80, 260)
        cloud = [
            (left, y),
            (left + 90, y - 12),
            (left + 210, y - 6),
            (left + 330, y + 2),
            (left + 190, y + 9),
            (left + 70, y + 7),
        ]
        canvas.polygon(smooth(cloud, closed=True), mix(sun, sky[1], 0.2 + band * 0.16), 0.45)
    for layer in range(5):
        draw_ridge(canvas, 560 + layer * 82, 190 - layer * 30, mix(sky[2], near, 0.22 + layer * 0.19), jagged=layer < 2)
