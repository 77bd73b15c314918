"""Dance: a dark stage, beams of light, a figure and cloth that moves."""

import math

from tiktok_auth.sandbox.pictures.canvas import Canvas, Color, Point, Scene, around, mix, smooth, tapered
from tiktok_auth.sandbox.pictures.portrait import draw_portrait

# Back of the stage, its floor, the light, the cloth, a second cloth.
NIGHTS = [
    ("#2a0f2e", "#5b1f3d", "#ffc98a", "#e84a5f", "#f6a04d"),
    ("#0f2236", "#1f4a5c", "#ffe3b0", "#f2a93b", "#e4572e"),
    ("#34101a", "#7a2a22", "#ffd9a8", "#f4c95d", "#e8704a"),
    ("#102b2a", "#1f5a4f", "#ffeec4", "#e9c46a", "#d1495b"),
    ("#231942", "#5e548e", "#ffd6e0", "#f5c0d0", "#e0709a"),
]
FLOOR = 760
# Joints about the hips, in units of a figure 380 high: head, chest, left hand by its elbow, right hand by its elbow.
POSES: list[dict[str, list[Point]]] = [
    {"spine": [(0, 0), (-8, -60), (6, -118)], "head": [(14, -158)],
     "left": [(2, -112), (-58, -142), (-96, -214)], "right": [(8, -112), (66, -128), (128, -168)]},
    {"spine": [(0, 0), (16, -58), (2, -116)], "head": [(-8, -156)],
     "left": [(-2, -110), (-70, -96), (-138, -128)], "right": [(6, -110), (48, -170), (30, -246)]},
    {"spine": [(0, 0), (-14, -56), (-30, -108)], "head": [(-52, -142)],
     "left": [(-34, -102), (-96, -84), (-150, -40)], "right": [(-24, -104), (34, -150), (92, -206)]},
    {"spine": [(0, 0), (4, -60), (0, -118)], "head": [(0, -160)],
     "left": [(-6, -112), (-62, -150), (-24, -226)], "right": [(6, -112), (62, -150), (24, -226)]},
]  # fmt: skip


def draw_veil(canvas: Canvas) -> None:
    light, cloth, second = _set_stage(canvas)
    pose = canvas.chance.choice(POSES[:2])
    side = canvas.chance.choice([-1, 1])
    _draw_cloth(
        canvas, [(-90, 300), (120, 250), (270 + side * 60, 420), (460, 300), (640, 380)], mix(cloth, second, 0.5), 120
    )
    _draw_dancer(canvas, 270, 585, 1.15, pose, dress=cloth, side=side)
    hand = _hand(pose, "right", 270, 585, 1.15, side)
    _draw_cloth(
        canvas,
        [
            hand,
            (hand[0] + side * 90, hand[1] + 110),
            (hand[0] + side * 20, hand[1] + 300),
            (270 - side * 120, 700),
            (270 - side * 330, 640),
        ],
        second,
        105,
    )
    _draw_dust(canvas, light)


def draw_solo(canvas: Canvas) -> None:
    light, cloth, _ = _set_stage(canvas)
    _draw_dancer(canvas, 270, 590, 1.3, canvas.chance.choice(POSES), dress=cloth, side=canvas.chance.choice([-1, 1]))
    _draw_dust(canvas, light)


def draw_duo(canvas: Canvas) -> None:
    light, cloth, second = _set_stage(canvas)
    first, other = canvas.chance.sample(POSES, 2)
    _draw_cloth(canvas, [(-40, 520), (150, 430), (270, 520), (400, 430), (590, 520)], mix(cloth, second, 0.5), 60)
    _draw_dancer(canvas, 175, 600, 1.05, first, dress=cloth, side=1)
    _draw_dancer(canvas, 375, 610, 1.05, other, dress=second, side=-1)
    _draw_dust(canvas, light)


def draw_lights(canvas: Canvas) -> None:
    """The stage before the show: curtains, lamps and nobody."""
    light, cloth, _ = _set_stage(canvas)
    for edge in (-1, 1):
        for fold in range(9):
            near, far = fold * 24, fold * 24 + 26
            sway = 14 * math.sin(fold)
            x = (0, 540)[edge > 0]
            columns = [
                (x - edge * near, -10),
                (x - edge * far, -10),
                (x - edge * (far + sway - fold * 5), 800),
                (x - edge * (near + sway - fold * 5), 800),
            ]
            canvas.lit(columns, mix(cloth, "#000000", 0.55), cloth, mix(cloth, "#000000", 0.6), across=True)
    for scallop in range(5):
        canvas.lit(around(54 + scallop * 108, 40, 76, flat=1.1), mix(cloth, "#000000", 0.5), cloth)
    canvas.box(0, 0, 540, 60, mix(cloth, "#000000", 0.5))
    for step in range(9):
        x = 54 + step * 54
        canvas.glow(x, FLOOR + 52, 60, light, 0.8)
        canvas.disc(x, FLOOR + 52, 9, mix(light, "#ffffff", 0.6))
    _draw_dust(canvas, light)


def draw_avatar(canvas: Canvas) -> None:
    draw_portrait(
        canvas,
        ground=("#7a2a3e", "#2a0f2e"),
        skin="#d69a6b",
        hair="#2b1512",
        style="long",
        cloth="#e84a5f",
        extra="earrings",
    )


SCENE = Scene(draw_avatar, {"veil": draw_veil, "solo": draw_solo, "duo": draw_duo, "lights": draw_lights})


