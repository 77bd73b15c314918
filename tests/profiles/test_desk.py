"""The moderators' desk: what needs somebody, one page at a glance, and every verb with its reason."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import moderation, wording
from profiles.admin.deciding import TITLES
from profiles.models import Appeal, DomainAct, DomainRule, Ground, Kind, Link, Measure, Page, Report, Verb
from profiles.models.measure import COUNTERPARTS
from profiles.moderation import appeals, evidence
from tests.markup import tags, words
from tests.profiles.creators import load, make_page, report
from tests.profiles.staff import desk, moderator
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator"]
INBOX = "/admin/profiles/report/"
PAGES = "/admin/profiles/page/"


@pytest.fixture
def page() -> Page:
    control.reset()
    control.add_account("ada.bakes", videos=0)
    return make_page("ada.bakes")


@pytest.fixture
def link(page: Page) -> Link:
    return page.links.create(title="Shop", url="https://shop.phish.example.com/login")


def desk_of(page: Page) -> str:
    return f"{PAGES}{page.pk}/change/"


def act_on(page: Page, verb: Verb) -> str:
    return f"{PAGES}{page.pk}/act/{verb}/"


def decide(desk: Client, path: str, choice: str = "own", reason: str = "because", **fields: Any) -> Any:
    return desk.post(path, {"choice": choice, "reason": reason, "settles": "on", **fields}, follow=True)


# ---- what needs somebody ----


def test_quiet_day_says_so(desk: Client) -> None:
    assert "No report is open, no appeal waits" not in words(desk.get("/admin/profiles/"))
    shown = words(desk.get("/admin/"))
    assert "What needs you today?" in shown
    assert "reported page" not in shown
    assert "appeal to answer" not in shown


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
    appeals.appeal(moderation.act(page, Verb.WARN, reason="careful", settles=False), text="No.")
    shown = words(desk.get("/admin/"))
    assert "1 reported page to look at now." in shown
    assert "1 reported page to look at this week. The oldest waits for 3" in shown
    assert "1 appeal to answer." in shown
    assert shown.index("look at now") < shown.index("look at this week") < shown.index("appeal to answer")
    assert INBOX in [link["href"] for link in tags(desk.get("/admin/"), "a")]


def test_page_with_three_strikes_is_named(desk: Client, page: Page) -> None:
    for number in range(3):
        assert "strikes" not in words(desk.get("/admin/"))
        moderation.act(page, Verb.WARN, reason=f"careful {number}")
    assert "@ada.bakes has 3 strikes in 90 days." in words(desk.get("/admin/"))
    assert "3 strikes in 90 days" in words(desk.get(desk_of(page)))


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


def test_inbox_costs_the_same_for_one_page_and_for_five(desk: Client, page: Page) -> None:
    report(page)
    with CaptureQueriesContext(connection) as one:
        desk.get(INBOX)
    for username in ("otto.knits", "nova.skies", "layla.raqs", "quiet.pages"):
        report(make_page(username))
    with CaptureQueriesContext(connection) as five:
        desk.get(INBOX)
    assert len(five) == len(one)


def test_settled_reports_leave_the_inbox(desk: Client, page: Page) -> None:
    report(page)
    moderation.act(page, Verb.DISMISS, reason="fine")
    assert "All is settled" in words(desk.get(INBOX))


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
    appeals.appeal(moderation.act(page, Verb.WARN, reason="careful", settles=False), text="I did <nothing>")
    shown = words(desk.get(desk_of(page)))
    for told in ("It asked for <my card>", "me@example.org", "https://shop.phish.example.com/login", "careful"):
        assert told in shown
    for told in ("https://harmless.example.com/", "I did <nothing>", "1 strike in 90 days"):
        assert told in shown


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


def test_desk_costs_the_same_with_one_link_and_with_many(desk: Client, page: Page, link: Link) -> None:
    def fill(number: int) -> None:
        report(page, text=f"report {number}")
        page.links.create(title=f"Link {number}", url="https://example.org/")
        appeals.appeal(moderation.act(page, Verb.WARN, reason=f"careful {number}", settles=False), text="No.")

    fill(0)
    with CaptureQueriesContext(connection) as one:
        desk.get(desk_of(page))
    for number in range(1, 5):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        desk.get(desk_of(page))
    assert len(many) == len(one)


def test_page_that_is_gone_is_previewed_for_staff_alone(desk: Client, client: Client, page: Page, link: Link) -> None:
    assert page.get_absolute_url() in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    moderation.suspend(page, reason="spam")
    preview = f"{PAGES}{page.pk}/preview/"
    assert preview in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    shown = desk.get(preview)
    assert "Shop" in words(shown)
    assert shown["Cache-Control"].startswith("private, no-store")
    assert "X-Page" not in shown
    assert "Shop" not in words(Client().get(preview, follow=True))


def test_page_that_is_not_there_is_not_found(desk: Client) -> None:
    assert [desk.get(f"{PAGES}{pk}/change/").status_code for pk in ("99", "abc", "9" * 30)] == [404] * 3
    assert desk.get(f"{PAGES}99/preview/").status_code == 404


# ---- verbs ----


@pytest.mark.parametrize(("verb", "counterpart"), [pair for pair in COUNTERPARTS.items() if Verb.HIDE_LINK not in pair])
def test_each_verb_is_offered_asks_for_a_reason_and_is_undone(
    desk: Client, moderator: User, page: Page, verb: Verb, counterpart: Verb
) -> None:
    report(page)
    for act in (verb, counterpart):
        offered = [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
        assert act_on(page, act) in offered
        asked = desk.get(act_on(page, act))
        assert str(TITLES[act]) in words(asked)
        assert "Choose a reason first." in words(desk.post(act_on(page, act), {"choice": ""}))
        assert not Measure.objects.filter(verb=act).exists()
        decide(desk, act_on(page, act), reason=f"because of {act}")
        written = Measure.objects.get(verb=act)
        assert (written.reason, written.by) == (f"because of {act}", moderator)


def test_link_is_hidden_and_shown_again(desk: Client, page: Page, link: Link) -> None:
    for verb in (Verb.HIDE_LINK, Verb.SHOW_LINK):
        path = f"/admin/profiles/link/{link.pk}/act/{verb}/"
        assert path in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
        decide(desk, path)
        assert page.links.live().exists() == (verb == Verb.SHOW_LINK)
    assert list(Measure.objects.order_by("pk").values_list("verb", flat=True)) == [Verb.HIDE_LINK, Verb.SHOW_LINK]


def test_every_verb_has_a_title_and_reasons_to_choose_from() -> None:
    assert set(TITLES) == set(Verb)
    assert all(wording.choices(verb) for verb in Verb)


def test_chosen_reason_says_what_stands_beside_it_and_is_the_ground(desk: Client, page: Page) -> None:
    decide(desk, act_on(page, Verb.SUSPEND), choice="phishing", reason="")
    measure = Measure.objects.get()
    assert measure.ground == Ground.PHISHING
    assert measure.reason == str(wording.AGAINST[Ground.PHISHING])


def test_edited_reason_keeps_its_ground(desk: Client, page: Page) -> None:
    decide(desk, act_on(page, Verb.SUSPEND), choice="phishing", reason="shop.example asks for cards.")
    measure = Measure.objects.get()
    assert (measure.ground, measure.reason) == (Ground.PHISHING, "shop.example asks for cards.")


def test_something_else_wants_words(desk: Client, page: Page) -> None:
    assert "Write the reason." in words(decide(desk, act_on(page, Verb.SUSPEND), reason=" "))
    assert not Measure.objects.exists()


def test_reason_that_was_reported_is_chosen_already(desk: Client, page: Page) -> None:
    report(page, Ground.SPAM)
    report(page, Ground.MALWARE)
    chosen = [one.get("value") for one in tags(desk.get(act_on(page, Verb.SUSPEND)), "input") if "checked" in one]
    assert "malware" in chosen


def test_reports_stay_open_when_the_box_is_cleared(desk: Client, page: Page) -> None:
    report(page)
    desk.post(act_on(page, Verb.WARN), {"choice": "spam"})
    assert page.reports.open().exists()
    decide(desk, act_on(page, Verb.WARN))
    assert not page.reports.open().exists()


def test_second_moderator_reads_that_it_was_done(desk: Client, page: Page) -> None:
    moderation.suspend(page, reason="spam")
    assert "That was done already" in words(decide(desk, act_on(page, Verb.SUSPEND)))
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("verb", ["hide_link", "uphold", "erase"])
def test_what_is_no_verb_for_a_page_is_not_found(desk: Client, page: Page, verb: str) -> None:
    assert desk.get(f"{PAGES}{page.pk}/act/{verb}/").status_code == 404


def test_page_is_suspended_and_its_domain_blocked_in_one_go(desk: Client, page: Page, link: Link) -> None:
    other = make_page("otto.knits")
    other.links.create(title="Sale", url="https://www.phish.example.com/")
    report(page)
    path = f"/admin/profiles/link/{link.pk}/block/"
    assert path in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    assert "1 link on 1 page" in words(desk.get(path))
    decide(desk, path, choice="phishing", domain="phish.example.com")
    assert load(page).is_suspended
    assert not page.reports.open().exists()
    assert DomainRule.objects.get().blocks
    assert DomainAct.objects.get().links == 2


def test_nothing_is_blocked_when_the_page_is_suspended_already(desk: Client, page: Page, link: Link) -> None:
    moderation.suspend(page, reason="spam")
    path = f"/admin/profiles/link/{link.pk}/block/"
    assert "That was done already" in words(decide(desk, path, choice="phishing", domain="phish.example.com"))
    assert not DomainRule.objects.exists()


@pytest.mark.parametrize("domain", ["", "not a domain", "localhost"])
def test_domain_that_cannot_be_blocked_is_asked_for_again(desk: Client, page: Page, link: Link, domain: str) -> None:
    decide(desk, f"/admin/profiles/link/{link.pk}/block/", domain=domain)
    assert not load(page).is_suspended


def test_phone_number_has_no_domain_to_block(desk: Client, page: Page) -> None:
    phone = page.links.create(title="Call", url="tel:+905551234567")
    assert desk.get(f"/admin/profiles/link/{phone.pk}/block/").status_code == 404


# ---- appeals ----


@pytest.mark.parametrize(("how", "verb"), [("grant", Verb.RESTORE), ("uphold", Verb.UPHOLD)])
def test_appeal_is_answered_from_the_queue(desk: Client, moderator: User, page: Page, how: str, verb: Verb) -> None:
    appeal = appeals.appeal(moderation.suspend(page, reason="spam"), text="It is my own shop.")
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


def test_appeal_of_somebody_whose_page_is_gone_is_granted_too(desk: Client, page: Page) -> None:
    appeal = appeals.appeal(moderation.act(page, Verb.BAN, reason="spam"), text="I have changed.")
    page.owner.delete()
    decide(desk, f"/admin/profiles/appeal/{appeal.pk}/decide/grant/")
    assert Measure.objects.get(verb=Verb.UNBAN).page is None


def test_appeal_is_answered_in_one_of_two_ways(desk: Client, page: Page) -> None:
    appeal = appeals.appeal(moderation.suspend(page, reason="spam"), text="No.")
    assert desk.get(f"/admin/profiles/appeal/{appeal.pk}/decide/ignore/").status_code == 404
    assert Appeal.objects.open().exists()


# ---- the log ----


def test_measure_is_undone_from_the_log_when_its_page_is_gone(desk: Client, page: Page) -> None:
    measure = moderation.act(page, Verb.BAN, reason="spam")
    page.owner.delete()
    path = f"/admin/profiles/measure/{measure.pk}/undo/"
    assert path in [one.get("href") for one in tags(desk.get(f"/admin/profiles/measure/{measure.pk}/change/"), "a")]
    decide(desk, path)
    assert not Measure.objects.get(pk=measure.pk).is_in_force
    assert "This was undone already." in words(decide(desk, path))


def test_what_undoes_cannot_be_undone(desk: Client, page: Page) -> None:
    moderation.suspend(page, reason="spam")
    restored = moderation.restore(page, reason="a mistake")
    assert desk.get(f"/admin/profiles/measure/{restored.pk}/undo/").status_code == 404


@pytest.mark.parametrize("words_typed", ["ada.bakes", "moderator"])
def test_log_is_searched_by_page_and_by_moderator(desk: Client, moderator: User, page: Page, words_typed: str) -> None:
    moderation.act(page, Verb.WARN, reason="careful now", by=moderator)
    moderation.act(make_page("otto.knits"), Verb.WARN, reason="not this one")
    found = words(desk.get("/admin/profiles/measure/", {"q": words_typed}))
    assert "careful now" in found
    assert "not this one" not in found


def test_ban_is_found_by_who_is_banned(desk: Client, page: Page) -> None:
    moderation.act(page, Verb.BAN, reason="spam")
    open_id = control.account("ada.bakes").open_id
    assert open_id in words(desk.get("/admin/profiles/ban/", {"q": open_id}))
    assert open_id not in desk.get("/admin/profiles/ban/", {"q": "nobody"}).text.replace(f"q={open_id}", "")


def test_single_report_leads_to_its_page(desk: Client, page: Page) -> None:
    shown = desk.get(f"{INBOX}{report(page, text='look at this').pk}/change/")
    assert "look at this" in words(shown)
    assert desk_of(page) in [one.get("href") for one in tags(shown, "a")]


# ---- the year in numbers ----


def test_year_in_numbers_counts_what_was_done_in_it(desk: Client, page: Page, link: Link) -> None:
    with time_machine.travel("2025-12-31T23:59:59Z"):
        moderation.act(page, Verb.WARN, reason="last year")
    with time_machine.travel("2026-06-01T12:00Z"):
        report(page, Ground.PHISHING)
        suspended = moderation.suspend(page, reason="spam", ground=Ground.PHISHING)
        appeals.uphold(appeals.appeal(suspended, text="No."), reason="Yes.")
        appeals.grant(appeals.appeal(suspended, text="No!"), reason="Well.")
        appeals.appeal(moderation.act(page, Verb.LIMIT, reason="spam"), text="No?")
    printed = StringIO()
    call_command("transparency", "2026", stdout=printed)
    lines = printed.getvalue().splitlines()
    assert lines == [
        "| 2026 | | |",
        "|---|---|---:|",
        f"| Reports by visitors | {Ground.PHISHING.label} | 1 |",
        "| Measures | limited | 1 |",
        "| Measures | suspended | 1 |",
        "| Measures | restored | 1 |",
        "| Measures | appeal turned down | 1 |",
        f"| Suspensions and bans, by ground | {Ground.PHISHING.label} | 1 |",
        "| Appeals | granted | 1 |",
        "| Appeals | turned down | 1 |",
        "| Appeals | waiting | 1 |",
    ]


def test_year_in_numbers_is_on_the_desk(desk: Client, page: Page) -> None:
    moderation.suspend(page, reason="spam")
    assert "suspended" in words(desk.get("/admin/transparency/"))
    assert "Nothing happened in this year." in words(desk.get("/admin/transparency/?year=2001"))
    assert "suspended" in words(desk.get("/admin/transparency/?year=soon"))
