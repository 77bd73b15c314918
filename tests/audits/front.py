"""The nginx that this project ships, in front of a running site on this machine, and visitors who never stop asking."""

import http.client
import os
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from linkbio.demo import ROOT, Demo
from tests import services
from tests.audits.stack import program
from tests.running import running

SHIPPED = (ROOT / "deploy" / "nginx.conf").read_text()
NAME = "bio.example.org"
MAIN = """
daemon off; {user} worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""
PATIENCE_SECONDS = 3
PAUSE_SECONDS = 0.02


@dataclass
class Front:
    """nginx with the shipped configuration; only names, ports and folders are put in."""

    site: Demo
    folder: Path
    keeps: bool = False
    port: int = field(default_factory=services.free_port)
    plain_port: int = field(default_factory=services.free_port)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def configuration(self) -> str:
        """What is shipped, on this machine."""
        site = urlsplit(self.site.site_url)
        changes = {
            f"Host {NAME};": f"Host {site.netloc};",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{self.folder}/certificate.pem",
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{self.folder}/key.pem",
            NAME: "localhost",
            "127.0.0.1:8000": f"127.0.0.1:{self.site.port}",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "/var/cache/nginx/linkbio": f"{self.folder}/cache",
            "/var/lib/linkbio": self.site.environment["DATA_DIR"],
            "#proxy_cache linkbio_pages;": "proxy_cache linkbio_pages;" if self.keeps else "",
        }
        shipped = SHIPPED
        for old, new in changes.items():
            assert old in shipped, f"deploy/nginx.conf does not say {old} any more"
            shipped = shipped.replace(old, new)
        return shipped

    @contextmanager
    def running(self) -> Iterator["Front"]:
        self.folder.mkdir(parents=True)
        words = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        words += ["-keyout", f"{self.folder}/key.pem", "-out", f"{self.folder}/certificate.pem"]
        subprocess.run(["openssl", "req", *words], check=True, capture_output=True)
        (self.folder / "site.conf").write_text(self.configuration())
        (self.folder / "nginx.conf").write_text(
            MAIN.format(folder=self.folder, user="user root;" if os.getuid() == 0 else "")
        )
        command = [program("nginx"), "-e", f"{self.folder}/nginx.log", "-c", f"{self.folder}/nginx.conf"]
        with running(command) as process:
            time.sleep(1)
            assert process.poll() is None, (self.folder / "nginx.log").read_text()
            yield self

    def kept(self) -> str:
        """Everything that lies in its cache, with the headers of the answers."""
        files = [path for path in (self.folder / "cache").rglob("*") if path.is_file()]
        return "\n".join(path.read_bytes().decode("latin-1") for path in files)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor got; status 0 when they got nothing."""

    status: int
    headers: dict[str, str]
    body: str


def ask(url: str, path: str, *, method: str = "GET", host: str = "", **headers: str) -> Answer:
    """One request on a connection of its own, so that every process behind the port gets its share of them."""
    parts = urlsplit(url)
    secure = ssl._create_unverified_context()
    connection = (
        http.client.HTTPSConnection(parts.netloc, timeout=PATIENCE_SECONDS, context=secure)
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.netloc, timeout=PATIENCE_SECONDS)
    )
    named = {"Host": host} if host else {}
    try:
        connection.request(method, path, headers=named | {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read().decode(errors="replace"))
    except (OSError, http.client.HTTPException):
        return Answer(0, {}, "")
    finally:
        connection.close()


class Visitor(threading.Thread):
    """Asks for the same page again and again, and remembers when it was last the old one."""

    def __init__(self, layer: str, look: Callable[[], Answer], is_old: Callable[[Answer], bool]) -> None:
        super().__init__(name=layer, daemon=True)
        self.layer, self.look, self.is_old = layer, look, is_old
        self.statuses: Counter[int] = Counter()
        self.last_old = 0.0
        self.is_done = False

    def run(self) -> None:
        while not self.is_done:
            asked_at = time.time()
            answer = self.look()
            self.statuses[answer.status] += 1
            if self.is_old(answer):
                self.last_old = asked_at
            time.sleep(PAUSE_SECONDS)


@contextmanager
def visiting(visitors: list[Visitor]) -> Iterator[None]:
    for visitor in visitors:
        visitor.start()
    try:
        yield
    finally:
        for visitor in visitors:
            visitor.is_done = True
        for visitor in visitors:
            visitor.join()


@contextmanager
def load(url: str) -> Iterator[None]:
    """As many requests as one thread of wrk can make, until the block ends."""
    command = [program("wrk"), "-t1", "-c8", "-d300s", url]
    with running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        yield
