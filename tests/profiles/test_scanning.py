"""Links are looked at again and again: at the rules, and at a second opinion."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import travel

from linkbio.checks import web_risk_key_is_one
from profiles import domains, links, opinions, scanning
from profiles.models import Link, Opinion, Page, Scan, Verdict
from tests import hostile
from tests.hostile import Behaviour, Server, Wire
from tests.profiles.pages import make_link
from tests.profiles.watch import KEY, page, scan_of, server
from tiktok_auth.errors import Unavailable

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page", "server"]

HALF_AN_HOUR, DAY = scanning.ASK_AGAIN_ABOUT_HARMFUL, scanning.ASK_AGAIN


# The rules


def test_links_that_a_rule_speaks_about_are_noted(page: Page) -> None:
    evil, good = make_link(page, url="https://a.evil.example/"), make_link(page)
    domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    assert scanning.compare_with_rules() == 2
    assert scan_of(evil).verdict == Verdict.BLOCK
    assert not Scan.objects.filter(link=good).exists()
    domains.set_rule("evil.example", verdict=Verdict.ALLOW, reason="It was not")
    scanning.compare_with_rules()
    assert scan_of(evil).verdict == ""


def test_verdict_on_an_edited_link_stands_beside_its_new_address(page: Page) -> None:
    link = make_link(page, url="https://good.example/")
    Scan.objects.create(link=link, url=link.url, opinion=Opinion.CLEAR)
    links.edit_link(link, url="https://evil.example/")
    domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Phishing")
    scanning.compare_with_rules()
    scan = scan_of(link)
    assert (scan.url, scan.verdict, scan.opinion) == (link.url, Verdict.BLOCK, Opinion.UNCHECKED)


def test_rounds_go_over_all_links_in_batches(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "RULES_BATCH", 2)
    made = [make_link(page, url="https://evil.example/") for _ in range(5)]
    domains.set_rule("evil.example", verdict=Verdict.WARN, reason="Odd")
    assert [scanning.compare_with_rules() for _ in range(4)] == [2, 2, 1, 2]
    assert Scan.objects.filter(verdict=Verdict.WARN).count() == len(made)


@pytest.mark.parametrize("count", [1, 200])
def test_batch_takes_few_queries(page: Page, count: int, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        make_link(page, url="https://evil.example/")
    domains.set_rule("evil.example", verdict=Verdict.WARN, reason="Odd")
    with django_assert_max_num_queries(6):
        scanning.compare_with_rules()


# A second opinion


def test_nobody_is_asked_without_a_key(page: Page, server: Server, settings: Settings) -> None:
    settings.WEB_RISK_KEY = ""
    make_link(page)
    assert scanning.ask_for_opinions() == 0
    assert server.requests == []


def test_adviser_is_asked_about_the_address_and_nothing_else(page: Page, server: Server) -> None:
    server.behave(hostile.answer_json({"threat": {"threatTypes": ["SOCIAL_ENGINEERING"]}}), hostile.answer_json({}))
    bad, good = make_link(page, url="https://a.example/?b=c&d"), make_link(page, url="https://e.example/")
    make_link(page, url="mailto:ada@example.org")
    assert scanning.ask_for_opinions() == 2
    assert (scan_of(bad).opinion, scan_of(good).opinion) == (Opinion.HARMFUL, Opinion.CLEAR)
    asked = server.requests[0]
    assert asked.path == "/v1/uris:search"
    assert asked.query["uri"] == "https://a.example/?b=c&d"
    assert asked.query["key"] == KEY
    assert {value for name, value in asked.query.items() if name == "threatTypes"} <= set(opinions.THREATS)


@pytest.mark.parametrize(
    "behaviour",
    [
        hostile.answer_json({"error": {"code": 403}}, status=403),
        hostile.answer_json({}, status=429),
        hostile.answer_json([]),
        hostile.answer(b"not json"),
        hostile.answer(b"[" * 10_000),
        hostile.redirect("https://evil.example/"),
        hostile.gzip_bomb(20),
        hostile.hang_up,
        hostile.reset,
    ],
)
def test_adviser_who_cannot_say_leaves_the_link_unchecked(page: Page, server: Server, behaviour: Behaviour) -> None:
    server.behave(behaviour)
    make_link(page)
    scanning.ask_for_opinions()
    assert not Scan.objects.exists()


def test_adviser_who_is_silent_is_not_waited_for(page: Page, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinions, "DEADLINE_SECONDS", 0.2)
    server.behave(hostile.stay_silent)
    with pytest.raises(Unavailable, match="deadline"):
        opinions.ask_web_risk("https://example.com/")


def test_adviser_who_is_away_takes_nothing_back(page: Page, server: Server) -> None:
    server.behave(hostile.answer_json({"threat": {"threatTypes": ["MALWARE"]}}), hostile.hang_up)
    link = make_link(page)
    scanning.ask_for_opinions()
    with travel(timezone.now() + HALF_AN_HOUR):
        scanning.ask_for_opinions()
    assert len(server.requests) == 2
    assert scan_of(link).opinion == Opinion.HARMFUL


def test_opinion_is_about_the_address_of_that_time(page: Page, server: Server) -> None:
    server.behave(hostile.answer_json({"threat": {"threatTypes": ["MALWARE"]}}), hostile.answer_json({}))
    link = make_link(page)
    scanning.ask_for_opinions()
    links.edit_link(link, title="Other", url="https://other.example/")
    scanning.ask_for_opinions()
    assert (scan_of(link).opinion, scan_of(link).url) == (Opinion.CLEAR, "https://other.example/")


def test_address_on_a_harmful_site_is_asked_about_first_and_may_be_cleared(page: Page, server: Server) -> None:
    server.behave(hostile.answer_json({"threat": {"threatTypes": ["MALWARE"]}}), hostile.answer_json({}))
    link = make_link(page, url="https://evil.example/")
    scanning.ask_for_opinions()
    links.edit_link(link, url="https://evil.example/2")
    scanning.look_at_links()
    assert scanning.is_harmful(Link.objects.get(pk=link.pk))
    assert scanning.ask_for_opinions() == 1
    assert not scanning.is_harmful(Link.objects.get(pk=link.pk))


@pytest.mark.parametrize(("key", "found"), [("", []), (KEY, []), ("a key", ["linkbio.W003"])])
def test_operator_is_told_about_a_key_that_is_none(settings: Settings, key: str, found: list[str]) -> None:
    settings.WEB_RISK_KEY = key
    assert [message.id for message in web_risk_key_is_one()] == found


def test_nobody_is_asked_more_often_than_an_opinion_lasts(page: Page, server: Server) -> None:
    harmful, clear = hostile.answer_json({"threat": {"threatTypes": ["MALWARE"]}}), hostile.answer_json({})
    server.behave(harmful, clear, clear, clear, clear)
    make_link(page, url="https://a.example/")
    make_link(page, url="https://b.example/")
    asked = []
    for minutes in (0, 1, 31, 32, 24 * 60 + 1):
        with travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            asked.append(scanning.ask_for_opinions())
    assert asked == [2, 0, 1, 0, 1]


def ask_one_by_one(server: Server, monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """The addresses that were asked about, one in each go."""
    monkeypatch.setattr(scanning, "OPINIONS_BATCH", 1)
    server.behave(hostile.answer_json({}))
    for _ in range(times):
        scanning.ask_for_opinions()
    return [request.query["uri"] for request in server.requests]


def know(page: Page, url: str, opinion: Opinion, ago: timedelta) -> None:
    """What was said of an address so long ago."""
    Scan.objects.create(link=make_link(page, url=url), url=url, opinion=opinion, opinion_at=timezone.now() - ago)


def test_links_are_asked_about_in_the_order_of_their_need(
    page: Page, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(page, "https://fresh.example/", Opinion.CLEAR, DAY / 2)
    know(page, "https://late.example/", Opinion.CLEAR, DAY * 2)
    know(page, "https://later.example/", Opinion.CLEAR, DAY * 3)
    know(page, "https://harmful.example/", Opinion.HARMFUL, HALF_AN_HOUR)
    know(page, "https://still.example/", Opinion.HARMFUL, HALF_AN_HOUR / 2)
    make_link(page, url="https://new.example/")
    asked = ask_one_by_one(server, monkeypatch, 6)
    hosts = ["new", "harmful", "later", "late"]
    assert asked == [f"https://{host}.example/" for host in hosts]


def test_edited_link_counts_as_one_that_nobody_was_asked_about(
    page: Page, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(page, "https://harmful.example/", Opinion.HARMFUL, DAY)
    know(page, "https://before.example/", Opinion.CLEAR, timedelta())
    links.edit_link(page.links.get(url="https://before.example/"), url="https://after.example/")
    assert ask_one_by_one(server, monkeypatch, 1) == ["https://after.example/"]


def test_address_that_the_adviser_does_not_judge_holds_up_nobody(
    page: Page, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "OPINIONS_BATCH", 1)
    server.behave(hostile.answer_json({"error": {"code": 400}}, status=400), hostile.answer_json({}))
    odd, plain = make_link(page, url="https://odd.example/"), make_link(page, url="https://plain.example/")
    assert [scanning.ask_for_opinions() for _ in range(3)] == [1, 1, 0]
    assert (scan_of(odd).opinion, scan_of(plain).opinion) == (Opinion.UNCHECKED, Opinion.CLEAR)


def test_adviser_who_does_not_answer_is_asked_once_and_then_about_another(page: Page, server: Server) -> None:
    server.behave(hostile.hang_up, hostile.answer_json({}))
    make_link(page, url="https://a.example/")
    make_link(page, url="https://b.example/")
    assert [scanning.ask_for_opinions(), len(server.requests)] == [0, 1]
    assert [scanning.ask_for_opinions(), server.requests[-1].query["uri"]] == [1, "https://b.example/"]


def test_second_round_of_questions_leaves_the_first_alone(page: Page, server: Server) -> None:
    counted = []

    def begin_another(wire: Wire) -> None:
        counted.append(scanning.ask_for_opinions())
        connection.close()
        hostile.answer_json({})(wire)

    server.behave(begin_another)
    make_link(page)
    assert [scanning.ask_for_opinions(), *counted, len(server.requests)] == [1, 0, 1]
    with travel(timezone.now() + DAY):
        assert scanning.ask_for_opinions() == 1
