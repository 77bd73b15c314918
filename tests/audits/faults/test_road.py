"""TikTok's name that is not found, and somebody else who answers in its place (F28)."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, wait_for
from tests.audits.faults.test_tiktok import settle, visitors

pytestmark = pytest.mark.audit


class Silent(BaseHTTPRequestHandler):
    """Whoever gets this far was not asked who it is."""


@contextmanager
def impostor(folder: Path) -> Iterator[str]:
    """A server with a certificate that nobody vouches for; its address."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", f"{key}"]
    subprocess.run(["openssl", "req", *words, "-out", f"{certificate}"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), Silent) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *about: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "trouble"), [("F28 no such name", "no_such_name"), ("F28 a false certificate", "tls")]
)
def test_visitors_do_not_notice_that_the_road_is_gone(site: Site, name: str, trouble: str, tmp_path: Path) -> None:
    settle(site)
    before, visit = site.content(), visitors(site)
    site.make_due()
    healthy = visit()
    with ExitStack() as stack:
        base = "https://nowhere.invalid" if trouble == "no_such_name" else stack.enter_context(impostor(tmp_path))
        site.restart_worker(TIKTOK_API_BASE=base)
        site.make_due()
        faulty = visit()
        wait_for(lambda: bool(site.troubles()), "trouble")
        met = site.troubles()
    site.restart_worker()
    after, recovered = site.content(), settle(site)
    pace = load.compare(faulty, healthy)
    held = report.add(
        name,
        held=load.errors(faulty) == 0
        and load.same(healthy, faulty)
        and after == before
        and set(met) == {trouble}
        and pace.is_kept(),
        **pace.figures,
        server_errors=load.errors(faulty),
        same_bytes=load.same(healthy, faulty),
        data_kept=after == before,
        trouble=met,
        fresh_again_s=round(recovered, 1),
    )
    assert held, report.lines[-1]
