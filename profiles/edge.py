"""Answers hot public pages before Django is entered.

A table in this process holds rendered answers and believes each for a second; behind it is Redis, behind that Django.
A takedown reaches every process within that second, or within five while Redis is away: it gives the page a new
version, and no entry outlives its own.
"""

import functools
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from profiles import insights, page_cache
from profiles.page_cache import PAGE_HEADER, Headers, Rendered
from profiles.table import Table

BELIEVED_SECONDS = 1.0
# While Redis is away, for then every page would be rendered each second by each process. A takedown waits as long.
BELIEVED_ALONE_SECONDS = 5.0
TABLE_BYTES = 24 * 1024 * 1024
ENTRY_OVERHEAD_BYTES = 4096
WAITS, WAIT_SECONDS = 20, 0.05
UNCACHEABLE_SECONDS = 1.0
UNCACHEABLE_BYTES = 1024 * 1024
UNCACHEABLE_OVERHEAD_BYTES = 512
# Of a header whose meaning is remembered; no honest one is longer.
READ_LENGTH = 255
# May be filled in by its address.
FORM = "/report"
# All that rendering may depend on; every other header and the query string would multiply what is kept.
RENDERED_FROM = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "PATH_INFO", "SCRIPT_NAME")


@dataclass(slots=True)
class KeptAnswer:
    rendered: Rendered
    version: str
    headers: dict[str, Headers]
    kept_at: float

    @property
    def size(self) -> int:
        return ENTRY_OVERHEAD_BYTES + sum(map(len, self.rendered.bodies.values()))

    @property
    def age(self) -> float:
        return time.monotonic() - self.kept_at


@dataclass(slots=True)
class Uncacheable:
    """The last response for this path was not cacheable; requests skip the claim for a second."""

    size: int
    seen_at: float


class Edge:
    """WSGI middleware: `GET` and `HEAD` of `/@...` on our own host; everything else passes through."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.table: Table[KeptAnswer] = Table(TABLE_BYTES)
        self.uncacheable: Table[Uncacheable] = Table(UNCACHEABLE_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        is_read = path.startswith("/@") and environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        is_form = path.endswith(FORM) and environ.get("QUERY_STRING")
        if is_form or not (is_read and _is_ours(environ.get("HTTP_HOST", "")[:READ_LENGTH])):
            return self.application(environ, functools.partial(_start_without_page, start_response))
        entry = self.table.get(path)
        if entry and entry.age <= BELIEVED_SECONDS:
            return _answer(entry, environ, start_response)
        found = self._find_or_claim(path, entry)
        if isinstance(found, KeptAnswer):
            return _answer(found, environ, start_response)
        try:
            return self._render(path, environ, start_response)
        finally:
            if found:
                page_cache.release(path, found)

    def _find_or_claim(self, path: str, old: KeptAnswer | None) -> KeptAnswer | str:
        """What another process rendered, or our old copy while another renders; otherwise this request renders, with
        the token of its claim or, where it need not or cannot wait for one, with ""."""
        for _ in range(WAITS):
            version, rendered = page_cache.get(path)
            if rendered:
                return self._keep(path, rendered, version)
            if old and page_cache.is_away() and old.age < BELIEVED_ALONE_SECONDS:
                return old
            if self._is_uncacheable(path):
                return ""
            if token := page_cache.claim(path):
                return token
            if old and old.version == version and old.age < page_cache.KEPT_SECONDS:
                return old
            time.sleep(WAIT_SECONDS)
        return ""

    def _is_uncacheable(self, path: str) -> bool:
        uncacheable = self.uncacheable.get(path)
        return uncacheable is not None and time.monotonic() - uncacheable.seen_at < UNCACHEABLE_SECONDS

    def _render(self, path: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        version, rendered = page_cache.get(path)
        if rendered:  # shared by another after we had looked for it, and before we claimed it
            return _answer(self._keep(path, rendered, version), environ, start_response)
        status, headers, body = _capture(self.application, environ)
        page = dict(headers).get(PAGE_HEADER)
        if page is None:
            self.table.drop(path)
            self.uncacheable.keep(path, Uncacheable(UNCACHEABLE_OVERHEAD_BYTES + len(path), time.monotonic()))
            start_response(status, headers)
            return [body] if environ["REQUEST_METHOD"] == "GET" else []
        public = [(name, value) for name, value in headers if name not in {PAGE_HEADER, "Content-Length", "Vary"}]
        rendered = page_cache.prepare(page, status, public, body)
        page_cache.keep(path, rendered, version=version)
        return _answer(self._keep(path, rendered, version), environ, start_response)

    def _keep(self, path: str, rendered: Rendered, version: str) -> KeptAnswer:
        headers = {encoding: _headers(rendered, encoding) for encoding in rendered.bodies}
        entry = KeptAnswer(rendered, version, headers, time.monotonic())
        self.table.keep(path, entry)
        return entry


@functools.lru_cache(256)
def _is_ours(host: str) -> bool:
    """Whether Django takes it for this site's host: in any case, with any port."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def _start_without_page(start_response: StartResponse, status: str, headers: Headers, exc_info: Any = None) -> Any:
    return start_response(status, [header for header in headers if header[0] != PAGE_HEADER], exc_info)


def _capture(application: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Django's answer to a plain GET of this path, whatever else the visitor's request held.

    Who ends TLS in front of us says so in a header that is left out here; the site's own address says it as well.
    """
    plain = {name: value for name, value in environ.items() if name in RENDERED_FROM or name.startswith("wsgi.")}
    scheme, host = settings.SITE_URL.partition(":")[0], settings.SITE_HOST
    answer: Any = []
    chunks = application(
        plain | {"REQUEST_METHOD": "GET", "QUERY_STRING": "", "wsgi.url_scheme": scheme, "HTTP_HOST": host},
        lambda status, headers, exc_info=None: answer.extend([status, headers]),
    )
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return answer[0], answer[1], body


def _headers(rendered: Rendered, encoding: str) -> Headers:
    own = [
        ("ETag", rendered.etag),
        ("Vary", "Accept-Encoding"),
        ("Content-Length", str(len(rendered.bodies[encoding]))),
    ]
    return rendered.headers + own + ([("Content-Encoding", encoding)] if encoding else [])


def _answer(entry: KeptAnswer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    rendered = entry.rendered
    if environ["REQUEST_METHOD"] == "GET":
        insights.count_view(rendered.page, environ)
    held = environ.get("HTTP_IF_NONE_MATCH", "")
    if rendered.status.startswith("2") and (rendered.etag.removeprefix("W/") in held or held.strip() == "*"):
        start_response("304 Not Modified", [*rendered.headers, ("ETag", rendered.etag), ("Vary", "Accept-Encoding")])
        return []
    encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", "")[:READ_LENGTH])
    start_response(rendered.status, entry.headers[encoding])
    return [rendered.bodies[encoding]] if environ["REQUEST_METHOD"] == "GET" else []


@functools.lru_cache(256)
def _encoding(accepted: str) -> str:
    """The best encoding we have that the client takes: Accept-Encoding, RFC 9110 12.5.3."""
    weights = {}
    for part in accepted.lower().replace(" ", "").split(","):
        name, is_weighed, weight = part.partition(";q=")
        weights[name] = not is_weighed or bool(weight.strip("0."))
    return next((name for name in ("br", "gzip") if weights.get(name)), "")
