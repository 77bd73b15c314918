"""Links at the moderators' desk: how they stand, what they say, and what is offered to be done about them."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles import reasons
from profiles.models import DomainRule, Ground, Kind, Link, Measure, Opinion, Page, Scan, Verdict
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import report
from tests.profiles.desk import decide, desk_of, page, phishing_link
from tests.profiles.rules import block
from tests.profiles.staff import desk, make_staff, moderator
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]
LINKS = "/admin/profiles/link/"


def block_of(link: Link) -> str:
    return f"{LINKS}{link.pk}/block/"


@pytest.mark.parametrize("path", [LINKS, "/admin/profiles/scan/"])
def test_long_list_is_not_put_in_the_order_of_what_no_index_has(desk: Client, link: Link, path: str) -> None:
    Scan.objects.create(link=link, url=link.url)
    assert not [tag for tag in tags(desk.get(path), "a") if "o=" in tag.get("href", "")]


def test_link_of_a_page_that_is_gone_is_not_called_live(desk: Client, page: Page, link: Link) -> None:
    page.links.create(title="Draft", url="https://example.org/", is_hidden=True)
    lists = (desk_of(page), f"/admin/profiles/link/?q={link.title}")
    assert all("Live" in words(desk.get(path)) for path in lists)
    moderators.suspend(page, reason="spam")
    for path in lists:
        assert "Offline with the page" in words(desk.get(path))
        assert "Live" not in words(desk.get(path))
    assert "Hidden" in words(desk.get(desk_of(page)))


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.BLOCK, "Blocked by the rule for phish.example.com"),
        (Verdict.WARN, "Live, after a warning"),
        (Verdict.LABEL, "Live, labelled"),
        (Verdict.ALLOW, "Live"),
    ],
)
def test_link_that_a_rule_meets_is_said_to_stand_by_it(
    desk: Client, page: Page, link: Link, verdict: Verdict, said: str
) -> None:
    block("phish.example.com", verdict)
    for path in (desk_of(page), LINKS):
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", desk.get(path).text)
        assert said in cells


def test_link_that_is_called_harmful_says_so_at_the_desk(desk: Client, page: Page, link: Link) -> None:
    Scan.objects.create(link=link, url=link.url, opinion=Opinion.HARMFUL)
    for path in (desk_of(page), LINKS):
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", desk.get(path).text)
        assert "Live, after a warning: called harmful" in cells
    need = "1 live link is called harmful: visitors are warned of it."
    assert need in words(desk.get("/admin/"))
    moderators.suspend(page, reason="spam")
    assert need not in words(desk.get("/admin/"))


@pytest.mark.parametrize("because", [Ended.GONE, Ended.LEFT])
def test_harmful_link_is_no_need_where_its_page_has_gone_with_the_account(
    desk: Client, link: Link, because: Ended
) -> None:
    Scan.objects.create(link=link, url=link.url, opinion=Opinion.HARMFUL)
    tokens.end(Grant.objects.get(), because)
    assert ("1 live link is called harmful" in words(desk.get("/admin/"))) is (because == Ended.LEFT)


def test_link_that_is_blocked_already_is_not_offered_to_be_blocked(desk: Client, page: Page, link: Link) -> None:
    for verdict, offers in ((Verdict.WARN, 1), (Verdict.BLOCK, 0)):
        block("phish.example.com", verdict)
        offered = [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
        assert offered.count(f"{LINKS}{link.pk}/block/") == offers


def test_domain_of_a_link_is_offered_to_be_blocked_where_its_page_is_suspended_already(
    desk: Client, page: Page, link: Link
) -> None:
    Link.objects.filter(pk=link.pk).update(url="https://www.phish.example.com/login")
    moderators.suspend(page, reason="spam")
    for path in (desk_of(page), f"{LINKS}{link.pk}/change/"):
        shown = desk.get(path)
        assert "Suspend and block" not in words(shown)
        [offer] = [one["href"] for one in tags(shown, "a") if "/domainrule/decide/?" in (one.get("href") or "")]
        asked = tags(desk.get(offer), "input")
        assert [one["value"] for one in asked if one.get("name") == "domain"] == ["phish.example.com"]
        assert [one["value"] for one in asked if one.get("name") == "verdict" and "checked" in one] == ["block"]
    block("phish.example.com")
    assert "/domainrule/decide/?" not in desk.get(desk_of(page)).text


def test_domain_is_not_offered_to_be_blocked_to_those_who_may_not(
    desk: Client, moderator: User, page: Page, link: Link
) -> None:
    moderator.groups.clear()
    for codename in ("view_page", "view_link", "moderate_page"):
        moderator.user_permissions.add(Permission.objects.get(codename=codename))
    for path in (desk_of(page), f"{LINKS}{link.pk}/change/"):
        offered = {one.get("href") for one in tags(desk.get(path), "a")}
        assert f"{LINKS}{link.pk}/act/hide_link/" in offered
        assert block_of(link) not in offered


def test_list_of_links_costs_the_same_with_one_and_with_five(desk: Client, page: Page, link: Link) -> None:
    block("phish.example.com")
    with CaptureQueriesContext(connection) as one:
        desk.get(LINKS)
    for number in range(4):
        page.links.create(title="Shop", url=f"https://shop{number}.phish.example.com/")
    with CaptureQueriesContext(connection) as five:
        desk.get(LINKS)
    assert len(five) == len(one)


@pytest.mark.parametrize(
    "url",
    ["https://www.instagram.com/ada", "https://open.spotify.com/show/1", "https://t.me/ada", "mailto:a@x.example"],
)
def test_what_many_others_use_is_not_offered_to_be_blocked(desk: Client, page: Page, url: str) -> None:
    link = page.links.create(title="Elsewhere", url=url)
    shown = [one.get("href") for one in tags(desk.get(desk_of(page)), "a")]
    assert f"/admin/profiles/link/{link.pk}/act/hide_link/" in shown
    assert f"/admin/profiles/link/{link.pk}/block/" not in shown


def test_long_text_without_a_title_is_called_by_its_beginning(desk: Client, page: Page) -> None:
    page.links.create(kind=Kind.TEXT, note="Shut on Monday. " * 9)
    called = f">{'Shut on Monday. ' * 6}Shu…</"
    assert all(called in desk.get(path).text for path in (LINKS, desk_of(page)))


def test_desk_shows_what_every_link_says(desk: Client, page: Page) -> None:
    page.links.create(kind=Kind.QUESTION, title="Why?", note="Hateful words")
    assert "Hateful words" in words(desk.get(desk_of(page)))


def test_code_stands_apart_from_the_address(desk: Client, page: Page) -> None:
    page.links.create(kind=Kind.CODE, title="15 %", url="https://example.org/", code="MINA15", note="On everything")
    shown = desk.get(desk_of(page))
    assert "https://example.org/ Code: MINA15 On everything" in words(shown)
    assert {"class": "said quiet"} in tags(shown, "bdi")


@pytest.mark.parametrize(("marked", "said"), [("is_sensitive", "Not for everyone"), ("is_ad", "#ad")])
def test_desk_says_what_a_creator_has_marked_already(
    desk: Client, page: Page, link: Link, marked: str, said: str
) -> None:
    assert said not in words(desk.get(desk_of(page)))
    page.links.update(**{marked: True})
    assert f"Live {said}" in words(desk.get(desk_of(page)))


def test_desk_says_where_more_links_are(desk: Client, page: Page) -> None:
    assert "Search for the others" not in words(desk.get(desk_of(page)))
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(501))
    assert "These are 500 of 501. Search for the others" in words(desk.get(desk_of(page)))


def test_link_that_no_desk_shows_is_read_and_acted_on_at_its_own_page(desk: Client, page: Page) -> None:
    said = {"url": "https://a.example.org/", "code": "MINA15", "note": "On everything", "is_ad": True}
    link = page.links.create(kind=Kind.CODE, title="15 %", **said)
    block("example.org", Verdict.WARN)
    own = f"{LINKS}{link.pk}/change/"
    shown = words(desk.get(own))
    assert all(one in shown for one in ("Live, after a warning", "MINA15", "On everything", "#ad"))
    acts = [f"{LINKS}{link.pk}/act/hide_link/", block_of(link), desk_of(page)]
    assert set(acts) <= {one.get("href") for one in tags(desk.get(own), "a")}
    decide(desk, acts[0])
    assert "Hidden by staff" in words(desk.get(own))
    assert f"{LINKS}{link.pk}/act/show_link/" in [one.get("href") for one in tags(desk.get(own), "a")]


def test_trainee_reads_a_link_and_is_offered_nothing(client: Client, link: Link) -> None:
    client.force_login(make_staff("trainee", "trainee"))
    shown = client.get(f"{LINKS}{link.pk}/change/")
    assert link.url in words(shown)
    assert "Hide" not in words(shown)


def test_blocked_domain_has_a_reason_that_speaks_of_no_creator(desk: Client, page: Page, link: Link) -> None:
    decide(desk, block_of(link), choice="spam", reason="", domain="shop.phish.example.com")
    assert Measure.objects.get().reason == str(reasons.AGAINST[Ground.SPAM])
    assert DomainRule.objects.get().reason == "It is spam."


def test_every_reason_against_a_page_has_one_about_a_domain() -> None:
    assert set(reasons.RULED) == set(reasons.AGAINST)


def test_own_words_to_a_creator_want_words_about_the_domain_too(desk: Client, page: Page, link: Link) -> None:
    asked = decide(desk, block_of(link), reason="You again, Ada.", domain="shop.phish.example.com")
    assert "Write what others read about the domain." in words(asked)
    assert not DomainRule.objects.exists()
    decide(desk, block_of(link), reason="You again, Ada.", about="It steals.", domain="shop.phish.example.com")
    assert (Measure.objects.get().reason, DomainRule.objects.get().reason) == ("You again, Ada.", "It steals.")


@pytest.mark.parametrize("domain", ["youtube.com", "hop.phish.example.com", "login.shop.phish.example.com"])
def test_block_meets_no_domain_that_the_link_does_not_lead_to(
    desk: Client, page: Page, link: Link, domain: str
) -> None:
    asked = decide(desk, block_of(link), choice="phishing", domain=domain)
    assert "This link does not lead there. Decide about it under Rules about domains." in words(asked)
    assert not DomainRule.objects.exists() and not Measure.objects.exists()


def test_who_may_not_decide_about_domains_blocks_none_with_a_page(client: Client, page: Page, link: Link) -> None:
    user = make_staff("newcomer", "moderator")
    user.groups.clear()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["moderate_page", "view_page", "view_link"]))
    client.force_login(user)
    refused = decide(client, block_of(link), choice="phishing", domain="shop.phish.example.com")
    assert "This is not open to you" in words(refused)
    assert not DomainRule.objects.exists() and not Measure.objects.exists()


def test_answer_to_a_block_says_what_became_of_page_and_domain(desk: Client, page: Page, link: Link) -> None:
    page.links.create(title="Sale", url="https://a.shop.phish.example.com/")
    done = words(decide(desk, block_of(link), choice="phishing", domain="shop.phish.example.com"))
    assert "@ada.bakes is taken down, and shop.phish.example.com is blocked: 2 links on 1 page." in done


def test_block_names_the_longer_rules_that_it_leaves_alone(desk: Client, page: Page, link: Link) -> None:
    block("a.shop.phish.example.com", Verdict.WARN)
    page.links.create(title="Sale", url="https://a.shop.phish.example.com/")
    asked = words(desk.get(block_of(link)))
    left_out = "Not counted: links that a rule of their own decides about (a.shop.phish.example.com)."
    assert f"now that is 1 link on 1 page. {left_out}" in asked


def test_block_settles_reports_only_where_there_are_some(desk: Client, page: Page, link: Link) -> None:
    offer = "Settle what is reported about this page"
    assert offer not in words(desk.get(block_of(link)))
    report(page)
    assert offer in words(desk.get(block_of(link)))


@pytest.mark.parametrize("typed", ["münchen.de", "xn--mnchen-3ya.de", " WWW.München.de "])
def test_links_are_found_by_a_domain_as_people_see_it(desk: Client, page: Page, typed: str) -> None:
    page.links.create(title="Brezn", url="https://www.xn--mnchen-3ya.de/brezn")
    page.links.create(title="Soup", url="https://example.org/")
    shown = words(desk.get("/admin/profiles/link/", {"q": typed}))
    assert ("Brezn" in shown, "Soup" in shown) == (True, False)
