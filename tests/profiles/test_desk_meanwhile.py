"""What somebody else did since a moderator's form was shown."""

import pytest
from django.test import Client

from profiles.models import DomainRule, Ground, Link, Measure, Page, Verb
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import report
from tests.profiles.desk import PAGES, act_on, decide, page, phishing_link
from tests.profiles.staff import desk, moderator

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]


def test_second_moderator_reads_that_it_was_done(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    assert "That was done already" in words(decide(desk, act_on(page, Verb.SUSPEND)))
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("choice", [{}, {"choice": "spam"}])
def test_pages_that_were_suspended_meanwhile_are_said_to_be(desk: Client, page: Page, choice: dict[str, str]) -> None:
    moderators.suspend(page, reason="spam")
    asked = words(desk.post(PAGES, {"action": "suspend", "_selected_action": page.pk, **choice}, follow=True))
    assert "There is nothing to do: these pages are in that state already." in asked


@pytest.mark.parametrize("ticked", ["abc", "", "9" * 40])
def test_what_is_no_page_is_asked_for_again(desk: Client, ticked: str) -> None:
    asked = desk.post(PAGES, {"action": "suspend", "index": "0", "_selected_action": ticked}, follow=True)
    assert "Tick some pages first." in words(asked)


def test_domain_is_blocked_though_the_page_was_suspended_meanwhile(desk: Client, page: Page, link: Link) -> None:
    moderators.suspend(page, reason="spam")
    path = f"/admin/profiles/link/{link.pk}/block/"
    told = words(decide(desk, path, choice="phishing", domain="shop.phish.example.com"))
    assert "@ada.bakes was taken down already. shop.phish.example.com is blocked now: 1 link on 1 page." in told
    assert DomainRule.objects.get().blocks
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("verb", [Verb.DISMISS, Verb.SUSPEND])
def test_report_that_came_after_the_form_was_shown_stays_open(desk: Client, page: Page, verb: Verb) -> None:
    report(page, Ground.SPAM)
    path = f"{PAGES}{page.pk}/act/{verb}/"
    (hidden,) = [tag for tag in tags(desk.get(path), "input") if tag.get("name") == "up_to"]
    late = report(page, Ground.CHILD)
    decide(desk, path, up_to=hidden["value"])
    assert list(page.reports.open()) == [late]


@pytest.mark.parametrize("verb", [Verb.DISMISS, Verb.WARN, Verb.SUSPEND])
def test_decision_about_reports_that_somebody_else_has_settled_does_nothing(
    desk: Client, page: Page, verb: Verb
) -> None:
    report(page)
    (hidden,) = [tag for tag in tags(desk.get(act_on(page, verb)), "input") if tag.get("name") == "up_to"]
    settled = moderators.act(page, Verb.WARN, reason="careful")
    late = report(page)
    told = words(decide(desk, act_on(page, verb), up_to=hidden["value"]))
    assert "The reports that you read were settled meanwhile, so nothing was done." in told
    assert list(Measure.objects.all()) == [settled]
    assert list(page.reports.open()) == [late]


def test_decision_apart_from_the_reports_is_done_though_they_are_settled(desk: Client, page: Page, link: Link) -> None:
    up_to = report(page).pk
    moderators.act(page, Verb.DISMISS, reason="fine")
    decide(desk, act_on(page, Verb.WARN), up_to=up_to, settles="")
    decide(desk, f"/admin/profiles/link/{link.pk}/act/hide_link/", up_to=up_to)
    assert set(Measure.objects.in_force().values_list("verb", flat=True)) >= {Verb.WARN, Verb.HIDE_LINK}


def test_nothing_is_blocked_for_reports_that_somebody_else_has_settled(desk: Client, page: Page, link: Link) -> None:
    up_to = report(page).pk
    moderators.act(page, Verb.DISMISS, reason="fine")
    path = f"/admin/profiles/link/{link.pk}/block/"
    told = words(decide(desk, path, choice="phishing", domain="shop.phish.example.com", up_to=up_to))
    assert "settled meanwhile" in told
    assert not DomainRule.objects.exists()
