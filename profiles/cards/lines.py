"""Text of any script in one line: cut into runs of one font and direction, and put into the order in which it is seen.

Pillow shapes a run with HarfBuzz; the order of runs is that of https://www.unicode.org/reports/tr9/ without explicit
embeddings, which names have no use for.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageDraw

from profiles.cards import faces
from profiles.cards.faces import Face
from profiles.texts import is_right_to_left
from profiles.themes import Look

RIGHT_TO_LEFT = {"R", "AL"}
NUMBERS = {"EN", "AN"}
# Letters and pictures choose a font; everything else stays with what stands before it, where that font can draw it.
CHOOSING = ("L", "N", "So")


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    face: Face
    level: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set, apart from its size."""

    look: Look
    language: str
    color: str


def drawable(text: str, style: Style) -> str:
    """The text without what no font can draw."""
    return "".join(letter for letter, _face in _with_faces(text, style)).strip()


def in_sight(text: str, style: Style) -> list[Run]:
    """The text as it is seen, from left to right: what is nested deepest is turned around first (rule L2)."""
    seen = _runs(text, style)
    for level in range(max((run.level for run in seen), default=0), 0, -1):
        groups = [list(group) for _, group in groupby(seen, key=lambda run: run.level >= level)]
        seen = [run for group in groups for run in (reversed(group) if group[0].level >= level else group)]
    return seen


def measure(text: str, size: int, style: Style) -> float:
    return sum(_width(run, size) for run in _runs(text, style))


def draw(card: Image.Image, text: str, at: tuple[float, float], size: int, style: Style) -> None:
    """Draw a line whose left end is on this point of the baseline."""
    x, y = at
    for run in in_sight(text, style):
        if faces.is_emoji(run.face):
            _draw_emoji(card, run, (x, y), size)
        else:
            font = faces.open_face(run.face, size)
            direction = ("rtl" if run.level % 2 else "ltr") if faces.CAN_SHAPE else None
            ImageDraw.Draw(card).text((x, y), run.text, style.color, font, anchor="ls", direction=direction)
        x += _width(run, size)


def _draw_emoji(card: Image.Image, run: Run, at: tuple[float, float], size: int) -> None:
    font = faces.open_face(run.face, faces.EMOJI_SIZE)
    ascent, descent = font.getmetrics()
    picture = Image.new("RGBA", (round(font.getlength(run.text)), ascent + descent))
    ImageDraw.Draw(picture).text((0, 0), run.text, font=font, embedded_color=True)
    scale = size / faces.EMOJI_SIZE
    picture = picture.resize((max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)))
    card.paste(picture, (round(at[0]), round(at[1] - ascent * scale)), picture)


def _width(run: Run, size: int) -> float:
    if faces.is_emoji(run.face):
        return faces.open_face(run.face, faces.EMOJI_SIZE).getlength(run.text) * size / faces.EMOJI_SIZE
    return faces.open_face(run.face, size).getlength(run.text)


def _runs(text: str, style: Style) -> list[Run]:
    lettered = list(_with_faces(text, style))
    levels = _levels("".join(letter for letter, _face in lettered))
    parts = groupby(zip(lettered, levels, strict=True), key=lambda part: (part[0][1], part[1]))
    return [Run("".join(letter for (letter, _face), _level in run), *kind) for kind, run in parts]


def _with_faces(text: str, style: Style) -> Iterator[tuple[str, Face]]:
    face: Face | None = None
    for letter in text:
        if face is None or not _stays(letter, face):
            chosen = faces.choose(letter, style.look, style.language)
            if chosen is None:
                continue
            face = chosen
        yield letter, face


def _stays(letter: str, face: Face) -> bool:
    """Whether it goes on in the font of what stands before it. Joiners and variation selectors have no picture."""
    category = unicodedata.category(letter)
    is_unseen = category == "Cf" or "\ufe00" <= letter <= "\ufe0f"
    return not category.startswith(CHOOSING) and (is_unseen or faces.draws(face, letter))


def _levels(text: str) -> list[int]:
    """How deep each letter is nested: even ones run to the right, odd ones to the left."""
    base = int(is_right_to_left(text))
    levels = _own_levels(text, base)
    settled: list[int] = []
    for place, level in enumerate(levels):
        before = settled[-1] if settled else base
        after = next((later for later in levels[place:] if later is not None), base)
        between = base + (min(before, after) > base)
        settled.append(level if level is not None else before if unicodedata.combining(text[place]) else between)
    return settled


def _own_levels(text: str, base: int) -> list[int | None]:
    """Of what has a direction by itself. Numbers run to the right, and belong to the words before them."""
    levels: list[int | None] = []
    outer = base
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L" or kind in RIGHT_TO_LEFT:
            outer = int(kind != "L")
        levels.append(1 if kind in RIGHT_TO_LEFT else 2 * max(base, outer) if kind in {"L", *NUMBERS} else None)
    return levels
