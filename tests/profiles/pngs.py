"""PNG files that no camera makes."""

import struct
import zlib


def png(**chunks: bytes) -> bytes:
    """A PNG file of these chunks, by their names."""
    kinds = {name.encode(): content for name, content in {**chunks, "IEND": b""}.items()}
    parts = (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in kinds.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def declare_png(width: int, height: int) -> bytes:
    """A small file that holds a picture of this size: one bit for each pixel, all of them zero."""
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return png(IHDR=struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), IDAT=rows)


# Its pixels are numbers of colours that it does not name.
WITHOUT_PALETTE = png(
    IHDR=struct.pack(">IIBBBBB", 40, 30, 8, 3, 0, 0, 0),
    tRNS=b"\xff\xff\xff\0",
    IDAT=zlib.compress((b"\0" + b"\1" * 40) * 30),
)
