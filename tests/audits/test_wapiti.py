"""wapiti (https://wapiti-scanner.github.io) over the running site, as a visitor and as a logged-in creator."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.audits.conftest import TOOLS, Say
from tests.audits.stack import Site

pytestmark = pytest.mark.audit

MODULES = "crlf,csp,csrf,cookieflags,exec,file,http_headers,permanentxss,redirect,sql,ssrf,xss,xxe"
# For the crawl; for each of the modules.
SECONDS, ATTACK_SECONDS = 180, 45
PATIENCE_SECONDS = 2 * (SECONDS + ATTACK_SECONDS * len(MODULES.split(",")))
# Kinds of findings, at which paths, and why they are none. The demo is not served over TLS, which
# tests/linkbio/test_environment.py looks at.
EXPLAINED = {
    "Secure Flag cookie": (r"/.*", "the demo is not served over TLS"),
    "HTTP Strict Transport Security (HSTS)": (r"/.*", "the demo is not served over TLS"),
    "Cross Site Request Forgery": (r"/@[^/]+(/v/[^/]+)?/report", "a report is nobody's, and its form sets no cookie"),
}


def scan(site: Site, report: Path, *options: str) -> dict[str, list[dict[str, str]]]:
    """Findings by kind."""
    command = [str(TOOLS / "wapiti/bin/wapiti"), "--url", f"{site.site_url}/", "--scope", "domain", "--flush-session"]
    limits = [
        "--max-scan-time",
        str(SECONDS),
        "--max-attack-time",
        str(ATTACK_SECONDS),
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
        [*command, *limits, *away, *output, *options],
        env=home,
        check=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
    )
    found: dict[str, list[dict[str, str]]] = json.loads(report.read_text())["vulnerabilities"]
    return {kind: rows for kind, rows in found.items() if rows}


def is_explained(kind: str, path: str) -> bool:
    return kind in EXPLAINED and re.fullmatch(EXPLAINED[kind][0], path) is not None


@pytest.mark.parametrize("who", ["visitor", "creator"])
def test_scanner_finds_nothing_that_is_not_explained(demo: Site, reports: Path, who: str, say: Say) -> None:
    options = ["--header", f"Cookie: session={demo.session_of('mina.eats')}"] if who == "creator" else []
    found = scan(demo, reports / f"wapiti-{who}.json", *options)
    findings = [(kind, row["path"], row["info"]) for kind, rows in found.items() for row in rows]
    unexplained = [finding for finding in findings if not is_explained(*finding[:2])]
    say(f"{who}: {len(unexplained)} findings, {len(findings) - len(unexplained)} explained")
    assert unexplained == []
