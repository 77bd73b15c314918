"""MDN's HTTP Observatory on every kind of answer: A+ with at least 120 points.

Its rules and grades: https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.audits.conftest import NODE_MODULES, Say
from tests.audits.stack import NAME, Secure

pytestmark = pytest.mark.audit

POINTS = 120
SCRIPT = Path(__file__).parent / "observatory.mjs"


def judge(site: Secure, *targets: tuple[str, str], environment: dict[str, str]) -> list[dict[str, Any]]:
    """The scanner's verdicts on these paths, each asked for with this Cookie header."""
    job = {
        "scanner": str(NODE_MODULES / "@mdn/mdn-http-observatory"),
        "host": NAME,
        "httpPort": site.plain_port,
        "httpsPort": site.tls_port,
        "targets": [{"path": path, "headers": [f"Cookie: {cookie}"] if cookie else []} for path, cookie in targets],
    }
    trusting = environment | {"NODE_EXTRA_CA_CERTS": str(site.certificate)}
    command = ["node", str(SCRIPT), json.dumps(job)]
    done = subprocess.run(command, env=trusting, check=True, timeout=300, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def without_database(site: Secure) -> Iterator[None]:
    """As when the disk is gone: whatever needs the database fails."""
    database = Path(site.environment["DATA_DIR"]) / "linkbio.sqlite3"
    away = database.rename(database.with_suffix(".away"))
    database.mkdir()
    try:
        yield
    finally:
        database.rmdir()
        away.rename(database)


def test_every_kind_of_answer_gets_the_best_grade(secure: Secure, tool_environment: dict[str, str], say: Say) -> None:
    secure.manage("moderate", "suspend", "theo_lowend", "--reason", "to look at the page that says so")
    secure.manage("create_staff", "auditor")
    creator, staff = (f"__Host-session={secure.session_of(user)}" for user in ("mina.eats", "auditor"))
    targets = [
        ("/", ""),
        ("/@mina.eats", ""),
        ("/accounts/login/", ""),
        ("/accounts/login/?staff=1", ""),
        ("/studio/", creator),
        ("/studio/design/", creator),
        ("/admin/", staff),
        ("/admin/profiles/page/", staff),
        ("/privacy", ""),
        ("/no/such/page", ""),
        ("/@nobody.at.all", ""),
        ("/@theo_lowend", ""),
    ]
    verdicts = judge(secure, *targets, environment=tool_environment)
    with without_database(secure):
        verdicts += judge(secure, ("/studio/links/1/", creator), environment=tool_environment)
    for verdict in verdicts:
        say(f"{verdict['status']} {verdict['path']}: {verdict['grade']}, {verdict['score']} points")
    assert [verdict["status"] for verdict in verdicts] == [200] * 9 + [404, 404, 410, 503]
    assert [(one["path"], one["url"]) for one in verdicts if one["url"] != one["path"].split("?")[0]] == []
    assert [one for one in verdicts if not one["verified"] or one["grade"] != "A+" or one["score"] < POINTS] == []
