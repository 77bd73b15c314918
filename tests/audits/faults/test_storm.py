"""The cold storm: Redis emptied, every page stale, every page visited once, and people logging in meanwhile.

`CREATORS=10000 BUDGET=600` is the whole of it and takes half an hour; by default it is as steep and shorter.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import requests

from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, running, wait_for
from tiktok_auth.calls import WINDOW_SECONDS
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.audit

CREATORS = int(os.environ.get("CREATORS", "500"))
BUDGET = int(os.environ.get("BUDGET", "120"))
VISITS_PER_SECOND = 40.0
LOGINS = 10
AGE = """
    UPDATE profiles_snapshot SET attempted_at = now() - interval '1 hour', fetched_at = now() - interval '1 hour',
    due_at = now() + interval '2 hours', profile_due_at = now() + interval '2 hours', wanted_at = NULL"""
STALE = "SELECT count(*) FROM profiles_snapshot WHERE fetched_at < now() - interval '55 minutes'"


def test_cold_storm(tmp_path: Path) -> None:
    with running(tmp_path, creators=CREATORS, TIKTOK_CALLS_PER_MINUTE=str(BUDGET)) as site:
        control.set_call_limit(BUDGET)
        site.query(AGE)
        site.redis.client.flushall()
        before, began = site.content(), time.time()
        paths = site.paths()
        visits = load.visit_each(site.site_url, paths, rate=VISITS_PER_SECOND)
        unchanged = site.content() == before
        logins = [is_login_good(site, f"newcomer{number}") for number in range(LOGINS)]
        bound = CREATORS / BUDGET * 60 / 0.9 * 2 + 120
        wait_for(lambda: site.query(STALE)[0][0] == 0, "every page to be fresh", seconds=bound)
        calls = [call for call in control.calls() if call.at >= began]
    listed = [call.at for call in calls if call.endpoint == "video_list"]
    busiest = max(
        most_in_a_minute([call.at for call in calls if call.endpoint == name]) for name in ("user_info", "video_list")
    )
    used = share_used(listed)
    held = report.add(
        f"cold storm, {CREATORS:,} pages",
        held=all(visit.status == 200 for visit in visits)
        and unchanged
        and all(logins)
        and not any(call.is_refused for call in calls)
        and busiest <= BUDGET
        and used >= 0.9,
        answered_200=f"{sum(visit.status == 200 for visit in visits)} of {len(visits)}",
        p99_ms=round(load.p99(visits), 1),
        most_calls_in_any_minute=f"{busiest} of {BUDGET}",
        refused_by_tiktok=sum(call.is_refused for call in calls),
        used_of_what_refreshes_may=round(used, 3),
        all_fresh_after_s=round(max(listed) - began),
        logins=f"{sum(logins)} of {LOGINS}",
    )
    assert held, report.lines[-1]


def most_in_a_minute(moments: Sequence[float]) -> int:
    """The most calls in any sliding 60 seconds."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 60:
            first += 1
        most = max(most, last - first + 1)
    return most


def share_used(moments: Sequence[float]) -> float:
    """Calls made of those that refreshes might have made: nine tenths of the budget in each whole window."""
    first, windows = moments[0], int((moments[-1] - moments[0]) // WINDOW_SECONDS)
    made = sum(moment < first + windows * WINDOW_SECONDS for moment in moments)
    return made / (windows * int(BUDGET * 0.9)) if windows else 1.0


def is_login_good(site: Site, username: str) -> bool:
    """Whether somebody new gets to their studio, whatever else is going on."""
    control.add_account(username, videos=3)
    with requests.Session() as browser:
        home = browser.get(f"{site.site_url}/", timeout=10)
        token = home.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        form = {"csrfmiddlewaretoken": token}
        start = browser.post(f"{site.site_url}/accounts/tiktok/login/", form, timeout=10, allow_redirects=False)
        state = start.headers["Location"].split("state=")[1].split("&")[0]
        answer = {"state": state, "code": control.issue_code(username)}
        landed = browser.get(f"{site.site_url}/accounts/tiktok/login/callback/", params=answer, timeout=20)
    return landed.ok and landed.url.startswith(f"{site.site_url}/studio/")
