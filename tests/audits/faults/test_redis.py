"""Redis dead, hung, emptied, read-only and full, under visitors' load."""

import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from profiles.page_cache import KEPT_SECONDS
from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, wait_for
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.audit

RATE = 60.0
# Two lives of a copy, so that each span has its share of renderings, however it falls.
SPAN_SECONDS = 2.0 * KEPT_SECONDS
LEARNING_SECONDS, REPAIR_SECONDS = 5.0, 10.0
BAR, BAR_LATER = 3.0, 1.5
# Longer than a worker lasts that leaves each refused connection open, which are a thousand by then; and how many more
# there may be at the end: a server that was busy for a moment keeps some dozens.
REFUSING_SECONDS, MORE_CONNECTIONS = 60.0, 100

type Act = Callable[[Site], object]


@dataclass(frozen=True)
class Fault:
    name: str
    breaks: Act
    mends: Act = lambda site: None
    lasts: float = 0.0  # seconds, without visitors


def fill_up(site: Site) -> None:
    site.redis.client.config_set("maxmemory-policy", "noeviction")
    site.redis.client.config_set("maxmemory", "1mb")


FAULTS = [
    Fault("F17 Redis dead", lambda site: site.redis.stop(), lambda site: site.redis.start()),
    Fault(
        "F18 Redis hung",
        lambda site: site.redis.signal(signal.SIGSTOP),
        lambda site: site.redis.signal(signal.SIGCONT),
    ),
    Fault("F19 Redis flushed", lambda site: site.redis.client.flushall()),
    Fault(
        "F20 Redis read-only",
        lambda site: site.redis.client.replicaof("127.0.0.1", 1),
        lambda site: site.redis.client.replicaof("NO", "ONE"),
        REFUSING_SECONDS,
    ),
    Fault("F20 Redis full", fill_up, lambda site: site.redis.client.config_set("maxmemory", "0"), REFUSING_SECONDS),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_visitors_do_not_notice(site: Site, fault: Fault) -> None:
    paths, before = site.paths(), site.content()
    load.visit(site.site_url, paths, rate=RATE, seconds=3)  # so that everything is loaded
    healthy = load.visit(site.site_url, paths, rate=RATE, seconds=SPAN_SECONDS)
    connections = site.redis.connections()
    with ThreadPoolExecutor(1) as thread:
        broken = thread.submit(load.visit, site.site_url, paths, rate=RATE, seconds=LEARNING_SECONDS + SPAN_SECONDS)
        time.sleep(0.2)
        fault.breaks(site)
        faulty = broken.result()
    time.sleep(fault.lasts)
    fault.mends(site)
    repaired_at = time.monotonic()
    mended = load.visit(site.site_url, paths, rate=RATE, seconds=REPAIR_SECONDS)
    wait_for(lambda: site.sweep_age() < 5, "the workers to be back")
    workers_back = time.monotonic() - repaired_at
    normal = load.visit(site.site_url, paths, rate=RATE, seconds=SPAN_SECONDS)
    learned = [visit for visit in faulty if visit.began >= LEARNING_SECONDS]
    pace, later = load.compare(learned, healthy), load.compare(normal, healthy)
    more_connections = site.redis.connections() - connections
    every = [*healthy, *faulty, *mended, *normal]
    held = report.add(
        fault.name,
        held=load.errors(every) == 0
        and load.same(every)
        and site.content() == before
        and pace.is_kept(BAR)
        and later.is_kept(BAR_LATER)
        and more_connections <= MORE_CONNECTIONS
        and copies_are_kept(site),
        **pace.figures,
        p99_first_seconds_ms=round(load.p99([visit for visit in faulty if visit.began < LEARNING_SECONDS]), 1),
        server_errors=load.errors(every),
        same_bytes=load.same(every),
        p99_ratio_after_repair=later.ratio,
        more_connections=more_connections,
        workers_back_s=round(workers_back, 1),
    )
    assert held, report.lines[-1]


def copies_are_kept(site: Site) -> bool:
    """Whether the site writes to Redis again."""
    return next(iter(site.redis.client.scan_iter("*page:copy:*")), None) is not None


def test_flush_gives_nobody_a_second_budget(site: Site) -> None:
    """Every page asked for at once, and Redis emptied in the middle of it, as the sandbox counts."""
    limit = 20
    site.restart_worker(TIKTOK_CALLS_PER_MINUTE=str(limit))
    before = len(control.calls("video_list"))
    site.make_due()
    time.sleep(8)
    site.redis.client.flushall()
    site.make_due()
    time.sleep(12)
    site.restart_worker()
    calls = len(control.calls("video_list")) - before
    held = report.add("F19 budget after a flush", held=0 < calls <= limit, calls_in_20_s=calls, allowed=limit)
    assert held, report.lines[-1]
