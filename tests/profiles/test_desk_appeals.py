"""An appeal is answered at the moderators' desk, and only there."""

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from profiles import erasure
from profiles.models import Appeal, DomainRule, Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS, TAKEDOWNS
from profiles.moderation import appeals
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import load
from tests.profiles.desk import PAGES, decide, desk_of, page, phishing_link
from tests.profiles.measures import take
from tests.profiles.rules import block
from tests.profiles.staff import desk, moderator

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]
GRANTED = {
    Verb.WARN: "withdraw the warning of @ada.bakes",
    Verb.HIDE_LINK: "show a link of @ada.bakes again",
    Verb.MARK_SENSITIVE: "take the mark of @ada.bakes away",
    Verb.LIMIT: "lift the limit of @ada.bakes",
    Verb.SUSPEND: "lift the suspension of @ada.bakes",
    Verb.BAN: "lift the ban of @ada.bakes",
}


def test_appeal_is_called_by_its_day_in_words_and_begins_in_the_list(desk: Client, page: Page) -> None:
    with time_machine.travel("2026-11-30T12:00:00Z"):
        appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="It is my own shop. " * 20)
    assert "@ada.bakes suspended, 30 November 2026" in words(desk.get(f"/admin/profiles/appeal/{appeal.pk}/change/"))
    shown = words(desk.get("/admin/profiles/appeal/"))
    assert "…" in shown
    assert shown.count("It is my own shop.") < 10


@pytest.mark.parametrize(("how", "verb"), [("grant", Verb.RESTORE), ("uphold", Verb.UPHOLD)])
def test_appeal_is_answered_from_the_queue(desk: Client, moderator: User, page: Page, how: str, verb: Verb) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="It is my own shop.")
    assert "It is my own shop." in words(desk.get("/admin/profiles/appeal/"))
    path = f"/admin/profiles/appeal/{appeal.pk}/decide/{how}/"
    for place in (f"/admin/profiles/appeal/{appeal.pk}/change/", desk_of(page)):
        assert path in [one.get("href") for one in tags(desk.get(place), "a")]
    assert "It is my own shop." in words(desk.get(path))
    decide(desk, path, reason="We looked.")
    appeal.refresh_from_db()
    assert appeal.answer
    assert (appeal.answer.verb, appeal.answer.by, appeal.answer.reason) == (verb, moderator, "We looked.")
    assert load(page).is_suspended == (how == "uphold")
    assert "It is my own shop." not in words(desk.get("/admin/profiles/appeal/"))
    assert "It is my own shop." in words(desk.get("/admin/profiles/appeal/?state=answered"))


def test_page_of_somebody_who_is_banned_is_not_called_restored_by_an_appeal(desk: Client, page: Page) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="It is my own shop.")
    moderators.act(load(page), Verb.BAN, reason="spam")
    told = words(decide(desk, f"/admin/profiles/appeal/{appeal.pk}/decide/grant/"))
    assert "The suspension of @ada.bakes is lifted. The page stays down: its creator is banned." in told
    assert load(page).is_suspended


@pytest.mark.parametrize("takedown", sorted(TAKEDOWNS))
def test_page_that_is_given_back_is_said_to_have_links_that_stay_blocked(
    desk: Client, page: Page, link: Link, takedown: Verb
) -> None:
    said = "Links of this page stay blocked by the rule for phish.example.com."
    measure = moderators.act(page, takedown, reason="spam")
    appeal = appeals.appeal(measure, text="No.")
    ways = [
        f"/admin/profiles/appeal/{appeal.pk}/decide/grant/",
        f"{PAGES}{page.pk}/act/{COUNTERPARTS[takedown]}/",
        f"/admin/profiles/measure/{measure.pk}/undo/",
    ]
    assert all(said not in words(desk.get(way)) for way in ways)
    rule = DomainRule.objects.get(domain=block("phish.example.com").domain)
    for way in ways:
        asked = desk.get(way)
        assert said in words(asked)
        assert f"/admin/profiles/domainrule/{rule.pk}/change/" in [one.get("href") for one in tags(asked, "a")]
    assert said not in words(desk.get(f"/admin/profiles/appeal/{appeal.pk}/decide/uphold/"))
    assert said in words(decide(desk, ways[0]))


