"""Visitors at a set rate. Latency counts from the moment a visit was meant to begin, so that a stall is not hidden."""

import asyncio
import hashlib
import random
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

GIVE_UP_SECONDS = 20
BAR = 1.2
NOISE_MS = 5.0  # two of them cannot be told apart on a machine that others use too


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer. `status` is 0 when none came; `began` is in seconds since the load began."""

    path: str
    began: float
    milliseconds: float
    status: int
    digest: str


@dataclass(frozen=True, slots=True)
class Pace:
    """The 99th percentile of visits in bad times beside that of healthy ones, in milliseconds."""

    bad: float
    healthy: float

    def is_kept(self, bar: float = BAR) -> bool:
        """Whether it is at most so many times as long."""
        return self.bad <= bar * self.healthy or self.bad - self.healthy <= NOISE_MS

    @property
    def ratio(self) -> float:
        return round(self.bad / self.healthy, 2)

    @property
    def figures(self) -> dict[str, Any]:
        """As the report has them."""
        return {"p99_ratio": self.ratio, "p99_ms": f"{self.bad:.1f} to {self.healthy:.1f}"}


def visit(site_url: str, paths: Sequence[str], *, rate: float, seconds: float) -> list[Visit]:
    """Visits in no order at all (Poisson) for so long, each with a connection of its own."""
    return asyncio.run(_visit(urlsplit(site_url).netloc, paths, rate, seconds))


def visit_each(site_url: str, paths: Sequence[str], *, rate: float) -> list[Visit]:
    """One visit to each page, evenly spread."""

    async def go() -> list[Visit]:
        began = time.monotonic()
        host = urlsplit(site_url).netloc
        return await asyncio.gather(*(_one(host, path, began, number / rate) for number, path in enumerate(paths)))

    return asyncio.run(go())


def p99(visits: Collection[Visit]) -> float:
    """The 99th percentile in milliseconds."""
    took = sorted(visit.milliseconds for visit in visits)
    return took[len(took) * 99 // 100] if took else float("inf")


def compare(faulty: Collection[Visit], healthy: Collection[Visit]) -> Pace:
    """How quick visits were, beside those of a healthy twin."""
    return Pace(p99(faulty), p99(healthy))


def errors(visits: Collection[Visit]) -> int:
    """Those that got a server's error, or nothing."""
    return sum(visit.status == 0 or visit.status >= 500 for visit in visits)


def same(*visits: list[Visit]) -> bool:
    """Whether every page had one answer, whatever happened."""
    return all(len(answers) == 1 for answers in bodies([visit for some in visits for visit in some]).values())


def bodies(visits: Collection[Visit]) -> dict[str, set[str]]:
    """The different answers that each path got."""
    seen: dict[str, set[str]] = {}
    for visit in visits:
        seen.setdefault(visit.path, set()).add(visit.digest)
    return seen


async def _visit(host: str, paths: Sequence[str], rate: float, seconds: float) -> list[Visit]:
    began, at, tasks = time.monotonic(), 0.0, []
    while at < seconds:
        await asyncio.sleep(max(0.0, began + at - time.monotonic()))
        tasks.append(asyncio.create_task(_one(host, random.choice(paths), began, at)))
        at += random.expovariate(rate)
    return await asyncio.gather(*tasks)


async def _one(host: str, path: str, began: float, at: float) -> Visit:
    await asyncio.sleep(max(0.0, began + at - time.monotonic()))
    try:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            status, body = await _get(host, path)
    except (OSError, TimeoutError, ValueError, IndexError):
        status, body = 0, b""
    took = (time.monotonic() - began - at) * 1000
    return Visit(path, at, took, status, hashlib.sha256(body).hexdigest()[:12])


async def _get(host: str, path: str) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(host.partition(":")[2]))
    try:
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            "User-Agent: Mozilla/5.0 (audit)",
            "Connection: close",
            "",
            "",
        ]
        writer.write("\r\n".join(lines).encode())
        head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
        return int(head.split()[1]), body
    finally:
        writer.close()
