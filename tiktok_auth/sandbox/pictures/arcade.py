"""Old games: drawn dot by dot, blown up, with the lines of a tube."""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageFilter

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Scene, mix

DOT = 10
COLUMNS, ROWS = 54, 96
# Night, the far, the near, four lights.
PALETTES = [
    ("#10071f", "#2a1147", "#4a1d6b", ("#4dffa6", "#ffd23f", "#ff5d8f", "#57c7ff")),
    ("#06121f", "#0d2a45", "#14506b", ("#7dffea", "#ff9f45", "#f2f25c", "#c77dff")),
    ("#1a0a12", "#40142b", "#7a2140", ("#ffe066", "#5ef2b1", "#ff8552", "#ff5c8a")),
]
SHIP = ["......#......", ".....###.....", "..#..###..#..", "..#.#####.#..", ".###########.", "##.##.#.##.##"]
HERO = ["..####..", ".######.", ".#.##.#.", ".######.", "..####..", ".######.", "##.##.##", "..#..#..", ".##..##."]
FACE = [
    "...w....w...",
    "...#....#...",
    ".##########.",
    "############",
    "##oo####oo##",
    "##ow####ow##",
    "############",
    "###o####o###",
    "####oooo####",
    ".##########.",
]
ROBOT = ["...##...", "...##...", ".######.", "########", "##.##.##", "##.##.##", "########", ".######.", "##....##"]
HEART = [".##.##.", "#######", "#######", ".#####.", "..###..", "...#..."]
DIGITS = [
    "###|#.#|#.#|#.#|###",
    ".#.|##.|.#.|.#.|###",
    "###|..#|###|#..|###",
    "###|..#|###|..#|###",
    "#.#|#.#|###|..#|..#",
]


def draw_invaders(canvas: Canvas) -> None:
    night, far, _, lights = _start(canvas)
    for row in range(5):
        shape = _invent_creature(canvas)
        for column in range(4):
            if canvas.chance.random() < 0.88:
                _sprite(canvas, shape, 2 + column * 13 + row % 2, 20 + row * 11, lights[row % 4])
    for x in (5, 22, 39):
        _dots(canvas, x, 76, 10, 6, mix(far, lights[0], 0.6))
        _dots(canvas, x + 3, 79, 4, 3, night)
        for _ in range(5):
            _dots(canvas, x + canvas.chance.randint(0, 9), 76 + canvas.chance.randint(0, 3), 1, 1, night)
    ship = canvas.chance.randint(6, 36)
    _sprite(canvas, SHIP, ship, 85, lights[0])
    _dots(canvas, ship + 6, canvas.chance.randint(60, 74), 1, 5, "#ffffff")
    _finish(canvas, lights)


def draw_platform(canvas: Canvas) -> None:
    _, far, near, lights = _start(canvas)
    for hill in range(4):
        middle, size = 4 + hill * 16, 10 + canvas.chance.randint(0, 8)
        for step in range(size):
            _dots(canvas, middle - (size - step), 82 - step * 2, 2 * (size - step), 2, mix(far, near, hill % 2 * 0.6))
    steps = [(2, 76), (16, 66), (31, 57), (18, 46), (3, 37), (24, 30)]
    for number, (x, y) in enumerate(steps):
        width = canvas.chance.randint(11, 16)
        _dots(canvas, x, y, width, 2, lights[0])
        _dots(canvas, x, y + 2, width, 3, mix(near, lights[2], 0.35))
        for brick in range(0, width, 4):
            _dots(canvas, x + brick, y + 3, 1, 1, far)
        if number % 2:
            for coin in range(3):
                _dots(canvas, x + 2 + coin * 4, y - 5, 2, 3, lights[1])
    x, y = canvas.chance.choice(steps[:4])
    _sprite(canvas, HERO, x + 3, y - 9, lights[2])
    _sprite(canvas, ROBOT, steps[5][0] + 3, steps[5][1] - 8, lights[3])
    _dots(canvas, 0, 84, COLUMNS, 2, lights[0])
    _dots(canvas, 0, 86, COLUMNS, 10, mix(near, lights[2], 0.3))
    for number in range(26):
        _dots(canvas, number * 5 % COLUMNS, 88 + number * 3 % 8, 2, 1, far)
    _finish(canvas, lights)


