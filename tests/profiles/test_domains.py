"""Rules about domains: which one counts for an address, and what staff do with them."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest import CaptureFixture
from pytest_django import DjangoAssertNumQueries

from profiles import domains, links
from profiles.forms import KindForm, LinkForm
from profiles.models import DomainAct, DomainRule, Kind, Link, Page, Verdict
from profiles.validators import clean_destination, clean_domain, host_of
from tests.profiles.creators import is_remembered, remember
from tests.profiles.pages import make_link, make_page

pytestmark = pytest.mark.django_db(transaction=True)


def block(domain: str, verdict: Verdict = Verdict.BLOCK, reason: str = "Steals passwords") -> DomainAct:
    return domains.set_rule(domain, verdict=verdict, reason=reason)


def verdict_on(url: str) -> str:
    rule = DomainRule.objects.by_url([clean_destination(url)]).get(clean_destination(url))
    return rule.verdict if rule else ""


# What a domain is


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.com", "example.com"),
        (" Example.COM ", "example.com"),
        ("example.com.", "example.com"),
        ("*.example.com", "example.com"),
        (".example.com", "example.com"),
        ("www.example.com", "example.com"),
        ("www.com", "www.com"),
        ("https://shop.example.com/sale?x=1", "shop.example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("ｅｘａｍｐｌｅ.com", "example.com"),  # noqa: RUF001
        ("example。com", "example.com"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_domain_is_read_in_every_spelling(text: str, domain: str) -> None:
    assert clean_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "*", "*.", "*.com", "com", "*.*.com", "*example.com", "exam*ple.com", "example.*", "**.example.com"),
        *(
            "example.com/path",
            "user@example.com",
            "example.com:443",
            "exam ple.com",
            "-.example.com\x00",
            "..example.com",
        ),
        *("127.0.0.1", "[::1]", "0x7f.1", "localhost", "printer.local", "example.com\\evil.example", "%example.com"),
        *("a" * 64 + ".com", "a." * 130 + "com", "javascript:alert(1)", "javascript://example.com", "xn--.com"),
    ],
)
def test_what_is_no_whole_domain_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        clean_domain(text)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://shop.example.com/a@b?c#d", "shop.example.com"),
        ("mailto:ada@example.org?subject=a%40b", "example.org"),
        ("tel:+905551234567", ""),
    ],
)
def test_host_of_a_destination(url: str, host: str) -> None:
    assert host_of(url) == host


# Which rule counts


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "http://example.com/",
        "HTTPS://EXAMPLE.COM/x",
        "https://example.com./",
        "https://www.example.com/",
        "https://a.b.c.example.com/",
        "https://example。com/",
        "https://ｅxample.com/",  # noqa: RUF001
        "example.com",
        "mailto:ada@example.com",
        "mailto:ada@mail.example.com?subject=x",
    ],
)
def test_rule_is_for_the_domain_and_all_below_it_in_every_spelling(url: str) -> None:
    block("example.com")
    assert verdict_on(url) == Verdict.BLOCK


@pytest.mark.parametrize(
    "url",
    [
        "https://notexample.com/",
        "https://example.com.evil.example/",
        "https://example.org/?u=example.com",
        "https://example.org/example.com",
        "https://xn--exmple-cua.com/",
        "https://com.example/",
        "https://exаmple.com/",  # noqa: RUF001 - a Cyrillic letter: another domain, and no rule for it
        "tel:+905551234567",
    ],
)
def test_rule_is_for_no_other_domain(url: str) -> None:
    block("example.com")
    assert verdict_on(url) == ""


def test_rule_for_a_name_in_another_script_meets_both_spellings() -> None:
    block(clean_domain("bücher.example"))
    assert verdict_on("https://bücher.example/") == Verdict.BLOCK
    assert verdict_on("https://shop.xn--bcher-kva.example/") == Verdict.BLOCK
    assert verdict_on("https://bucher.example/") == ""


def test_longest_rule_counts() -> None:
    block("example.com")
    block("shop.example.com", Verdict.ALLOW, "Theirs alone")
    block("sale.shop.example.com", Verdict.WARN, "Counterfeits")
    assert verdict_on("https://example.com/") == Verdict.BLOCK
    assert verdict_on("https://shop.example.com/") == ""
    assert verdict_on("https://new.shop.example.com/") == ""
    assert verdict_on("https://sale.shop.example.com/") == Verdict.WARN


@pytest.mark.parametrize("count", [1, 200])
def test_rules_for_many_addresses_take_one_query(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    block("example.com")
    urls = [f"https://shop{number}.example.com/" for number in range(count)]
    with django_assert_num_queries(1):
        assert len(DomainRule.objects.by_url(urls)) == count


def test_rules_for_no_addresses_take_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert DomainRule.objects.by_url(["tel:+905551234567"]) == {}


# What a rule meets


def test_extent_counts_links_and_their_pages(page: Page) -> None:
    other = make_page("other.page")
    make_link(page, url="https://example.com/1")
    make_link(page, url="https://a.example.com/2")
    make_link(other, url="mailto:ada@example.com")
    make_link(other, url="https://notexample.com/")
    links.delete_link(make_link(other, url="https://example.com/3"))
    assert domains.extent_of("example.com") == domains.Extent(links=3, pages=2)
    assert domains.extent_of("example.org") == domains.Extent(links=0, pages=0)


def test_extent_follows_an_edited_address(page: Page) -> None:
    link = make_link(page, url="https://example.com/")
    links.edit_link(link, title="Elsewhere", url="https://example.org/")
    assert domains.extent_of("example.com").links == 0
    assert domains.extent_of("example.org").links == 1


def test_extent_counts_what_was_written_in_bulk(page: Page) -> None:
    Link.objects.bulk_create([Link(page=page, title="Shop", url="https://shop.example.com/") for _ in range(3)])
    assert domains.extent_of("example.com").links == 3


@pytest.mark.needs_postgres
def test_links_below_a_domain_are_found_by_their_index(page: Page) -> None:
    make_link(page)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Link.objects.below("example.com").explain()
    assert "link_below_domain" in plan
    assert "Index Cond" in plan


# What staff do


def test_decision_is_written_down_with_who_why_and_what_it_met(page: Page) -> None:
    ada = User.objects.create_user("ada")
    make_link(page, url="https://a.example.com/")
    domains.set_rule("example.com", verdict=Verdict.BLOCK, reason="Steals passwords", by=ada)
    domains.drop_rule(DomainRule.objects.get(), reason="It was somebody else", by=ada)
    acts = DomainAct.objects.values_list("domain", "verdict", "reason", "links", "pages", "by")
    assert list(acts) == [
        ("example.com", "", "It was somebody else", 1, 1, ada.pk),
        ("example.com", "block", "Steals passwords", 1, 1, ada.pk),
    ]
    assert not DomainRule.objects.exists()


def test_second_decision_replaces_the_first() -> None:
    block("example.com", Verdict.WARN, "Odd")
    block("example.com", Verdict.BLOCK, "Worse")
    assert list(DomainRule.objects.values_list("domain", "verdict", "reason")) == [("example.com", "block", "Worse")]


def test_decision_without_a_reason_changes_nothing() -> None:
    with pytest.raises(IntegrityError):
        block("example.com", reason="")
    assert not DomainRule.objects.exists()
    assert not DomainAct.objects.exists()


def test_decisions_forget_every_rendered_page(page: Page) -> None:
    remember(page)
    block("example.com")
    assert not is_remembered(page)
    remember(page)
    domains.drop_rule(DomainRule.objects.get(), reason="Mended")
    assert not is_remembered(page)
    remember(page)
    domains.import_rules(["evil.example"], verdict=Verdict.BLOCK, reason="A list")
    assert not is_remembered(page)


def test_decision_that_is_rolled_back_forgets_nothing(page: Page) -> None:
    remember(page)
    with transaction.atomic():
        block("example.com")
        transaction.set_rollback(True)
    assert is_remembered(page)
    assert not DomainRule.objects.exists()


# Lists


LIST = """
# Phishing, week 48
evil.example
*.worse.example   warn
bücher.example,label
Evil.Example.      # again
www.shop.example;allow

