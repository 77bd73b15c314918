"""Answers with our own copies of pictures before Django is entered, from memory where they are asked for often.

The bytes behind a name never change; whether they are still there is looked up every few seconds, so that a picture
that had to go is gone.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from profiles.page_cache import Headers
from profiles.table import Table

BELIEVED_SECONDS = 5.0
TABLE_BYTES = 16 * 1024 * 1024
ENTRY_OVERHEAD_BYTES = 2048
# Exactly what shapes.py names its files: no path that a visitor typed reaches the disk.
NAME = re.compile(r"[a-z]{1,16}/[0-9a-f]{2}/[0-9a-f]{32}-[0-9]{1,4}\.(?P<ending>webp|jpg)")
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@dataclass(slots=True)
class File:
    headers: Headers
    body: bytes
    seen_at: float

    @property
    def size(self) -> int:
        return ENTRY_OVERHEAD_BYTES + len(self.body)


class Media:
    """WSGI middleware: `GET` and `HEAD` of files below MEDIA_URL; everything else passes through."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.table: Table[File] = Table(TABLE_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(settings.MEDIA_URL) or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        file = self.table.get(path)
        if file is None or time.monotonic() - file.seen_at > BELIEVED_SECONDS:
            file = self._look_up(path)
        if file is None:
            start_response("404 Not Found", [("Content-Length", "0"), ("Cache-Control", "no-store")])
            return []
        start_response("200 OK", file.headers)
        return [file.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _look_up(self, path: str) -> File | None:
        """The file as it is on the disk now, kept from here on; None where there is none."""
        file = _read(path.removeprefix(settings.MEDIA_URL))
        if file:
            self.table.keep(path, file)
        else:
            self.table.drop(path)
        return file


def _read(name: str) -> File | None:
    known = NAME.fullmatch(name)
    if not known:
        return None
    try:
        body = (Path(settings.MEDIA_ROOT) / name).read_bytes()
    except OSError:
        return None
    return File(_headers(known["ending"], len(body)), body, time.monotonic())


def _headers(ending: str, length: int) -> Headers:
    return [
        ("Content-Type", TYPES[ending]),
        ("Content-Length", str(length)),
        # A browser may keep it for as long as a cover may be shown; a cache that serves others follows a takedown.
        ("Cache-Control", f"public, max-age={settings.COVER_KEEP_SECONDS}, s-maxage=5, immutable"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
