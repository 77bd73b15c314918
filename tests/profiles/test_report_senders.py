"""Who sends reports is counted, whatever they claim to be, and forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from profiles import metrics
from profiles.models import Ground, Page, Report, Verb
from profiles.moderation import reports, transparency
from profiles.moderation.senders import hash_sender
from tests import moderators
from tests.markup import words
from tests.profiles.pages import make_page
from tests.profiles.reports import page, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

__all__ = ["page"]


def test_said_twice_is_kept_once(client: Client, page: Page) -> None:
    send(client)
    assert send(client)["Location"]
    send(client, ground="spam")
    assert Report.objects.count() == 2


def test_what_is_new_in_what_is_said_again_is_kept(client: Client, page: Page) -> None:
    asked = {"text": "It asked for my card", "reply_to": "me@example.org"}
    for fields in ({}, asked, asked, {"text": asked["text"]}, {"reply_to": "you@example.org"}, {}):
        send(client, **fields)
    kept = Report.objects.order_by("pk").values_list("text", "reply_to")
    assert list(kept) == [("", ""), (asked["text"], "me@example.org"), ("", "you@example.org")]


def test_what_one_sender_adds_counts_as_one_report(client: Client, page: Page) -> None:
    for text in ("", "It asked for my card", "And for its number"):
        send(client, text=text)
    send(client, address="198.51.100.8")
    assert [case["number"] for case in Report.objects.by_page()] == [2]
    assert [number for _ground, number in page.reports.open().by_ground()] == [2]
    assert [number for _what, _ground, number in transparency.table(timezone.now().year)] == [2]
    assert dict((name, value) for name, _labels, value in metrics.samples())["reports_open"] == 2


def test_most_often_said_is_what_most_senders_say(client: Client, page: Page) -> None:
    for text in ("", "It sold me a fake", "And another"):
        send(client, ground="illegal", text=text)
    for last in range(2):
        send(client, ground="scam", address=f"198.51.100.{last}")
    said = [Ground.SCAM.label, Ground.ILLEGAL.label]
    assert Report.objects.grounds_of([page.pk])[page.pk] == said
    assert [ground for ground, _number in page.reports.open().by_ground()] == said


def test_what_few_senders_add_keeps_nobody_else_out(
    client: Client, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_OPEN", 2)
    for text in ("", "It asked for my card", "And for its number"):
        send(client, text=text)
    send(client, address="198.51.100.8")
    send(client, address="198.51.100.9")
    assert page.reports.open().number() == 2
    assert page.reports.count() == 4


def test_what_is_added_after_a_decision_was_shown_stays_open_as_one_report(client: Client, page: Page) -> None:
    send(client)
    shown = page.reports.open().newest()
    for text in ("It asked for my card", "And for its number"):
        send(client, text=text)
    moderators.act(page, Verb.DISMISS, reason="fine", up_to=shown)
    send(client, text="And again")
    assert page.reports.open().count() == 3
    assert [case["number"] for case in Report.objects.by_page()] == [1]


def test_words_after_words_are_refused_kindly_too(client: Client, page: Page) -> None:
    answers = [send(client, text=f"Part {number}") for number in range(11)]
    assert "Come back tomorrow" in words(answers[-1])
    assert Report.objects.count() == 10


def test_eleventh_report_of_a_day_is_refused_kindly(client: Client) -> None:
    for number in range(11):
        make_page(f"page.{number}")
        answer = send(client, f"/@page.{number}/report")
    assert answer.status_code == 429
    assert "Come back tomorrow" in words(answer)
    assert Report.objects.count() == 10
    assert send(client, "/@page.10/report", address="198.51.100.8")["Location"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "CF-Connecting-IP"])
@pytest.mark.parametrize("proxies", [0, 1])
def test_limit_holds_whatever_a_sender_claims_to_be(
    client: Client, settings: Settings, header: str, proxies: int
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(11):
        make_page(f"page.{number}")
        forged = f"203.0.113.{number}"
        # A proxy puts the address it sees behind what the client says.
        claimed = f"{forged}, 198.51.100.7" if proxies and header == "X-Forwarded-For" else forged
        if proxies and header != "X-Forwarded-For":
            client.defaults["HTTP_X_FORWARDED_FOR"] = "198.51.100.7"
        path = f"/@page.{number}/report"
        client.post(path, {"ground": "spam"}, headers={header: claimed}, REMOTE_ADDR="198.51.100.7")
    assert Report.objects.count() == 10


@pytest.mark.parametrize("claimed", ["203.0.113.9", "nobody", "nobody, at all"])
def test_sender_who_comes_past_the_proxies_counts_by_where_they_come_from(
    client: Client, settings: Settings, claimed: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for number in range(11):
        make_page(f"page.{number}")
        headers = {"X-Forwarded-For": claimed}
        client.post(f"/@page.{number}/report", {"ground": "spam"}, headers=headers, REMOTE_ADDR="198.51.100.7")
    assert Report.objects.count() == 10


def test_neighbours_behind_one_ipv6_network_are_one_sender(client: Client, page: Page) -> None:
    send(client, address="2001:db8:1:2::7")
    send(client, address="2001:db8:1:2:ffff::8")
    assert Report.objects.count() == 1
    send(client, address="2001:db8:1:3::7")
    assert Report.objects.count() == 2


def test_address_is_nowhere_in_what_is_kept(client: Client, page: Page) -> None:
    send(client)
    kept = Report.objects.values().get()
    assert "198.51.100.7" not in repr(kept)
    assert len(kept["sender"]) == 32


def test_hash_of_a_sender_changes_with_the_day_and_its_key(rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR="198.51.100.7")
    with time_machine.travel("2026-11-25T10:00Z", tick=False) as clock:
        today = hash_sender(request)
        assert hash_sender(request) == today
        cache.delete("sender-key:2026-11-25")
        assert hash_sender(request) != today
        today = hash_sender(request)
        clock.shift(timedelta(days=1))
        assert hash_sender(request) != today


def test_key_of_the_hashes_is_gone_within_a_day(rf: RequestFactory) -> None:
    hash_sender(rf.get("/", REMOTE_ADDR="198.51.100.7"))
    assert 0 < cache.ttl(f"sender-key:{timezone.now():%Y-%m-%d}") <= 24 * 60 * 60  # type: ignore[attr-defined]


def test_flood_against_one_page_stops_filling_the_database(client: Client, page: Page) -> None:
    for number in range(reports.MOST_OPEN + 5):
        send(client, address=f"198.51.{number // 250}.{number % 250}")
    assert Report.objects.count() == reports.MOST_OPEN


def test_flood_keeps_out_nothing_that_is_graver(client: Client, page: Page) -> None:
    for number in range(reports.MOST_OPEN):
        send(client, address=f"198.51.{number // 250}.{number % 250}", ground=Ground.SPAM)
    send(client, address="203.0.113.1", ground=Ground.CHILD)
    assert Report.objects.filter(ground=Ground.CHILD).count() == 1


def make_older(*, days: float) -> None:
    Report.objects.update(at=timezone.now() - timedelta(days=days))


def test_sender_is_forgotten_after_a_day(client: Client, page: Page) -> None:
    send(client)
    reports.forget_old()
    assert Report.objects.get().sender
    make_older(days=1.01)
    reports.forget_old()
    assert not Report.objects.get().sender


def test_what_was_written_is_forgotten_half_a_year_after_it_was_settled(client: Client, page: Page) -> None:
    send(client, text="It is bad", reply_to="me@example.org")
    make_older(days=400)
    reports.forget_old()
    assert Report.objects.get().text == "It is bad"  # nobody has looked at it yet
    with time_machine.travel(timezone.now() - timedelta(days=181), tick=False):
        moderators.act(page, Verb.DISMISS, reason="fine")
    reports.forget_old()
    kept = Report.objects.get()
    assert (kept.text, kept.reply_to, kept.evidence) == ("", "", {})
    assert kept.ground == Ground.PHISHING
