"""A server on this machine that answers as badly as it is told to, and remembers what it was asked."""

import gzip
import json
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import parse_headers
from typing import Any
from urllib.parse import parse_qsl, urlsplit

DRIP_SECONDS = 0.02
PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Wire:
    """One connection, from the server's side."""

    socket: socket.socket
    over: threading.Event

    def send(self, content: bytes) -> None:
        self.socket.sendall(content)

    def drip(self, content: bytes) -> None:
        """Send for ever, one byte at a time."""
        while not self.over.wait(DRIP_SECONDS):
            for byte in content:
                self.send(bytes([byte]))
                if self.over.wait(DRIP_SECONDS):
                    return


type Behaviour = Callable[[Wire], None]


def answer(body: bytes = b"", *, status: int = 200, **headers: str) -> Behaviour:
    """A well-made answer; `Content_Type="text/html"` sets that header."""
    fields = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    content = f"HTTP/1.1 {status} Answer\r\n{head}\r\n".encode("latin-1") + body
    return lambda wire: wire.send(content)


def answer_json(body: object, *, status: int = 200, **headers: str) -> Behaviour:
    return answer(json.dumps(body).encode(), status=status, **headers)


def redirect(to: str, *, status: int = 302) -> Behaviour:
    return answer(status=status, Location=to)


def raw(content: bytes) -> Behaviour:
    """These bytes and nothing else."""
    return lambda wire: wire.send(content)


def cut(body: bytes) -> Behaviour:
    """A body that ends before it is as long as it said."""
    return answer(body, Content_Length=str(len(body) + 100))


def huge(megabytes: int) -> Behaviour:
    def behave(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(megabytes):
            wire.send(bytes(1024 * 1024))

    return behave


def gzip_bomb(megabytes: int) -> Behaviour:
    return answer(gzip.compress(bytes(megabytes * 1024 * 1024)), Content_Encoding="gzip")


def drip_headers(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    wire.drip(b"X-Drip: drop\r\n")


def drip_body(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    wire.drip(b" ")


def drip_chunks(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    wire.drip(b"1\r\n \r\n")


def stay_silent(wire: Wire) -> None:
    wire.over.wait(PATIENCE_SECONDS)


def hang_up(wire: Wire) -> None:
    """Close without a word."""


def reset(wire: Wire) -> None:
    """Tear the connection down instead of closing it."""
    wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.socket.close()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 50

    def __init__(self, certificate: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[Request] = []
        self.over = threading.Event()
        self.certificate = certificate
        self.behaviours: list[Behaviour] = [answer()]

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}" if self.certificate else f"http://127.0.0.1:{self.port}"

    def behave(self, *behaviours: Behaviour) -> None:
        """Answer the next requests like this, one after the other; the last one is for all that follow."""
        self.behaviours = list(behaviours)

    def next_behaviour(self) -> Behaviour:
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


class Handler(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        self.request.settimeout(PATIENCE_SECONDS)
        with suppress(OSError):
            if self.server.certificate:
                self.request = self.server.certificate.wrap_socket(self.request, server_side=True)
            self._remember()
            self.server.next_behaviour()(Wire(self.request, self.server.over))

    def finish(self) -> None:
        self.request.close()

    def _remember(self) -> None:
        with self.request.makefile("rb") as file:
            method, target, _ = file.readline().decode("latin-1").split(" ")
            headers = {name.lower(): value for name, value in parse_headers(file).items()}
            body = file.read(int(headers.get("content-length", 0)))
        self.server.requests.append(Request(method, target, headers, body))


@contextmanager
def serve(*behaviours: Behaviour, certificate: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that behaves like this, until the block ends."""
    with Server(certificate) as server:
        server.behave(*(behaviours or (answer(),)))
        thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


@contextmanager
def never_accept() -> Iterator[str]:
    """The address of a server whose queue is full, so that nobody gets through to it."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = [socket.socket() for _ in range(4)]
        for caller in waiting:
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            for caller in waiting:
                caller.close()
