"""TikTok, or the road to it, in every way of going wrong, beside a healthy twin in the same run.

The table is in the order of the faults F1 to F26; those of the road, of Redis, of tokens, of webhooks and of the clock
have files of their own.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import pytest

from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, wait_for
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.audit

ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECONDS, RATE = 3.0, 60.0
DATA = ("user_info", "video_list", "video_query")
FOR_EVER = 10**6
TRIES = 5

type Break = Callable[[Site], object]


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and the troubles that creators' pages may be in meanwhile; `mends` undoes it."""

    name: str
    breaks: Break
    troubles: frozenset[str] = frozenset()
    mends: Break = lambda site: control.mend()


def mode(name: str, *, endpoints: tuple[str, ...] = DATA) -> Break:
    def breaks(site: Site) -> None:
        for endpoint in endpoints:
            control.break_next(endpoint, name, FOR_EVER)

    return breaks


def fault(name: str, breaks: Break | str, *troubles: str, mends: Break = lambda site: control.mend()) -> Fault:
    return Fault(name, mode(breaks) if isinstance(breaks, str) else breaks, frozenset(troubles), mends)


def kill_access_tokens(site: Site) -> None:
    for path in site.paths():
        control.kill_access_tokens(path[2:])


def fetch_pictures_anew(site: Site, name: str) -> None:
    """Every picture has to be fetched again, and comes like this."""
    control.break_next("image", name, FOR_EVER)
    site.query("UPDATE profiles_video SET cover_source = ''")


FAULTS = [
    fault(
        "F1 nobody answers",
        lambda site: site.signal_tiktok(signal.SIGSTOP),
        "deadline",
        "network",
        mends=lambda site: site.signal_tiktok(signal.SIGCONT),
    ),
    fault("F2 a byte every two seconds", "drip", "deadline"),
    fault("F3 429", "429"),
    fault("F3 429 with Retry-After", "429_retry_after"),
    fault("F4 500", "500", "internal_error"),
    fault("F4 502 with HTML", "502", "bad_body", "server_error"),
    fault("F4 connection reset", "reset", "network"),
    fault("F5 cut in half", "cut", "bad_body", "network"),
    fault("F5 HTML with 200", "html", "bad_body"),
    fault("F5 wrong charset", "charset", "bad_body"),
    fault("F5 empty", "empty", "bad_body"),
    fault("F6 wrapped as in version 1", "wrapped", "bad_body"),
    fault("F6 identity of another type", mode("number_open_id", endpoints=("user_info",)), "bad_body"),
    fault("F6 videos without values", mode("nulls", endpoints=("video_list",)), "bad_body"),
    fault("F7 an error with 200", "not_ok", "internal_error"),
    fault("F8 access tokens die early", kill_access_tokens),
    fault("F15 a list that never ends", mode("endless", endpoints=("video_list",))),
    fault("F15 a cursor that repeats", mode("repeated_cursor", endpoints=("video_list",))),
    fault("F15 80 MB", "huge", "too_large"),
    fault("F15 80 MB in 80 kB", "bomb", "too_large", "bad_body"),
    fault("F26 pictures forbidden", partial(fetch_pictures_anew, name="403")),
    fault("F26 pictures that are HTML", partial(fetch_pictures_anew, name="html")),
    fault("F26 pictures of 80 MB", partial(fetch_pictures_anew, name="huge")),
    fault("F26 pictures that drip", partial(fetch_pictures_anew, name="drip")),
]


@contextmanager
def broken(site: Site, fault: Fault) -> Iterator[None]:
    fault.breaks(site)
    try:
        yield
    finally:
        fault.mends(site)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_visitors_do_not_notice(site: Site, fault: Fault) -> None:
    settle(site)
    before, visit = site.content(), visitors(site, seconds=SECONDS)
    healthy: list[load.Visit] = []
    faulty: list[load.Visit] = []
    calls = len(control.calls())
    for _ in range(ROUNDS):
        site.make_due()
        healthy += visit()
        with broken(site, fault):
            site.make_due()
            faulty += visit()
            if fault.troubles:
                with suppress(AssertionError):
                    wait_for(lambda: bool(site.troubles()), "trouble", seconds=15)
            met = site.troubles()
    after = site.content()
    recovered = settle(site)
    pace = load.compare(faulty, healthy)
    held = report.add(
        fault.name,
        held=load.errors(healthy + faulty) == 0
        and load.same(healthy, faulty)
        and after == before
        and set(met) <= fault.troubles
        and bool(met) == bool(fault.troubles)
        and pace.is_kept(),
        **pace.figures,
        server_errors=load.errors(faulty),
        same_bytes=load.same(healthy, faulty),
        data_kept=after == before,
        trouble=met or "none",
        calls=len(control.calls()) - calls,
        fresh_again_s=round(recovered, 1),
    )
    assert held, report.lines[-1]


def visitors(
    site: Site, paths: Sequence[str] = (), *, seconds: float = SECONDS * ROUNDS
) -> Callable[[], list[load.Visit]]:
    """Visits for so long to these pages, or to all, whenever it is called; everything is loaded before."""
    visit = partial(load.visit, site.site_url, paths or site.paths(), rate=RATE, seconds=seconds)
    visit()
    return visit


def settle(site: Site) -> float:
    """All is well, every page was just refreshed; the seconds that took."""
    began = time.monotonic()
    since = site.query("SELECT now()")[0][0]
    late = (
        f"SELECT 1 FROM profiles_snapshot WHERE due_at IS NOT NULL AND (fetched_at IS NULL OR fetched_at < '{since}')"
    )
    for _ in range(TRIES):  # what was under way when all went well again may still end badly, and wait for minutes
        site.make_due()
        with suppress(AssertionError):
            wait_for(lambda: not site.query(late), "every page to be fresh", seconds=25)
            return time.monotonic() - began
    raise AssertionError(f"Some pages stay stale: {site.troubles()}")


def test_permission_that_is_over_leaves_the_page_as_it_was(site: Site) -> None:
    """F9: the refresh token is refused; F12 and F10 beside it, since each needs a page of its own."""
    settle(site)
    left, lost, narrowed = site.paths()[:3]
    visit = visitors(site, [path for path in site.paths() if path != narrowed])
    site.make_due()
    healthy = visit()
    control.revoke_by_user(left[2:])
    control.kill_access_tokens(lost[2:])
    control.narrow_scopes(narrowed[2:], "user.info.basic", "user.info.profile")
    control.break_next("token", "lost")
    site.make_due()
    faulty = visit()
    wait_for(lambda: site.troubles().keys() >= {"reconnect", "scope"}, "both to be noticed")
    time.sleep(2)
    faulty += load.visit_each(site.site_url, [left, lost], rate=50)
    less = load.visit_each(site.site_url, [narrowed], rate=50)
    pace = load.compare(faulty, healthy)
    held = report.add(
        "F9 F10 F12 permission over, or less",
        held=load.errors([*faulty, *less]) == 0 and load.same(healthy, faulty) and pace.is_kept(),
        **pace.figures,
        server_errors=load.errors([*faulty, *less]),
        same_bytes=load.same(healthy, faulty),
        trouble=site.troubles(),
    )
    assert held, report.lines[-1]
