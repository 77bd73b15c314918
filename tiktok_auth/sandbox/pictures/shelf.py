"""Pottery: thrown forms with their glazes, lit from the left."""

from collections.abc import Sequence

from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, around, mix
from tiktok_auth.sandbox.pictures.portrait import draw_portrait
from tiktok_auth.sandbox.pictures.pottery import draw_plate, draw_twig, draw_vessel

# Wall, wood, clay, three glazes.
STUDIOS = [
    ("#e9dcc6", "#a9764a", "#c98d63", ("#2f5d73", "#f2ead9", "#8f3f2c")),
    ("#d5c3ad", "#6f4a33", "#b56f4a", ("#f4efe2", "#4a6b5d", "#d9a441")),
    ("#b9c4bd", "#8a6244", "#d0a27a", ("#1f3f55", "#e8d9b8", "#b5533c")),
    ("#3f4a4a", "#9c7048", "#c07f56", ("#e6dcc8", "#6f9aa0", "#d98b4a")),
    ("#e3b79a", "#7d4e36", "#b8653f", ("#fdf3e3", "#31566b", "#7a8a5a")),
]


def draw_vases(canvas: Canvas) -> None:
    _, _, clay, glazes = _set_studio(canvas, shelves=(365, 605, 845))
    for floor in (365, 605, 845):
        x = canvas.chance.uniform(62, 84)
        while x < 490:
            half = canvas.chance.uniform(36, 62)
            tall = canvas.chance.uniform(90, 190)
            form = canvas.chance.choice(["bottle", "urn", "moon", "cylinder", "tulip"])
            if form == "moon":
                tall = half * 2.1
            draw_vessel(canvas, x, floor, half, tall, form, clay, canvas.chance.choice([*glazes, clay]))
            if form == "bottle" and canvas.chance.random() < 0.5:
                draw_twig(canvas, x, floor - tall)
            x += half + canvas.chance.uniform(52, 82)


def draw_bowls(canvas: Canvas) -> None:
    _, _, clay, glazes = _set_studio(canvas, shelves=(790,))
    foot, half = 790.0, 205.0
    for number in range(canvas.chance.choice([4, 5])):
        tall = 118 - number * 12
        draw_vessel(canvas, 270 + canvas.chance.uniform(-9, 9), foot, half, tall, "bowl", clay, glazes[number % 3])
        foot, half = foot - tall * 0.74, half * 0.87
    draw_vessel(canvas, 270, foot, half * 0.6, 100, "moon", clay, glazes[1])


def draw_mugs(canvas: Canvas) -> None:
    _, _, clay, glazes = _set_studio(canvas, shelves=(330, 520, 710, 900))
    for floor in (330, 520, 710, 900):
        for column in range(4):
            x = 76 + column * 126
            color = canvas.chance.choice(glazes)
            canvas.ring(x + 44, floor - 50, 27, 11, mix(color, "#000000", 0.25), flat=1.15)
            draw_vessel(canvas, x, floor, 43, canvas.chance.uniform(84, 104), "cylinder", clay, color)


def draw_plates(canvas: Canvas) -> None:
    _, _, clay, glazes = _set_studio(canvas, shelves=())
    for row in range(4):
        for column in range(2):
            x, y = 145 + column * 250 + canvas.chance.uniform(-8, 8), 140 + row * 226 + column * 40
            draw_plate(
                canvas,
                x,
                y,
                canvas.chance.uniform(90, 112),
                clay,
                canvas.chance.choice(glazes),
                canvas.chance.choice(glazes),
            )


