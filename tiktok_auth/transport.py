"""The one way out: whatever this project asks of another server, it asks through `send`.

Each call has a connection of its own, to an address checked beforehand; no redirect is followed, no cookie kept, no
proxy or password taken from the environment, nothing retried. This stands on http.client because a requests session
reads the body of a redirect to its end even when told not to follow it.
"""

import functools
import json as json_format
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlencode, urlsplit

import certifi
import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError

from tiktok_auth.errors import Unavailable
from tiktok_auth.replies import Reply

__all__ = ["API", "IMAGES", "Policy", "Reply", "fetch_image", "send"]

CONNECT_SECONDS = 3.0
IMAGE_SECONDS = 10.0
IMAGE_BYTES = 5 * 1024 * 1024
PIECE_BYTES = 64 * 1024
PORTS = {"http": 80, "https": 443}
NAT64 = ip_network("64:ff9b::/96")
GLOBAL_UNICAST = ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Policy:
    """Which hosts a call may reach. The list is read for each call, because settings are.

    `example.com` means https there and on all its subdomains. An entry with a scheme or a port, or one that names this
    very machine, means only what it says, and may be plain http.
    """

    hosts: Callable[[], Sequence[str]]


API = Policy(lambda: [settings.TIKTOK_API_BASE])
IMAGES = Policy(lambda: settings.TIKTOK_IMAGE_HOSTS)


def fetch_image(url: str) -> Reply:
    """What an image host answers, whatever its status: at most 5 MB, within ten seconds. Raises Unavailable."""
    return send("GET", url, policy=IMAGES, deadline=IMAGE_SECONDS, max_bytes=IMAGE_BYTES)


def send(
    method: str,
    url: str,
    *,
    policy: Policy,
    deadline: float,
    max_bytes: int,
    params: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: object = None,
    bearer: str = "",
) -> Reply:
    """One request and its answer, over within `deadline` seconds and `max_bytes` of decoded body.

    Raises Unavailable, whose code is one of ours and which holds nothing of the request or the answer.
    """
    ends = time.monotonic() + deadline
    failure = ""
    try:
        target = _take_apart(f"{url}?{urlencode(params)}" if params else url, policy)
        headers, body = _encode(form, json, bearer)
        reply = _ask(target, method, body, headers, ends=ends, max_bytes=max_bytes)
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        failure = _name_failure(error)
    if time.monotonic() >= ends:  # an answer cut off by the deadline can look complete
        failure = "deadline"
    if failure:  # raised out here, so that nothing of the library's own error, which may quote us, hangs on to ours
        raise Unavailable(failure)
    return reply


def _encode(form: Mapping[str, str] | None, json: object, bearer: str) -> tuple[dict[str, str], bytes | None]:
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close", "User-Agent": "linkbio"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    if form is not None:
        return headers | {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode()
    if json is not None:
        return headers | {"Content-Type": "application/json"}, json_format.dumps(json).encode()
    return headers, None


def _take_apart(url: str, policy: Policy) -> SplitResult:
    """The parts of an address that the policy allows, in plain printable characters and without a user name."""
    parts = urlsplit(url)
    if (
        not re.fullmatch(r"[!-~]+", url)
        or "@" in parts.netloc
        or not any(_covers(entry, parts) for entry in policy.hosts())
    ):
        raise Unavailable("address")
    return parts


def _covers(entry: str, url: SplitResult) -> bool:
    listed = urlsplit(entry if "//" in entry else f"//{entry}")
    name, host, port = listed.hostname or "", url.hostname or "", _port(url)
    if listed.scheme:
        return (url.scheme, host, port) == (listed.scheme, name, _port(listed))
    if listed.port or _is_this_machine(name):
        return url.scheme in PORTS and host == name and listed.port in (None, port)
    return url.scheme == "https" and port == PORTS["https"] and f".{host}".endswith(f".{name}")


def _port(url: SplitResult) -> int:
    return url.port or PORTS.get(url.scheme, 0)


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _ask(
    url: SplitResult, method: str, body: bytes | None, headers: Mapping[str, str], *, ends: float, max_bytes: int
) -> Reply:
    host, port = url.hostname or "", _port(url)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    with _connect(host, port, ends) as plain, _shut_at(ends, plain):
        connection = HTTPConnection(host, port)
        connection.sock = tls_context().wrap_socket(plain, server_hostname=host) if url.scheme == "https" else plain
        with closing(connection):
            connection.request(method, path, body, {"Host": url.netloc, **headers})
            with connection.getresponse() as answer:
                return _read(answer, max_bytes)


def _connect(host: str, port: int, ends: float) -> socket.socket:
    """A connection to the first of the host's addresses that answers."""
    failure = OSError()
    for address in _look_up(host, port, ends):
        try:
            plain = socket.create_connection((address, port), timeout=min(_left(ends), CONNECT_SECONDS))
        except OSError as error:
            failure = error
        else:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.settimeout(_left(ends))
            return plain
    raise failure


def _look_up(host: str, port: int, ends: float) -> list[str]:
    """The host's addresses, if every one of them may be reached."""
    lookup = ThreadPoolExecutor(1)  # a name server can hang for half a minute, and cannot be told when to stop
    try:
        found = lookup.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(_left(ends))
    finally:
        lookup.shutdown(wait=False)
    addresses = [str(address[0]) for *_, address in found]
    if not all(_is_public(address) or (_is_this_machine(host) and _is_this_machine(address)) for address in addresses):
        raise Unavailable("address")
    return addresses


def _is_public(text: str) -> bool:
    """Whether an address, or the one wrapped in it, belongs to one host on the public internet."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if not wrapped:
            return address in GLOBAL_UNICAST and address.is_global
        address = wrapped
    return address.is_global and not address.is_multicast


@contextmanager
def _shut_at(ends: float, plain: socket.socket) -> Iterator[None]:
    """Shuts the connection when time is up, whatever it is doing: a socket's own timeout bounds the next bytes only."""
    twin = plain.dup()  # TLS takes the socket over and leaves it empty; a twin reaches the same connection

    def shut() -> None:
        with suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)

    watchdog = threading.Timer(_left(ends), shut)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
        watchdog.join()
        twin.close()


def _left(ends: float) -> float:
    """Seconds until then. Raises TimeoutError when there are none."""
    if (left := ends - time.monotonic()) <= 0:
        raise TimeoutError
    return left


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Certificates the system trusts, an operator's own among them, and certifi's where the system brings none."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _read(answer: HTTPResponse, max_bytes: int) -> Reply:
    """The answer, unpacked piece by piece: what arrives small may be large."""
    if 300 <= answer.status < 400:
        raise Unavailable("redirect", status=answer.status)
    headers = urllib3.HTTPHeaderDict(answer.getheaders())
    unpacked = urllib3.HTTPResponse(answer, headers, answer.status, preload_content=False)
    body = bytearray()
    while piece := unpacked.read(PIECE_BYTES):
        body += piece
        if len(body) > max_bytes:
            raise Unavailable("too_large", status=answer.status)
    return Reply(answer.status, headers, bytes(body))


def _name_failure(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, socket.gaierror):
        return "lookup"
    return "request" if isinstance(error, ValueError) else "network"
