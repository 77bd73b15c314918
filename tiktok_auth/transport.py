"""The one way out: whatever this project asks of another server, it asks through `send`.

Each call has a connection of its own, to an address checked beforehand; no redirect is followed, no cookie kept, no
proxy or password taken from the environment, nothing retried. This stands on the adapter of requests rather than on its
session, which reads the body of a redirect to its end even when told not to follow it.
"""

import functools
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

from requests import PreparedRequest, Request
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidHeader, SSLError
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from tiktok_auth.addresses import IMAGES, Policy, check_addresses, check_url, port_of
from tiktok_auth.errors import Code, Unavailable
from tiktok_auth.replies import Reply

CONNECT_SECONDS = 3.0
IMAGE_SECONDS = 10.0
IMAGE_BYTES = 5 * 1024 * 1024
PIECE_BYTES = 64 * 1024
# There is no such name, or it has no address; any other failure is the name server's own.
NO_SUCH_NAME = {socket.EAI_NONAME, socket.EAI_NODATA}


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
    agent: str = "linkbio",
) -> Reply:
    """One request by `agent` and its answer, over within `deadline` seconds and `max_bytes` of decoded body.

    Raises Unavailable, whose code is one of ours and which holds nothing of the request or the answer.
    """
    ends = time.monotonic() + deadline
    failure: Code | None = None
    try:
        full_url = f"{url}?{urlencode(params)}" if params else url
        check_url(full_url, policy)
        reply = _ask(_prepare(method, full_url, agent, form, json, bearer), ends=ends, max_bytes=max_bytes)
    except (OSError, HTTPError, ValueError) as error:
        failure = _name_failure(error)
    if time.monotonic() >= ends:  # an answer cut off by the deadline can look complete
        failure = Code.DEADLINE
    if failure:  # raised out here, so that nothing of the library's own error, which may quote us, hangs on to ours
        raise Unavailable(failure)
    return reply


def _prepare(
    method: str, url: str, agent: str, form: Mapping[str, str] | None, json: object, bearer: str
) -> PreparedRequest:
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close", "User-Agent": agent}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    prepared = Request(method, url, headers, data=form, json=json).prepare()
    prepared.url = url  # as it was checked and signed, to the byte; requests writes %2f as %2F
    return prepared


def _ask(request: PreparedRequest, *, ends: float, max_bytes: int) -> Reply:
    """The answer, unpacked piece by piece: what arrives small may be large."""
    with ExitStack() as closing:
        line = _Line(request.path_url, ends, closing)
        answer = closing.enter_context(line.send(request, stream=True, timeout=_left(ends)))
        if 300 <= answer.status_code < 400:
            raise Unavailable(Code.REDIRECT, status=answer.status_code)
        body = bytearray()
        for piece in answer.iter_content(PIECE_BYTES):
            body += piece
            if len(body) > max_bytes:
                raise Unavailable(Code.TOO_LARGE, status=answer.status_code)
        return Reply(answer.status_code, answer.headers, bytes(body))


class _Line(HTTPAdapter):
    """What requests sends one call over: it retries nothing, and ends with the block that `closing` belongs to."""

    def __init__(self, target: str, ends: float, closing: ExitStack) -> None:
        super().__init__()
        self.target, self.ends, self.closing = target, ends, closing

    def get_connection_with_tls_context(self, request: PreparedRequest, *_: Any, **__: Any) -> HTTPConnectionPool:
        url = urlsplit(str(request.url))
        host, port = url.hostname or "", port_of(url)
        if url.scheme == "https":
            return _SecurePool(host, port, line=self, ssl_context=tls_context())
        return _Pool(host, port, line=self)

    def cert_verify(self, *_: object) -> None:
        """Left to `tls_context`, which reads the certificates once, and not for each call."""

    def request_url(self, *_: object) -> str:
        return "/"  # all that urllib3 gets to rewrite and to log; the connection puts `target` in its place


class _Connection(HTTPConnection):
    """Leads to an address that was checked, and is shut when time is up."""

    def __init__(self, *args: Any, line: _Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line

    def _new_conn(self) -> socket.socket:
        plain = _connect(self.host, self.port, self.line.ends)
        self.line.closing.callback(self.close)
        self.line.closing.enter_context(_shut_at(self.line.ends, plain))
        return plain

    def putrequest(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        super().putrequest(method, self.line.target, *args, **kwargs)


class _SecureConnection(_Connection, HTTPSConnection):
    """The same, and then TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _connect(host: str, port: int, ends: float) -> socket.socket:
    """A connection to the first of the host's addresses that answers."""
    failure = OSError()
    for address in _look_up(host, port, ends):
        left = _left(ends)
        try:
            plain = socket.create_connection((address, port), timeout=min(left, CONNECT_SECONDS))
        except OSError as error:
            failure = error
        else:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.settimeout(left)
            return plain
    raise failure


def _look_up(host: str, port: int, ends: float) -> list[str]:
    """The host's addresses, if every one of them may be reached."""
    lookup = ThreadPoolExecutor(1)  # a name server can hang for half a minute, and cannot be told when to stop
    try:
        found = lookup.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        if error := found.exception(_left(ends)):
            is_unknown = isinstance(error, socket.gaierror) and error.errno in NO_SUCH_NAME
            raise Unavailable(Code.NO_SUCH_NAME if is_unknown else Code.LOOKUP)
    finally:
        lookup.shutdown(wait=False)
    addresses = [str(address[0]) for *_, address in found.result()]
    check_addresses(host, addresses)
    return addresses


@contextmanager
def _shut_at(ends: float, plain: socket.socket) -> Iterator[None]:
    """Shuts the connection when time is up, whatever it is doing: a socket's own timeout bounds the next bytes only."""
    twin = plain.dup()  # TLS takes the socket over and leaves it empty; a twin reaches the same connection

    def shut() -> None:
        with suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)

    watchdog = threading.Timer(ends - time.monotonic(), shut)
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
    """Certificates the system trusts, an operator's own among them, and those that come with requests."""
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    context.load_default_certs()
    return context


def _name_failure(error: Exception) -> Code:
    if isinstance(error, SSLError):
        return Code.TLS
    answered = isinstance(error, InvalidHeader) and error.request  # the same error stands for a header of ours
    return Code.REQUEST if isinstance(error, ValueError) and not answered else Code.NETWORK