def draw_maze(canvas: Canvas) -> None:
    _, far, _, lights = _start(canvas)
    wall = lights[3]
    half = [[canvas.chance.random() < 0.42 for _ in range(4)] for _ in range(10)]
    for row, line in enumerate(half):
        for column, blocked in enumerate([*line, *line[::-1]]):
            x, y = 3 + column * 6, 20 + row * 6
            _dots(canvas, x + 2, y + 2, 2, 2, lights[1] if (row + column) % 5 else "#ffffff")
            if blocked:
                _dots(canvas, x, y, 6, 6, wall)
                _dots(canvas, x + 1, y + 1, 4, 4, far)
    for side in (0, 1):
        _dots(canvas, 1 + side * 51, 18, 1, 64, wall)
        _dots(canvas, 1, 18 + side * 63, 52, 1, wall)
    for number, color in enumerate((lights[2], lights[0], lights[3])):
        _sprite(
            canvas,
            ROBOT,
            8 + number * 14,
            27 + canvas.chance.randint(0, 5) * 6 + number * 6,
            mix(color, "#ffffff", 0.15),
        )
    _sprite(canvas, HERO, canvas.chance.randint(2, 6) * 6 + 2, 67, lights[1])
    _finish(canvas, lights)


def draw_bricks(canvas: Canvas) -> None:
    _, _, near, lights = _start(canvas)
    for row in range(9):
        color = mix(lights[row // 3], lights[(row // 3 + 1) % 4], row % 3 / 3)
        for column in range(6):
            if canvas.chance.random() < 0.97 - row * 0.065:
                x, y = 1 + column * 9, 18 + row * 4
                _dots(canvas, x, y, 8, 3, color)
                _dots(canvas, x, y, 8, 1, mix(color, "#ffffff", 0.4))
                _dots(canvas, x, y + 2, 8, 1, mix(color, "#000000", 0.3))
    paddle = canvas.chance.randint(8, 34)
    _dots(canvas, paddle, 84, 12, 2, lights[3])
    _dots(canvas, paddle, 84, 12, 1, "#ffffff")
    for trail in range(9):
        share = trail / 9
        _dots(canvas, paddle + 8 + trail * 2, 80 - trail * 3, 2, 2, mix("#ffffff", near, 1 - share))
    _dots(canvas, paddle + 26, 53, 2, 2, "#ffffff")
    _finish(canvas, lights)


def draw_racer(canvas: Canvas) -> None:
    night, far, near, lights = _start(canvas)
    horizon, bend = 44, canvas.chance.choice([-1, 1]) * canvas.chance.uniform(0.006, 0.013)
    for line in range(15):
        reach = round(math.sqrt(15**2 - (15 - line) ** 2))
        if line < 6 or line % 3:
            _dots(canvas, 27 - reach, horizon - 15 + line, reach * 2, 1, mix(lights[2], lights[1], line / 15))
    for tower in (-2, 3, 8, 41, 46, 51):
        tall = canvas.chance.randint(5, 14)
        _dots(canvas, tower, horizon - tall, 5, tall, mix(far, night, 0.4))
        for floor in range(1, tall, 2):
            _dots(canvas, tower + canvas.chance.randint(1, 3), horizon - floor, 1, 1, lights[1])
    for row in range(horizon, ROWS):
        depth = (row - horizon + 1) / (ROWS - horizon)
        middle, half = 27 + bend * (ROWS - row) ** 2, 1 + 25 * depth
        band = int(9 / depth + 0.5) % 2
        _dots(canvas, 0, row, COLUMNS, 1, mix(near, far, 0.35 + 0.3 * band))
        _dots(
            canvas,
            round(middle - half - 2 * depth),
            row,
            round(half * 2 + 4 * depth),
            1,
            "#ffffff" if band else lights[2],
        )
        _dots(canvas, round(middle - half), row, round(half * 2), 1, mix("#2a2838", night, 0.3 * band))
        if band:
            _dots(canvas, round(middle - depth), row, max(1, round(depth * 2)), 1, lights[1])
    car = 19
    _dots(canvas, car, 78, 16, 5, lights[2])
    _dots(canvas, car + 3, 74, 10, 4, mix(lights[2], "#000000", 0.35))
    _dots(canvas, car + 4, 75, 8, 2, lights[3])
    for wheel in (car - 1, car + 13):
        _dots(canvas, wheel, 82, 4, 4, "#0b0a12")
        _dots(canvas, wheel + 1, 79, 2, 1, lights[1])
    _finish(canvas, lights)


def draw_avatar(canvas: Canvas) -> None:
    for row in range(40):
        _dots(canvas, 0, row, 40, 1, mix("#3a1a63", "#10071f", row / 40))
    for y, line in enumerate(FACE):
        paints: dict[str, Color] = {"#": mix("#4dffa6", "#57c7ff", y / 9), "o": "#160a2b", "w": "#ffd23f"}
        for x, dot in enumerate(line):
            if dot in paints:
                _dots(canvas, 2 + x * 3, 5 + y * 3, 3, 3, paints[dot])
    _tube(canvas)


SCENE = Scene(
    draw_avatar,
    {
        "invaders": draw_invaders,
        "platform": draw_platform,
        "maze": draw_maze,
        "bricks": draw_bricks,
        "racer": draw_racer,
    },
)


def _start(canvas: Canvas) -> tuple[str, str, str, Sequence[str]]:
    night, far, near, lights = canvas.chance.choice(PALETTES)
    for row in range(ROWS):
        _dots(canvas, 0, row, COLUMNS, 1, mix(night, far, row / ROWS))
    for _ in range(60):
        color = canvas.chance.choice([*lights, "#ffffff"])
        _dots(
            canvas,
            canvas.chance.randint(0, 53),
            canvas.chance.randint(0, 90),
            1,
            1,
            mix(far, color, canvas.chance.uniform(0.2, 0.8)),
        )
    return night, far, near, lights


def _finish(canvas: Canvas, lights: Sequence[str]) -> None:
    """Points and lives at the top, then the glow and the lines."""
    for place in range(6):
        _sprite(canvas, canvas.chance.choice(DIGITS).split("|"), 3 + place * 4, 7, lights[1])
    for life in range(3):
        _sprite(canvas, HEART, 29 + life * 8, 7, lights[2])
    _tube(canvas)


def _tube(canvas: Canvas) -> None:
    small = canvas.image.resize((canvas.width // 4, canvas.height // 4), Image.Resampling.BOX)
    bloom = small.filter(ImageFilter.GaussianBlur(4)).resize(canvas.image.size, Image.Resampling.BILINEAR)
    canvas.image.paste(ImageChops.screen(canvas.image, bloom.point(lambda level: level * 0.55)))
    for y in range(0, canvas.height, 5):
        canvas.box(0, y, canvas.width, 1.5, "#000000", alpha=0.22)


def _sprite(canvas: Canvas, rows: Sequence[str], left: int, top: int, color: Color) -> None:
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            if dot == "#":
                _dots(canvas, left + x, top + y, 1, 1, color)


def _invent_creature(canvas: Canvas) -> list[str]:
    """Half of it by chance, the other half its mirror; eyes and a body keep it alive."""
    rows = []
    for y in range(8):
        half = "".join("#" if canvas.chance.random() < (0.8 if 2 <= y <= 5 else 0.42) else "." for _ in range(4))
        half = half[:2] + ("." if y == 3 else "#" if 2 <= y <= 5 else half[2]) + half[3]
        middle = "#" if 1 <= y <= 5 else "."
        rows.append(half + middle * 2 + half[::-1])
    return rows


def _dots(canvas: Canvas, x: int, y: int, width: int, height: int, color: Color) -> None:
    canvas.box(x * DOT, y * DOT, width * DOT, height * DOT, color)