def draw_wheel(canvas: Canvas) -> None:
    _, wood, clay, glazes = _set_studio(canvas, shelves=(250,))
    for number, form in enumerate(("moon", "tulip", "urn", "bottle")):
        draw_vessel(canvas, 85 + number * 124, 250, 36, 84 + number * 14, form, clay, glazes[number % 3])
    canvas.lit([(0, 800), (540, 800), (540, 970), (0, 970)], mix(wood, "#000000", 0.1), mix(wood, "#000000", 0.5))
    canvas.shadow(around(270, 786, 220, flat=0.26), by=(12, 26), blur=18, alpha=0.5)
    canvas.disc(270, 790, 215, "#4a4a4c", flat=0.25)
    canvas.disc(270, 774, 215, "#8f8f8f", flat=0.25)
    for ring in range(5):
        canvas.ring(270, 774, 195 - ring * 36, 2, "#6f6f70", flat=0.25)
    half, tall = canvas.chance.uniform(110, 140), canvas.chance.uniform(210, 300)
    form = canvas.chance.choice(["tulip", "urn", "bowl", "bottle"])
    wet = mix(clay, "#5a3524", 0.28)
    canvas.disc(270, 770, half * 0.95, mix(wet, "#000000", 0.3), flat=0.22)
    draw_vessel(canvas, 270, 772, half, tall, form, wet, wet, spinning=True)
    for _ in range(16):
        canvas.disc(
            270 + canvas.chance.uniform(-200, 200),
            776 + canvas.chance.uniform(-38, 38),
            canvas.chance.uniform(2, 6),
            wet,
            flat=0.5,
        )


def draw_kiln(canvas: Canvas) -> None:
    canvas.wash("#3a241c", "#2a1813")
    for row in range(33):
        for column in range(-1, 7):
            brick = mix("#8a4a34", canvas.chance.choice(["#6b3426", "#a8603f", "#7a3d2c"]), canvas.chance.random())
            canvas.box(column * 92 + (row % 2) * 46, row * 30, 88, 26, brick, round=3)
    arch = [(80, 860), (80, 420), *around(270, 420, 190, sides=60)[30:], (460, 420), (460, 860)]
    canvas.glow(270, 560, 420, "#ff9a3c", 0.5)
    canvas.lit(
        [(64, 872), (64, 420), *around(270, 420, 206, sides=60)[30:], (476, 420), (476, 872)], "#5a2a1c", "#3a1a12"
    )
    canvas.lit(arch, "#7a1f0a", "#e8631c", "#ffb84a")
    for floor in (560, 700, 850):
        for number in range(3):
            x, half = 155 + number * 116 + canvas.chance.uniform(-10, 10), canvas.chance.uniform(32, 46)
            form = canvas.chance.choice(["moon", "urn", "bowl", "tulip", "cylinder"])
            draw_vessel(canvas, x, floor, half, canvas.chance.uniform(70, 112), form, "#b5451a", "#f08a3c")
        canvas.box(88, floor, 364, 9, "#5a2412")
    canvas.glow(270, 640, 260, "#ffd27a", 0.45)
    for _ in range(60):
        canvas.disc(
            canvas.chance.uniform(90, 450),
            canvas.chance.uniform(240, 850),
            canvas.chance.uniform(1, 2.6),
            "#ffe6a8",
            alpha=0.8,
        )


def draw_avatar(canvas: Canvas) -> None:
    draw_portrait(
        canvas,
        ground=("#dca57e", "#8f4f35"),
        skin="#b87a52",
        hair="#22160f",
        style="short",
        cloth="#31566b",
        extra="moustache",
    )


SCENE = Scene(
    draw_avatar,
    {
        "vases": draw_vases,
        "wheel": draw_wheel,
        "mugs": draw_mugs,
        "bowls": draw_bowls,
        "kiln": draw_kiln,
        "plates": draw_plates,
    },
)


def _set_studio(canvas: Canvas, *, shelves: Sequence[float]) -> tuple[str, str, str, tuple[str, str, str]]:
    wall, wood, clay, glazes = canvas.chance.choice(STUDIOS)
    canvas.wash(mix(wall, "#ffffff", 0.14), wall, mix(wall, "#000000", 0.16))
    canvas.haze([(0, 0), (260, 0), (420, 960), (0, 960)], "#fff3d8", blur=60, alpha=0.3)
    for y in shelves:
        canvas.shadow([(0, y + 18), (540, y + 18), (540, y + 46), (0, y + 46)], by=(0, 6), blur=12, alpha=0.35)
        canvas.lit(
            [(0, y), (540, y), (540, y + 20), (0, y + 20)], mix(wood, "#ffffff", 0.18), mix(wood, "#000000", 0.22)
        )
    return wall, wood, clay, glazes
