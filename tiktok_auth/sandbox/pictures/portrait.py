"""Faces for avatars: flat colour, few features, somebody all the same."""

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, around, mix, smooth

FACE = [
    (136, 165),
    (142, 105),
    (200, 78),
    (258, 105),
    (264, 165),
    (254, 222),
    (228, 258),
    (200, 268),
    (172, 258),
    (146, 222),
]
HAIR_BEHIND = {
    "afro": [
        (82, 190),
        (78, 110),
        (130, 48),
        (200, 30),
        (270, 48),
        (322, 110),
        (318, 190),
        (280, 232),
        (200, 210),
        (120, 232),
    ],
    "long": [
        (118, 330),
        (112, 160),
        (140, 80),
        (200, 52),
        (260, 80),
        (288, 160),
        (282, 330),
        (240, 350),
        (200, 300),
        (160, 350),
    ],
    "bun": [(124, 190), (122, 120), (160, 72), (200, 62), (240, 72), (278, 120), (276, 190), (200, 160)],
}
HAIR_BEFORE = {
    "afro": [
        (132, 160),
        (128, 112),
        (160, 78),
        (200, 70),
        (240, 78),
        (272, 112),
        (268, 160),
        (250, 120),
        (200, 106),
        (150, 120),
    ],
    "long": [
        (132, 200),
        (128, 120),
        (165, 74),
        (200, 66),
        (240, 76),
        (272, 120),
        (268, 200),
        (250, 130),
        (190, 112),
        (158, 130),
    ],
    "bun": [
        (134, 158),
        (134, 108),
        (170, 74),
        (200, 68),
        (234, 76),
        (268, 110),
        (266, 158),
        (240, 112),
        (190, 104),
        (160, 116),
    ],
    "short": [
        (130, 168),
        (124, 110),
        (158, 62),
        (205, 50),
        (254, 66),
        (276, 112),
        (270, 168),
        (256, 116),
        (215, 122),
        (150, 112),
    ],
    "cap": [(128, 128), (134, 84), (200, 46), (266, 84), (272, 128), (200, 116)],
}


def draw_portrait(
    canvas: Canvas, *, ground: tuple[Color, Color], skin: Color, hair: Color, style: str, cloth: Color, extra: str = ""
) -> None:
    """Head and shoulders before a plain ground; `style` names the hair, `extra` what they wear or have on the face."""
    canvas.wash(*ground)
    canvas.disc(200, 205, 165, mix(ground[0], "#ffffff", 0.22), alpha=0.55)
    if style in HAIR_BEHIND:
        canvas.lit(smooth(HAIR_BEHIND[style], closed=True), hair, mix(hair, "#000000", 0.3))
    if style == "bun":
        canvas.disc(200, 52, 36, hair)
    _draw_shoulders(canvas, skin, cloth)
    for x in (134, 266):
        canvas.disc(x, 182, 15, mix(skin, "#000000", 0.08), flat=1.3)
    canvas.lit(smooth(FACE, closed=True), mix(skin, "#ffffff", 0.08), skin, mix(skin, "#000000", 0.06))
    if extra == "beard":
        _draw_beard(canvas, hair)
    _draw_features(canvas, skin, hair)
    canvas.lit(smooth(HAIR_BEFORE[style], closed=True), mix(hair, "#ffffff", 0.1), hair)
    _draw_extra(canvas, extra, hair)


def _draw_shoulders(canvas: Canvas, skin: Color, cloth: Color) -> None:
    body = smooth(
        [(20, 430), (48, 350), (120, 312), (168, 296), (200, 306), (232, 296), (280, 312), (352, 350), (380, 430)]
    )
    canvas.lit(body, cloth, mix(cloth, "#000000", 0.18))
    neck = [(168, 230), (168, 284), (160, 304), (200, 322), (240, 304), (232, 284), (232, 230)]
    canvas.lit(smooth(neck, closed=True, steps=6), mix(skin, "#2a0f08", 0.34), mix(skin, "#2a0f08", 0.22), skin)


def _draw_features(canvas: Canvas, skin: Color, hair: Color) -> None:
    dark = mix(hair, "#1a0f0a", 0.7)
    for side in (-1, 1):
        x = 200 + side * 32
        canvas.stroke(smooth([(x - 15, 174), (x, 182), (x + 15, 174)]), 4.5, dark)
        canvas.stroke(smooth([(x - 17, 150 - side * 1), (x, 143), (x + 17, 150 + side * 1)]), 5, mix(hair, skin, 0.15))
        canvas.glow(200 + side * 44, 206, 24, "#e0563f", 0.32)
    canvas.stroke(smooth([(200, 178), (206, 206), (194, 209)]), 3.5, mix(skin, "#3a1206", 0.35))
    mouth = smooth([(174, 226), (200, 234), (226, 226), (200, 248)], closed=True)
    canvas.polygon(mouth, mix(skin, "#8a1d22", 0.75))


def _draw_beard(canvas: Canvas, hair: Color) -> None:
    jaw = [
        (134, 180),
        (146, 232),
        (170, 268),
        (200, 280),
        (230, 268),
        (254, 232),
        (266, 180),
        (244, 214),
        (200, 212),
        (156, 214),
    ]
    canvas.polygon(smooth(jaw, closed=True), hair)


def _draw_extra(canvas: Canvas, extra: str, hair: Color) -> None:
    if extra == "earrings":
        for x in (130, 270):
            canvas.ring(x, 224, 17, 5, "#f1c04c")
    if extra == "moustache":
        whiskers = [(160, 226), (182, 212), (200, 216), (218, 212), (240, 226), (218, 226), (200, 222), (182, 226)]
        canvas.polygon(smooth(whiskers, closed=True), hair)
    if extra == "headphones":
        canvas.stroke(smooth([(122, 160), (134, 84), (200, 40), (266, 84), (278, 160)]), 13, "#f0e4cf")
        for x in (122, 278):
            canvas.box(x - 20, 148, 40, 74, "#f0e4cf", round=18)
            canvas.box(x - 13, 156, 26, 58, "#c4472c", round=13)
    if extra == "flower":
        for x, y in ((264, 96), (282, 112), (276, 134), (254, 134), (246, 112)):
            canvas.disc(x, y, 15, "#f2e3c6")
        canvas.polygon(around(264, 116, 10), "#d9892f")
