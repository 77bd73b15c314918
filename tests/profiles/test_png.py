"""PNGs of every mode."""

from io import BytesIO

import pytest
from PIL import Image

from profiles.covers import COVER, keep_bytes


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16"])
def test_png_of_any_mode_is_kept(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (60, 80)).save(file, "PNG")
    assert keep_bytes(file.getvalue(), shape=COVER).color == "#000000"


@pytest.mark.parametrize("tone", [0, 100, 255])
def test_grey_of_sixteen_bits_keeps_its_tone(tone: int) -> None:
    file = BytesIO()
    Image.new("I;16", (60, 80), tone * 257).save(file, "PNG")
    assert keep_bytes(file.getvalue(), shape=COVER).color == f"#{tone:02x}{tone:02x}{tone:02x}"
