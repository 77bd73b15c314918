"""A storm of TikTok's events with the site and its workers killed in the middle of it (F13, F14, F27)."""

import os
import random
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from tests.audits.faults import load
from tests.audits.faults.report import report
from tests.audits.faults.site import Site, wait_for
from tests.audits.faults.test_tiktok import ROUNDS, visitors
from tests.tiktok_auth.forgeries import FORGERIES
from tiktok_auth.sandbox import control, webhooks

pytestmark = pytest.mark.audit

COPIES, PEOPLE = 100, 10
STORM, STORM_SECONDS = 1000, 10.0
TAKEDOWN_SECONDS = 10
UNHANDLED = "SELECT count(*) FROM tiktok_auth_event WHERE handled_at IS NULL"
ENDED = "SELECT count(*) FROM tiktok_auth_grant WHERE ended_at IS NOT NULL"
EVENTS = "SELECT count(*) FROM tiktok_auth_event"


def removal(username: str, *, reason: int) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of one event."""
    open_id = control.account(username).open_id
    body = webhooks.make_body(open_id, event="authorization.removed", content={"reason": reason})
    return body, {"Content-Type": "application/json", "TikTok-Signature": webhooks.sign(body)}


def deliver(site: Site, body: bytes, headers: dict[str, str]) -> int:
    """The status TikTok got, or 0."""
    with suppress(requests.RequestException):
        return requests.post(f"{site.site_url}{webhooks.PATH}", data=body, headers=headers, timeout=10).status_code
    return 0


def test_forgeries_have_no_effect(site: Site) -> None:
    genuine, _ = removal(site.paths()[-1][2:], reason=1)
    statuses = []
    for forge in FORGERIES.values():
        body, header = forge(genuine, int(time.time()))
        headers = {"Content-Type": "application/json", "TikTok-Signature": header.encode("latin-1", "replace")}
        statuses.append(deliver(site, body, headers))  # type: ignore[arg-type]
    effects = site.query(EVENTS)[0][0]
    held = report.add(
        "T41 forged webhooks", held=effects == 0, sent=len(statuses), effects=effects, refused=statuses.count(403)
    )
    assert held, report.lines[-1]


@pytest.mark.parametrize(("reason", "name"), [(1, "F14 creator removed us"), (2, "F13 account deleted")])
def test_takedown_is_quick_while_tiktok_is_slow(site: Site, reason: int, name: str) -> None:
    path = site.paths()[reason]
    for endpoint in ("user_info", "video_list"):
        control.break_next(endpoint, "drip", 10**6)
    site.make_due()
    time.sleep(4)  # until every patient thread waits for TikTok
    site.make_due()
    load.visit_each(site.site_url, [path], rate=10)
    assert deliver(site, *removal(path[2:], reason=reason)) == 200
    expected = 410 if reason == 2 else 200

    def is_down() -> bool:
        answer = requests.get(f"{site.site_url}{path}", timeout=10)
        return answer.status_code == expected and "One of many" not in answer.text

    took = wait_for(is_down, "the takedown")
    control.mend()
    links = requests.get(f"{site.site_url}{path}", timeout=10).text.count("/go/")
    held = report.add(
        name, held=took <= TAKEDOWN_SECONDS, seconds=round(took, 1), status=expected, own_links_shown=links
    )
    assert held and (reason == 2 or links), report.lines[-1]


def test_visitors_do_not_notice_a_storm_of_duplicates(site: Site) -> None:
    gone, *staying = site.paths()[15:]
    event = removal(gone[2:], reason=1)
    visit = visitors(site, staying, seconds=STORM_SECONDS)
    healthy: list[load.Visit] = []
    faulty: list[load.Visit] = []
    statuses: list[int] = []
    with ProcessPoolExecutor(1) as others:  # in a process of its own: visitors do not share theirs with TikTok
        for _ in range(ROUNDS):
            healthy += visit()
            sent = others.submit(deliver_often, site.site_url, *event)
            faulty += visit()
            statuses += sent.result()
    pace = load.compare(faulty, healthy)
    held = report.add(
        "F27 duplicates beside visitors",
        held=load.errors(faulty) == 0 and load.same(healthy, faulty) and set(statuses) == {200} and pace.is_kept(),
        **pace.figures,
        sent=len(statuses),
        acknowledged=statuses.count(200),
        same_bytes=load.same(healthy, faulty),
    )
    assert held, report.lines[-1]


def deliver_often(site_url: str, body: bytes, headers: dict[str, str]) -> list[int]:
    """The same event again and again for STORM_SECONDS; TikTok's own work is not done on our machine."""
    os.nice(19)
    statuses = []
    began = time.monotonic()
    with requests.Session() as tiktok:
        for number in range(STORM // ROUNDS):
            time.sleep(max(0.0, began + number * STORM_SECONDS * ROUNDS / STORM - time.monotonic()))
            answer = tiktok.post(f"{site_url}{webhooks.PATH}", data=body, headers=headers, timeout=10)
            statuses.append(answer.status_code)
    return statuses


def test_storm_of_duplicates_has_one_effect_each_though_everything_is_killed(site: Site) -> None:
    people = [path[2:] for path in site.paths()[5 : 5 + PEOPLE]]
    ended = site.query(ENDED)[0][0]
    events = [removal(username, reason=1) for username in people for _ in range(COPIES)]
    events_before = site.query(EVENTS)[0][0]
    random.shuffle(events)
    with ThreadPoolExecutor(8) as threads:
        sent = [threads.submit(deliver, site, *event) for event in events]
        while sum(one.done() for one in sent) < len(sent) // 3:
            time.sleep(0.01)
        site.kill()
        statuses = [one.result() for one in sent]
    acknowledged = {event[0] for event, status in zip(events, statuses, strict=True) if status == 200}
    site.start_site()
    stored = site.query(EVENTS)[0][0] - events_before
    wait_for(lambda: site.query(UNHANDLED)[0][0] == 0, "every event to be handled", seconds=90)
    effects = site.query(ENDED)[0][0] - ended
    repeated = [deliver(site, *event) for event in events]  # TikTok repeats what was not answered
    wait_for(lambda: site.query(UNHANDLED)[0][0] == 0, "every event to be handled", seconds=90)
    final = site.query(ENDED)[0][0] - ended
    held = report.add(
        "F27 1,000 shuffled webhooks, kill -9",
        held=effects >= len(acknowledged)
        and stored >= len(acknowledged)
        and final == PEOPLE
        and set(repeated) == {200},
        sent=len(events),
        acknowledged=statuses.count(200),
        people_acknowledged=len(acknowledged),
        effects_after_restart=effects,
        effects_in_the_end=f"{final} of {PEOPLE}",
        server_errors=sum(status >= 500 for status in [*statuses, *repeated]),
    )
    assert held, report.lines[-1]
