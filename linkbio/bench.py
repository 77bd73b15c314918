"""`make bench`: the public page beside nginx serving the same ready-compressed bytes, as ratios of one run.

The machine is shared and noisy, so each measure is taken in turns with its reference and only their ratio is kept.
Needs `wrk` and `nginx` (Debian's packages of those names). All traffic stays on this machine and stops by itself.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from linkbio.demo import ROOT, SITE_URL, Demo, say
from linkbio.embedded import EmbeddedValkey

PAGE = f"{SITE_URL}/@mina.eats"
NGINX_PORT = 902  # below the ports that outgoing connections use up
ROUNDS, SECONDS, CONNECTIONS = 3, 5, 32
RESULTS = ROOT / "var" / "bench.json"
COVER = re.compile(r'/media/cover/[^" ]+\.webp')
NGINX = """
worker_processes 2; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 10000000; types {{ image/webp webp; text/html html; }}
  server {{ listen 127.0.0.1:{port}; root {folder}/www; gzip_static on; }}
}}
"""


@dataclass(frozen=True)
class Measure:
    """What is compared: one of our addresses, the same bytes at nginx, and extra headers for both."""

    name: str
    ours: str
    reference: str
    headers: tuple[str, ...] = ("Accept-Encoding: gzip",)


def requests_per_second(url: str, headers: tuple[str, ...]) -> float:
    """One closed-loop run of wrk. Raises SystemExit when any request failed: a broken page is quick."""
    words = [word for header in headers for word in ("--header", header)]
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *words, url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output and "304" not in "".join(headers):
        raise SystemExit(f"{url} failed under load:\n{output}")
    return float(output.split("Requests/sec:")[1].split()[0])


def compare(measure: Measure) -> dict[str, object]:
    """Ours and the reference in turns; medians, and the ratio of each pair."""
    pairs = [
        (requests_per_second(measure.ours, measure.headers), requests_per_second(measure.reference, measure.headers))
        for _ in range(ROUNDS)
    ]
    ratios = sorted(ours / reference for ours, reference in pairs)
    ours, reference = (round(statistics.median(column)) for column in zip(*pairs, strict=True))
    ratio = round(statistics.median(ratios), 2)
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    say(f"{measure.name:28} {ours:>8,}/s   nginx {reference:>8,}/s   ratio {ratio} ({spread})")
    return {"name": measure.name, "ours": ours, "nginx": reference, "ratio": ratio, "ratios": ratios}


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """nginx over `folder`/www, at the address this gives."""
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=NGINX_PORT))
    process = subprocess.Popen([shutil.which("nginx") or "nginx", "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{NGINX_PORT}"
    finally:
        process.terminate()
        process.wait()


def save_copies(www: Path) -> str:
    """Write the page's compressed bytes and its first cover for nginx to serve; gives the cover's path."""
    www.mkdir()
    packed = requests.get(PAGE, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10).raw.read()
    page = requests.get(PAGE, timeout=10)
    (www / "page.html.gz").write_bytes(packed)
    (www / "page.html").write_bytes(page.content)
    cover = COVER.search(page.text)
    if not cover:
        raise SystemExit("The page shows no cover yet; is the worker running?")
    (www / "cover.webp").write_bytes(requests.get(f"{SITE_URL}{cover[0]}", timeout=10).content)
    return cover[0]


def run(demo: Demo, folder: Path) -> None:
    demo.manage("migrate", "--verbosity", "0")
    demo.start("serve")
    demo.start("worker")
    demo.wait_until_up()
    demo.manage("seed_demo")
    cover = save_copies(folder / "www")
    etag = requests.get(PAGE, timeout=10).headers["ETag"]
    say(f"{ROUNDS} turns of {SECONDS} s each, {CONNECTIONS} connections, at {SITE_URL}:")
    with nginx(folder) as reference:
        again = Measure("page they have already (304)", PAGE, f"{reference}/page.html", (f"If-None-Match: {etag}",))
        measures = [
            Measure("public page, counted", PAGE, f"{reference}/page.html"),
            Measure("cover", f"{SITE_URL}{cover}", f"{reference}/cover.webp"),
            again,
        ]
        results = [compare(measure) for measure in measures]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2))
    say(f"Written to {RESULTS.relative_to(ROOT)}.")


def main() -> None:
    missing = [program for program in ("wrk", "nginx") if not shutil.which(program)]
    if missing:
        sys.exit(f"make bench needs {' and '.join(missing)}: apt-get install {' '.join(missing)}")
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
