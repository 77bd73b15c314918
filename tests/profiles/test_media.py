"""Our own copies of pictures, asked for as a WSGI server asks."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from profiles import media
from profiles.media import Media

NAME = f"cover/ab/ab{'0' * 30}-270.webp"
URL = f"/media/{NAME}"


class Answer:
    """What came out for one request."""

    def __init__(self, application: Media, path: str = URL, method: str = "GET") -> None:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
        self.body = b"".join(application(environ, self.start))

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = status, dict(headers)


def behind(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"the application"]


def put(name: str, body: bytes = b"picture") -> Path:
    file = Path(settings.MEDIA_ROOT) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    return file


def test_picture_is_answered_as_nothing_but_a_picture_and_shared_for_seconds() -> None:
    put(NAME)
    answer = Answer(Media(behind))
    assert (answer.status, answer.body) == ("200 OK", b"picture")
    assert answer.headers == {
        "Content-Type": "image/webp",
        "Content-Length": "7",
        "Cache-Control": "public, max-age=21600, s-maxage=5, immutable",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def test_head_says_what_get_would_and_sends_nothing() -> None:
    put(NAME)
    application = Media(behind)
    head, get = Answer(application, method="HEAD"), Answer(application)
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


def test_picture_asked_for_again_is_not_read_again() -> None:
    file = put(NAME)
    application = Media(behind)
    Answer(application)
    file.unlink()
    application.table.entries[URL].seen_at = time.monotonic()  # this very moment
    assert Answer(application).body == b"picture"


def test_deleted_picture_is_gone_after_a_moment() -> None:
    file = put(NAME)
    application = Media(behind)
    Answer(application)
    file.unlink()
    application.table.entries[URL].seen_at -= media.BELIEVED_SECONDS + 1
    answer = Answer(application)
    assert (answer.status, answer.headers["Cache-Control"], answer.body) == ("404 Not Found", "no-store", b"")
    assert (application.table.size, dict(application.table.entries)) == (0, {})


def test_picture_that_arrives_later_is_found() -> None:
    application = Media(behind)
    assert Answer(application).status == "404 Not Found"
    put(NAME)
    assert Answer(application).status == "200 OK"


@pytest.mark.parametrize(
    "name",
    [
        "../linkbio.sqlite3",
        "cover/../../linkbio.sqlite3",
        "cover/ab/../../../secret_key.secret",
        f"cover/ab/ab{'0' * 30}-270.svg",
        f"cover/ab/ab{'0' * 30}-270.webp/",
        f"cover/ab/.ab{'0' * 30}-270.webp.x",
        f"cover//etc/{'0' * 32}-270.webp",
        "cover/ab/%2e%2e",
        "cover/ab/\x00",
        "",
    ],
)
def test_only_names_that_we_give_reach_the_disk(name: str) -> None:
    put("../linkbio.sqlite3", b"rows")
    put(f"cover/ab/.ab{'0' * 30}-270.webp.x", b"unfinished")
    answer = Answer(Media(behind), f"/media/{name}")
    assert (answer.status, answer.body) == ("404 Not Found", b"")


@pytest.mark.parametrize(("path", "method"), [("/@mina.eats", "GET"), (URL, "POST"), ("/mediathek", "GET")])
def test_everything_else_passes_through(path: str, method: str) -> None:
    assert Answer(Media(behind), path, method).body == b"the application"