@pytest.mark.parametrize("verb", GRANTED)
def test_answer_to_an_appeal_is_called_what_it_is(desk: Client, page: Page, link: Link, verb: Verb) -> None:
    appeal = appeals.appeal(take(page, verb, link), text="No.")
    for how, title, button in (
        ("grant", f"Grant the appeal: {GRANTED[verb]}", "Grant the appeal"),
        ("uphold", "Turn down the appeal of @ada.bakes", "Turn the appeal down"),
    ):
        asked = desk.get(f"/admin/profiles/appeal/{appeal.pk}/decide/{how}/")
        assert f"<h1>{title}</h1>" in asked.text
        assert button in [one.get("value") for one in tags(asked, "input")]


def test_answer_to_an_appeal_says_what_was_done_when_and_why(desk: Client, page: Page, link: Link) -> None:
    with time_machine.travel("2026-11-28T12:00Z"):
        suspended = moderators.suspend(page, reason="It sells <fakes>.")
        hidden = moderators.act(page, Verb.HIDE_LINK, link=link, reason="Look where it leads.")
    asked = desk.get(f"/admin/profiles/appeal/{appeals.appeal(suspended, text='All mine.').pk}/decide/uphold/")
    assert "Suspended on 28 November 2026 because: It sells <fakes>. They say: All mine." in words(asked)
    asked = desk.get(f"/admin/profiles/appeal/{appeals.appeal(hidden, text='A shop.').pk}/decide/uphold/")
    assert "https://shop.phish.example.com/login" in words(asked)


@pytest.mark.parametrize(
    ("query", "state", "found"),
    [
        ("", "Waiting", ["Waits."]),
        ("?state=answered", "Answered", ["Answered."]),
        ("?state=all", "All", ["Waits.", "Answered."]),
    ],
)
def test_queue_of_appeals_says_which_it_shows(
    desk: Client, page: Page, query: str, state: str, found: list[str]
) -> None:
    suspended = moderators.suspend(page, reason="spam")
    appeals.uphold(appeals.appeal(suspended, text="Answered."), reason="Yes.")
    appeals.appeal(suspended, text="Waits.")
    shown = desk.get(f"/admin/profiles/appeal/{query}")
    assert [text for text in ("Waits.", "Answered.") if text in words(shown)] == found
    assert f'<li class="selected"> <a href="?state={state.lower()}">{state}</a>' in " ".join(shown.text.split())
    assert "By state Waiting Answered All" in words(shown)


def test_appeal_of_somebody_whose_page_is_gone_is_granted_too(desk: Client, page: Page) -> None:
    appeal = appeals.appeal(moderators.act(page, Verb.BAN, reason="spam"), text="I have changed.")
    page.owner.delete()
    decide(desk, f"/admin/profiles/appeal/{appeal.pk}/decide/grant/")
    assert Measure.objects.get(verb=Verb.UNBAN).page is None


def test_appeal_of_somebody_who_has_left_waits_for_nobody(desk: Client, page: Page) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="My private words.")
    erasure.erase(page.owner)
    assert "to answer" not in words(desk.get("/admin/"))
    assert "My private words." not in words(desk.get("/admin/profiles/appeal/?state=all"))
    told = words(decide(desk, f"/admin/profiles/appeal/{appeal.pk}/decide/grant/"))
    assert "This appeal is gone: its creator has deleted their account." in told
    assert not Measure.objects.filter(verb=Verb.RESTORE).exists()


def test_appeal_that_was_answered_before_its_creator_left_has_no_words(desk: Client, page: Page) -> None:
    appeals.uphold(appeals.appeal(moderators.suspend(page, reason="spam"), text="Mine."), reason="No.")
    erasure.erase(page.owner)
    assert "suspended—— appeal turned down" in words(desk.get("/admin/profiles/appeal/?state=answered"))


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (Verb.SUSPEND, "The suspension of a page that is gone is lifted. It holds against its creator no more."),
        (Verb.BAN, "The ban of a page that is gone is lifted. It holds against its creator no more."),
        (Verb.DISMISS, "The dismissal is undone. The reports are gone with the page."),
    ],
)
def test_page_that_is_gone_is_not_said_to_come_back(
    desk: Client, page: Page, link: Link, verb: Verb, said: str
) -> None:
    measure = take(page, verb, link)
    erasure.erase(page.owner)
    assert said in words(decide(desk, f"/admin/profiles/measure/{measure.pk}/undo/"))


def test_appeal_is_answered_in_one_of_two_ways(desk: Client, page: Page) -> None:
    appeal = appeals.appeal(moderators.suspend(page, reason="spam"), text="No.")
    assert desk.get(f"/admin/profiles/appeal/{appeal.pk}/decide/ignore/").status_code == 404
    assert Appeal.objects.open().exists()
