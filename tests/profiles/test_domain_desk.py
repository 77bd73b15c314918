"""Moderators decide about domains in the admin: the count comes first."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection
from django.test import Client
from django.utils import timezone

from profiles import domains
from profiles.models import DomainAct, DomainRule, Page, Scan, Verdict
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page
from tests.profiles.staff import desk, make_staff, moderator

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator"]
RULES = "/admin/profiles/domainrule/"
SCANS = "/admin/profiles/scan/"
DECIDE = f"{RULES}decide/"
SAID = {"domain": "*.Evil.example", "verdict": "block", "reason": "Phishing"}


@pytest.fixture
def page() -> Page:
    page = make_page()
    for number in range(3):
        make_link(page, url=f"https://shop{number}.evil.example/")
    return page


def test_empty_decision_says_what_is_missing(desk: Client) -> None:
    asked = words(desk.post(DECIDE, {"verdict": "block"}))
    assert "Name the domain first." in asked
    assert "Write the reason." in asked
    brought = words(desk.post(f"{RULES}import/", {"reason": ""}))
    assert "Choose the file first." in brought
    assert "Choose what to do." in brought
    assert "This field is required." not in asked + brought


def test_decision_about_a_domain_says_what_follows_and_is_chosen_for_nobody(desk: Client) -> None:
    asked = desk.get(DECIDE)
    assert "Warn: visitors read the reason before they go on" in words(asked)
    radios = [one for one in tags(asked, "input") if one.get("name") == "verdict"]
    assert [one["value"] for one in radios if "checked" in one] == []
    assert "Choose what to do." in words(desk.post(DECIDE, {"domain": "evil.example", "reason": "Phishing"}))


def test_nothing_is_decided_before_the_count_was_read(desk: Client, page: Page) -> None:
    asked = desk.post(DECIDE, SAID)
    assert "evil.example and all below it: 3 links on 1 page." in words(asked)
    assert not DomainRule.objects.exists()
    done = desk.post(DECIDE, SAID | {"sure": "evil.example=block"}, follow=True)
    assert "The domain evil.example is blocked now: 3 links on 1 page." in words(done)
    act = DomainAct.objects.get()
    assert (act.verdict, act.links, act.pages, act.by_name) == ("block", 3, 1, "moderator")


def test_rules_that_stay_as_they_are_are_named_before_a_decision(desk: Client, page: Page) -> None:
    domains.set_rule("shop1.evil.example", verdict=Verdict.ALLOW, reason="Mended")
    asked = words(desk.post(DECIDE, SAID))
    left_out = "Not counted: links that a rule of their own decides about (shop1.evil.example)."
    assert f"evil.example and all below it: 2 links on 1 page. {left_out}" in asked


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("allow", "The domain evil.example is allowed now: 3 links on 1 page."),
        ("label", "The domain evil.example is labelled now: 3 links on 1 page."),
        ("warn", "Visitors are warned of evil.example now: 3 links on 1 page."),
    ],
)
def test_answer_to_a_decision_says_what_happens_now(desk: Client, page: Page, verdict: str, said: str) -> None:
    decided = SAID | {"verdict": verdict, "sure": f"evil.example={verdict}"}
    assert said in words(desk.post(DECIDE, decided, follow=True))


@pytest.mark.parametrize("typed", ["https://evil.example/path?x=1", "evil.example/path", "www.evil.example/"])
def test_domain_is_read_from_an_address_there(desk: Client, page: Page, typed: str) -> None:
    assert "evil.example and all below it: 3 links" in words(desk.post(DECIDE, SAID | {"domain": typed}))


def test_count_of_one_domain_is_no_yes_to_another(desk: Client, page: Page) -> None:
    desk.post(DECIDE, SAID | {"domain": "example.com", "sure": "evil.example=block"})
    assert not DomainRule.objects.exists()


def test_count_for_one_verdict_is_no_yes_to_another(desk: Client, page: Page) -> None:
    asked = desk.post(DECIDE, SAID | {"sure": "evil.example=warn"})
    assert "Block evil.example" in words(asked)
    assert not DomainRule.objects.exists()


@pytest.mark.parametrize(
    ("verdict", "button"),
    [
        ("allow", "Allow evil.example"),
        ("warn", "Warn about evil.example"),
        ("none", "Take the rule for evil.example away"),
    ],
)
def test_button_says_what_it_does_and_only_a_block_is_grave(desk: Client, verdict: str, button: str) -> None:
    sure = {
        said: [one for one in tags(desk.post(DECIDE, SAID | {"verdict": said}), "button") if one.get("name") == "sure"]
        for said in (verdict, "block")
    }
    assert button in words(desk.post(DECIDE, SAID | {"verdict": verdict}))
    assert ["grave" in one["class"] for [one] in sure.values()] == [False, True]


@pytest.mark.parametrize("said", [{"domain": "*.com"}, {"reason": ""}, {"verdict": "burn"}, {"domain": ""}])
def test_what_cannot_be_decided_is_said_at_its_field(desk: Client, said: dict[str, str]) -> None:
    answer = desk.post(DECIDE, SAID | {"sure": "evil.example=block"} | said)
    assert "errorlist" in answer.text
    assert not DomainRule.objects.exists()


def test_rule_is_changed_and_taken_away_by_decisions(desk: Client, page: Page) -> None:
    desk.post(DECIDE, SAID | {"sure": "evil.example=block"})
    rule = DomainRule.objects.get()
    assert 'value="evil.example"' in desk.get(f"{RULES}{rule.pk}/change/").text
    desk.post(DECIDE, SAID | {"sure": "evil.example=warn", "verdict": "warn", "reason": "Odd"})
    assert DomainRule.objects.get().verdict == Verdict.WARN
    answer = desk.post(DECIDE, SAID | {"sure": "evil.example=", "verdict": "none", "reason": "Mended"}, follow=True)
    assert "There is no rule for evil.example any more." in words(answer)
    assert not DomainRule.objects.exists()
    assert list(DomainAct.objects.values_list("reason", flat=True)) == ["Mended", "Odd", "Phishing"]


def bring(desk: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("list.txt", content)
    return desk.post(f"{RULES}import/", {"file": file, "verdict": "block", "reason": "A list"}, follow=True)


@pytest.mark.parametrize("table", ["domainrule", "domainact"])
def test_domain_is_found_by_an_address_there(desk: Client, table: str) -> None:
    for domain in ("evil.example", "good.example"):
        domains.set_rule(domain, verdict=Verdict.WARN, reason="Odd")
    path = f"/admin/profiles/{table}/"
    for typed in ("https://www.evil.example/x?y=1", "evil.example"):
        shown = words(desk.get(path, {"q": typed}))
        assert ("evil.example" in shown, "good.example" in shown) == (True, False)
    assert "or an address" in words(desk.get(path))
    assert "evil.example" not in words(desk.get(path, {"q": "https://"}))


def test_rule_that_is_not_there_is_not_found(desk: Client) -> None:
    for pk in ("99", "abc"):
        assert "There is no page here" in words(desk.get(f"{RULES}{pk}/change/"))


def test_list_is_imported(desk: Client) -> None:
    answer = bring(desk, b"evil.example\nworse.example warn\n*.com\n")
    assert "Rules added: 2. Domains that had one already: 0." in words(answer)
    assert "Lines that could not be read, 1: *.com" in words(answer)
    assert dict(DomainRule.objects.values_list("domain", "verdict")) == {
        "evil.example": "block",
        "worse.example": "warn",
    }


def test_list_without_faults_says_no_more(desk: Client) -> None:
    assert "could not be read" not in words(bring(desk, b"evil.example\n"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "This is not a text file."),
        (b"evil.example\n" * 81_000, "This file is larger than 1 MB. Split it, or import it from a shell."),
    ],
    ids=["no text", "too large"],
)
def test_file_that_is_no_list_is_refused(desk: Client, content: bytes, said: str) -> None:
    assert said in words(bring(desk, content))
    assert not DomainRule.objects.exists()


def test_log_says_what_a_decision_met(desk: Client, page: Page) -> None:
    desk.post(DECIDE, SAID | {"sure": "evil.example=block"})
    assert "3 links on 1 page" in words(desk.get("/admin/profiles/domainact/"))


@pytest.mark.parametrize("path", [RULES, "/admin/profiles/domainact/", SCANS])
def test_tables_are_read_by_all_staff(client: Client, page: Page, path: str) -> None:
    DomainRule.objects.create(domain="evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    DomainAct.objects.create(domain="evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    Scan.objects.create(link=page.links.earliest("pk"), url="https://evil.example/", verdict=Verdict.BLOCK)
    client.force_login(make_staff("trainee", "trainee"))
    answer = client.get(path)
    assert "evil.example" in words(answer)
    assert "Import a list" not in words(answer)


@pytest.mark.parametrize(
    ("looked", "said"),
    [
        ({}, "not asked yet not looked at yet"),
        ({"opinion": "clear", "reach": "reached", "reach_at": timezone.now()}, "knows nothing bad there"),
        ({"opinion": "harmful", "reach": "missing", "reach_at": timezone.now()}, "calls it harmful not there"),
        ({"reach_at": timezone.now()}, "not asked yet we could not tell"),
        ({"opinion_at": timezone.now()}, "could not judge it not looked at yet"),
    ],
)
def test_look_at_a_link_says_what_came_of_it(desk: Client, page: Page, looked: dict[str, Any], said: str) -> None:
    Scan.objects.create(link=page.links.earliest("pk"), url="https://evil.example/", **looked)
    shown = desk.get(SCANS)
    cells = re.findall(r'<td[^>]*class="field-(?:scanner|opened)"[^>]*>([^<]*)</td>', shown.text)
    assert " ".join(cells) == said
    assert "By scanner All Not asked yet Knows nothing bad Calls it harmful" in words(shown)


def test_looks_at_links_are_filtered_by_what_the_scanner_says(desk: Client, page: Page) -> None:
    for link, opinion in zip(page.links.order_by("pk"), ("clear", "harmful"), strict=False):
        Scan.objects.create(link=link, url=f"https://{opinion}.example/", opinion=opinion)
    shown = words(desk.get(SCANS, {"opinion__exact": "harmful"}))
    assert ("https://harmful.example/" in shown, "https://clear.example/" in shown) == (True, False)


def test_trainee_decides_nothing(client: Client) -> None:
    rule = DomainRule.objects.create(domain="evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    client.force_login(make_staff("trainee", "trainee"))
    for path in (DECIDE, f"{RULES}import/"):
        assert client.get(path).status_code == 403
        assert client.post(path, SAID | {"sure": "evil.example=", "verdict": "none"}).status_code == 403
    assert "evil.example" in words(client.get(f"{RULES}{rule.pk}/change/"))
    assert DomainRule.objects.count() == 1


@pytest.mark.needs_postgres
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE profiles_domainact SET reason = 'Nothing'",
        "DELETE FROM profiles_domainact",
        "TRUNCATE profiles_domainact",
    ],
)
def test_log_is_not_changed_in_the_database_either(statement: str) -> None:
    DomainAct.objects.create(domain="evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    with pytest.raises(Error, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