def _set_stage(canvas: Canvas) -> tuple[str, str, str]:
    """Backdrop, beams and floor; gives back the colours of the light and of two cloths."""
    back, floor, light, cloth, second = canvas.chance.choice(NIGHTS)
    canvas.wash(mix(back, "#000000", 0.45), back, mix(back, floor, 0.6))
    for _ in range(canvas.chance.choice([2, 3])):
        top, foot = canvas.chance.uniform(60, 480), canvas.chance.uniform(150, 390)
        canvas.haze(
            [(top - 16, -30), (top + 16, -30), (foot + 130, FLOOR + 40), (foot - 130, FLOOR + 40)],
            light,
            blur=16,
            alpha=0.17,
        )
    canvas.glow(270, 420, 330, light, 0.32, flat=1.2)
    canvas.lit(
        [(-10, FLOOR - 50), (550, FLOOR - 50), (550, 970), (-10, 970)],
        mix(floor, "#000000", 0.35),
        mix(floor, "#000000", 0.75),
    )
    canvas.glow(270, FLOOR + 20, 300, light, 0.62, flat=0.3)
    return light, cloth, second


def _draw_dancer(
    canvas: Canvas, x: float, y: float, scale: float, pose: dict[str, list[Point]], *, dress: str, side: int
) -> None:
    place = {part: [(x + px * scale * side, y + py * scale) for px, py in points] for part, points in pose.items()}
    skin, dark = "#c98a5e", mix(dress, "#180a10", 0.88)
    canvas.shadow(around(x, FLOOR + 26, 130 * scale, flat=0.16), by=(0, 0), blur=12, alpha=0.6)
    _draw_skirt(canvas, x, y, scale, dress, side)
    for arm in ("left", "right"):
        canvas.polygon(tapered(smooth(place[arm]), 18 * scale, 9 * scale), skin)
        canvas.disc(*place[arm][-1], 6 * scale, skin)
    hips, waist, chest = place["spine"]
    canvas.polygon(tapered([(hips[0], hips[1] + 6), waist], 60 * scale, 38 * scale), dress)
    canvas.polygon(tapered([waist, chest], 38 * scale, 56 * scale), mix(dress, "#ffffff", 0.12))
    canvas.disc(*chest, 28 * scale, mix(dress, "#ffffff", 0.12), flat=0.35)
    head, neck = place["head"][0], place["spine"][-1]
    canvas.polygon(tapered([neck, head], 21 * scale, 17 * scale), skin)
    canvas.disc(head[0], head[1], 25 * scale, skin, flat=1.12)
    hair = [
        (head[0] + hx * scale * side, head[1] + hy * scale)
        for hx, hy in [(24, -12), (6, -32), (-22, -24), (-30, 10), (-62, 66), (-36, 44), (-14, 16), (-6, -8)]
    ]
    canvas.polygon(smooth(hair, closed=True), dark)


def _draw_skirt(canvas: Canvas, x: float, y: float, scale: float, dress: str, side: int) -> None:
    """One wide bell that swings to a side, its hem in waves, and the folds in it."""
    swing, drop = canvas.chance.uniform(20, 70) * side, FLOOR + 6 - y
    reach = canvas.chance.uniform(125, 165) * scale
    hem: list[Point] = []
    for wave in range(13):
        share = wave / 6 - 1
        hem.append((x + share * reach + swing, y + drop - 34 * share**2 - (20 if wave % 2 else 0)))
    left, right = (x - 30 * scale, y - 8), (x + 30 * scale, y - 8)
    sides = [
        smooth([end, (end[0] * 0.62 + foot[0] * 0.38, y + drop * 0.56), foot])
        for end, foot in ((left, hem[0]), (right, hem[-1]))
    ]
    canvas.lit(
        [*sides[0], *smooth(hem), *sides[1][::-1]], mix(dress, "#ffffff", 0.08), dress, mix(dress, "#1a0510", 0.38)
    )
    for wave in range(1, 12):
        top = (x + (wave / 6 - 1) * 26 * scale, y + 4)
        middle = (top[0] * 0.6 + hem[wave][0] * 0.4, y + drop * 0.55)
        shade, alpha = ("#ffffff", 0.16) if wave % 2 == 0 else ("#1a0510", 0.22)
        canvas.polygon(tapered(smooth([top, middle, hem[wave]]), 2, 22 * scale), shade, alpha)
    canvas.polygon(tapered(smooth(hem), 6, 6), mix(dress, "#ffffff", 0.35), 0.8)


def _draw_cloth(canvas: Canvas, path: list[Point], color: Color, width: float) -> None:
    """Silk: one ribbon of many thin, see-through strands that cross."""
    strands = 26
    for strand in range(strands):
        share = strand / (strands - 1) - 0.5
        twist = [
            (x + 10 * math.sin(index + strand / 4), y + share * width * math.cos(index * 1.15 + 0.3) + 20 * share)
            for index, (x, y) in enumerate(path)
        ]
        shade = mix(color, "#ffffff" if strand % 3 == 0 else "#2a0510", 0.28 if strand % 3 == 0 else abs(share) * 0.5)
        canvas.polygon(tapered(smooth(twist, steps=12), 9, 5), shade, 0.5)


def _hand(pose: dict[str, list[Point]], arm: str, x: float, y: float, scale: float, side: int) -> Point:
    reach = pose[arm][-1]
    return x + reach[0] * scale * side, y + reach[1] * scale


def _draw_dust(canvas: Canvas, light: str) -> None:
    for _ in range(46):
        canvas.disc(
            canvas.chance.uniform(0, 540),
            canvas.chance.uniform(40, 780),
            canvas.chance.uniform(0.8, 2.4),
            light,
            alpha=0.5,
        )
