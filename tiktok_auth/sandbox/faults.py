"""Misbehaviour on request: each mode is a way in which TikTok, or the network before it, has been seen to fail.

A mode is either the name of a documented error code, or one of MODES below, or an answer given in full.
"""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from tiktok_auth.sandbox import answers

type Respond = Callable[[], HttpResponse]
type Fault = Callable[[HttpRequest, Respond], HttpResponseBase]

OAUTH_ENDPOINTS = {"token", "revoke"}
EDGE_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1><hr>edge</body></html>"
BOTH_WAYS = 2  # socket.SHUT_RDWR
MEGABYTE = b" " * 1024 * 1024


def apply(mode: str, endpoint: str, request: HttpRequest, respond: Respond) -> HttpResponseBase:
    """Answers in the given mode; `respond` does what was asked and gives the honest answer."""
    if mode in MODES:
        return MODES[mode](request, respond)
    if endpoint in OAUTH_ENDPOINTS:
        return answers.oauth_error(mode)
    return answers.display_error(mode)


def is_known(mode: str, endpoint: str) -> bool:
    return mode in MODES or mode in (answers.OAUTH_ERRORS if endpoint in OAUTH_ENDPOINTS else answers.DISPLAY_ERRORS)


def _limited(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    return answers.display_error("rate_limit_exceeded")


def _limited_with_delay(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    response = answers.display_error("rate_limit_exceeded")
    response["Retry-After"] = "7"
    return response


def _page(status: int, title: str) -> Fault:
    return lambda request, respond: HttpResponse(EDGE_PAGE.format(title), status=status)


def _not_ok(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    return answers.display_error("internal_error", status=200)


def _empty(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    return HttpResponse(content_type="application/json")


def _redirect(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    return HttpResponse(status=302, headers={"Location": "https://example.com/elsewhere"})


def _cut(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    """Half of the answer. Streamed, so that no length gives it away and the connection ends with it."""
    honest = respond()
    return StreamingHttpResponse([honest.content[: len(honest.content) // 2]], content_type=honest["Content-Type"])


def _drip(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    honest = respond()

    def trickle() -> Iterator[bytes]:
        for byte in honest.content:
            yield bytes([byte])
            time.sleep(2)

    return StreamingHttpResponse(trickle(), content_type=honest["Content-Type"])


def _slow(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    time.sleep(2)
    return respond()


def _huge(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    return StreamingHttpResponse((MEGABYTE for _ in range(80)), content_type="application/json")


def _bomb(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    """80 MB in 80 kB."""
    body = gzip.compress(MEGABYTE * 80, 1)
    return HttpResponse(body, content_type="application/json", headers={"Content-Encoding": "gzip"})


def _charset(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    body = respond().content.decode("unicode-escape").encode("latin-1", "replace") + b"\xff\xfe"
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _drop(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    """Ends the connection without a byte of an answer."""

    def hang_up() -> Iterator[bytes]:
        # WSGI knows no way to do this. Django's development server lets us reach the socket; another server
        # breaks off when the promised length does not come.
        with suppress(AttributeError, OSError):
            request.META["wsgi.input"]._read.__self__.raw._sock.shutdown(BOTH_WAYS)
        raise ConnectionResetError
        yield b""

    return StreamingHttpResponse(hang_up(), headers={"Content-Length": "1000"})


def _lost(request: HttpRequest, respond: Respond) -> HttpResponseBase:
    """Does what was asked, and the answer never arrives."""
    respond()
    return _drop(request, respond)


def _edited(edit: Callable[[dict[str, Any]], object]) -> Fault:
    """The honest answer with something changed in its JSON; errors pass unchanged."""

    def answer(request: HttpRequest, respond: Respond) -> HttpResponseBase:
        honest = respond()
        body = json.loads(honest.content)
        edit(body)
        return JsonResponse(body, status=honest.status_code)

    return answer


def _set_open_id(value: object) -> Fault:
    def edit(body: dict[str, Any]) -> None:
        place = body if "access_token" in body else body.get("data", {}).get("user", {})
        if "open_id" in place:
            place["open_id"] = value

    return _edited(edit)


def _drop_open_id(body: dict[str, Any]) -> None:
    body.pop("open_id", None)
    body.get("data", {}).get("user", {}).pop("open_id", None)


def _wrap(body: dict[str, Any]) -> None:
    """The shape of version 1, still shown on one of TikTok's pages."""
    inner = dict(body)
    body.clear()
    body.update({"data": inner, "message": "success"})


def _empty_values(body: dict[str, Any]) -> None:
    """Nulls wherever a value may be missing; identity stays."""
    data = body.get("data", {})
    for item in [*data.get("videos", []), *filter(None, [data.get("user")])]:
        item.update({name: None for name in item if name not in {"id", "open_id"}})


def _unname_first(body: dict[str, Any]) -> None:
    for video in body.get("data", {}).get("videos", [])[:1]:
        video["id"] = None


def _never_end(body: dict[str, Any]) -> None:
    if "has_more" in body.get("data", {}):
        body["data"]["has_more"] = True


def _repeat_cursor(body: dict[str, Any]) -> None:
    _never_end(body)
    body.get("data", {}).update({"cursor": 1700000000000})


MODES: dict[str, Fault] = {
    "429": _limited,
    "429_retry_after": _limited_with_delay,
    "500": lambda request, respond: answers.display_error("internal_error"),
    "502": _page(502, "502 Bad Gateway"),
    "403": _page(403, "403 Forbidden"),
    "html": _page(200, "Please wait"),
    "not_ok": _not_ok,
    "empty": _empty,
    "redirect": _redirect,
    "cut": _cut,
    "drip": _drip,
    "slow": _slow,
    "huge": _huge,
    "bomb": _bomb,
    "charset": _charset,
    "reset": _drop,
    "lost": _lost,
    "null_open_id": _set_open_id(None),
    "number_open_id": _set_open_id(723),
    "wrong_open_id": _set_open_id("somebody-else"),
    "no_open_id": _edited(_drop_open_id),
    "wrapped": _edited(_wrap),
    "nulls": _edited(_empty_values),
    "unnamed": _edited(_unname_first),
    "endless": _edited(_never_end),
    "repeated_cursor": _edited(_repeat_cursor),
}
