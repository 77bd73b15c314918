"""QR codes, black on white with room around them, for cameras to read from paper and from screens of any colour."""

from io import BytesIO
from typing import Any

import segno

# Modules of white on each side: the standard (ISO/IEC 18004) asks for four, and posters are cropped.
QUIET_ZONE = 6
# A quarter of the code may be torn, folded or printed over.
ERROR_CORRECTION = "q"
# Pixels a module: more than 700 each way, which prints 6 cm wide at 300 dots an inch.
PNG_SCALE = 20


def draw_svg(text: str) -> bytes:
    """A picture of any size."""
    return _save(text, kind="svg", xmldecl=False, omitsize=True, svgclass=None, lineclass=None, nl=False)


def draw_png(text: str) -> bytes:
    return _save(text, kind="png", scale=PNG_SCALE)


def _save(text: str, **options: Any) -> bytes:
    file = BytesIO()
    segno.make_qr(text, error=ERROR_CORRECTION).save(file, border=QUIET_ZONE, light="white", **options)
    return file.getvalue()
