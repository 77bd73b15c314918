"""A page's card: the face, the name and the address in the colours of its look, as chats and search results show it."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from profiles import covers
from profiles.cards import lines
from profiles.cards.lines import Style
from profiles.styles import CORNERS
from profiles.texts import initial, is_right_to_left
from profiles.themes import Avatar, Look, palette, part, schemes

# As wide as every preview is, in pixels: https://developers.facebook.com/docs/sharing/webmasters/images
SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 88
ROOM = WIDTH - 2 * MARGIN
BAND = 190
PICTURE = 240
RIM = 10
NAME_MIDDLE = 396
HANDLE_BASELINE, HANDLE_SIZE = 560, 40
# From large to small: a name may have so many lines in this size.
NAME_SIZES = ((112, 1), (92, 1), (76, 1), (68, 2), (56, 3), (46, 3), (38, 3))
LEADING, ASCENT = 1.15, 0.85
# Drawn larger and made smaller, so that round corners are smooth.
SMOOTH = 4


@dataclass(frozen=True, slots=True)
class Card:
    """All that the drawing depends on. `picture` is the avatar as covers names it, "" without one."""

    name: str
    handle: str
    host: str
    look: Look
    language: str
    picture: str


def draw(card: Card) -> bytes:
    """A PNG of SIZE."""
    colors = palette(card.look, schemes(card.look)[0])
    image = Image.new("RGB", SIZE, colors["ground"])
    band = colors["card"] if colors["card"] != colors["ground"] else colors["tap"]
    ImageDraw.Draw(image).rectangle((0, 0, WIDTH, BAND), band)
    title = Style(card.look, card.language, colors["ink"])
    name = lines.drawable(card.name, title) or f"@{card.handle}"
    mirrors = is_right_to_left(name)
    _draw_picture(image, card, colors, mirrors)
    size, rows = _fit(name, title)
    top = NAME_MIDDLE - len(rows) * size * LEADING / 2
    for number, row in enumerate(rows):
        _draw_row(image, row, round(top + size * (ASCENT + number * LEADING)), size, title, mirrors)
    note = Style(card.look, card.language, colors["soft"])
    _draw_row(image, f"@{card.handle}", HANDLE_BASELINE, HANDLE_SIZE, note, mirrors)
    _draw_row(image, card.host, HANDLE_BASELINE, HANDLE_SIZE, note, not mirrors)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _draw_row(image: Image.Image, text: str, baseline: int, size: int, style: Style, at_the_right: bool) -> None:
    x = WIDTH - MARGIN - lines.measure(text, size, style) if at_the_right else MARGIN
    lines.draw(image, text, (x, baseline), size, style)


def _draw_picture(image: Image.Image, card: Card, colors: dict[str, str], mirrors: bool) -> None:
    left, top = WIDTH - MARGIN - PICTURE if mirrors else MARGIN, BAND - PICTURE * 2 // 3
    corner = CORNERS[Avatar(part(card.look, "avatar"))]
    image.paste(colors["ground"], (left - RIM, top - RIM), _mask(PICTURE + 2 * RIM, corner))
    image.paste(_portray(card, colors), (left, top), _mask(PICTURE, corner))


def _portray(card: Card, colors: dict[str, str]) -> Image.Image:
    """The avatar, or the first letter of the name where there is none."""
    try:
        with Image.open(BytesIO(covers.read(card.picture, covers.AVATAR))) as picture:
            return ImageOps.fit(picture.convert("RGB"), (PICTURE, PICTURE), Image.Resampling.LANCZOS)
    except OSError:
        drawing = Image.new("RGB", (PICTURE, PICTURE), colors["shade"])
        style = Style(card.look, card.language, colors["ink"])
        letter = initial(lines.drawable(card.name, style), card.handle)
        width = lines.measure(letter, PICTURE // 2, style)
        lines.draw(drawing, letter, ((PICTURE - width) / 2, PICTURE * 0.68), PICTURE // 2, style)
        return drawing


def _mask(side: int, corner: str) -> Image.Image:
    """A square with corners as CSS writes them: one radius for all, or one for each diagonal."""
    large = side * SMOOTH
    mask = Image.new("L", (large, large))
    radius, _, other = corner.partition(" ")
    corners = (True, not other, True, not other)
    box = (0, 0, large - 1, large - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, int(radius.strip("%")) * large // 100, 255, corners=corners)
    return mask.resize((side, side), Image.Resampling.LANCZOS)


def _fit(name: str, style: Style) -> tuple[int, list[str]]:
    """The largest size in which the name has room, and its rows; cut short where it has none even in the smallest."""
    for size, most in NAME_SIZES:
        rows = _wrap(name, size, style)
        if len(rows) <= most and all(lines.measure(row, size, style) <= ROOM for row in rows):
            return size, rows
    rows = [*rows[: most - 1], " ".join(rows[most - 1 :])]
    return size, [_shorten(row, size, style) for row in rows]


def _wrap(text: str, size: int, style: Style) -> list[str]:
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and lines.measure(longer, size, style) <= ROOM:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


def _shorten(text: str, size: int, style: Style) -> str:
    ends = range(len(text), 0, -1)
    cut = (text[:end].strip() + "…" * (end < len(text)) for end in ends)
    return next((shorter for shorter in cut if lines.measure(shorter, size, style) <= ROOM), "…")
