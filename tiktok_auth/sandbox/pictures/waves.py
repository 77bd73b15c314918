"""The sea around a lighthouse, in rows of waves."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, Scene, mix, smooth, tapered

# Sky from top to foot, far water, near water, foam.
WEATHERS: dict[str, list[tuple[tuple[Color, ...], Color, Color, Color]]] = {
    "noon": [
        (("#6fb5d6", "#b9e0e6", "#eef6ec"), "#7cc4c9", "#1d6f8c", "#ffffff"),
        (("#8cc0e8", "#cfe6f2", "#fdf6e6"), "#8fd0cf", "#2a6f9e", "#ffffff"),
    ],
    "sunset": [
        (("#2f2a5f", "#a04a74", "#f58a5b", "#ffd28a"), "#d9757a", "#2a2a5e", "#ffd9b0"),
        (("#1f3560", "#8a4f86", "#f0757a", "#fcc88a"), "#b8648a", "#1d2f5c", "#ffe0c0"),
    ],
    "storm": [
        (("#1c2530", "#3d4d5a", "#74838a"), "#5c727a", "#16262f", "#dfe9e6"),
        (("#202035", "#45475f", "#84829a"), "#646a84", "#191f33", "#e6e6f0"),
    ],
    "lighthouse": [
        (("#12203f", "#2f4674", "#8a7fa0", "#f0b48a"), "#4f6690", "#101f3d", "#c9d6ea"),
        (("#1a1840", "#4a3a70", "#b56f86", "#f6bd8f"), "#6a5c90", "#17183a", "#ecd0d8"),
    ],
    "boat": [
        (("#8fc4d9", "#d8ebe4", "#fdf0d5"), "#7fc0bd", "#1f6474", "#ffffff"),
        (("#f0b59a", "#f9d7b5", "#fdf0d8"), "#86b8b8", "#215f72", "#fff6e8"),
    ],
}


def draw_noon(canvas: Canvas) -> None:
    far, near, foam = _draw_sky(canvas, "noon")
    _draw_sun(canvas, 190, "#fffbe6", 54)
    for _ in range(4):
        _draw_cloud(
            canvas, canvas.chance.uniform(40, 500), canvas.chance.uniform(150, 380), canvas.chance.uniform(40, 74)
        )
    _draw_water(canvas, 500, far, near, foam, swell=10)
    _draw_gulls(canvas, 5)


def draw_sunset(canvas: Canvas) -> None:
    far, near, foam = _draw_sky(canvas, "sunset")
    x = _draw_sun(canvas, 430, "#fff1c4", 92)
    _draw_water(canvas, 500, far, near, foam, swell=13)
    for row in range(26):
        y = 508 + row * 15 + row**1.4 * 0.6
        half = 26 + row * 5 + canvas.chance.uniform(-14, 22)
        canvas.polygon(
            smooth([(x - half, y), (x, y - 3), (x + half, y), (x, y + 3)], closed=True),
            "#ffe6b0",
            max(0.12, 0.75 - row * 0.026),
        )
    _draw_gulls(canvas, 3)


def draw_storm(canvas: Canvas) -> None:
    far, near, foam = _draw_sky(canvas, "storm")
    for _ in range(9):
        x, y = canvas.chance.uniform(-40, 560), canvas.chance.uniform(60, 330)
        cloud = smooth(
            [(x - 150, y), (x - 60, y - 50), (x + 50, y - 40), (x + 150, y), (x + 40, y + 34), (x - 70, y + 30)],
            closed=True,
        )
        canvas.haze(cloud, canvas.chance.choice(["#10161d", "#8d9aa0"]), blur=18, alpha=0.5)
    if canvas.chance.random() < 0.6:
        x = canvas.chance.uniform(120, 420)
        bolt = [(x, 150), (x - 26, 260), (x + 6, 268), (x - 30, 380), (x + 2, 386), (x - 22, 486)]
        canvas.glow(x - 10, 320, 220, "#e6f0ff", 0.6)
        canvas.stroke(bolt, 5, "#ffffff")
    _draw_water(canvas, 480, far, near, foam, swell=42)
    for _ in range(150):
        x, y = canvas.chance.uniform(0, 580), canvas.chance.uniform(0, 960)
        canvas.stroke([(x, y), (x - 16, y + 34)], 1.3, "#ffffff", 0.25)


def draw_lighthouse(canvas: Canvas) -> None:
    far, near, foam = _draw_sky(canvas, "lighthouse")
    for _ in range(90):
        canvas.disc(
            canvas.chance.uniform(0, 540),
            canvas.chance.uniform(0, 420),
            canvas.chance.uniform(0.7, 1.7),
            "#ffffff",
            alpha=0.8,
        )
    x, foot = canvas.chance.uniform(200, 340), 610
    side = canvas.chance.choice([-1, 1])
    lamp = foot - 352
    for reach, spread, alpha in ((640, 120, 0.3), (600, 60, 0.3)):
        canvas.haze(
            [(x, lamp - 6), (x + side * reach, lamp - spread), (x + side * reach, lamp + spread * 0.6), (x, lamp + 6)],
            "#ffe9b0",
            blur=12,
            alpha=alpha,
        )
    _draw_water(canvas, 540, far, near, foam, swell=16, rows=3)
    rock = [
        (x - 210, foot + 90),
        (x - 140, foot + 20),
        (x - 84, foot - 4),
        (x + 74, foot - 8),
        (x + 150, foot + 34),
        (x + 230, foot + 96),
    ]
    canvas.lit([*rock, (x + 230, foot + 190), (x - 210, foot + 190)], "#3b3a50", "#14162a")
    _draw_tower(canvas, x, foot, "#f4ead8", "#b8432f")
    _draw_water(canvas, 690, mix(far, near, 0.5), near, foam, swell=18)


def draw_boat(canvas: Canvas) -> None:
    far, near, foam = _draw_sky(canvas, "boat")
    _draw_sun(canvas, 240, "#fffaf0", 60)
    _draw_cloud(canvas, 130, 330, 60)
    _draw_cloud(canvas, 420, 260, 48)
    _draw_water(canvas, 500, far, near, foam, swell=14, rows=3)
    x, y, hull = canvas.chance.uniform(230, 310), 640, canvas.chance.choice(["#c2452d", "#e0a23a", "#2f4f6b"])
    canvas.stroke([(x, y - 30), (x, y - 320)], 7, "#5a3d2a")
    left = smooth([(x - 8, y - 300), (x - 110, y - 150), (x - 140, y - 60)])
    canvas.lit([*left, (x - 8, y - 60)], "#ffffff", "#ead9c0")
    right = smooth([(x + 8, y - 270), (x + 70, y - 160), (x + 96, y - 60)])
    canvas.lit([*right, (x + 8, y - 60)], mix(hull, "#ffffff", 0.25), hull)
    body = [(x - 150, y - 36), (x + 156, y - 36), (x + 104, y + 34), (x - 104, y + 34)]
    canvas.lit(body, hull, mix(hull, "#000000", 0.4))
    canvas.box(x - 150, y - 40, 306, 11, "#fdf3e0", round=4)
    canvas.polygon([(x, y - 320), (x + 44, y - 306), (x, y - 292)], "#d9892f")
    _draw_water(canvas, 672, mix(far, near, 0.45), near, foam, swell=15)
    _draw_gulls(canvas, 4)


def draw_avatar(canvas: Canvas) -> None:
    canvas.wash("#2f4674", "#d9757a", "#ffd28a")
    canvas.disc(200, 150, 118, "#fff1c4", alpha=0.85)
    _draw_tower(canvas, 200, 330, "#f8efdc", "#b8432f", scale=0.78)
    for row in range(3):
        crest = smooth([(x, 318 + row * 30 + 9 * math.sin(x / 26 + row * 2)) for x in range(-10, 420, 14)])
        canvas.polygon([*crest, (420, 410), (-10, 410)], mix("#3f6f96", "#14284f", row / 2))
        canvas.polygon(tapered(crest, 5, 5), "#ffe6cf", 0.8)


SCENE = Scene(
    draw_avatar,
    {"lighthouse": draw_lighthouse, "sunset": draw_sunset, "storm": draw_storm, "boat": draw_boat, "noon": draw_noon},
)


def _draw_sky(canvas: Canvas, weather: str) -> tuple[Color, Color, Color]:
    sky, far, near, foam = canvas.chance.choice(WEATHERS[weather])
    canvas.wash(*sky, sky[-1])
    return far, near, foam


def _draw_sun(canvas: Canvas, y: float, color: Color, radius: float) -> float:
    x = canvas.chance.uniform(170, 370)
    canvas.glow(x, y, radius * 4, color, 0.6)
    canvas.disc(x, y, radius, color)
    return x


def _draw_cloud(canvas: Canvas, x: float, y: float, size: float) -> None:
    for offset, part in ((-1.1, 0.62), (-0.4, 0.95), (0.45, 0.8), (1.1, 0.5)):
        canvas.disc(x + offset * size, y - part * size * 0.4, part * size * 0.8, "#ffffff", alpha=0.85)
    canvas.box(x - 1.6 * size, y - size * 0.2, 3.1 * size, size * 0.5, "#ffffff", alpha=0.85, round=size * 0.25)


def _draw_water(
    canvas: Canvas, top: float, far: Color, near: Color, foam: Color, *, swell: float, rows: int = 9
) -> None:
    """Row behind row, each with its crest; the nearer, the larger and the darker."""
    canvas.box(0, top, 540, 960 - top, far)
    for row in range(rows):
        share = row / 8
        y, size = top + 16 + row * 34 + row**2 * 3.4, swell * (0.35 + share)
        length, phase = 60 + row * 17, canvas.chance.uniform(0, math.tau)
        crest: list[Point] = [
            (x, y - size * abs(math.sin(x / length + phase)) ** 1.5 * (1 + 0.25 * math.sin(x / 90 + row)))
            for x in range(-10, 560, 8)
        ]
        color = mix(far, near, share)
        canvas.lit([*crest, (560, 970), (-10, 970)], mix(color, foam, 0.16), color, mix(color, "#000000", 0.15))
        canvas.polygon(tapered(crest, 2 + share * 5, 2 + share * 5), foam, 0.75)
        canvas.polygon(tapered([(x, py + 9 + share * 9) for x, py in crest], 1.5, 1.5 + share * 2), foam, 0.3)


def _draw_tower(canvas: Canvas, x: float, foot: float, wall: Color, stripe: Color, *, scale: float = 1) -> None:
    tall, wide, thin = 310 * scale, 56 * scale, 36 * scale
    for part in range(5):
        low, high = part / 5, (part + 1) / 5
        half = [wide + (thin - wide) * share for share in (low, high)]
        color = stripe if part % 2 else wall
        block = [
            (x - half[0], foot - tall * low),
            (x + half[0], foot - tall * low),
            (x + half[1], foot - tall * high),
            (x - half[1], foot - tall * high),
        ]
        canvas.lit(block, mix(color, "#000000", 0.22), color, mix(color, "#000000", 0.38), across=True)
    canvas.box(x - 46 * scale, foot - tall - 10 * scale, 92 * scale, 12 * scale, "#22223a", round=3)
    canvas.box(x - 25 * scale, foot - tall - 62 * scale, 50 * scale, 54 * scale, "#ffe9b0", round=4)
    canvas.glow(x, foot - tall - 36 * scale, 130 * scale, "#ffe9b0", 0.9)
    for bar in (-25, -9, 7, 22):
        canvas.box(x + bar * scale, foot - tall - 62 * scale, 3 * scale, 54 * scale, "#22223a")
    canvas.polygon(
        [
            (x - 34 * scale, foot - tall - 60 * scale),
            (x, foot - tall - 98 * scale),
            (x + 34 * scale, foot - tall - 60 * scale),
        ],
        stripe,
    )
    for share in (0.3, 0.62):
        canvas.box(x - 7 * scale, foot - tall * share, 14 * scale, 22 * scale, "#22223a", round=6 * scale)


def _draw_gulls(canvas: Canvas, count: int) -> None:
    for _ in range(count):
        x, y, size = canvas.chance.uniform(60, 480), canvas.chance.uniform(200, 420), canvas.chance.uniform(12, 24)
        wings = smooth(
            [
                (x - size, y - size * 0.3),
                (x - size * 0.4, y - size * 0.5),
                (x, y),
                (x + size * 0.4, y - size * 0.5),
                (x + size, y - size * 0.3),
            ]
        )
        canvas.stroke(wings, 2.6, "#ffffff" if canvas.chance.random() < 0.5 else "#2b3348", 0.9)
