"""wapiti (https://wapiti-scanner.github.io) over the running site, as a visitor and as a logged-in creator."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.audits.conftest import TOOLS, Say
from tests.audits.stack import Site

pytestmark = pytest.mark.audit

MODULES = "crlf,csp,csrf,cookieflags,exec,file,http_headers,permanentxss,redirect,sql,ssrf,xss,xxe"
SECONDS = 300
# What it says about any site at http://localhost, which ours is here; tests/linkbio/test_environment.py looks at https.
EXPLAINED = {
    "Secure Flag cookie": "the demo is not served over TLS",
    "HTTP Strict Transport Security (HSTS)": "the demo is not served over TLS",
}


def scan(site: Site, report: Path, *options: str) -> dict[str, list[dict[str, str]]]:
    """Findings by kind."""
    command = [str(TOOLS / "wapiti/bin/wapiti"), "--url", f"{site.site_url}/", "--scope", "domain", "--flush-session"]
    limits = [
        "--max-scan-time",
        str(SECONDS),
        "--max-links-per-page",
        "40",
        "--max-files-per-dir",
        "15",
        "--depth",
        "4",
    ]
    away = [word for path in ("/accounts/logout/", "/sandbox/") for word in ("--exclude", f"{site.site_url}{path}*")]
    output = ["--format", "json", "--output", str(report), "--verbose", "0", "--no-bugreport", "--module", MODULES]
    home = {"HOME": str(report.parent), "PATH": "/usr/bin:/bin"}
    subprocess.run(
        [*command, *limits, *away, *output, *options], env=home, check=True, capture_output=True, timeout=3 * SECONDS
    )
    found: dict[str, list[dict[str, str]]] = json.loads(report.read_text())["vulnerabilities"]
    return {kind: rows for kind, rows in found.items() if rows}


@pytest.mark.parametrize("who", ["visitor", "creator"])
def test_scanner_finds_nothing_that_is_not_explained(demo: Site, reports: Path, who: str, say: Say) -> None:
    options = ["--header", f"Cookie: session={demo.session_of('mina.eats')}"] if who == "creator" else []
    found = scan(demo, reports / f"wapiti-{who}.json", *options)
    open_findings = {kind: rows for kind, rows in found.items() if kind not in EXPLAINED}
    say(f"{who}: {sum(map(len, open_findings.values()))} findings, {len(found) - len(open_findings)} explained kinds")
    assert {kind: [row["info"] for row in rows] for kind, rows in open_findings.items()} == {}
