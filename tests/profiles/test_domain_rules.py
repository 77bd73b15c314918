"""Staff sets rules about domains one by one, by the list, and from a shell."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest import CaptureFixture
from pytest_django import DjangoAssertNumQueries

from profiles import domains
from profiles.models import DomainAct, DomainRule, Page, Verdict
from profiles.models.written import AppendOnly
from tests.crowd import meanwhile
from tests.profiles.creators import is_remembered, remember
from tests.profiles.pages import make_link
from tests.profiles.rules import block

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.mark.needs_postgres
def test_list_does_not_overrule_what_is_decided_at_this_very_moment() -> None:
    lines, done = ["evil.example", "worse.example"], list[domains.Imported]()
    meanwhile(
        lambda: block("evil.example", Verdict.ALLOW, "A friend"),
        lambda: done.append(domains.import_rules(lines, verdict=Verdict.BLOCK, reason="A list")),
    )
    assert done == [domains.Imported(1, 1, ())]
    assert DomainRule.objects.get(domain="evil.example").verdict == Verdict.ALLOW
    assert [act.domain for act in DomainAct.objects.filter(reason="A list")] == ["worse.example"]


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
        "example.com: 1 link on 1 page; nothing was changed.\nexample.com: block, for 1 link on 1 page.\n"
    )
    assert DomainAct.objects.get().by is None


def test_shell_keeps_a_reason_as_one_line_that_can_be_read() -> None:
    call_command("domains", "block", "example.com", "--reason", "Steals\npasswords\x01 ")
    assert DomainAct.objects.get().reason == DomainRule.objects.get().reason == "Steals passwords"


def test_shell_takes_a_rule_away(capsys: CaptureFixture[str]) -> None:
    block("example.com")
    call_command("domains", "forget", "example.com", "--reason", "Mended")
    assert capsys.readouterr().out == "example.com: no rule any more.\n"
    assert not DomainRule.objects.exists()


def test_shell_adds_the_rules_of_a_file(tmp_path: Path, capsys: CaptureFixture[str]) -> None:
    file = tmp_path / "list.txt"
    file.write_text("evil.example\nworse.example block\n", encoding="utf-8-sig")
    call_command("domains", "import", str(file), "--verdict", "warn", "--reason", "A list")
    assert capsys.readouterr().out == "Rules added: 2. Domains that had one already: 0.\n"
    assert dict(DomainRule.objects.values_list("domain", "verdict")) == {
        "evil.example": "warn",
        "worse.example": "block",
    }


def test_shell_reads_a_list_that_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("evil.example\n*.com\n"))
    with pytest.raises(CommandError, match=r"Rules added: 1\..* Lines that could not be read: 1, for example \*\.com"):
        call_command("domains", "import", "-", "--reason", "A list")
    assert DomainRule.objects.get().domain == "evil.example"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["block", "example.com"], "--reason"),
        (["block", "example.com", "--reason", " "], "--reason: This field cannot be blank."),
        (["block", "example.com", "--reason", "\u200b\u200b"], "--reason: This field cannot be blank."),
        (["forget", "example.com", "--reason", "x" * 201], "--reason: Ensure this value has at most 200 characters"),
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


def test_log_of_decisions_cannot_be_changed() -> None:
    act = block("evil.example")
    act.reason = "Something nicer"
    for change in (
        act.save,
        act.delete,
        DomainAct.objects.all().delete,
        lambda: DomainAct.objects.update(reason="Something nicer"),
        lambda: DomainAct.objects.bulk_update([act], ["reason"]),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert DomainAct.objects.get().reason == "Steals passwords"
