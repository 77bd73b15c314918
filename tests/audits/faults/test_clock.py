"""The site's own clock, wrong by ten minutes and by a day, and right again (F16)."""

import pytest

from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, wait_for
from tests.audits.faults.test_tiktok import visitors
from tests.audits.faults.test_webhooks import ENDED, UNHANDLED, deliver, removal

pytestmark = pytest.mark.audit

MINUTES_10, DAY = 600, 86400
CONNECTED = """
    SELECT handle FROM profiles_page JOIN tiktok_auth_grant AS permission ON permission.id = grant_id
    WHERE ended_at IS NULL ORDER BY handle"""
ATTEMPTS = "SELECT min(attempted_at) FROM profiles_snapshot WHERE due_at IS NOT NULL"


@pytest.mark.parametrize("ahead", [MINUTES_10, -MINUTES_10, DAY, -DAY])
def test_visitors_do_not_notice(site: Site, ahead: int) -> None:
    leaving, *staying = [f"/@{handle}" for (handle,) in site.query(CONNECTED)]
    before, ended = site.content(), site.query(ENDED)[0][0]
    site.restart(ahead=0)  # as new as the one that it is compared with
    healthy = refresh_under_load(site, staying)
    site.restart(ahead=ahead)
    faulty = refresh_under_load(site, staying)
    wait_for(lambda: is_refreshed(site, ahead), "every page to be refreshed by the wrong clock")
    event, content = removal(leaving[2:], reason=1), site.content()
    status, told = deliver(site, *event), is_told(site)
    site.restart(ahead=0)
    if ahead != DAY:  # nothing but its own care brings back what a clock has put off by a day
        site.make_due()
    mended = wait_for(lambda: is_refreshed(site, 0), "every page to be refreshed by the right clock")
    again = deliver(site, *event)
    wait_for(lambda: site.query(UNHANDLED)[0][0] == 0, "the webhook to be handled")
    effects = site.query(ENDED)[0][0] - ended
    pace = load.compare(faulty, healthy)
    held = report.add(
        f"F16 clock {ahead:+d} s",
        held=load.errors(faulty) == 0
        and load.same(healthy, faulty)
        and pace.is_kept()
        and content == before
        and told
        and (status, again, effects) == (200 if ahead >= -MINUTES_10 / 2 else 403, 200, 1),
        **pace.figures,
        server_errors=load.errors(faulty),
        same_bytes=load.same(healthy, faulty),
        data_kept=content == before,
        operator_told=told,
        webhook=f"{status}, repeated {again}, {effects} effect",
        trouble=site.troubles() or "none",
        fresh_again_s=round(mended, 1),
    )
    assert held, report.lines[-1]


def refresh_under_load(site: Site, paths: list[str]) -> list[load.Visit]:
    """Visits while every page is refreshed, for the second time since the server started: the first warms it."""
    visit = visitors(site, paths)
    for _ in range(2):
        site.make_due()
        visits = visit()
    return visits


def is_refreshed(site: Site, ahead: int) -> bool:
    """Whether every page was tried by this clock in the last two minutes."""
    return bool(site.query(f"SELECT ({ATTEMPTS}) BETWEEN {moment(ahead - 120)} AND {moment(ahead + 120)}")[0][0])


def moment(seconds: int) -> str:
    return f"now() + interval '{seconds} seconds'"


def is_told(site: Site) -> bool:
    """Whether `manage.py freshness` says that the clock is wrong."""
    try:
        site.manage("freshness")
    except SystemExit as complaint:
        return "clock" in str(complaint)
    return False
