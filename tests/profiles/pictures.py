"""Pictures as they are brought or fetched, and the files that are kept of them."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pytest_django import Settings

RED, BLUE = (200, 30, 30), (30, 30, 200)


def draw(size: tuple[int, int] = (720, 1280), color: tuple[int, int, int] = RED, **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, color).save(file, **{"format": "JPEG", **options})
    return file.getvalue()


def kept_files(settings: Settings) -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
