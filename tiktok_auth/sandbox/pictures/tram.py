"""A tram in a street: at night, at dawn, in rain, in snow; from the front or from the side."""

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, Scene, mix, smooth
from tiktok_auth.sandbox.pictures.tramcars import GROUND, draw_front, draw_tram


def draw_night(canvas: Canvas) -> None:
    canvas.wash("#0c1330", "#23265c", "#5a3f73", "#c9706a")
    canvas.glow(canvas.chance.uniform(120, 420), 220, 90, "#fff0d0", 0.8)
    _draw_street(canvas, walls=["#141a3c", "#1c2350", "#10152f"], window="#ffcf7a", lit=0.42, road="#1a1c3a")
    draw_tram(canvas, lamps=1)


def draw_dawn(canvas: Canvas) -> None:
    canvas.wash("#7fa6c9", "#f3c9a5", "#f7a072", "#ef7f62")
    canvas.glow(270, 520, 360, "#fff1c9", 0.9)
    canvas.disc(canvas.chance.uniform(200, 340), 430, 62, "#fff3d6")
    _draw_street(canvas, walls=["#7d5a78", "#a0637a", "#5c4a72"], window="#ffd9a0", lit=0.12, road="#6b4f68")
    draw_tram(canvas, lamps=0.35)


def draw_rain(canvas: Canvas) -> None:
    canvas.wash("#2b3d4b", "#476373", "#7f9a9d", "#a9b8ad")
    _draw_street(canvas, walls=["#2a3f4d", "#36505c", "#22333f"], window="#ffd68a", lit=0.34, road="#26353f")
    draw_tram(canvas, lamps=0.9)
    for x, tall in ((90, 90), (200, 130), (340, 130), (450, 90)):
        canvas.haze(
            [(x - 16, GROUND + 40), (x + 16, GROUND + 40), (x + 10, GROUND + 40 + tall), (x - 10, GROUND + 40 + tall)],
            "#ffdf9c",
            blur=8,
            alpha=0.5,
        )
    for _ in range(260):
        left, top, size = (
            canvas.chance.uniform(-20, 560),
            canvas.chance.uniform(-20, 960),
            canvas.chance.uniform(16, 44),
        )
        canvas.stroke([(left, top), (left - size * 0.22, top + size)], 1.4, "#e9f2f2", canvas.chance.uniform(0.15, 0.5))
    for _ in range(18):
        canvas.ring(
            canvas.chance.uniform(0, 540),
            canvas.chance.uniform(GROUND + 70, 950),
            canvas.chance.uniform(8, 20),
            1.2,
            "#e9f2f2",
            alpha=0.5,
            flat=0.3,
        )


def draw_snow(canvas: Canvas) -> None:
    canvas.wash("#3c4a78", "#8a93b8", "#c9c5d6", "#f1dfd6")
    _draw_street(canvas, walls=["#4a5378", "#5d6690", "#3d456b"], window="#ffd58c", lit=0.3, road="#dfe2ee", snowy=True)
    draw_tram(canvas, lamps=0.7, snowy=True)
    for _ in range(230):
        x, y = canvas.chance.uniform(0, 540), canvas.chance.uniform(0, 960)
        canvas.disc(x, y, canvas.chance.choice([1.6, 2.2, 3, 4.5]), "#ffffff", alpha=canvas.chance.uniform(0.5, 1))


def draw_avatar(canvas: Canvas) -> None:
    canvas.wash("#23265c", "#5a3f73", "#ef7f62")
    canvas.glow(200, 190, 200, "#ffd9a0", 0.5)
    draw_front(canvas, 200, 372, 200, ("#e8b23a", "#fdf3dc"), lamps=0.8)


SCENE = Scene(draw_avatar, {"night": draw_night, "dawn": draw_dawn, "rain": draw_rain, "snow": draw_snow})


def _draw_street(
    canvas: Canvas, *, walls: list[Color], window: Color, lit: float, road: Color, snowy: bool = False
) -> None:
    """Houses on both sides, lower towards the middle; cobbles, rails and the wire above."""
    for row, color in enumerate(walls):
        x = -30.0 - row * 20
        while x < 560:
            width = canvas.chance.uniform(78, 128)
            far = abs(x + width / 2 - 270) / 270
            top = GROUND - 130 - far * canvas.chance.uniform(260, 420) + row * 95 - (40 if row == 0 else 0)
            _draw_house(canvas, x, top, width, color, window, lit, snowy=snowy)
            x += width
    canvas.lit(
        [(-5, GROUND - 10), (545, GROUND - 10), (545, 970), (-5, 970)],
        mix(road, "#ffffff", 0.12),
        mix(road, "#000000", 0.3 - 0.2 * snowy),
    )
    for foot in (60, 175, 365, 480):
        canvas.stroke(
            [(270 + (foot - 270) * 0.55, GROUND - 8), (270 + (foot - 270) * 1.6, 970)],
            3.4,
            mix(road, "#ffffff" if not snowy else "#5a648c", 0.4),
        )
    for sag in (0, 34):
        canvas.stroke(
            smooth([(-10, 150 + sag), (140, 196 + sag), (270, 206 + sag), (400, 196 + sag), (550, 150 + sag)]),
            2,
            "#10121f",
            0.75,
        )


def _draw_house(
    canvas: Canvas, x: float, top: float, width: float, color: Color, window: Color, lit: float, *, snowy: bool
) -> None:
    canvas.lit(
        [(x, top), (x + width + 1, top), (x + width + 1, GROUND), (x, GROUND)],
        mix(color, "#ffffff", 0.06),
        mix(color, "#000000", 0.2),
    )
    roof: list[Point] = canvas.chance.choice([
        [(x - 4, top), (x + width / 2, top - width * 0.45), (x + width + 4, top)],
        [(x, top), (x + width * 0.2, top - 36), (x + width * 0.8, top - 36), (x + width, top)],
        [(x, top), (x, top - 12), (x + width, top - 12), (x + width, top)],
    ])  # fmt: skip
    canvas.polygon(roof, "#f4f5fb" if snowy else mix(color, "#000000", 0.25))
    columns = int(width // 26)
    for row in range(int((GROUND - top) // 44)):
        for column in range(columns):
            wx, wy = x + (column + 0.5) * width / columns - 7, top + 18 + row * 44
            shining = canvas.chance.random() < lit
            canvas.box(
                wx,
                wy,
                14,
                22,
                mix(window, "#ffffff", canvas.chance.random() * 0.3) if shining else mix(color, "#000000", 0.32),
                round=2,
            )
            if shining:
                canvas.glow(wx + 7, wy + 11, 24, window, 0.28)
