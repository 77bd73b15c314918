"""A site of one answer, for the server to run: it reads and writes JSON, nested as deeply as Python reads it at all."""

import json
from collections.abc import Iterable
from typing import Any

from linkbio.bodies import Bodies

DEPTH = 9900


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    json.dumps(json.loads('{"a":' * DEPTH + "1" + "}" * DEPTH))
    start_response("200 OK", [("Content-Length", "4")])
    return [b"read"]


behind_bodies = Bodies(application, threads=6)
