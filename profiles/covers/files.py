"""The media folder: where the files of a picture lie, and how they get there, whole or not at all."""

import os
import shutil
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryFile

import structlog
from django.conf import settings
from django.utils.crypto import get_random_string

from profiles.covers.encoding import ENCODINGS
from profiles.shapes import Shape, file_name

log = structlog.get_logger(__name__)

NAME_LENGTH = 32


class Unkept(Exception):
    """What came is a picture, and the disk does not take it; says why."""

    code = "unkept"


def invent_name() -> str:
    """A name for a picture that nobody can guess."""
    return get_random_string(NAME_LENGTH, "0123456789abcdef")


def path_of(name: str, width: int, ending: str, shape: Shape) -> Path:
    return Path(settings.MEDIA_ROOT) / file_name(name, width, ending, shape)


def paths_of(name: str, shape: Shape) -> list[Path]:
    sizes = [width for width, _height in shape.sizes]
    return [path_of(name, width, ending, shape) for width, ending in product(sizes, ENCODINGS)]


def write(path: Path, content: bytes) -> None:
    """All of it or nothing: a reader never meets half a file, and none stays behind. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{get_random_string(8)}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        drop(unfinished)
        raise


def drop(path: Path) -> None:
    """Delete the file where it is there, and its disk gives it back."""
    with suppress(OSError):
        path.unlink()


def delete(path: Path) -> None:
    """Delete the file; where its disk keeps it, the log says which one a person has to delete."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.error("picture_not_deleted", file=str(path), reason=error.strerror)


def copy(path: Path, new: Path) -> bool:
    """Give the file a second name; where its disk has no such thing, a second one. False, and logged, where neither
    can be: nobody's page stays online because of it."""
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, new)
        except OSError:
            shutil.copyfile(path, new)
    except OSError as error:
        log.error("picture_not_withdrawn", file=path.name, reason=error.strerror)
        return False
    return True


def disk_fault() -> str:
    """Why nothing can be written to the media folder, in the system's words; "" where a byte can."""
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.MEDIA_ROOT, buffering=0) as file:
            file.write(b"1")
    except OSError as error:
        return error.strerror or str(error)
    return ""
