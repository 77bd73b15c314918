"""What a thousand views cost in calls to TikTok, and that no visitor's request makes one.

A page costs one call, video_list, in each SNAPSHOT_FRESH_SECONDS in which somebody looks at it; user_info comes once
an hour. So a thousand views cost at most one call where a page has a thousand views in that time, 66 a minute.
"""

import time
from collections.abc import Iterator

import pytest

from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, running
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.audit

FRESH_SECONDS, SECONDS, RATE, PAGES = 15, 45.0, 150.0, 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose pages age sixty times as quickly."""
    with running(tmp_path_factory.mktemp("calls"), creators=10, SNAPSHOT_FRESH_SECONDS=str(FRESH_SECONDS)) as site:
        yield site


def test_visits_alone_never_ask_tiktok(site: Site) -> None:
    worker = site.processes[-1]
    worker.terminate()
    worker.wait()
    site.make_due()
    before = len(control.calls())
    visits = load.visit(site.site_url, site.paths(), rate=60, seconds=5)
    calls = len(control.calls()) - before
    site.processes.pop()
    site.start("worker")
    held = report.add(
        "F0 calls in visitors' requests", held=calls == 0, calls=calls, views=len(visits), pages="all stale"
    )
    assert held, report.lines[-1]


def test_busy_pages_cost_less_than_a_call_for_each_thousand_views(site: Site) -> None:
    """Steady state, with age and traffic both sixty times as quick."""
    time.sleep(FRESH_SECONDS)
    paths, before = site.paths()[:PAGES], len(control.calls())
    visits = load.visit(site.site_url, paths, rate=RATE, seconds=SECONDS)
    calls = len(control.calls()) - before
    each = calls * 1000 / len(visits)
    expected = PAGES * (SECONDS / FRESH_SECONDS + 1)
    views_a_minute = len(visits) / PAGES / SECONDS * FRESH_SECONDS / 900 * 60
    held = report.add(
        "calls for 1,000 views",
        held=each <= 1 and load.errors(visits) == 0,
        calls=calls,
        views=len(visits),
        for_each_thousand=round(each, 2),
        at_views_a_page_and_minute=round(views_a_minute),
        at_most_expected=round(expected),
    )
    assert held, report.lines[-1]
