"""A sitting cat, and the fish it thinks of."""

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, mix, smooth, tapered, turned

FURS = ["#2a2530", "#e8a55c", "#f3ece0", "#6b6470", "#c9803f", "#3b3340"]
SITTING: list[Point] = [
    (-44, 0), (-48, -42), (-34, -92), (-30, -120), (-44, -142), (-42, -186), (-22, -164), (0, -168), (22, -164),
    (42, -186), (44, -142), (30, -120), (36, -88), (50, -40), (46, 0),
]  # fmt: skip


def draw_cat(canvas: Canvas, x: float, foot: float, scale: float, fur: Color, *, facing: bool) -> None:
    """Sitting, seen from the front or, looking at whatever we look at, from behind."""
    side = canvas.chance.choice([-1, 1])
    tail = smooth(
        [
            (x + side * 38 * scale, foot - 8 * scale),
            (x + side * 84 * scale, foot - 14 * scale),
            (x + side * 92 * scale, foot - 58 * scale),
            (x + side * 76 * scale, foot - 84 * scale),
        ]
    )
    canvas.polygon(tapered(tail, 17 * scale, 9 * scale), mix(fur, "#000000", 0.12))
    outline = smooth([(x + px * scale, foot + py * scale) for px, py in SITTING], steps=5)
    canvas.lit(outline, mix(fur, "#ffffff", 0.1), fur, mix(fur, "#000000", 0.2))
    for ear in (-1, 1):
        canvas.polygon(
            [
                (x + ear * 38 * scale, foot - 175 * scale),
                (x + ear * 36 * scale, foot - 152 * scale),
                (x + ear * 24 * scale, foot - 160 * scale),
            ],
            mix(fur, "#e89a8f", 0.45),
        )
    if facing:
        _draw_face(canvas, x, foot, scale, fur)


def _draw_face(canvas: Canvas, x: float, foot: float, scale: float, fur: Color) -> None:
    canvas.disc(x, foot - 46 * scale, 21 * scale, mix(fur, "#ffffff", 0.35), flat=1.7, alpha=0.8)
    for eye in (-1, 1):
        canvas.disc(x + eye * 17 * scale, foot - 138 * scale, 8 * scale, "#f4d35e")
        canvas.disc(x + eye * 17 * scale, foot - 138 * scale, 3.4 * scale, "#14101a", flat=2)
        canvas.stroke(
            [(x + eye * 6 * scale, foot - 2), (x + eye * 6 * scale, foot - 34 * scale)], 2, mix(fur, "#000000", 0.35)
        )
        for whisker in (-1, 1):
            canvas.stroke(
                [
                    (x + eye * 22 * scale, foot - 122 * scale),
                    (x + eye * 52 * scale, foot - (122 - whisker * 7) * scale),
                ],
                1.2,
                mix(fur, "#ffffff", 0.6),
                0.8,
            )
    canvas.disc(x, foot - 125 * scale, 4.5 * scale, "#d9705f", flat=0.7)
    canvas.stroke(
        smooth([(x - 22 * scale, foot - 108 * scale), (x, foot - 99 * scale), (x + 22 * scale, foot - 108 * scale)]),
        5 * scale,
        canvas.chance.choice(["#c2452d", "#2f7f86", "#e8b03f"]),
    )


def draw_mackerel(canvas: Canvas, x: float, y: float, color: str) -> None:
    body = turned(
        smooth([(-44, 0), (-10, -17), (30, -10), (44, 0), (30, 10), (-10, 17)], closed=True), 0.5, about=(x, y)
    )
    tail = turned([(36, 0), (62, -16), (54, 0), (62, 16)], 0.5, about=(x, y))
    canvas.polygon([(px + 3, py + 6) for px, py in body], "#000000", 0.25)
    canvas.polygon(tail, mix(color, "#000000", 0.2))
    canvas.lit(body, mix(color, "#000000", 0.12), color, mix(color, "#ffffff", 0.6))
    eye = turned([(-32, -3)], 0.5, about=(x, y))[0]
    canvas.disc(*eye, 3.4, "#14101a")
