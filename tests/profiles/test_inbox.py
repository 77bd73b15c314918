"""The inbox: what is reported, a page at a time, the dangerous and the old first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import erasure
from profiles.models import Ground, Page, Verb
from tests import moderators
from tests.markup import words
from tests.profiles import pages
from tests.profiles.creators import make_page, report
from tests.profiles.desk import INBOX, desk_of, page
from tests.profiles.staff import desk, moderator

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page"]


def test_inbox_groups_reports_by_page_the_dangerous_and_the_old_first(desk: Client, page: Page) -> None:
    later, earlier = make_page("otto.knits"), make_page("nova.skies")
    report(page, Ground.SPAM)
    report(page, Ground.SPAM)
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        report(earlier, Ground.PHISHING)
    report(later, Ground.PHISHING)
    report(later, Ground.HATE)
    shown = words(desk.get(INBOX))
    assert shown.index("@nova.skies") < shown.index("@otto.knits") < shown.index("@ada.bakes")
    assert "2\xa0days" in desk.get(INBOX).text or "2 days" in shown
    assert f"{Ground.PHISHING.label} · {Ground.HATE.label}" in shown
    assert shown.count("It is spam") == 1


@pytest.mark.parametrize(
    ("ground", "mark"), [(Ground.PHISHING, "mark urgent"), (Ground.HATE, "mark serious"), (Ground.SPAM, "mark")]
)
def test_inbox_and_desk_say_how_soon_to_look(desk: Client, page: Page, ground: Ground, mark: str) -> None:
    report(page, ground)
    said = f'class="{mark}">{ground.severity.label}<'
    assert [said in desk.get(path).text for path in (INBOX, desk_of(page))] == [True, True]


def test_report_says_how_soon_to_look_as_the_inbox_does(desk: Client, page: Page) -> None:
    told = words(desk.get(f"/admin/profiles/report/{report(page, Ground.PHISHING).pk}/change/"))
    assert "Look: now" in told
    assert "Severity" not in told


def test_report_of_this_minute_came_just_now(desk: Client, page: Page) -> None:
    report(page)
    assert "since just now" in words(desk.get(INBOX))


def test_inbox_costs_the_same_for_one_page_and_for_five(desk: Client, page: Page) -> None:
    report(page)
    with CaptureQueriesContext(connection) as one:
        desk.get(INBOX)
    for username in ("otto.knits", "nova.skies", "layla.raqs", "quiet.pages"):
        report(make_page(username))
    with CaptureQueriesContext(connection) as five:
        desk.get(INBOX)
    assert len(five) == len(one)


def test_inbox_leads_on_to_what_it_does_not_show(desk: Client) -> None:
    for number in range(51):
        report(pages.make_page(f"user{number}"))
    first, last = words(desk.get(INBOX)), words(desk.get(f"{INBOX}?p=2"))
    assert "These are 1 to 50 of 51 reported pages, the dangerous first." in first
    assert "These are 51 to 51 of 51 reported pages, the dangerous first." in last
    assert [f"@user{number} " in first + last for number in range(51)] == [True] * 51
    assert (
        ("Those after" in first, "Those before" in first)
        == ("Those before" in last, "Those after" in last)
        == (True, False)
    )


def test_settled_reports_leave_the_inbox(desk: Client, page: Page) -> None:
    report(page)
    moderators.act(page, Verb.DISMISS, reason="fine")
    assert "All is settled" in words(desk.get(INBOX))


def test_creator_who_leaves_while_the_inbox_is_read_is_left_out(desk: Client, page: Page) -> None:
    report(pages.make_page("otto.knits"))
    report(page)

    def leave_once_listed(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        answer = execute(sql, *args)
        if "GROUP BY" in sql and "LIMIT" in sql:
            erasure.erase(page.owner)
        return answer

    with connection.execute_wrapper(leave_once_listed):
        shown = words(desk.get(INBOX))
    assert ("@otto.knits" in shown, "@ada.bakes" in shown) == (True, False)


def test_reports_that_one_sender_added_are_named_and_count_as_one(desk: Client, page: Page) -> None:
    first = report(page, text="It asked for my card")
    report(page, text="And for its number", adds_to=first.pk)
    assert "1 report " in words(desk.get(INBOX))
    assert words(desk.get(desk_of(page))).count("added by the same sender") == 1
