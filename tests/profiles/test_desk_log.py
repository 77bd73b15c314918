"""What was done is found on the desk: in the log, and in the year's numbers."""

from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from profiles import domains, pages
from profiles.models import DomainRule, Ground, Link, Measure, Page, Verb, Verdict
from profiles.moderation import appeals
from profiles.moderation.sentences import describe_done
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import make_page, report
from tests.profiles.desk import INBOX, PAGES, decide, desk_of, page, phishing_link
from tests.profiles.staff import desk, moderator
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["desk", "moderator", "page", "phishing_link"]


# ---- the log ----


def test_measure_is_undone_from_the_log_when_its_page_is_gone(desk: Client, page: Page) -> None:
    measure = moderators.act(page, Verb.BAN, reason="spam")
    page.owner.delete()
    path = f"/admin/profiles/measure/{measure.pk}/undo/"
    assert path in [one.get("href") for one in tags(desk.get(f"/admin/profiles/measure/{measure.pk}/change/"), "a")]
    decide(desk, path)
    assert not Measure.objects.get(pk=measure.pk).is_in_force
    assert "This was undone already." in words(decide(desk, path))


def test_log_is_filtered_by_words_that_begin_as_all_does(desk: Client, page: Page) -> None:
    moderators.act(page, Verb.WARN, reason="careful")
    log = "/admin/profiles/measure/"
    assert "Warned" in words(desk.get(log))
    assert "careful" in words(desk.get(log, {"verb__exact": "warn"}))
    assert "careful" not in words(desk.get(log, {"verb__exact": "ban"}))


def test_log_says_which_link_was_hidden(desk: Client, page: Page, link: Link) -> None:
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=link)
    told = "link hidden Shop, https://shop.phish.example.com/login in force"
    assert told in words(desk.get("/admin/profiles/measure/"))


def test_what_holds_nothing_is_left_out_of_what_is_read(desk: Client, page: Page) -> None:
    path = f"{INBOX}{report(page, text='It lies.').pk}/change/"
    assert "Where to answer" not in words(desk.get(path))
    page.reports.update(reply_to="me@example.org")
    assert "Where to answer" in words(desk.get(path))
    assert "It lies." in words(desk.get(path))


