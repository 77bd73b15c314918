"""Bombs and polyglots: what each costs a process that is handed it, in seconds and in memory."""

import resource
import struct
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from profiles import covers
from tests.audits.conftest import Say
from tests.audits.stack import Site
from tests.profiles.pictures import draw
from tests.profiles.pngs import declare_png

pytestmark = pytest.mark.audit

MOST_SECONDS, MOST_MB = 1.0, 64.0
CANARY = b"<script>canary()</script>"
ZIP = b"PK\x03\x04" + bytes(26) + b"canary.html" + CANARY
LARGE = 60 * 1024 * 1024


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """A good PNG with one chunk more, behind its header."""
    png = draw((40, 40), format="PNG")
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return png[:33] + chunk + png[33:]


REFUSED: dict[str, Callable[[], bytes]] = {
    "PNG of 900 megapixels": partial(declare_png, 30000, 30000),
    "PNG of 144 megapixels": partial(declare_png, 12000, 12000),
    "PNG of one row too many": partial(declare_png, 4001, 4000),
    "JPEG of 64 megapixels": partial(draw, (8000, 8000)),
    "WebP of 33 megapixels": partial(draw, (16383, 2000), format="WEBP"),
    "PNG with 60 MB of text": lambda: with_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(LARGE))),
    "PNG with a profile of 60 MB": lambda: with_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(LARGE))),
    "GIF that is an archive": lambda: draw((40, 40), format="GIF") + ZIP,
    "BMP that is a script": lambda: draw((40, 40), format="BMP").replace(b"BM", b"BM=1;/*", 1) + b"*/" + CANARY,
    "PDF with a JPEG in it": lambda: b"%PDF-1.7\n" + draw(),
    "page with a JPEG in it": lambda: b"<!doctype html>" + CANARY + draw(),
    "archive with a PNG behind it": lambda: ZIP + draw(format="PNG"),
    "SVG with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + CANARY + b"</svg>",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9000 9000\nshowpage\n",
    "icon": partial(draw, (64, 64), format="ICO"),
    "TIFF": partial(draw, (40, 40), format="TIFF"),
    "half a PNG": lambda: draw(format="PNG")[:300],
}
# Pictures all the same: what is kept is drawn anew, and holds nothing of the rest.
DRAWN_ANEW: dict[str, Callable[[], bytes]] = {
    "JPEG with a page behind it": lambda: draw() + CANARY,
    "PNG with an archive behind it": lambda: draw(format="PNG") + ZIP,
    "JPEG with a script in a comment": lambda: draw(comment=CANARY),
}


def take(path: str) -> tuple[str, float, float]:
    """How the file ends, the seconds and the megabytes that it took; run in the site, in a process of its own."""
    covers.keep_bytes(draw(), shape=covers.COVER)  # so that everything is loaded
    body, before = Path(path).read_bytes(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    try:
        covers.keep_bytes(body, shape=covers.COVER)
        end = "drawn anew"
    except covers.Unfit:
        end = "refused"
    seconds = time.perf_counter() - began
    return end, seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def test_bombs_and_polyglots_are_refused_within_their_bounds(demo: Site, tmp_path: Path, say: Say) -> None:
    expected = dict.fromkeys(REFUSED, "refused") | dict.fromkeys(DRAWN_ANEW, "drawn anew")
    ends, slowest, largest = {}, 0.0, 0.0
    for name, make in (REFUSED | DRAWN_ANEW).items():
        file = tmp_path / name
        file.write_bytes(make())
        code = f"from tests.audits.test_bombs import take; print(*take({str(file)!r}), sep='|')"
        ends[name], seconds, megabytes = demo.run_code(code).splitlines()[-1].split("|")
        slowest, largest = max(slowest, float(seconds)), max(largest, float(megabytes))
    say(f"{len(REFUSED)} refused, {len(DRAWN_ANEW)} drawn anew; at most {slowest:.2f} s and {largest:.0f} MB")
    assert ends == expected
    assert slowest <= MOST_SECONDS
    assert largest <= MOST_MB
    kept = Path(demo.environment["DATA_DIR"]) / "media"
    assert not any(b"canary" in path.read_bytes() for path in kept.rglob("*") if path.is_file())
