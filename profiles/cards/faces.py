"""Which font draws which letter. Ours draw Latin; the system's Noto fonts draw every other script, and emoji.

Debian has them as fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji; a folder `fonts` in DATA_DIR does too.
What no font has is left out: a card shows no empty boxes.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

from profiles.themes import FONTS, Look, Typeface, part

FOLDERS = tuple(map(Path, ("/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts")))
OURS = settings.BASE_DIR / "static" / "fonts"
# What stands in for the type of phones, which is not ours to bring along.
STAND_INS = {Typeface.BOOK: "fraunces", Typeface.PLAIN: "nunito", Typeface.NARROW: "space-grotesk"}
BOLD = 700
EMOJI = "NotoColorEmoji"
# Its pictures come in this size only; all are scaled from it.
EMOJI_SIZE = 109
SYMBOLS = ("NotoSansSymbols2-Regular", "NotoSansSymbols-Bold", "NotoSansMath-Regular")
HAN = "NotoSansCJK-Bold"
# Which of the fonts in that file draws Chinese characters as readers of a language know them.
HAN_STYLES = {"ja": 0, "ko": 1, "zh-hans": 2, "zh-hant": 3}
# Without these two libraries letters are not joined, and right is left.
CAN_SHAPE = features.check_feature("raqm")
# No letter at all, now and for ever: a font draws its box for it.
NO_LETTER = "\U0010ffff"
PROBE_SIZE = 24

type Face = tuple[str, int]


@lru_cache(256)
def open_face(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A font in this size, in pixels; bold where it can be."""
    path, index = face
    font = ImageFont.truetype(path, size, index=index)
    if path.endswith(".woff2"):
        with suppress(OSError):  # it comes in one weight, which is a bold one
            font.set_variation_by_axes([BOLD])
    return font


def is_emoji(face: Face) -> bool:
    return Path(face[0]).stem == EMOJI


def choose(letter: str, look: Look, language: str) -> Face | None:
    """The first font that draws this letter; None where there is none."""
    return next((face for face in _candidates(letter, look, language) if draws(face, letter)), None)


@lru_cache(8192)
def draws(face: Face, letter: str) -> bool:
    """Whether this font has a picture for the letter, other than the one it has for none."""
    return _print(face, letter) != _print(face, NO_LETTER)


def _candidates(letter: str, look: Look, language: str) -> Iterator[Face]:
    ours = [str(OURS / _family(look) / f"{name}.woff2") for name in ("latin", "latin-ext")]
    if unicodedata.category(letter) == "So":
        names = [EMOJI, *SYMBOLS]
    else:
        yield from ((path, 0) for path in ours)
        script = unicodedata.name(letter, "").partition(" ")[0].replace("-", "")
        names = ["NotoSans-Bold", f"NotoSans{script}-Bold", f"NotoSans{script}-Regular", HAN, *SYMBOLS]
    if CAN_SHAPE:
        paths = [(name, _installed().get(name.lower())) for name in names]
        yield from ((path, HAN_STYLES.get(language, 0) if name == HAN else 0) for name, path in paths if path)


def _family(look: Look) -> str:
    typeface = Typeface(part(look, "typeface"))
    return FONTS.get(typeface) or STAND_INS[typeface]


@cache
def _installed() -> dict[str, str]:
    """Noto fonts by their names in small letters; the first folder that has one wins."""
    found = [
        path for folder in (settings.DATA_DIR / "fonts", *FOLDERS) for path in sorted(folder.rglob("Noto*.[to]t[fc]"))
    ]
    return {path.stem.lower(): str(path) for path in reversed(found)}


def _print(face: Face, letter: str) -> bytes:
    size = EMOJI_SIZE if is_emoji(face) else PROBE_SIZE
    paper = Image.new("RGBA", (2 * size, 2 * size))
    # Without shaping, which would put accents beside letters of fonts that do not have them together.
    font = ImageFont.truetype(face[0], size, index=face[1], layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(paper).text((0, 0), letter, font=font, embedded_color=True)
    return paper.tobytes()