def test_what_undoes_cannot_be_undone(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    restored = moderators.restore(page, reason="a mistake")
    assert desk.get(f"/admin/profiles/measure/{restored.pk}/undo/").status_code == 404


@pytest.mark.parametrize("words_typed", ["ada.bakes", "moderator"])
def test_log_is_searched_by_page_and_by_moderator(desk: Client, moderator: User, page: Page, words_typed: str) -> None:
    moderators.act(page, Verb.WARN, reason="careful now", by=moderator)
    moderators.act(make_page("otto.knits"), Verb.WARN, reason="not this one")
    found = words(desk.get("/admin/profiles/measure/", {"q": words_typed}))
    assert "careful now" in found
    assert "not this one" not in found


def test_log_is_searched_by_an_address_that_a_page_has_left(desk: Client, page: Page) -> None:
    moderators.act(page, Verb.WARN, reason="careful now")
    pages.change_handle(page, handle="sweet-ada")
    for typed in ("@Ada.bakes", "sweet-ada"):
        assert "careful now" in words(desk.get("/admin/profiles/measure/", {"q": typed}))
    assert "careful now" not in words(desk.get("/admin/profiles/measure/", {"q": "otto.knits"}))


def test_ban_is_found_by_who_is_banned(desk: Client, page: Page) -> None:
    moderators.act(page, Verb.BAN, reason="spam")
    open_id = control.account("ada.bakes").open_id
    assert open_id in words(desk.get("/admin/profiles/addressee/", {"q": open_id}))
    assert open_id not in desk.get("/admin/profiles/addressee/", {"q": "nobody"}).text.replace(f"q={open_id}", "")


def test_moments_have_their_zone_everywhere(desk: Client, page: Page) -> None:
    with time_machine.travel("2026-06-01T12:30Z"):
        measure = moderators.act(page, Verb.WARN, reason="careful", settles=False)
        report(page)
    for path in ("/admin/profiles/measure/", f"/admin/profiles/measure/{measure.pk}/change/", desk_of(page)):
        assert "1 June 2026, 12:30 UTC" in words(desk.get(path))
    assert 'title="1 June 2026, 12:30 UTC"' in desk.get(INBOX).text


def test_notice_says_when_each_of_its_parts_was_by_the_creators_clock(client: Client, page: Page) -> None:
    with time_machine.travel("2026-06-01T12:30Z"):
        measure = moderators.act(page, Verb.SUSPEND, reason="careful")
        appeals.uphold(appeals.appeal(measure, text="No."), reason="Yes.")
    client.force_login(page.owner)
    shown = words(client.get(f"/studio/notices/{measure.pk}/"))
    assert shown.count("1 June 2026 at 12:30, your time") == 3


def test_single_report_leads_to_its_page(desk: Client, page: Page) -> None:
    shown = desk.get(f"{INBOX}{report(page, text='look at this').pk}/change/")
    assert "look at this" in words(shown)
    assert desk_of(page) in [one.get("href") for one in tags(shown, "a")]


# ---- the year in numbers ----


def test_year_in_numbers_counts_what_was_done_in_it(desk: Client, page: Page, link: Link) -> None:
    with time_machine.travel("2025-12-31T23:59:59Z"):
        moderators.act(page, Verb.WARN, reason="last year")
    with time_machine.travel("2026-06-01T12:00Z"):
        report(page, Ground.PHISHING)
        suspended = moderators.suspend(page, reason="spam", ground=Ground.PHISHING)
        appeals.uphold(appeals.appeal(suspended, text="No."), reason="Yes.")
        appeals.grant(appeals.appeal(suspended, text="No!"), reason="Well.")
        appeals.appeal(moderators.act(page, Verb.LIMIT, reason="spam"), text="No?")
        domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Phishing")
        domains.drop_rule(DomainRule.objects.get(), reason="It was not")
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
        "| Decisions about domains | block | 1 |",
        "| Decisions about domains | rule taken away | 1 |",
    ]


def test_year_in_numbers_is_on_the_desk(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    assert "suspended" in words(desk.get("/admin/transparency/"))
    assert "Nothing happened in this year." in words(desk.get("/admin/transparency/?year=2001"))
    for typed in ("1", "soon"):
        answer = desk.get("/admin/transparency/", {"year": typed})
        assert "Choose a year from 2000 on." in words(answer)
        assert "suspended" not in words(answer)
        (asked,) = [field for field in tags(answer, "input") if field.get("name") == "year"]
        assert (asked["value"], asked["aria-invalid"]) == (typed, "true")


@pytest.mark.parametrize("year", ["0", "-1", "9999", "99999", "9" * 20])
def test_year_that_is_none_is_refused_before_the_table_begins(year: str) -> None:
    printed = StringIO()
    with pytest.raises(CommandError, match="is no year"):
        call_command("transparency", year, stdout=printed)
    assert printed.getvalue() == ""


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_a_sentence_for_when_it_is_done(verb: Verb) -> None:
    said = describe_done(Measure(verb=verb, page=Page(handle="ada.bakes"), about="Shop"))
    assert "@ada.bakes" in said
    assert said.endswith(".")


def test_moderator_reads_what_has_happened(desk: Client, page: Page, link: Link) -> None:
    told = decide(desk, f"/admin/profiles/link/{link.pk}/act/hide_link/")
    assert "A link of @ada.bakes is hidden: Shop" in words(told)
    told = decide(desk, f"{PAGES}{page.pk}/act/suspend/")
    assert "@ada.bakes is taken down. The creator can read why and appeal." in words(told)
