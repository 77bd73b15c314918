"""Takes in what is sent before Django is entered, so that slow senders cannot hold every thread of a process."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from tiktok_auth.slots import Busy, held

# As deploy/nginx.conf has it: a picture of 8 MB, and room for a form to say of one that it is too large.
MOST_BYTES = 12 * 1024 * 1024
# Presses of buttons and webhooks come many at once, and are through at once: room for them is worth waiting for.
SMALL_BYTES = 64 * 1024
# One thread in so many may read a body.
SHARE = 3
# Seconds to wait for a reader slot; whoever sends at once holds one for thousandths.
PATIENCE = 0.1
# All that a form needs to be read. Django believes whatever else is said of a body, its encoding above all, and fails
# where it cannot read that, before anything can answer for it. All that is sent here is UTF-8.
MEDIA_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
BOUNDARY = re.compile(r""";\s*boundary\s*=\s*("[^"]{1,200}"|[^\s";]{1,200})""", re.IGNORECASE)


class Refused(Exception):
    """What is sent is not taken in: the status, and a sentence for whoever sent it."""


# deploy/nginx.conf, which refuses it earlier, says the same.
TOO_LARGE = (
    "413 Content Too Large",
    "That is larger than 12 MB. Nothing was changed. Go back and choose a smaller file.",
)
NO_ROOM = ("503 Service Unavailable", "Too much is being sent just now. Wait a moment and send it again.")
# What comes in chunks and breaks off looks whole here: the server ends it as if it were.
UNMEASURED = (
    "411 Length Required",
    "It came without its length. Nothing was changed; send it again with Content-Length.",
)
BROKEN_OFF = ("400 Bad Request", "It broke off on the way. Nothing was changed; send it again.")


class Bodies:
    """WSGI middleware: hands a request on once all of its body is here, as long as was said; in UTF-8, whatever its
    sender calls it.

    A third of a process's threads may wait for bodies, and one is never kept by them: pages are answered however slowly
    anybody sends. Who finds no room is asked to send again: with a small body only after a while, unless nothing moves.
    """

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self.application = application
        self.room = BoundedSemaphore(threads - 1)
        self.readers = BoundedSemaphore(max(threads // SHARE, 1))
        self.is_stuck = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if kind := environ.get("CONTENT_TYPE"):
            environ = environ | {"CONTENT_TYPE": _plain(kind)}
        if "HTTP_TRANSFER_ENCODING" in environ:
            return _refuse(start_response, *UNMEASURED)
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0":
            return self.application(environ, start_response)
        try:
            body = self._read(environ["wsgi.input"], length)
        except Refused as refusal:
            return _refuse(start_response, *refusal.args)
        except Busy:
            return _refuse(start_response, *NO_ROOM)
        return self.application(environ | {"wsgi.input": BytesIO(body)}, start_response)

    def _read(self, source: Any, length: str) -> bytes:
        """All of it. Raises Refused and Busy."""
        if len(length) > 18 or int(length) > MOST_BYTES:
            raise Refused(*TOO_LARGE)
        with self._reader_slot(int(length)):
            body: bytes = source.read(int(length))
        if length != str(len(body)):
            raise Refused(*BROKEN_OFF)
        return body

    @contextmanager
    def _reader_slot(self, length: int) -> Iterator[None]:
        """Reserve a reader slot. Raises Busy.

        After a refusal (`is_stuck`) small bodies stop waiting too, until a slot is obtained again.
        """
        may_wait = length <= SMALL_BYTES and not self.is_stuck
        try:
            with held(self.room, timeout=PATIENCE if may_wait else 0), held(self.readers, timeout=PATIENCE):
                self.is_stuck = False
                yield
        except Busy:
            self.is_stuck = True
            raise


def _plain(kind: str) -> str:
    """The media type and the boundary of a Content-Type, as far as they can be read."""
    found = MEDIA_TYPE.match(kind), BOUNDARY.search(kind)
    return "".join(part[0] for part in found if part)


def _refuse(start_response: StartResponse, status: str, sentence: str) -> Iterable[bytes]:
    """In plain words: neither Django nor a translation is asked."""
    body = sentence.encode()
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
    }
    start_response(status, [*headers.items(), ("X-Content-Type-Options", "nosniff")])
    return [body]
