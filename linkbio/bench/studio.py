"""`make bench-studio`: every request of the studio beside an empty view for somebody logged in, as ratios of one run.

A request may cost 1.5 times the empty view and its own queries, with one link as with a hundred.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from linkbio.demo import ROOT, Demo, say
from linkbio.embedded import EmbeddedValkey

LINKS = (1, 100)
MOST = 1.5
RESULTS = ROOT / "var" / "bench-studio.json"


def run(demo: Demo) -> None:
    demo.manage("migrate", "--verbosity", "0")
    demo.manage("collectstatic", "--no-input", "--verbosity", "0")
    for count in LINKS:
        demo.manage("seed", "--creators", "1", "--links", str(count), "--videos", "12")
    command = [sys.executable, "-m", "linkbio.bench.rooms"]
    done = subprocess.run(command, cwd=ROOT, env=demo.environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    for number, costs in told.items():
        tell(number, costs)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(told, indent=2))
    say(f"\nWritten to {RESULTS.relative_to(ROOT)}.")


def tell(number: str, costs: list[dict[str, Any]]) -> None:
    say(f"\n{number} links{'':38} ms   of queries        empty view   ratio")
    for cost in costs:
        mark = f" over {MOST}" if cost["ratio"] > MOST else ""
        say(
            f"{cost['name']:40} {cost['status']} {cost['total']:6.1f} {cost['queries']:7.1f} ({cost['count']:2.0f}) "
            f"{cost['empty']:14.1f} {cost['ratio']:10.2f}{mark}"
        )


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linkbio-bench-")))
        valkey = EmbeddedValkey(folder)
        stack.callback(valkey.stop)
        run(Demo(valkey.start(), folder / "data"))


if __name__ == "__main__":
    main()
