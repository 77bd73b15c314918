"""What each layer of a public page costs, in one process and without a network: run by `make bench`, prints JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from linkbio.wsgi import django_application
from profiles.edge import Edge
from tiktok_auth.cache import shared_cache

CALLS = 400
edge = Edge(django_application)
AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"


def visit(path: str) -> None:
    """One request as the server hands it over. Raises SystemExit unless it is answered with 200."""
    site = urlsplit(settings.SITE_URL)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "HTTP_USER_AGENT": AGENT,
        "HTTP_ACCEPT_ENCODING": "br",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    statuses: Any = []
    b"".join(edge(environ, lambda status, headers, exc_info=None: statuses.append(status)))
    if statuses != ["200 OK"]:
        raise SystemExit(f"{path} was answered with {statuses}.")


def per_second(path: str, prepare: Callable[[], object]) -> float:
    """How often the path is answered in a second of computing, `prepare` not counted: by the median call."""
    took = []
    for _ in range(CALLS):
        prepare()
        began = time.perf_counter()
        visit(path)
        took.append(time.perf_counter() - began)
    return 1 / statistics.median(took)


def measure(path: str) -> dict[str, float]:
    """Requests a second by where the answer comes from."""
    table = edge.table.entries

    def without_copy() -> None:
        table.clear()
        shared_cache.delete_pattern("page:copy:*")

    visit(path)
    return {
        "from the table": per_second(path, bool),
        "from Redis": per_second(path, table.clear),
        "rendered by Django": per_second(path, without_copy),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1])))
