"""The moderators' desk: what needs somebody, and one page at a glance."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import pages as renaming
from profiles.desk import needs
from profiles.models import Ground, Kind, Link, Measure, Page, Report, Verb
from profiles.moderation import appeals, evidence
from tests import moderators
from tests.markup import tags, words
from tests.profiles import pages
from tests.profiles.creators import make_page, report
from tests.profiles.desk import INBOX, PAGES, desk_of, page, phishing_link
from tests.profiles.staff import desk, make_staff, moderator

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]


# ---- what needs somebody ----


def test_quiet_day_says_so(desk: Client) -> None:
    assert "No report is open, no appeal waits" not in words(desk.get("/admin/profiles/"))
    shown = words(desk.get("/admin/"))
    assert "What needs you today?" in shown
    assert "reported page" not in shown
    assert "appeal to answer" not in shown


def test_front_page_of_the_desk_names_first_what_is_worked_with(client: Client) -> None:
    client.force_login(make_staff("ann", "administrator"))
    shown = words(client.get("/admin/"))
    order = ("Pages and people", "Inbox", "Appeals", "Pages View", "Links View", "Rules about domains", "Decisions")
    places = [shown.index(name) for name in (*order, "Staff ")]
    assert places == sorted(places)
    assert "Recent actions" not in shown


def test_what_needs_somebody_costs_no_ages(page: Page, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(7):  # reports, appeals, strikes, harm; pages without covers, our keys, lost keys
        needs()


def test_page_reported_for_several_things_needs_somebody_once(desk: Client, page: Page) -> None:
    for ground in (Ground.SPAM, Ground.PHISHING, Ground.PHISHING):
        report(page, ground)
    shown = words(desk.get("/admin/"))
    assert "1 reported page to look at now." in shown
    assert "this week" not in shown


def test_busy_day_says_what_is_urgent_first_and_for_how_long(desk: Client, page: Page) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        report(page, Ground.SPAM)
    report(make_page("otto.knits"), Ground.PHISHING)
    appeals.appeal(moderators.act(page, Verb.WARN, reason="careful", settles=False), text="No.")
    shown = words(desk.get("/admin/"))
    assert "1 reported page to look at now." in shown
    assert "1 reported page to look at this week. The oldest has waited 3" in shown
    assert "1 appeal to answer. The oldest came just now." in shown
    assert shown.index("look at now") < shown.index("look at this week") < shown.index("appeal to answer")
    assert INBOX in [link["href"] for link in tags(desk.get("/admin/"), "a")]


def test_pages_that_are_as_urgent_are_told_together_by_the_oldest(desk: Client, page: Page) -> None:
    report(page, Ground.PHISHING)
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        report(make_page("otto.knits"), Ground.MALWARE)
    shown = words(desk.get("/admin/"))
    assert "2 reported pages to look at now. The oldest has waited 3" in shown


def test_page_with_three_strikes_is_named(desk: Client, page: Page) -> None:
    for number in range(3):
        assert "strikes" not in words(desk.get("/admin/"))
        moderators.act(page, Verb.WARN, reason=f"careful {number}")
    assert "@ada.bakes has 3 strikes in 90 days." in words(desk.get("/admin/"))
    assert "3 strikes in 90 days" in words(desk.get(desk_of(page)))


def test_pages_with_strikes_beyond_those_named_are_counted(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    named, beyond = ([pages.make_page(f"{word}-{number}") for number in range(5)] for word in ("worse", "bad"))
    for strikes, struck in ((4, named), (3, beyond)):
        Measure.objects.bulk_create(
            Measure(page=one, verb=Verb.WARN, reason="careful") for one in struck for _ in range(strikes)
        )
    shown = words(desk.get("/admin/"))
    assert re.findall(r"@(\S+) has", shown) == [one.handle for one in named]
    assert "5 more pages have 3 strikes or more in 90 days: see what was done." in shown
    with django_assert_num_queries(7):
        needs()


# ---- one page ----


def test_desk_shows_reports_evidence_links_log_and_appeals(desk: Client, page: Page, link: Link) -> None:
    Report.objects.create(
        page=page,
        ground=Ground.PHISHING,
        severity=Ground.PHISHING.severity,
        text="It asked for <my card>",
        reply_to="me@example.org",
        evidence=evidence.record(page, link=link),
    )
    link.url = "https://harmless.example.com/"
    link.save()
    appeals.appeal(moderators.act(page, Verb.WARN, reason="careful", settles=False), text="I did <nothing>")
    shown = words(desk.get(desk_of(page)))
    for told in ("It asked for <my card>", "me@example.org", "https://shop.phish.example.com/login", "careful"):
        assert told in shown
    for told in ("https://harmless.example.com/", "I did <nothing>", "1 strike in 90 days"):
        assert told in shown


def test_desk_shows_no_reports_to_those_who_may_not_see_them(desk: Client, moderator: User, page: Page) -> None:
    moderator.groups.clear()
    moderator.user_permissions.add(Permission.objects.get(codename="view_page"))
    report(page, text="It asked for <my card>", reply_to="me@example.org")
    shown = words(desk.get(desk_of(page)))
    assert "@ada.bakes" in shown
    assert not re.search("my card|me@example.org|Open reports", shown)


def test_evidence_holds_all_that_was_said(desk: Client, page: Page) -> None:
    question = page.links.create(kind=Kind.QUESTION, title="Why?", note="Hateful words")
    card = page.links.create(kind=Kind.CONTACT, title="Me", phone="+905551234567")
    code = page.links.create(kind=Kind.CODE, title="10 %", code="BADCODE")
    report(page)
    Report.objects.update(evidence=evidence.record(page, link=question))
    for link in (question, card, code):
        link.delete()
    shown = words(desk.get(desk_of(page)))
    assert [told for told in ("Hateful words", "+905551234567", "BADCODE") if told not in shown] == []


def test_desk_leads_to_the_evidence_of_later_reports(desk: Client, page: Page, link: Link) -> None:
    for _ in range(8):
        report(page)
    Report.objects.update(evidence=evidence.record(page, link=link) | {"name": "As it was"})
    link.delete()
    shown = desk.get(desk_of(page))
    assert words(shown).count("As it was") == 5
    last = Report.objects.latest("pk")
    assert shown.text.count(f"{INBOX}{last.pk}/change/") == 2
    assert "As it was" in words(desk.get(f"{INBOX}{last.pk}/change/"))


def test_desk_shows_each_report_of_one_moment_once_and_in_their_order(desk: Client, page: Page) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        made = [report(page).pk for _ in range(8)]
    Report.objects.filter(pk__in=made[::2]).update(sender="a")  # in PostgreSQL these stand behind the others now
    shown = [int(pk) for pk in re.findall(rf"{INBOX}(\d+)/change/", desk.get(desk_of(page)).text)]
    assert list(dict.fromkeys(shown)) == made


def test_desk_costs_the_same_with_one_link_and_with_many(desk: Client, page: Page, link: Link) -> None:
    def fill(number: int) -> None:
        report(page, text=f"report {number}")
        page.links.create(title=f"Link {number}", url="https://example.org/")
        appeals.appeal(moderators.act(page, Verb.WARN, reason=f"careful {number}", settles=False), text="No.")

    fill(0)
    with CaptureQueriesContext(connection) as one:
        desk.get(desk_of(page))
    for number in range(1, 5):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        desk.get(desk_of(page))
    assert len(many) == len(one)


def test_desk_of_a_page_leads_on_to_what_else_is_reported(desk: Client, page: Page) -> None:
    other = make_page("otto.knits")
    for reported in (page, page, other):
        report(reported)
    shown = desk.get(desk_of(page))
    assert "Inbox: 2 pages" in words(shown)
    assert INBOX in [one.get("href") for one in tags(shown, "a")]
    for reported in (page, other):
        moderators.act(reported, Verb.DISMISS, reason="fine")
    assert "Inbox:" not in words(desk.get(desk_of(page)))


def test_desk_of_a_page_costs_the_same_however_many_others_are_reported(desk: Client, page: Page) -> None:
    with CaptureQueriesContext(connection) as none:
        desk.get(desk_of(page))
    for username in ("otto.knits", "nova.skies", "layla.raqs"):
        report(make_page(username))
    with CaptureQueriesContext(connection) as three:
        desk.get(desk_of(page))
    assert len(three) == len(none)


def test_page_that_is_gone_is_previewed_for_staff_alone(desk: Client, client: Client, page: Page, link: Link) -> None:
    assert page.get_absolute_url() in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    moderators.suspend(page, reason="spam")
    preview = f"{PAGES}{page.pk}/preview/"
    assert preview in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    shown = desk.get(preview)
    assert "Shop" in words(shown)
    assert shown["Cache-Control"].startswith("private, no-store")
    assert "X-Page" not in shown
    assert "Shop" not in words(Client().get(preview, follow=True))


def test_page_is_found_by_an_address_it_has_left(desk: Client, page: Page) -> None:
    for handle in ("ada-cooks", "ada-soups"):
        renaming.change_handle(page, handle=handle)
    assert "Fetched ada-soups online" in words(desk.get(PAGES, {"q": "@ada-cooks"}))


def test_page_that_is_not_there_is_not_found(desk: Client) -> None:
    assert [desk.get(f"{PAGES}{pk}/change/").status_code for pk in ("99", "abc", "9" * 30)] == [404] * 3
    assert desk.get(f"{PAGES}99/preview/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/nothing/", "/admin/profiles/page/999/change/"])
def test_place_that_is_not_there_leads_back_to_the_desk(desk: Client, path: str) -> None:
    answer = desk.get(path)
    assert "There is no page here It is gone" in words(answer)
    assert {"class": "button primary", "href": "/admin/"} in tags(answer, "a")


def test_every_place_is_called_the_same_wherever_it_is_named(desk: Client, page: Page) -> None:
    report(page)
    one = f"{INBOX}{Report.objects.get().pk}/change/"
    for path in (INBOX, one, PAGES, desk_of(page), "/admin/freshness/", "/admin/profiles/"):
        shown = words(desk.get(path))
        assert re.search(r"Desk (?!.*\bHome\b)", shown), path
        assert "Reports Rules about domains" not in shown, path
    assert "Inbox" in words(desk.get(one))
    assert "Inbox View" in words(desk.get("/admin/"))
    assert "Back to the desk" in words(desk.get(INBOX))
