"""`make bench`: the public page beside nginx serving the same ready-compressed bytes, as ratios of one run.

The machine is shared and noisy, so each measure is taken in turns with its reference and only their ratio is kept.
Needs `wrk`, `nginx` and `h2load` (Debian: wrk, nginx, nghttp2-client). All traffic stays on this machine and stops by
itself.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from linkbio.bench import load, spike
from linkbio.bench.reference import PAGE, nginx, save_copies
from linkbio.demo import ROOT, SITE_URL, Demo, say
from linkbio.embedded import EmbeddedValkey

HANDLE = "mina.eats"
OURS = f"/@{HANDLE}"
PROGRAMS = {"wrk": "wrk", "nginx": "nginx", "h2load": "nghttp2-client"}
ROUNDS = 3
SHARE_OF_CAPACITY = 0.7
CREATORS = 10_000
RESULTS = ROOT / "var" / "bench.json"
GZIP = ("Accept-Encoding: gzip",)


@dataclass(frozen=True)
class Measure:
    """What is compared: our paths, the same bytes at nginx, and extra headers for both."""

    name: str
    ours: Sequence[str]
    reference: Sequence[str]
    headers: Sequence[str] = GZIP


def compare(measure: Measure, reference: str) -> dict[str, object]:
    """Ours and the reference in turns; medians, and the ratio of each pair. All paths together count once."""
    sides = ((SITE_URL, measure.ours), (reference, measure.reference))
    pairs = [
        [load.throughput(site, paths, measure.headers) / len(paths) for site, paths in sides] for _ in range(ROUNDS)
    ]
    ratios = sorted(ours / other for ours, other in pairs)
    ours, other = (round(statistics.median(column)) for column in zip(*pairs, strict=True))
    ratio = round(statistics.median(ratios), 2)
    say(f"{measure.name:34} {ours:>8,}/s   nginx {other:>8,}/s   ratio {ratio} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return {"name": measure.name, "ours": ours, "nginx": other, "ratio": ratio, "ratios": ratios}


def compare_latency(reference: str, capacity: float) -> dict[str, object]:
    """The 99th percentiles of both at the same rate, a share of what we can do at most."""
    rate = capacity * SHARE_OF_CAPACITY
    pairs = [
        [load.latency(url, GZIP, rate=rate)[0] for url in (f"{SITE_URL}{OURS}", f"{reference}{PAGE}")]
        for _ in range(ROUNDS)
    ]
    ratios = sorted(ours / other for ours, other in pairs)
    ours, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = round(statistics.median(ratios), 2)
    name = f"p99 at {rate:,.0f}/s"
    say(f"{name:34} {ours:>8.2f} ms  nginx {other:>8.2f} ms  ratio {ratio} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return {"name": name, "ours": ours, "nginx": other, "ratio": ratio, "ratios": ratios}


def measure_layers(demo: Demo) -> dict[str, float]:
    command = [sys.executable, "-m", "linkbio.bench.layers", OURS]
    done = subprocess.run(command, cwd=ROOT, env=demo.environment, stdout=subprocess.PIPE, text=True, check=True)
    layers: dict[str, float] = json.loads(done.stdout)
    for name, rate in layers.items():
        say(f"one process, {name:21} {rate:>8,.0f}/s")
    return layers


def measure_memory(demo: Demo) -> dict[str, float]:
    """Visit very many pages, then say how much memory each of the server's processes has to itself."""
    say(f"Making {CREATORS:,} creators to visit ...")
    demo.manage("seed", "--creators", str(CREATORS), "--links", "10", "--videos", "12")
    handles = demo.manage("shell", "--no-imports", "-c", LIST_HANDLES).split()
    # Afresh: in the demo the server draws TikTok's pictures too, and the worker would ask about ten thousand pages.
    demo.stop()
    demo.processes.clear()
    demo.start("serve")
    demo.wait_until_up()
    began = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        statuses = set(threads.map(visit, handles))
    rate = len(handles) / (time.monotonic() - began)
    server = demo.processes[0].pid
    workers = [pid for pid in children(server) if "granian" in command_line(pid)]
    memory = {str(pid): proportional_memory(pid) for pid in workers}
    sizes = ", ".join(f"{size:.0f} MB" for size in memory.values())
    say(f"{len(handles):,} pages once each at {rate:,.0f}/s, answers {statuses}; memory of the workers: {sizes}")
    return memory


LIST_HANDLES = "from profiles.models import Page; print(*Page.objects.values_list('handle', flat=True), sep=chr(10))"


def visit(handle: str) -> int:
    return requests.get(f"{SITE_URL}/@{handle}", timeout=30).status_code


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def proportional_memory(pid: int) -> float:
    """PSS in MB: what a process has to itself, and its part of what it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def run(demo: Demo, folder: Path) -> None:
    demo.manage("migrate", "--verbosity", "0")
    demo.start("serve")
    demo.start("worker")
    demo.wait_until_up()
    demo.manage("seed_demo")
    pictures = save_copies(SITE_URL, OURS, folder / "www")
    etag = requests.get(f"{SITE_URL}{OURS}", timeout=10).headers["ETag"]
    say(f"{ROUNDS} turns of {load.SECONDS} s, {load.CONNECTIONS} connections, {os.cpu_count()} cores, {SITE_URL}:")
    measures = [
        Measure("public page, counted", [OURS], [PAGE]),
        Measure(f"a visit: page, {len(pictures)} pictures", [OURS, *pictures], [PAGE, *pictures]),
        Measure("one cover", [pictures[-1]], [pictures[-1]]),
        Measure("page they have already (304)", [OURS], [PAGE], (f"If-None-Match: {etag}",)),
    ]
    with nginx(folder) as reference:
        results = [compare(measure, reference) for measure in measures]
        capacity = float(str(results[0]["ours"]))
        results.append(compare_latency(reference, capacity))
    told: dict[str, Any] = {"measures": results, "layers": measure_layers(demo)}
    told["spike"] = measure_spike(demo)
    told["memory"] = measure_memory(demo)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(told, indent=2))
    say(f"Written to {RESULTS.relative_to(ROOT)}.")


def measure_spike(demo: Demo) -> dict[str, float]:
    cost = spike.measure(f"{SITE_URL}{OURS}", demo.environment["REDIS_URL"], usual=1000)
    say("one page goes viral: " + ", ".join(f"{name} {number:,.0f}" for name, number in cost.items()))
    return cost


def main() -> None:
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if missing:
        sys.exit(f"make bench needs more programs: apt-get install {' '.join(missing)}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linkbio-bench-")))
        folder.chmod(0o755)
        valkey = EmbeddedValkey(folder)
        stack.callback(valkey.stop)
        demo = Demo(valkey.start(), folder / "data")
        stack.callback(demo.stop)
        run(demo, folder)


if __name__ == "__main__":
    main()
