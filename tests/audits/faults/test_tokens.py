"""200 grants that expire together, eight processes that want them, and death at four points of a renewal.

A process that dies between TikTok's answer and our storing of it takes the only copy of the new pair with it: TikTok
has rotated, and nobody can know the new refresh token. That grant ends, and its creator is asked to log in again: it
is the one case that cannot be saved. At the other three points nothing may be lost.
"""

import os
from collections.abc import Iterator, Sequence

import pytest

from tests.audits.faults.renewing import BEFORE_STORING, NEVER, POINTS
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, running
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.audit

GRANTS = int(os.environ.get("GRANTS", "200"))
PROCESSES, DEADLY = 8, 3
ENDED = "SELECT count(*) FROM tiktok_auth_grant WHERE ended_at IS NOT NULL"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("tokens")
    with running(folder, creators=GRANTS, is_served=False, TIKTOK_CALLS_PER_MINUTE="60000") as site:
        yield site


@pytest.mark.parametrize("point", [NEVER, *POINTS])
def test_every_grant_is_renewed_once(site: Site, point: str) -> None:
    ended_before = site.query(ENDED)[0][0]
    live = GRANTS - ended_before
    site.query("UPDATE tiktok_auth_grant SET access_expires_at = now() WHERE ended_at IS NULL")
    for path in site.paths():
        control.kill_access_tokens(path[2:])
    refreshes, killed = len(control.calls("token")), renew(site, point)
    renewed = len(control.calls("token")) - refreshes
    ended = site.query(ENDED)[0][0] - ended_before
    lost = killed if point == BEFORE_STORING else 0
    alive = sum(bool(control.live_access_token(path[2:])) for path in site.paths())
    held = report.add(
        f"{GRANTS} grants at once, killed {point}",
        held=renewed == live + lost and ended == lost and bool(killed) == (point != NEVER),
        grants=live,
        processes=PROCESSES,
        killed=killed,
        refreshes=renewed,
        disconnected=ended,
        unavoidable=lost,
        live_at_tiktok=alive,
    )
    assert held, report.lines[-1]


def renew(site: Site, point: str) -> int:
    """Eight processes use every grant, some of which die, and then one more; how many died."""
    died = race(site, [point] * DEADLY + [NEVER] * (PROCESSES - DEADLY))
    race(site, [NEVER])
    return died


def race(site: Site, points: Sequence[str]) -> int:
    code = f"from tests.audits.faults import renewing; renewing.race({points!r})"
    return int(site.manage("shell", "--no-imports", "--command", code).splitlines()[-1])
