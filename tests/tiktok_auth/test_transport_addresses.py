"""Where a call may go: to listed hosts at public addresses, and nowhere else."""

import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from tests import hostile
from tests.hostile import Server
from tests.tiktok_auth.sending import CANARY, failure_of
from tiktok_auth.errors import Unavailable
from tiktok_auth.transport import fetch_image

PORTS = {"http": 80, "https": 443}
PUBLIC = "93.184.216.34"

type Lookups = dict[str, list[str] | Exception]


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


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that were to be connected to; nobody answers there."""
    addresses: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], **kwargs: Any) -> None:
        addresses.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return addresses


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


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (socket.EAI_NONAME, "no_such_name"),
        (socket.EAI_NODATA, "no_such_name"),
        (socket.EAI_AGAIN, "lookup"),
        (socket.EAI_FAIL, "lookup"),
    ],
)
def test_name_without_an_address_is_told_from_a_name_server_that_fails(
    settings: Settings, lookups: Lookups, number: int, code: str
) -> None:
    settings.TIKTOK_API_BASE = "https://open.tiktokapis.com"
    lookups["open.tiktokapis.com"] = socket.gaierror(number, "as the system words it")
    assert failure_of(settings.TIKTOK_API_BASE) == code


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
        "3fff::1", "2001:20::1", "192.88.99.1", "2002:c058:6301::1",
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
