"""Every verb is offered on the desk and wants its reason."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from profiles import reasons
from profiles.forms.decision import DecisionForm
from profiles.models import DomainAct, DomainRule, Ground, Kind, Link, Measure, Page, Verb
from profiles.models.measure import COUNTERPARTS, INTERNAL, TAKEDOWNS
from profiles.moderation.sentences import TITLES
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import load, make_page, report
from tests.profiles.desk import PAGES, act_on, decide, desk_of, page, phishing_link
from tests.profiles.staff import desk, moderator
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]


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
        moderators.act(page, takedown, reason="spam")
    told = words(decide(desk, act_on(page, verb)))
    assert said in told
    assert "is restored" not in told
    assert load(page).is_suspended


@pytest.mark.parametrize(
    ("gone", "said", "state"),
    [
        ("page", "Visitors do not see it: its creator has taken it offline.", "taken offline by its creator"),
        ("account", "Visitors do not see it: its TikTok account is gone.", "TikTok account gone"),
    ],
)
def test_moderator_reads_why_visitors_do_not_see_a_page_that_is_restored(
    desk: Client, page: Page, gone: str, said: str, state: str
) -> None:
    if gone == "page":
        Page.objects.update(unpublished_at=timezone.now())
    else:
        tokens.end(Grant.objects.get(), Ended.GONE)
    for takedown in (Verb.SUSPEND, Verb.BAN):
        moderators.act(load(page), takedown, reason="spam")
        assert said in words(decide(desk, act_on(page, COUNTERPARTS[takedown])))
    assert all(state in words(desk.get(path)) for path in (desk_of(page), PAGES))


def test_link_is_hidden_and_shown_again(desk: Client, page: Page, link: Link) -> None:
    for verb in (Verb.HIDE_LINK, Verb.SHOW_LINK):
        path = f"/admin/profiles/link/{link.pk}/act/{verb}/"
        assert path in [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
        decide(desk, path)
        assert page.links.live().exists() == (verb == Verb.SHOW_LINK)
    assert list(Measure.objects.order_by("pk").values_list("verb", flat=True)) == [Verb.HIDE_LINK, Verb.SHOW_LINK]


def test_every_verb_has_a_title_and_reasons_to_choose_from() -> None:
    assert set(TITLES) == set(Verb)
    assert all(reasons.choices(verb) for verb in Verb)


def test_chosen_reason_says_what_stands_beside_it_and_is_the_ground(desk: Client, page: Page) -> None:
    decide(desk, act_on(page, Verb.SUSPEND), choice="phishing", reason="")
    measure = Measure.objects.get()
    assert measure.ground == Ground.PHISHING
    assert measure.reason == str(reasons.AGAINST[Ground.PHISHING])


def test_edited_reason_keeps_its_ground(desk: Client, page: Page) -> None:
    decide(desk, act_on(page, Verb.SUSPEND), choice="phishing", reason="shop.example asks for cards.")
    measure = Measure.objects.get()
    assert (measure.ground, measure.reason) == (Ground.PHISHING, "shop.example asks for cards.")


def test_something_else_wants_words(desk: Client, page: Page) -> None:
    asked = words(decide(desk, act_on(page, Verb.SUSPEND), reason=" "))
    assert "Nothing has been done yet: look below." in asked
    assert "Write the reason." in asked
    assert not Measure.objects.exists()


def test_reason_that_is_too_long_is_told_so_and_nothing_else(desk: Client, page: Page, link: Link) -> None:
    asked = words(decide(desk, act_on(page, Verb.SUSPEND), reason="a" * 2001))
    assert "at most 2000 characters" in asked
    assert "Write the reason." not in asked
    path = f"/admin/profiles/link/{link.pk}/block/"
    asked = words(decide(desk, path, about="a" * 201, domain="shop.phish.example.com"))
    assert "Write what others read about the domain." not in asked


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
