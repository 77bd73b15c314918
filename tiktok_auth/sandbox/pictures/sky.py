"""Nights outdoors: stars, what moves among them, and a dark edge of land below."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, Scene, around, mix, smooth, tapered

# From the top of the sky to its foot.
SKIES = [
    ("#070b24", "#16215a", "#47337f", "#b0568c"),
    ("#04101f", "#0b2c4a", "#1d5c78", "#6fb3a8"),
    ("#0b0820", "#2a1a55", "#7a2f6b", "#ef8a62"),
    ("#03121c", "#0a2f3d", "#14545a", "#e3b778"),
]


def draw_moon(canvas: Canvas) -> None:
    _draw_sky(canvas)
    x, y, radius = canvas.chance.uniform(190, 350), canvas.chance.uniform(290, 400), canvas.chance.uniform(96, 140)
    _draw_moon(canvas, x, y, radius, phase=canvas.chance.choice([0, 0, 0.45, 0.75]))
    for band in range(3):
        middle = y + canvas.chance.uniform(-60, 150)
        cloud = smooth(
            [
                (-60, middle),
                (120, middle - 16),
                (300, middle + 8),
                (600, middle - 10),
                (600, middle + 18),
                (270, middle + 26),
                (60, middle + 16),
            ],
            closed=True,
        )
        canvas.haze(cloud, "#e8d5f0", blur=10, alpha=0.16 + band * 0.05)
    _draw_land(canvas)


def draw_milkyway(canvas: Canvas) -> None:
    _draw_sky(canvas, stars=380)
    lean, foot = canvas.chance.uniform(-0.55, -0.3) * canvas.chance.choice([-1, 1]), canvas.chance.uniform(200, 340)
    for _ in range(26):
        y = canvas.chance.uniform(-40, 800)
        x = foot + (800 - y) * lean + canvas.chance.gauss(0, 22)
        canvas.glow(
            x,
            y,
            canvas.chance.uniform(50, 130),
            canvas.chance.choice(["#9fb4ff", "#ffb8d9", "#ffe2b8", "#7fd3e6"]),
            0.2,
        )
    for _ in range(1500):
        y = canvas.chance.uniform(-10, 830)
        x = foot + (800 - y) * lean + canvas.chance.gauss(0, 46)
        canvas.disc(x, y, canvas.chance.choice([0.6, 0.7, 0.9, 1.3]), "#ffffff", alpha=canvas.chance.uniform(0.25, 0.9))
    for _ in range(16):
        y = canvas.chance.uniform(0, 760)
        canvas.glow(
            foot + (800 - y) * lean + canvas.chance.gauss(0, 16), y, canvas.chance.uniform(24, 60), "#0a0a22", 0.38
        )
    _draw_land(canvas)
    _draw_person(canvas, canvas.chance.uniform(170, 370))


def draw_meteor(canvas: Canvas) -> None:
    _draw_sky(canvas, stars=260)
    for size in (1.0, 0.45, 0.3)[: canvas.chance.choice([1, 2, 3])]:
        x, y = canvas.chance.uniform(60, 240), canvas.chance.uniform(480, 620) - size * 60
        tip = x + 330 * size, y - 360 * size
        for width, alpha in ((18, 0.1), (10, 0.25), (5, 0.9)):
            canvas.lit(tapered([(x, y), tip], width * size + 1, 0.4), "#5a7fd6", "#ffffff", alpha=alpha)
        canvas.glow(x, y, 46 * size, "#dff1ff", 0.9)
    _draw_land(canvas)


def draw_aurora(canvas: Canvas) -> None:
    _draw_sky(canvas)
    greens = canvas.chance.choice([("#4dffb0", "#7a5cff"), ("#8affc1", "#ff6fb5"), ("#5df2d6", "#4d8dff")])
    for curtain in range(3):
        base, phase = 560 - curtain * 105, canvas.chance.uniform(0, math.tau)
        for x in range(-10, 560, 7):
            foot = base + 70 * math.sin(x / 105 + phase) + 26 * math.sin(x / 37 + phase * 2)
            tall = 230 + 90 * math.sin(x / 61 + phase * 3) + canvas.chance.uniform(-24, 24)
            lean = 24 * math.sin(x / 140 + phase)
            column = [(x, foot), (x + 7, foot), (x + 7 + lean, foot - tall), (x + lean, foot - tall)]
            for share in (1, 0.85, 0.7, 0.56, 0.43, 0.31, 0.2, 0.1):
                part = [
                    *column[:2],
                    (x + 7 + lean * share, foot - tall * share),
                    (x + lean * share, foot - tall * share),
                ]
                canvas.polygon(part, mix(greens[0], greens[1], share), 0.075)
    _draw_land(canvas)


def draw_tent(canvas: Canvas) -> None:
    _draw_sky(canvas, stars=240)
    _draw_land(canvas)
    x, foot = canvas.chance.uniform(190, 350), 812
    canvas.glow(x, foot - 40, 230, "#ffb35c", 0.55, flat=0.8)
    front = [(x - 118, foot), (x, foot - 168), (x + 104, foot)]
    canvas.lit(front, "#ffd98f", "#f5923b")
    canvas.lit([(x, foot - 168), (x + 104, foot), (x + 156, foot - 22), (x + 40, foot - 150)], "#d4652b", "#8f3a1f")
    canvas.polygon([(x - 24, foot), (x, foot - 120), (x + 28, foot)], "#7a2f1c")
    canvas.stroke([(x, foot - 168), (x - 150, foot + 6)], 2, "#2a1a20")
    _draw_person(canvas, x - 170)


def draw_eclipse(canvas: Canvas) -> None:
    canvas.wash("#04060f", "#0d1730", "#2c3357", "#e58a4e")
    _draw_stars(canvas, 90)
    x, y, radius = 270, 400, canvas.chance.uniform(96, 118)
    canvas.glow(x, y, 330, "#cfe2ff", 0.5)
    for _ in range(90):
        angle, reach = canvas.chance.uniform(0, math.tau), radius * canvas.chance.uniform(1.25, 2.3)
        ray = [
            (x + radius * 0.9 * math.cos(angle), y + radius * 0.9 * math.sin(angle)),
            (x + reach * math.cos(angle + 0.08), y + reach * math.sin(angle + 0.08)),
        ]
        canvas.polygon(tapered(ray, 20, 0.5), "#eaf3ff", 0.07)
    canvas.glow(x, y, radius * 1.5, "#ffffff", 0.95)
    canvas.disc(x, y, radius, "#05060d")
    spot = canvas.chance.uniform(-0.9, -0.4)
    canvas.glow(x + radius * math.cos(spot), y + radius * math.sin(spot), 70, "#ffffff", 1)
    _draw_land(canvas)
    for offset in (-36, 0, 30):
        _draw_person(canvas, 250 + offset)


def draw_avatar(canvas: Canvas) -> None:
    canvas.wash("#120b36", "#3a2372", "#b0568c")
    _draw_stars(canvas, 120)
    canvas.glow(200, 200, 190, "#ffe6c4", 0.5)
    canvas.disc(200, 200, 112, "#fbeccb")
    canvas.disc(246, 176, 98, "#33205f")
    for x, y, size in ((262, 150, 26), (300, 226, 14), (236, 236, 11)):
        _draw_spark(canvas, x, y, size)
    canvas.stroke(smooth([(112, 196), (124, 203), (136, 196)]), 5, "#8a5a3c")
    canvas.stroke(smooth([(118, 238), (132, 248), (150, 246)]), 5, "#b2564e")


SCENE = Scene(
    draw_avatar,
    {
        "moon": draw_moon,
        "milkyway": draw_milkyway,
        "meteor": draw_meteor,
        "aurora": draw_aurora,
        "tent": draw_tent,
        "eclipse": draw_eclipse,
    },
)


def _draw_sky(canvas: Canvas, stars: int = 150) -> None:
    canvas.wash(*canvas.chance.choice(SKIES))
    _draw_stars(canvas, stars)


def _draw_stars(canvas: Canvas, count: int) -> None:
    for _ in range(count):
        x, y = canvas.chance.uniform(0, canvas.width), canvas.chance.uniform(0, canvas.height * 0.8)
        color = canvas.chance.choice(["#ffffff", "#ffffff", "#cfdcff", "#ffe7c9"])
        canvas.disc(x, y, canvas.chance.choice([0.7, 0.9, 1.1, 1.8]), color, alpha=canvas.chance.uniform(0.4, 1))
    for _ in range(count // 30):
        _draw_spark(
            canvas,
            canvas.chance.uniform(0, canvas.width),
            canvas.chance.uniform(0, canvas.height * 0.55),
            canvas.chance.uniform(5, 11),
        )


def _draw_spark(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.glow(x, y, size * 2, "#ffffff", 0.35)
    points = [(x, y - size), (x + size * 0.14, y - size * 0.14), (x + size, y), (x + size * 0.14, y + size * 0.14)]
    canvas.polygon([*points, *((2 * x - px, 2 * y - py) for px, py in points)], "#ffffff")


def _draw_moon(canvas: Canvas, x: float, y: float, radius: float, *, phase: float) -> None:
    """`phase` is the share in shadow."""
    canvas.glow(x, y, radius * 2.6, "#ffe9c9", 0.5)
    canvas.lit(around(x, y, radius, sides=90), "#fff6e0", "#f3dcb4")
    for _ in range(13):
        angle, reach = canvas.chance.uniform(0, math.tau), radius * canvas.chance.uniform(0, 0.72)
        size = radius * canvas.chance.uniform(0.06, 0.2)
        cx, cy = x + reach * math.cos(angle), y + reach * math.sin(angle)
        canvas.disc(cx, cy, size, "#d9bd92", alpha=0.55)
        canvas.disc(cx + size * 0.12, cy + size * 0.14, size * 0.8, "#ecd4a8", alpha=0.7)
    if phase:
        rim = around(x, y, radius + 1, sides=90, turn=-math.pi / 2)
        terminator = [(x + (px - x) * (1 - 2 * phase), py) for px, py in rim[:46][::-1]]
        canvas.polygon([*rim[45:], rim[0], *terminator[::-1]], "#1c1c48", 0.9)


def _draw_land(canvas: Canvas) -> None:
    """Two ridges and a row of firs."""
    for depth, color in ((0, "#1a1a3f"), (1, "#0b0c20")):
        base = 740 + depth * 80
        ridge: list[Point] = [(x, base - canvas.chance.uniform(10, 120 - depth * 60)) for x in range(-40, 640, 85)]
        canvas.polygon([*(smooth(ridge) if depth else ridge), (640, 970), (-40, 970)], color)
    for _ in range(26):
        _draw_fir(
            canvas,
            canvas.chance.uniform(-20, 560),
            canvas.chance.uniform(850, 930),
            canvas.chance.uniform(50, 130),
            "#060713",
        )
    canvas.box(0, 905, 540, 60, "#060713")


def _draw_fir(canvas: Canvas, x: float, foot: float, tall: float, color: Color) -> None:
    outline = [(x, foot - tall)]
    for tier in range(1, 5):
        reach = tall * 0.075 * tier
        outline += [(x + reach, foot - tall * (1 - tier / 4)), (x + reach * 0.5, foot - tall * (1 - tier / 4))]
    left = [(2 * x - px, py) for px, py in outline[:0:-1]]
    canvas.polygon([*outline, *left], color)


def _draw_person(canvas: Canvas, x: float) -> None:
    """Somebody looking up, small and dark."""
    canvas.polygon(smooth([(x - 13, 836), (x - 11, 784), (x, 776), (x + 11, 784), (x + 13, 836)]), "#04050e")
    canvas.disc(x + 2, 765, 11, "#04050e")
    for side in (-7, 7):
        canvas.stroke([(x + side, 826), (x + side, 872)], 9, "#04050e")
