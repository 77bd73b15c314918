"""Every verb is offered on the desk and wants its reason."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from profiles import moderation, wording
from profiles.forms.decision import DecisionForm
from profiles.models import DomainAct, DomainRule, Ground, Kind, Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS, INTERNAL, TAKEDOWNS
from profiles.moderation.words import TITLES
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import load, make_page, report
from tests.profiles.desk import PAGES, decide, desk_of, page, phishing_link
from tests.profiles.staff import desk, moderator

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]


def act_on(page: Page, verb: Verb) -> str:
    return f"{PAGES}{page.pk}/act/{verb}/"


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


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (Verb.RESTORE, "The suspension of @ada.bakes is lifted. The page stays down: its creator is banned."),
        (Verb.UNBAN, "The ban of @ada.bakes is lifted. The page stays down: it is suspended as well."),
    ],
)
def test_moderator_reads_that_a_page_stays_down_for_what_else_stands_against_it(
    desk: Client, page: Page, verb: Verb, said: str
) -> None:
    for takedown in TAKEDOWNS:
        moderation.act(page, takedown, reason="spam")
    told = words(decide(desk, act_on(page, verb)))
    assert said in told
    assert "is restored" not in told
    assert load(page).is_suspended


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
    asked = words(decide(desk, act_on(page, Verb.SUSPEND), reason=" "))
    assert "Nothing has been done yet: look below." in asked
    assert "Write the reason." in asked
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("verb", "button", "is_grave"),
    [(Verb.SUSPEND, "Suspend @ada.bakes", True), (Verb.BAN, "Ban @ada.bakes", True), (Verb.WARN, "Warn", False)],
)
def test_button_that_takes_a_page_away_says_whose(
    desk: Client, page: Page, verb: Verb, button: str, is_grave: bool
) -> None:
    [found] = [one for one in tags(desk.get(act_on(page, verb)), "input") if one.get("type") == "submit"]
    assert (found["value"], "grave" in found["class"]) == (button, is_grave)


def test_what_visitors_say_is_told_and_chosen_for_nobody(desk: Client, page: Page, link: Link) -> None:
    for ground in (Ground.SPAM, Ground.SPAM, Ground.CHILD):
        report(page, ground)
    for path in (act_on(page, Verb.BAN), act_on(page, Verb.SUSPEND), f"/admin/profiles/link/{link.pk}/block/"):
        asked = desk.get(path)
        assert "Visitors say: It endangers a child (1) · It is spam (2)." in words(asked)
        assert [one for one in tags(asked, "input") if one.get("name") == "choice" and "checked" in one] == []


def test_page_that_nobody_reported_says_nothing_of_visitors(desk: Client, page: Page) -> None:
    assert "Visitors say" not in words(desk.get(act_on(page, Verb.SUSPEND)))


@pytest.mark.parametrize("verb", Verb)
def test_reason_says_who_reads_it(verb: Verb) -> None:
    told = str(DecisionForm(verb=verb).fields["reason"].help_text)
    assert ("Only staff read it." in told) == (verb in INTERNAL)
    assert ("The creator reads it" in told) == (verb not in INTERNAL)


def test_reports_stay_open_when_the_box_is_cleared(desk: Client, page: Page) -> None:
    report(page)
    desk.post(act_on(page, Verb.WARN), {"choice": "spam"})
    assert page.reports.open().exists()
    decide(desk, act_on(page, Verb.WARN))
    assert not page.reports.open().exists()


def test_second_moderator_reads_that_it_was_done(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    assert "That was done already" in words(decide(desk, act_on(page, Verb.SUSPEND)))
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("verb", ["hide_link", "uphold", "erase"])
def test_what_is_no_verb_for_a_page_is_not_found(desk: Client, page: Page, verb: str) -> None:
    assert "There is no page here" in words(desk.get(f"{PAGES}{page.pk}/act/{verb}/"))


def test_page_is_suspended_and_its_domain_blocked_in_one_go(desk: Client, page: Page, link: Link) -> None:
    other = make_page("otto.knits")
    other.links.create(title="Sale", url="https://www.phish.example.com/")
    report(page)
    path = f"/admin/profiles/link/{link.pk}/block/"
    assert path in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    assert "1 link on 1 page" in words(desk.get(path))
    asked = decide(desk, path, choice="phishing", domain="PHISH.example.com")
    assert "phish.example.com and all below it are blocked: now that is 2 links on 2 pages" in words(asked)
    assert not load(page).is_suspended
    (sure,) = [tag["value"] for tag in tags(asked, "input") if tag.get("name") == "sure"]
    decide(desk, path, choice="phishing", domain="phish.example.com", sure=sure)
    assert load(page).is_suspended
    assert not page.reports.open().exists()
    assert DomainRule.objects.get().blocks
    assert DomainAct.objects.get().links == 2


def test_domain_is_blocked_though_the_page_was_suspended_meanwhile(desk: Client, page: Page, link: Link) -> None:
    moderators.suspend(page, reason="spam")
    path = f"/admin/profiles/link/{link.pk}/block/"
    told = words(decide(desk, path, choice="phishing", domain="shop.phish.example.com"))
    assert "@ada.bakes was taken down already. shop.phish.example.com is blocked now: 1 link on 1 page." in told
    assert DomainRule.objects.get().blocks
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("domain", ["", "not a domain", "localhost"])
def test_domain_that_cannot_be_blocked_is_asked_for_again(desk: Client, page: Page, link: Link, domain: str) -> None:
    decide(desk, f"/admin/profiles/link/{link.pk}/block/", choice="phishing", domain=domain)
    assert not load(page).is_suspended


def test_reason_that_is_too_long_to_stand_before_a_link_is_not_cut(desk: Client, page: Page, link: Link) -> None:
    path = f"/admin/profiles/link/{link.pk}/block/"
    decide(desk, path, about="Because. " * 30, domain="shop.phish.example.com")
    assert not load(page).is_suspended
    decide(desk, path, about="x" * 200, domain="shop.phish.example.com")
    assert DomainRule.objects.get().reason == "x" * 200


def test_phone_number_has_no_domain_to_block(desk: Client, page: Page) -> None:
    phone = page.links.create(title="Call", url="tel:+905551234567")
    assert desk.get(f"/admin/profiles/link/{phone.pk}/block/").status_code == 404


def test_contact_card_is_shown_whole_and_its_mail_domain_can_be_blocked(desk: Client, page: Page) -> None:
    ways = {"email": "ada@phish.example.com", "phone": "+442079460000"}
    card = page.links.create(kind=Kind.CONTACT, title="Ada", **ways)
    shown = desk.get(desk_of(page))
    assert set(ways.values()) <= set(words(shown).split())
    path = f"/admin/profiles/link/{card.pk}/block/"
    assert path in [one.get("href") for one in tags(shown, "a")]
    asked = words(desk.get(path))
    assert "phish.example.com and all below it are blocked: now that is 1 link on 1 page." in asked


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
    settled = moderation.act(page, Verb.WARN, reason="careful")
    late = report(page)
    told = words(decide(desk, act_on(page, verb), up_to=hidden["value"]))
    assert "The reports that you read were settled meanwhile, so nothing was done." in told
    assert list(Measure.objects.all()) == [settled]
    assert list(page.reports.open()) == [late]


def test_nothing_is_blocked_for_reports_that_somebody_else_has_settled(desk: Client, page: Page, link: Link) -> None:
    up_to = report(page).pk
    moderation.act(page, Verb.DISMISS, reason="fine")
    path = f"/admin/profiles/link/{link.pk}/block/"
    told = words(decide(desk, path, choice="phishing", domain="shop.phish.example.com", up_to=up_to))
    assert "settled meanwhile" in told
    assert not DomainRule.objects.exists()
