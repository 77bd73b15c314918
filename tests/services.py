"""Where the tests run: loaded before Django's settings, because it decides what they say.

By default on SQLite and an embedded Valkey, which need nothing. With SERVICES=1 on PostgreSQL and a Redis server, where
TEST_DATABASE_URL and TEST_REDIS_URL (or the usual local addresses) reach them; otherwise every test is skipped with
the reason, and fails instead when REQUIRE_SERVICES=1.
"""

import atexit
import os
import socket
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from linkbio.demo import nothing_set
from linkbio.embedded import EmbeddedValkey

ON_SERVICES = os.environ.get("SERVICES") == "1"
REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"
POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "postgres://root@127.0.0.1:5432/test")
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))

FOLDER = tempfile.TemporaryDirectory(prefix="linkbio-tests-")
DATA_DIR = Path(FOLDER.name)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unreachable(url: str) -> str:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10).close()
    except OSError as error:
        return f"{parts.scheme} is not reachable at {parts.hostname}:{parts.port}: {error}"
    return ""


def _own_redis(url: str) -> str:
    """The database that is named, or one before it for each further process: some tests empty theirs."""
    server, _, number = url.rpartition("/")
    return f"{server}/{int(number) - PROCESS}"


REDIS_URL = _own_redis(os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15"))
MISSING = [reason for url in (POSTGRES_URL, REDIS_URL) if (reason := _unreachable(url))] if ON_SERVICES else []
PORT = free_port()
SITE_URL = f"http://localhost:{PORT}"

os.environ |= nothing_set() | {
    "DJANGO_SETTINGS_MODULE": "linkbio.settings",
    "DATA_DIR": str(DATA_DIR),
    "SITE_URL": SITE_URL,
    "CONTACT": "hello@example.org",
    "TIKTOK_SANDBOX": "1",
}
if ON_SERVICES and not MISSING:
    os.environ |= {"DATABASE_URL": POSTGRES_URL, "REDIS_URL": REDIS_URL}
else:
    valkey = EmbeddedValkey(DATA_DIR / "valkey")
    os.environ |= {"DATABASE_URL": f"sqlite:///{DATA_DIR / 'linkbio.sqlite3'}", "REDIS_URL": valkey.start()}
    atexit.register(valkey.stop)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run cannot show; a test needs PostgreSQL when it says so with `needs_postgres`."""
    if not ON_SERVICES:
        left_out = [item for item in items if item.get_closest_marker("needs_postgres")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        reasons = list(MISSING)
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            reasons.append(f"no Chromium at {CHROMIUM}")
        if reasons and not REQUIRED:
            item.add_marker(pytest.mark.skip(reason="; ".join(reasons)))
        elif reasons:
            item.add_marker(pytest.mark.usefixtures("missing_service"))
