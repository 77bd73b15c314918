import gzip
import logging
import os
import socket
import ssl
import threading
import time
import traceback
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from tests import hostile
from tests.hostile import Behaviour, Server
from tiktok_auth import transport
from tiktok_auth.errors import Unavailable
from tiktok_auth.transport import API, Reply, fetch_image, send

CANARY = "act.canary-0123456789"
DEADLINE = 0.3
PORTS = {"http": 80, "https": 443}

type Lookups = dict[str, list[str] | Exception]


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """The only host that may be reached, until a test says otherwise."""
    with hostile.serve() as server:
        settings.TIKTOK_API_BASE = server.url
        yield server


@pytest.fixture
def lookups(monkeypatch: pytest.MonkeyPatch) -> Lookups:
    """What names stand for while the test runs; addresses stand for themselves."""
    known: Lookups = {}
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        found = known.get(host, [host])
        if isinstance(found, Exception):
            raise found
        return [entry for address in found for entry in real(address, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def make_certificate(folder: Path, address: str) -> Path:
    """A self-signed certificate for this name, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    names = x509.SubjectAlternativeName([x509.DNSName(address)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    now = datetime.now(UTC)
    signed = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{address}.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's side of TLS for localhost, with a certificate that the operator added to the trusted ones."""
    certificate = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    transport.tls_context.cache_clear()
    yield server_side(certificate)
    transport.tls_context.cache_clear()


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that were to be connected to; nobody answers there."""
    addresses: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], **kwargs: Any) -> None:
        addresses.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return addresses


def get(url: str, **kwargs: Any) -> Reply:
    usual: dict[str, Any] = {"policy": API, "deadline": 5, "max_bytes": 1000}
    return send("GET", url, **(usual | kwargs))


def failure_of(url: str, **kwargs: Any) -> str:
    with pytest.raises(Unavailable) as failure:
        get(url, **kwargs)
    return failure.value.code


def seconds_until_deadline(url: str) -> float:
    started = time.monotonic()
    assert failure_of(url, deadline=DEADLINE) == "deadline"
    return time.monotonic() - started


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
    send("POST", server.url, policy=API, deadline=5, max_bytes=10, form={"code": "a*b!c&d é"})
    (request,) = server.requests
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.form == {"code": "a*b!c&d é"}


def test_json_is_sent_as_json(server: Server) -> None:
    send("POST", server.url, policy=API, deadline=5, max_bytes=10, json={"filters": {"video_ids": ["1"]}})
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
    assert DEADLINE <= seconds_until_deadline(server.url) < DEADLINE + 0.5


def test_server_that_accepts_nobody_is_given_up_at_the_deadline(settings: Settings) -> None:
    with hostile.never_accept() as url:
        settings.TIKTOK_API_BASE = url
        assert seconds_until_deadline(url) < DEADLINE + 0.5


@pytest.mark.parametrize("behaviour", [hostile.drip_headers, hostile.drip_body])
def test_slow_server_is_given_up_at_the_deadline_inside_tls(
    trusted: ssl.SSLContext, settings: Settings, behaviour: Behaviour
) -> None:
    with hostile.serve(behaviour, certificate=trusted) as server:
        settings.TIKTOK_API_BASE = server.url
        assert DEADLINE <= seconds_until_deadline(server.url) < DEADLINE + 0.5
        assert len(server.requests) == 1


def test_tls_that_is_never_agreed_on_is_given_up_at_the_deadline(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.TIKTOK_API_BASE = f"https://127.0.0.1:{listener.getsockname()[1]}"
        assert seconds_until_deadline(settings.TIKTOK_API_BASE) < DEADLINE + 0.5


def test_name_server_that_hangs_is_given_up_at_the_deadline(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(5) and [])
    settings.TIKTOK_API_BASE = "https://open.tiktokapis.com"
    taken = seconds_until_deadline(settings.TIKTOK_API_BASE)
    over.set()
    assert taken < DEADLINE + 0.5


def test_call_without_any_time_is_not_made(server: Server) -> None:
    assert failure_of(server.url, deadline=0) == "deadline"
    assert server.requests == []


def test_no_thread_outlives_its_call(server: Server) -> None:
    before = threading.active_count()
    with hostile.serve(hostile.drip_body) as other:
        failure_of(other.url, policy=transport.Policy(lambda: [other.url]), deadline=0.05)
    get(server.url)
    time_is_up = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < time_is_up:
        os.sched_yield()
    assert threading.active_count() <= before


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


def test_name_that_cannot_be_looked_up_is_named_as_such(settings: Settings, lookups: Lookups) -> None:
    settings.TIKTOK_API_BASE = "https://open.tiktokapis.com"
    lookups["open.tiktokapis.com"] = socket.gaierror(-2, "Name or service not known")
    assert failure_of(settings.TIKTOK_API_BASE) == "lookup"


# TLS


def test_certificate_the_operator_trusts_is_accepted(trusted: ssl.SSLContext, settings: Settings) -> None:
    with hostile.serve(hostile.answer(b"hello"), certificate=trusted) as server:
        settings.TIKTOK_API_BASE = server.url
        assert get(server.url).body == b"hello"


def test_certificate_of_another_name_is_refused(trusted: ssl.SSLContext, settings: Settings) -> None:
    with hostile.serve(certificate=trusted) as server:
        settings.TIKTOK_API_BASE = f"https://127.0.0.1:{server.port}"
        assert failure_of(settings.TIKTOK_API_BASE) == "tls"
        assert server.requests == []


def test_certificate_nobody_vouches_for_is_refused(tmp_path: Path, settings: Settings) -> None:
    with hostile.serve(certificate=server_side(make_certificate(tmp_path, "localhost"))) as server:
        settings.TIKTOK_API_BASE = server.url
        assert failure_of(server.url, bearer=CANARY) == "tls"
        assert server.requests == []


# Where a call may go


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/v2/",
        "http://127.0.0.1/v2/",
        "https://127.0.0.1:{port}/v2/",
        "http://localhost:{port}/v2/",
        "http://someone@127.0.0.1:{port}/v2/",
        "http://127.0.0.1:{port}@example.org/v2/",
        "http://example.org\\@127.0.0.1:{port}/v2/",
        "http://127.0.0.1:{port}/v2/ x",
        "http://127.0.0.1:{port}/v2/\r\nX-Injected: 1",
        "http://127.0.0.1:{port}/\u00e9",
        "ftp://127.0.0.1:{port}/v2/",
        "//127.0.0.1:{port}/v2/",
        "",
    ],
)
def test_api_policy_reaches_the_api_only(server: Server, url: str) -> None:
    assert failure_of(url.format(port=server.port)) == "address"
    assert server.requests == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/", "http://127.0.0.1:port/", "http://[::1/"])
def test_address_that_cannot_be_read_is_not_asked(server: Server, url: str) -> None:
    assert failure_of(url) == "request"


PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    ("listed", "url"),
    [
        ("tiktokcdn.com", "https://tiktokcdn.com/a.jpeg"),
        ("tiktokcdn.com", "https://p16-sign-va.tiktokcdn.com/a.jpeg"),
        ("tiktokcdn.com", "https://P16.TikTokCDN.com:443/a.jpeg"),
        ("TikTokCDN.com", "https://p16.tiktokcdn.com/a.jpeg"),
        ("cdn.example.org:8443", "https://cdn.example.org:8443/a.jpeg"),
        ("http://cdn.example.org", "http://cdn.example.org/a.jpeg"),
        ("https://cdn.example.org:8443", "https://cdn.example.org:8443/a.jpeg"),
    ],
)
def test_listed_image_host_is_reached_at_the_address_looked_up(
    settings: Settings, lookups: Lookups, dialled: list[tuple[str, int]], listed: str, url: str
) -> None:
    settings.TIKTOK_IMAGE_HOSTS = [listed]
    for name in ("tiktokcdn.com", "p16-sign-va.tiktokcdn.com", "p16.tiktokcdn.com", "cdn.example.org"):
        lookups[name] = [PUBLIC]
    with pytest.raises(Unavailable):
        fetch_image(url)
    assert dialled == [(PUBLIC, urlsplit(url).port or PORTS[urlsplit(url).scheme])]


@pytest.mark.parametrize("listed", ["127.0.0.1", "127.0.0.1:{port}", "http://127.0.0.1:{port}"])
def test_image_host_on_this_machine_is_reached_when_listed_by_name(
    server: Server, settings: Settings, listed: str
) -> None:
    settings.TIKTOK_IMAGE_HOSTS = [listed.format(port=server.port)]
    server.behave(hostile.answer(b"picture"))
    assert fetch_image(f"{server.url}/img/1.jpeg").body == b"picture"


@pytest.mark.parametrize(
    "url",
    [
        "http://p16.tiktokcdn.com/a.jpeg",
        "https://p16.tiktokcdn.com:8443/a.jpeg",
        "https://p16.tiktokcdn.com:80/a.jpeg",
        "https://tiktokcdn.com.example.org/a.jpeg",
        "https://eviltiktokcdn.com/a.jpeg",
        "https://tiktokcdn.com./a.jpeg",
        "https://p16.tiktokcdn.com@example.org/a.jpeg",
        "https://someone:secret@p16.tiktokcdn.com/a.jpeg",
        "https://example.org\\.tiktokcdn.com@127.0.0.1/a.jpeg",
        "https://example.org#.tiktokcdn.com",
        "https://example.org?.tiktokcdn.com",
        "https://127.0.0.1/a.jpeg",
        "http://localhost/a.jpeg",
        "http://[::1]/a.jpeg",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/a.jpeg",
        "https://0x7f.1/a.jpeg",
        "https://\u24d8.tiktokcdn.com/a.jpeg",
        "https://p16.tiktokcdn.com/a\tb.jpeg",
        "file:///etc/passwd",
        "gopher://p16.tiktokcdn.com:443/_",
        "data:image/png;base64,AAAA",
    ],
)
def test_unlisted_image_address_is_never_asked(
    settings: Settings, lookups: Lookups, dialled: list[tuple[str, int]], url: str
) -> None:
    lookups["p16.tiktokcdn.com"] = [PUBLIC]
    settings.TIKTOK_IMAGE_HOSTS = ["tiktokcdn.com", "localhost:8000"]
    with pytest.raises(Unavailable) as failure:
        fetch_image(url)
    assert failure.value.code == "address"
    assert dialled == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",
        "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1",
    ],
)  # fmt: skip
def test_listed_name_that_leads_into_a_private_network_is_not_followed(
    settings: Settings, lookups: Lookups, dialled: list[tuple[str, int]], address: str
) -> None:
    settings.TIKTOK_IMAGE_HOSTS = ["tiktokcdn.com"]
    lookups["p16.tiktokcdn.com"] = [PUBLIC, address]
    with pytest.raises(Unavailable) as failure:
        fetch_image("https://p16.tiktokcdn.com/a.jpeg")
    assert failure.value.code == "address"
    assert dialled == []


@pytest.mark.parametrize(
    "address", [PUBLIC, "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::1"]
)
def test_listed_name_on_the_public_internet_is_followed(
    settings: Settings, lookups: Lookups, dialled: list[tuple[str, int]], address: str
) -> None:
    settings.TIKTOK_IMAGE_HOSTS = ["tiktokcdn.com"]
    lookups["p16.tiktokcdn.com"] = [address]
    with pytest.raises(Unavailable):
        fetch_image("https://p16.tiktokcdn.com/a.jpeg")
    assert dialled == [(address, 443)]


def test_api_name_that_leads_into_a_private_network_is_not_followed(settings: Settings, lookups: Lookups) -> None:
    settings.TIKTOK_API_BASE = "https://open.tiktokapis.com"
    lookups["open.tiktokapis.com"] = ["127.0.0.1"]
    assert failure_of(settings.TIKTOK_API_BASE, bearer=CANARY) == "address"


def test_image_is_handed_over_whatever_its_status(server: Server, settings: Settings) -> None:
    settings.TIKTOK_IMAGE_HOSTS = [f"127.0.0.1:{server.port}"]
    server.behave(hostile.answer(b"expired", status=403))
    assert fetch_image(server.url).status == 403


def test_image_over_five_megabytes_is_refused(server: Server, settings: Settings) -> None:
    settings.TIKTOK_IMAGE_HOSTS = [f"127.0.0.1:{server.port}"]
    server.behave(hostile.huge(6))
    with pytest.raises(Unavailable) as failure:
        fetch_image(server.url)
    assert failure.value.code == "too_large"


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
        send("POST", f"{server.url}/{CANARY}", policy=API, deadline=5, max_bytes=1000, **request_parts)
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
