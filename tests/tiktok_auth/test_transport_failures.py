"""Servers that send too much or break, and errors that give nothing away."""

import logging
import traceback
import tracemalloc
from typing import Any

import pytest
from pytest_django import Settings

from tests import hostile
from tests.crowd import PATIENCE_SECONDS
from tests.hostile import Behaviour, Server
from tests.tiktok_auth.sending import CANARY, failure_of, get
from tiktok_auth.addresses import API
from tiktok_auth.errors import Unavailable
from tiktok_auth.transport import send

# Size


def test_body_up_to_the_cap_is_read(server: Server) -> None:
    server.behave(hostile.answer(bytes(1000)))
    assert len(get(server.url).body) == 1000


@pytest.mark.parametrize(
    "behaviour",
    [hostile.answer(bytes(1001)), hostile.huge(20), hostile.gzip_bomb(20)],
    ids=["one byte more", "huge", "bomb"],
)
def test_body_over_the_cap_is_refused(server: Server, behaviour: Behaviour) -> None:
    server.behave(behaviour)
    assert failure_of(server.url) == "too_large"


def test_bomb_takes_hardly_any_memory(server: Server) -> None:
    server.behave(hostile.gzip_bomb(50))
    tracemalloc.start()
    try:
        assert failure_of(server.url, max_bytes=1024 * 1024) == "too_large"
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


# Servers that break


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
def test_redirect_is_not_followed(server: Server, status: int) -> None:
    with hostile.serve() as elsewhere:
        server.behave(hostile.redirect(elsewhere.url, status=status))
        assert failure_of(server.url, bearer=CANARY) == "redirect"
        assert elsewhere.requests == []


def test_redirect_has_its_body_left_unread(server: Server) -> None:
    server.behave(hostile.raw(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 99999999\r\n\r\n"))
    assert failure_of(server.url) == "redirect"


@pytest.mark.parametrize(
    "behaviour",
    [
        hostile.reset,
        hostile.hang_up,
        hostile.cut(b'{"open_id": '),
        hostile.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        hostile.raw(b"220 mail.example.org ESMTP\r\n"),
        hostile.raw(b"HTTP/1.1 banana\r\n\r\n"),
        hostile.raw(b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 200 + b"\r\n"),
        hostile.raw(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70000 + b"\r\n\r\n"),
        hostile.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab"),
        hostile.answer(b"not gzip at all", Content_Encoding="gzip"),
        hostile.answer(b"", Content_Encoding=", ".join(["gzip"] * 20)),
    ],
    ids=[
        "reset", "closed", "cut", "chunks", "no http", "status", "headers", "header", "lengths", "gzip", "gzips"
    ],
)  # fmt: skip
def test_broken_answer_is_a_network_failure(server: Server, behaviour: Behaviour) -> None:
    server.behave(behaviour)
    assert failure_of(server.url) == "network"


def test_server_that_is_not_there_is_a_network_failure(settings: Settings) -> None:
    with hostile.serve() as server:
        settings.TIKTOK_API_BASE = server.url
    assert failure_of(settings.TIKTOK_API_BASE) == "network"


# What an error gives away


@pytest.mark.parametrize(
    ("behaviour", "request_parts"),
    [
        (hostile.hang_up, {"form": {"client_secret": CANARY}}),
        (hostile.raw(CANARY.encode()), {"json": {"token": CANARY}}),
        (hostile.redirect(f"http://127.0.0.1/{CANARY}"), {"params": {"sign": CANARY}}),
        (hostile.answer(bytes(2000), X_Echo=CANARY), {"bearer": CANARY}),
        (hostile.answer(), {"bearer": f"{CANARY}\r\nX-Injected: 1"}),
        (hostile.answer(), {"form": {"code": f"{CANARY}\ud800"}}),
        (hostile.answer(), {"bearer": f"{CANARY}\u2603"}),
    ],
    ids=["form", "json", "params", "bearer", "line break", "surrogate", "snowman"],
)
def test_error_holds_nothing_of_request_or_answer(
    server: Server, behaviour: Behaviour, request_parts: dict[str, Any]
) -> None:
    server.behave(behaviour)
    with pytest.raises(Unavailable) as failure:
        send("POST", f"{server.url}/{CANARY}", policy=API, deadline=PATIENCE_SECONDS, max_bytes=1000, **request_parts)
    told = "".join(traceback.format_exception(failure.value)) + repr(failure.value.__dict__)
    assert CANARY not in told
    assert failure.value.__context__ is None


def test_log_holds_nothing_of_request_or_answer(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.behave(hostile.raw(f"HTTP/1.1 200 OK\r\nno header\r\nX-Echo: {CANARY}\r\n\r\n".encode()))
    with caplog.at_level(logging.DEBUG, logger="urllib3"):
        get(f"{server.url}/{CANARY}", params={"sign": CANARY}, bearer=CANARY)
    assert caplog.records
    assert CANARY not in caplog.text


def test_header_with_a_line_break_is_not_sent(server: Server) -> None:
    assert failure_of(server.url, bearer="token\r\nX-Injected: 1") == "request"
    assert server.requests == []
