"""`make fonts`: the web fonts in static/fonts/, cut from their full versions to what the looks use of them.

What a file holds is what its stylesheet in static/css/looks/typefaces/ says of it: these letters, in this weight or
these weights. Whoever wants others changes the stylesheet and runs this again. npm fetches the full fonts.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[1]
SHEETS = ROOT / "static" / "css" / "looks" / "typefaces"
RULE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
# What else a font can do, no look asks for.
FEATURES = ["ccmp", "kern", "liga", "locl"]


@dataclass(frozen=True)
class Face:
    """One file as its stylesheet describes it; `weights` are the lightest and the heaviest in it."""

    path: Path
    weights: tuple[int, int]
    letters: frozenset[int]


def faces() -> Iterator[Face]:
    """Every file that a typeface asks for."""
    for sheet in sorted(SHEETS.glob("*.css")):
        for rule in RULE.findall(sheet.read_text()):
            weights = [int(weight) for weight in _value(rule, "font-weight").split()]
            path = (sheet.parent / _value(rule, "src").removeprefix('url("').removesuffix('")')).resolve()
            yield Face(path, (weights[0], weights[-1]), _letters(_value(rule, "unicode-range")))


def cut(face: Face, source: Path) -> bytes:
    """The letters and weights of this face, out of a full font."""
    # The box for letters it does not have stays: cards tell by it which these are.
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    font = _open(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.letters)
    subsetter.subset(font)
    # The instancer reads whole tables, which the subsetter has only marked.
    font = instantiateVariableFont(_open(BytesIO(_save(font, ""))), {"wght": face.weights})
    return _save(font, "woff2")


def main(packages: Path) -> None:
    for face in faces():
        family = face.path.parent.name
        source = packages / "@fontsource-variable" / family / "files" / f"{family}-{face.path.stem}-wght-normal.woff2"
        face.path.write_bytes(cut(face, source))
        sys.stdout.write(f"{face.path.relative_to(ROOT)}: {face.path.stat().st_size:,} bytes\n")


def _value(rule: str, name: str) -> str:
    return rule.partition(f"{name}: ")[2].partition(";")[0]


def _letters(ranges: str) -> frozenset[int]:
    """What "U+20-7E, U+A9" stands for."""
    ends = [text.strip().removeprefix("U+").split("-") for text in ranges.split(",")]
    return frozenset(
        letter for first, *last in ends for letter in range(int(first, 16), int((last or [first])[0], 16) + 1)
    )


def _open(file: Path | BytesIO) -> TTFont:
    """A font that says nothing of when it was saved: the same cut is the same file."""
    return TTFont(file, recalcTimestamp=False)


def _save(font: TTFont, flavor: str) -> bytes:
    font.flavor = flavor or None
    file = BytesIO()
    font.save(file)
    return file.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
