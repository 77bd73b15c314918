"""The web fonts are what their stylesheets say, and no more."""

import pytest
from fontTools.ttLib import TTFont

from linkbio.fonts import Face, faces

MOST_BYTES = 15_500
WESTERN = "AZ az 09 ÀÉÑÖß åçéîñøüÿœ ¡¿«»\u2018\u2019“”\u2013—…€"
FACES = list(faces())
by_name = pytest.mark.parametrize("face", FACES, ids=lambda face: "/".join(face.path.parts[-2:]))


def weights(font: TTFont) -> tuple[int, int]:
    """The lightest and the heaviest in a file."""
    if "fvar" not in font:
        return (font["OS/2"].usWeightClass,) * 2
    (axis,) = font["fvar"].axes
    return int(axis.minValue), int(axis.maxValue)


def test_every_typeface_with_a_file_is_looked_at() -> None:
    assert len(FACES) == 8


@by_name
def test_font_has_the_weights_its_stylesheet_names(face: Face) -> None:
    assert weights(TTFont(face.path)) == face.weights


@by_name
def test_font_has_no_letter_that_its_stylesheet_does_not_name(face: Face) -> None:
    assert TTFont(face.path).getBestCmap().keys() <= face.letters


@pytest.mark.parametrize(
    "face", [face for face in FACES if face.path.stem == "latin"], ids=lambda face: face.path.parent.name
)
def test_western_letters_come_in_one_light_file(face: Face) -> None:
    assert set(map(ord, WESTERN)) <= TTFont(face.path).getBestCmap().keys()
    assert face.path.stat().st_size <= MOST_BYTES
