"""The load generators, each run bounded in time: wrk for capacity, h2load for latency at a rate that is held."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SECONDS, CONNECTIONS = 5, 32
# Each connection asks for the same things in the same order, as a browser on a first visit does.
IN_TURN = """
local requests, turn = {}, 0
function init(paths)
  for number, path in ipairs(paths) do requests[number] = wrk.format("GET", path) end
end
function request()
  turn = turn % #requests + 1
  return requests[turn]
end
"""


def throughput(site: str, paths: Sequence[str], headers: Sequence[str] = ()) -> float:
    """Requests per second that `site` answers in a closed loop over `paths`.

    Raises SystemExit when any of them failed: a broken page is quick.
    """
    words = [word for header in headers for word in ("--header", header)]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(IN_TURN)
        script.flush()
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script.name, *words, site, "--", *paths]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output and "If-None-Match" not in "".join(headers):
        raise SystemExit(f"{site} failed under load:\n{output}")
    return float(output.split("Requests/sec:")[1].split()[0])


def latency(url: str, headers: Sequence[str], *, rate: float, seconds: int = SECONDS) -> tuple[float, float]:
    """The 99th percentile in milliseconds at `rate` requests a second, and the rate that was held."""
    words = [word for header in headers for word in ("--header", header)]
    each = max(1, round(rate / CONNECTIONS))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        limits = [f"-c{CONNECTIONS}", "-t1", f"--rps={each}", f"-n{each * CONNECTIONS * seconds}", f"--log-file={log}"]
        command = ["h2load", "--h1", *limits, *words, url]
        subprocess.run(command, capture_output=True, check=True)
        rows = [[int(number) for number in line.split()] for line in log.read_text().splitlines()]
    if any(status >= 400 for _start, status, _took in rows):
        raise SystemExit(f"{url} failed at {rate:,.0f} requests a second.")
    took = sorted(took for _start, _status, took in rows)
    lasted = (max(start for start, _status, _took in rows) - min(start for start, _status, _took in rows)) / 1e6
    return took[len(took) * 99 // 100] / 1000, len(rows) / lasted
