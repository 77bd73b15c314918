"""Music as things: a record, strings, tape, keys, a loudspeaker, a wave."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Scene, around, mix, smooth, tapered
from tiktok_auth.sandbox.pictures.portrait import draw_portrait

# Ground, second ground, light, accent, dark.
COVERS = [
    ("#d9613c", "#b8432f", "#f8e7c9", "#1f3f4a", "#17130f"),
    ("#2a5a63", "#1f4650", "#f5e3c0", "#e8a04a", "#0f1a1f"),
    ("#e5b34d", "#d2963a", "#fdf3dc", "#7d2e3a", "#20160f"),
    ("#3b2e5a", "#2b2146", "#f3dfd0", "#ef7f62", "#120d1f"),
    ("#dfe0d4", "#c4c9bd", "#fdfaf0", "#c9502f", "#1a1c1f"),
]
MIDDLE = (270, 480)


def draw_record(canvas: Canvas) -> None:
    _, second, light, accent, dark = _set_ground(canvas)
    canvas.shadow(around(*MIDDLE, 252, sides=80), by=(14, 28), blur=24, alpha=0.55)
    canvas.disc(*MIDDLE, 252, dark)
    for groove in range(34):
        canvas.ring(*MIDDLE, 246 - groove * 4.4, 1.2, mix(dark, "#ffffff", 0.1 + 0.07 * (groove % 5 == 0)))
    for start in (0.55, 0.55 + math.pi):
        for sheet in range(7):
            rim = [
                (MIDDLE[0] + 246 * math.cos(start + turn), MIDDLE[1] + 246 * math.sin(start + turn))
                for turn in (-0.03 * sheet, 0.03 * sheet)
            ]
            canvas.polygon([MIDDLE, *rim], "#ffffff", 0.035)
    canvas.disc(*MIDDLE, 92, accent)
    canvas.lit(around(*MIDDLE, 92, sides=60)[:31], mix(accent, light, 0.85), light)
    canvas.ring(*MIDDLE, 70, 2, dark, alpha=0.5)
    for line in range(3):
        canvas.box(MIDDLE[0] - 34 + line * 6, MIDDLE[1] + 28 + line * 13, 68 - line * 12, 5, dark, alpha=0.7, round=2)
    canvas.disc(*MIDDLE, 8, second)
    _draw_arm(canvas, light, dark)


def draw_strings(canvas: Canvas) -> None:
    """A bass from close by: neck at the top, body below."""
    _, _, light, accent, dark = _set_ground(canvas)
    wood = canvas.chance.choice(["#8a4a2a", "#c98d4f", accent, "#3a2a24"])
    body = smooth(
        [(-60, 560), (90, 500), (150, 560), (400, 560), (470, 500), (620, 560), (640, 1000), (-90, 1000)], closed=True
    )
    canvas.shadow(body, by=(0, -10), blur=20, alpha=0.5)
    canvas.lit(body, mix(wood, "#ffffff", 0.18), wood, mix(wood, "#000000", 0.35))
    canvas.shadow([(170, -20), (370, -20), (378, 690), (162, 690)], by=(10, 6), blur=14, alpha=0.45)
    canvas.lit([(172, -20), (368, -20), (376, 680), (164, 680)], "#2f1d15", "#4a2e20", "#2a1912", across=True)
    y, gap = 40.0, 128.0
    while y < 670:
        canvas.box(170 - y * 0.012, y, 200 + y * 0.024, 6, "#d9d2c0", round=3)
        canvas.disc(270, y + gap * 0.48, 9, light)
        y, gap = y + gap, gap * 0.92
    canvas.box(128, 742, 284, 74, dark, round=14)
    for string in range(4):
        canvas.disc(166 + string * 69, 779, 10, "#b9b9b4")
    canvas.box(120, 880, 300, 42, "#b9b9b4", round=8)
    plucked = canvas.chance.randrange(4)
    for string in range(4):
        top, foot = 196 + string * 49, 166 + string * 69
        if string == plucked:
            for swing in range(-6, 7):
                belly = smooth([(top, -20), ((top + foot) / 2 + swing * 3, 430), (foot, 900)])
                canvas.stroke(belly, 1.6, light, 0.32)
        else:
            canvas.polygon(tapered([(top + 5, -20), (foot + 5, 900)], 3, 5), "#000000", 0.3)
            canvas.polygon(tapered([(top, -20), (foot, 900)], 4 + string * 0.8, 5 + string), "#cfc6b0")


def draw_cassette(canvas: Canvas) -> None:
    ground, _, light, accent, dark = _set_ground(canvas)
    for number in range(3):
        lift, hue = number * 236, (accent, light, mix(ground, dark, 0.5))[number]
        x, y = 64 + canvas.chance.uniform(-16, 16), 140 + lift
        _draw_cassette(canvas, x, y, hue, light if number != 1 else accent, dark)
    tape = smooth(
        [
            (300, 300),
            (470, 360),
            (420, 430),
            (120, 470),
            (60, 560),
            (240, 610),
            (500, 640),
            (470, 760),
            (200, 800),
            (-20, 860),
        ]
    )
    canvas.polygon(tapered([(x + 4, y + 7) for x, y in tape], 9, 9), "#000000", 0.25)
    canvas.polygon(tapered(tape, 8, 8), "#4a2a1c")


def draw_waveform(canvas: Canvas) -> None:
    _, second, light, accent, _ = _set_ground(canvas)
    count = 30
    for row, (y, tall, color) in enumerate(((270, 110, light), (490, 180, accent), (730, 120, light))):
        phase, beat = canvas.chance.uniform(0, 6), canvas.chance.uniform(0.3, 0.6)
        for bar in range(count):
            swell = math.sin(math.pi * (bar + 0.5) / count) ** 0.7
            size = tall * swell * (0.18 + abs(math.sin(bar * beat + phase) * math.sin(bar * 1.7 + row)))
            x = 30 + bar * 16.4
            canvas.box(x + 3, y - size + 6, 10, size * 2, "#000000", alpha=0.18, round=5)
            canvas.box(x, y - size, 10, size * 2, mix(color, second, 0.35 * (bar % 4 == 0)), round=5)
    head = canvas.chance.uniform(120, 420)
    canvas.box(head, 120, 4, 740, light, alpha=0.9)
    canvas.disc(head + 2, 118, 12, light)


def draw_keys(canvas: Canvas) -> None:
    ground, _, light, accent, dark = _set_ground(canvas)
    canvas.shadow([(0, 300), (540, 300), (540, 860), (0, 860)], by=(0, 14), blur=22, alpha=0.5)
    canvas.box(0, 250, 540, 620, mix(dark, ground, 0.12))
    pressed = {canvas.chance.randrange(6), canvas.chance.randrange(6)}
    for key in range(6):
        x, down = key * 92 - 4, 16 if key in pressed else 0
        tint = accent if key in pressed else light
        canvas.lit(
            [(x, 320), (x + 88, 320), (x + 88, 830 + down), (x, 830 + down)],
            mix(tint, "#000000", 0.18),
            tint,
            mix(tint, "#ffffff", 0.25),
        )
        canvas.box(x, 818 + down, 88, 14, mix(tint, "#000000", 0.22), round=5)
    for key in (0, 1, 3, 4, 5):
        x = key * 92 + 56
        canvas.shadow([(x, 320), (x + 56, 320), (x + 56, 640), (x, 640)], by=(10, 14), blur=8, alpha=0.5)
        canvas.box(x, 320, 56, 318, dark, round=6)
        canvas.lit(
            [(x + 7, 320), (x + 49, 320), (x + 47, 612), (x + 9, 612)],
            mix(dark, "#ffffff", 0.08),
            mix(dark, "#ffffff", 0.26),
        )
    canvas.box(0, 306, 540, 16, accent)
    for knob in range(5):
        x = 62 + knob * 104
        canvas.disc(x + 3, 196, 33, "#000000", alpha=0.3)
        canvas.disc(x, 190, 33, mix(dark, "#ffffff", 0.14))
        angle = canvas.chance.uniform(-2.4, -0.7)
        canvas.stroke([(x, 190), (x + 27 * math.cos(angle), 190 + 27 * math.sin(angle))], 5, light)


def draw_speaker(canvas: Canvas) -> None:
    _, _, light, accent, dark = _set_ground(canvas)
    canvas.shadow([(70, 110), (470, 110), (470, 880), (70, 880)], by=(14, 26), blur=24, alpha=0.55)
    canvas.box(70, 110, 400, 770, mix(dark, "#ffffff", 0.07), round=22)
    canvas.box(86, 126, 368, 738, dark, round=14)
    for x, y, radius in ((270, 290, 92), (270, 618, 186)):
        canvas.disc(x, y, radius, mix(dark, "#ffffff", 0.26))
        canvas.disc(x, y, radius * 0.93, mix(dark, "#000000", 0.3))
        for ring in range(10):
            share = 0.9 - ring * 0.052
            canvas.disc(x, y, radius * share, mix(accent, dark, 0.28 + 0.42 * (ring % 2) + ring * 0.012))
        canvas.disc(x, y, radius * 0.34, mix(light, accent, 0.2))
        canvas.glow(x - radius * 0.12, y - radius * 0.14, radius * 0.3, "#ffffff", 0.6)
        for screw in range(8):
            angle = screw * math.tau / 8 + 0.2
            canvas.disc(x + radius * 0.965 * math.cos(angle), y + radius * 0.965 * math.sin(angle), 4, light)
    for wave in range(3):
        canvas.ring(270, 618, 232 + wave * 40, 4, light, alpha=0.4 - wave * 0.11)
    canvas.disc(140, 176, 8, "#6fd08a")
    canvas.glow(140, 176, 30, "#6fd08a", 0.7)


def draw_avatar(canvas: Canvas) -> None:
    draw_portrait(
        canvas,
        ground=("#4b8a8f", "#1f4650"),
        skin="#5f3a26",
        hair="#17100c",
        style="cap",
        cloth="#e8a04a",
        extra="headphones",
    )


SCENE = Scene(
    draw_avatar,
    {
        "record": draw_record,
        "strings": draw_strings,
        "cassette": draw_cassette,
        "waveform": draw_waveform,
        "keys": draw_keys,
        "speaker": draw_speaker,
    },
)


def _set_ground(canvas: Canvas) -> tuple[str, str, str, str, str]:
    """Two flat colours, parted as on the sleeves of the sixties."""
    ground, second, light, accent, dark = canvas.chance.choice(COVERS)
    canvas.wash(mix(ground, "#ffffff", 0.08), ground)
    kind = canvas.chance.choice(["half", "sun", "bars"])
    if kind == "half":
        canvas.polygon([(0, 960), (540, 480), (540, 960)], second)
    if kind == "sun":
        for ring in range(5):
            canvas.disc(270, 480, 470 - ring * 40, mix(ground, second, 0.25 * ring))
    for bar in range(5) if kind == "bars" else ():
        canvas.box(0, 560 + bar * 84, 540, 42, second)
    return ground, second, light, accent, dark


def _draw_arm(canvas: Canvas, light: str, dark: str) -> None:
    path = smooth([(470, 170), (474, 430), (440, 600), (372, 640)])
    canvas.polygon(tapered([(x + 8, y + 16) for x, y in path], 13, 11), "#000000", 0.35)
    canvas.polygon(tapered(path, 13, 11), mix(light, "#8f8f8f", 0.35))
    canvas.disc(470, 166, 40, "#000000", alpha=0.25)
    canvas.disc(468, 158, 38, mix(light, "#8f8f8f", 0.2))
    canvas.disc(468, 158, 20, dark)
    canvas.polygon([(384, 620), (396, 646), (352, 676), (340, 650)], dark)


def _draw_cassette(
    canvas: Canvas, x: float, y: float, color: str | tuple[int, int, int], label: str, dark: str
) -> None:
    corners = [(x, y), (x + 410, y), (x + 410, y + 208), (x, y + 208)]
    canvas.shadow(corners, by=(10, 18), blur=14, alpha=0.5)
    canvas.box(x, y, 410, 208, color, round=16)
    canvas.box(x + 22, y + 18, 366, 136, label, round=10)
    for line in range(2):
        canvas.box(x + 40, y + 34 + line * 16, 330 - line * 120, 4, dark, alpha=0.55)
    canvas.box(x + 22, y + 76, 366, 26, color, alpha=0.5)
    canvas.box(x + 104, y + 84, 202, 56, mix(dark, "#ffffff", 0.08), round=28)
    for reel in (140, 270):
        canvas.disc(x + reel, y + 112, 22, "#f4efe2")
        for tooth in range(6):
            angle = tooth * math.tau / 6
            canvas.disc(x + reel + 17 * math.cos(angle), y + 112 + 17 * math.sin(angle), 4, dark)
        canvas.disc(x + reel, y + 112, 8, dark)
    canvas.polygon(
        [(x + 84, y + 208), (x + 100, y + 166), (x + 310, y + 166), (x + 326, y + 208)], mix(color, "#000000", 0.28)
    )