two words here
*.com
127.0.0.1
evil.example/path
"""


def test_list_is_read_line_by_line() -> None:
    done = domains.import_rules(LIST.splitlines(), verdict=Verdict.BLOCK, reason="List of week 48")
    rules = dict(DomainRule.objects.values_list("domain", "verdict"))
    assert rules == {
        "evil.example": "block",
        "worse.example": "warn",
        "xn--bcher-kva.example": "label",
        "shop.example": "allow",
    }
    assert done == domains.Imported(4, 0, ("two words here", "*.com", "127.0.0.1", "evil.example/path"))
    assert DomainAct.objects.filter(reason="List of week 48").count() == 4


def test_list_does_not_overrule_what_was_decided_here() -> None:
    block("evil.example", Verdict.ALLOW, "A friend")
    done = domains.import_rules(["evil.example", "worse.example"], verdict=Verdict.BLOCK, reason="A list")
    assert (done.added, done.known) == (1, 1)
    assert DomainRule.objects.get(domain="evil.example").verdict == Verdict.ALLOW


def test_long_list_is_added_in_few_steps(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    lines = [f"site{number}.example" for number in range(2500)]
    with django_assert_max_num_queries(60):
        assert domains.import_rules(lines, verdict=Verdict.BLOCK, reason="A list").added == 2500


# From a shell


def test_shell_says_what_a_rule_would_meet_and_then_sets_it(page: Page, capsys: CaptureFixture[str]) -> None:
    make_link(page, url="https://shop.example.com/")
    call_command("domains", "block", "*.Example.com", "--reason", "Phishing", "--count")
    assert not DomainRule.objects.exists()
    call_command("domains", "block", "*.Example.com", "--reason", "Phishing")
    assert capsys.readouterr().out == (
        "example.com: 1 links on 1 pages; nothing was changed.\nexample.com: block, for 1 links on 1 pages.\n"
    )
    assert DomainAct.objects.get().by is None


def test_shell_takes_a_rule_away(capsys: CaptureFixture[str]) -> None:
    block("example.com")
    call_command("domains", "forget", "example.com", "--reason", "Mended")
    assert capsys.readouterr().out == "example.com: no rule any more.\n"
    assert not DomainRule.objects.exists()


def test_shell_adds_the_rules_of_a_file(tmp_path: Path, capsys: CaptureFixture[str]) -> None:
    file = tmp_path / "list.txt"
    file.write_text("evil.example\nworse.example block\n", encoding="utf-8-sig")
    call_command("domains", "import", str(file), "--verdict", "warn", "--reason", "A list")
    assert capsys.readouterr().out == "2 rules added, 0 domains had one already.\n"
    assert dict(DomainRule.objects.values_list("domain", "verdict")) == {
        "evil.example": "warn",
        "worse.example": "block",
    }


def test_shell_reads_a_list_that_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("evil.example\n*.com\n"))
    with pytest.raises(CommandError, match=r"1 rules added.*1 lines could not be read, for example: \*\.com"):
        call_command("domains", "import", "-", "--reason", "A list")
    assert DomainRule.objects.get().domain == "evil.example"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["block", "example.com"], "--reason"),
        (["block", "example.com", "--reason", " "], "Say why"),
        (["block", "*.com", "--reason", "x"], r"\*\.com: Visitors cannot reach"),
        (["forget", "example.com", "--reason", "x"], "There is no rule for example.com"),
        (["import", "/nowhere/list.txt", "--reason", "x"], "could not be read"),
        (["burn", "example.com", "--reason", "x"], "burn"),
    ],
)
def test_shell_refuses_what_it_cannot_do(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("domains", *arguments)
    assert not DomainRule.objects.exists()


# When a creator saves


@pytest.mark.parametrize(
    "url", ["https://example.com/", "shop.EXAMPLE.com", "mailto:ada@example.com", "ada@example.com"]
)
def test_form_says_why_a_blocked_destination_is_refused(url: str) -> None:
    block("example.com")
    form = LinkForm({"url": url})
    assert form.errors == {"url": ["Links to example.com are blocked on this site: Steals passwords"]}


@pytest.mark.parametrize("verdict", [Verdict.ALLOW, Verdict.LABEL, Verdict.WARN])
def test_form_takes_a_destination_that_is_not_blocked(verdict: Verdict) -> None:
    block("example.com", verdict)
    assert LinkForm({"url": "https://example.com/"}).is_valid()


def test_contact_card_takes_no_blocked_address() -> None:
    block("example.com")
    form = KindForm({"title": "Ada", "email": "ada@example.com"}, kind=Kind.CONTACT)
    assert form.errors == {"email": ["Links to example.com are blocked on this site: Steals passwords"]}
