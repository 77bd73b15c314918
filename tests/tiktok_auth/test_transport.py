"""What is asked of a server, what comes back, and that nobody is waited for any longer."""

import gzip
import os
import socket
import threading
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from tests import hostile
from tests.crowd import PATIENCE_SECONDS
from tests.hostile import Behaviour, Server
from tests.tiktok_auth.sending import CANARY, assert_given_up_at_the_deadline, failure_of, get
from tiktok_auth.addresses import API, Policy
from tiktok_auth.transport import send

# What is asked, and what comes back


def test_answer_comes_back_with_status_headers_and_body(server: Server) -> None:
    server.behave(hostile.answer(b"teapot", status=418, X_Kind="Short"))
    reply = get(f"{server.url}/v2/tea/")
    assert (reply.status, reply.body) == (418, b"teapot")
    assert reply.headers["x-kind"] == reply.headers["X-KIND"] == "Short"


def test_packed_answer_is_unpacked(server: Server) -> None:
    server.behave(hostile.answer(gzip.compress(b"hello"), Content_Encoding="gzip"))
    assert get(server.url).body == b"hello"


def test_chunked_answer_is_put_together(server: Server) -> None:
    server.behave(hostile.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
    assert get(server.url).body == b"abcde"


def test_body_is_not_shown_with_the_reply(server: Server) -> None:
    server.behave(hostile.answer(CANARY.encode()))
    assert CANARY not in repr(get(server.url))


def test_parameters_go_into_the_query_and_the_token_into_a_header(server: Server) -> None:
    get(f"{server.url}/v2/user/info/", params={"fields": "open_id,display_name"}, bearer=CANARY)
    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("GET", "/v2/user/info/", b"")
    assert request.query == {"fields": "open_id,display_name"}
    assert request.headers["authorization"] == f"Bearer {CANARY}"


def test_form_is_sent_as_a_form(server: Server) -> None:
    send("POST", server.url, policy=API, deadline=PATIENCE_SECONDS, max_bytes=10, form={"code": "a*b!c&d é"})
    (request,) = server.requests
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.form == {"code": "a*b!c&d é"}


def test_json_is_sent_as_json(server: Server) -> None:
    send(
        "POST", server.url, policy=API, deadline=PATIENCE_SECONDS, max_bytes=10, json={"filters": {"video_ids": ["1"]}}
    )
    (request,) = server.requests
    assert request.headers["content-type"] == "application/json"
    assert request.json == {"filters": {"video_ids": ["1"]}}


def test_signed_address_is_sent_byte_for_byte(server: Server) -> None:
    get(f"{server.url}/img~a:b/c.jpeg?x-expires=1&x-signature=a%2Bb%2fc%3D;&d=*!")
    assert server.requests[0].target == "/img~a:b/c.jpeg?x-expires=1&x-signature=a%2Bb%2fc%3D;&d=*!"


def test_no_cookie_is_kept(server: Server) -> None:
    server.behave(hostile.answer(Set_Cookie="session=1"))
    get(server.url)
    get(server.url)
    assert not any("cookie" in request.headers for request in server.requests)


def test_environment_adds_no_proxy_and_no_password(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    with hostile.serve() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        get(server.url)
        assert proxy.requests == []
    assert "authorization" not in server.requests[0].headers


def test_name_with_two_addresses_is_reached_at_the_one_that_answers(server: Server, settings: Settings) -> None:
    settings.TIKTOK_API_BASE = f"http://localhost:{server.port}"
    assert get(settings.TIKTOK_API_BASE).status == 200


# Time


@pytest.mark.parametrize(
    "behaviour", [hostile.drip_headers, hostile.drip_body, hostile.drip_chunks, hostile.stay_silent]
)
def test_slow_server_is_given_up_at_the_deadline(server: Server, behaviour: Behaviour) -> None:
    server.behave(behaviour)
    assert_given_up_at_the_deadline(server.url)


def test_server_that_accepts_nobody_is_given_up_at_the_deadline(settings: Settings) -> None:
    with hostile.never_accept() as url:
        settings.TIKTOK_API_BASE = url
        assert_given_up_at_the_deadline(url)


def test_name_server_that_hangs_is_given_up_at_the_deadline(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(PATIENCE_SECONDS) and [])
    settings.TIKTOK_API_BASE = "https://open.tiktokapis.com"
    assert_given_up_at_the_deadline(settings.TIKTOK_API_BASE)
    over.set()


def test_call_without_any_time_is_not_made(server: Server) -> None:
    assert failure_of(server.url, deadline=0) == "deadline"
    assert server.requests == []


def test_no_thread_outlives_its_call(server: Server) -> None:
    before = threading.active_count()
    with hostile.serve(hostile.drip_body) as other:
        failure_of(other.url, policy=Policy(lambda: [other.url]), deadline=0.05)
    get(server.url)
    time_is_up = time.monotonic() + PATIENCE_SECONDS
    while threading.active_count() > before and time.monotonic() < time_is_up:
        os.sched_yield()
    assert threading.active_count() <= before
