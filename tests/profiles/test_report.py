from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from profiles import moderation
from profiles.models import Ground, Link, Page, Report, Severity, Verb, Video
from profiles.moderation import reports
from profiles.moderation.senders import hash_sender
from profiles.tasks import forget_old
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page, make_video

pytestmark = pytest.mark.django_db

REPORT = "/@mina.eats/report"


@pytest.fixture
def page() -> Page:
    page = make_page("mina.eats", bio="Soups")
    make_link(page, "My cookbook")
    return page


@pytest.fixture
def video(page: Page) -> Video:
    return make_video(page)


def send(client: Client, path: str = REPORT, *, address: str = "198.51.100.7", **fields: Any) -> Any:
    return client.post(path, {"ground": "phishing", **fields}, REMOTE_ADDR=address)


def test_page_and_doorway_lead_to_the_form(client: Client, page: Page, video: Video) -> None:
    for path, form in {
        "/@mina.eats": REPORT,
        f"/@mina.eats/v/{video.tiktok_id}": f"/@mina.eats/v/{video.tiktok_id}/report",
    }.items():
        assert form in [link["href"] for link in tags(client.get(path), "a")]
        assert "What is wrong?" in words(client.get(form))


def test_form_sets_no_cookie_runs_no_script_and_is_not_indexed(client: Client, page: Page) -> None:
    client.cookies["session"] = "something"
    shown = client.get(REPORT)
    assert not shown.cookies
    assert not tags(shown, "script")
    assert {"name": "robots", "content": "noindex"} in tags(shown, "meta")


def test_phone_offers_to_fill_in_the_address(client: Client, page: Page) -> None:
    (field,) = [field for field in tags(client.get(REPORT), "input") if field.get("name") == "reply_to"]
    assert field["autocomplete"] == "email"


def test_report_arrives_from_somebody_without_a_cookie(page: Page) -> None:
    stranger = Client(enforce_csrf_checks=True)
    answer = send(stranger, text="It asked\nfor my  card", reply_to="me@example.org")
    assert answer["Location"] == "/@mina.eats/report/thanks"
    assert not answer.cookies
    kept = Report.objects.get()
    assert (kept.page, kept.ground, kept.severity) == (page, Ground.PHISHING, Severity.URGENT)
    assert (kept.text, kept.reply_to) == ("It asked\nfor my card", "me@example.org")
    assert "Your report has arrived" in words(stranger.get(answer["Location"]))


def test_report_keeps_the_page_as_it_was(client: Client, page: Page, video: Video) -> None:
    link = page.links.get()
    send(client, link=link.key)
    page.links.update(url="https://example.org/harmless", title="Harmless")
    page.snapshot.delete()
    evidence = Report.objects.get().evidence
    assert (evidence["name"], evidence["bio"]) == ("Mina Eats", "Soups")
    assert evidence["links"] == [{"title": "My cookbook", "url": "https://shop.example.com/book", "key": link.key}]
    assert evidence["link"] == evidence["links"][0]
    assert evidence["videos"][0]["caption"] == video.caption
    assert evidence["video"] is None


def test_report_of_a_tiktok_names_it_and_offers_its_links(client: Client, page: Page, video: Video) -> None:
    link = make_link(page, "The lamp", video=video)
    path = f"/@mina.eats/v/{video.tiktok_id}/report"
    assert [option["value"] for option in tags(client.get(path), "option")] == ["", link.key]
    send(client, path, link=link.key)
    kept = Report.objects.get()
    assert (kept.video, kept.link) == (video, link)
    assert kept.evidence["video"]["id"] == video.tiktok_id


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ground": ""}, "Choose what fits best."),
        ({"ground": "boring"}, "Choose one of these."),
        ({"text": "a" * 2001}, "Keep it to 2000 characters."),
        ({"reply_to": "nobody"}, "Write one e-mail address"),
        ({"link": "somebodyelses"}, "This link is not there any more."),
    ],
)
def test_what_cannot_be_used_is_asked_for_again(
    client: Client, page: Page, fields: dict[str, str], sentence: str
) -> None:
    answer = send(client, **{"text": "It is bad", **fields})
    assert sentence in words(answer)
    assert answer.status_code == 400
    assert not Report.objects.exists()


def test_link_of_another_page_cannot_be_reported_here(client: Client, page: Page) -> None:
    foreign = make_link(make_page("otto.knits"))
    send(client, link=foreign.key)
    assert not Report.objects.exists()


def test_machine_that_fills_in_everything_is_thanked_for_nothing(client: Client, page: Page) -> None:
    assert send(client, website="https://spam.example")["Location"] == "/@mina.eats/report/thanks"
    assert not Report.objects.exists()


def test_said_twice_is_kept_once(client: Client, page: Page) -> None:
    send(client)
    assert send(client)["Location"]
    send(client, ground="spam")
    assert Report.objects.count() == 2


def test_eleventh_report_of_a_day_is_refused_kindly(client: Client) -> None:
    for number in range(11):
        make_page(f"page.{number}")
        answer = send(client, f"/@page.{number}/report")
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


def test_page_that_is_taken_down_cannot_be_reported(client: Client, page: Page) -> None:
    moderation.suspend(page, reason="spam")
    assert client.get(REPORT).status_code == 410
    send(client)
    assert not Report.objects.exists()


@pytest.mark.parametrize("path", ["/@nobody/report", "/@mina.eats/v/99/report"])
def test_what_is_not_there_cannot_be_reported(client: Client, page: Page, path: str) -> None:
    assert send(client, path).status_code == 404
    assert not Report.objects.exists()


def test_address_in_capitals_leads_to_the_form(client: Client, page: Page, video: Video) -> None:
    assert client.get("/@Mina.Eats/report")["Location"] == REPORT
    path = f"v/{video.tiktok_id}/report"
    assert client.get(f"/@Mina.Eats/{path}")["Location"] == f"/@mina.eats/{path}"


def test_form_costs_the_same_with_one_link_and_with_many(client: Client, page: Page) -> None:
    with CaptureQueriesContext(connection) as one:
        client.get(REPORT)
    for number in range(10):
        make_link(page, f"Link {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(REPORT)
    assert len(many) == len(one)


def make_older(*, days: float) -> None:
    Report.objects.update(at=timezone.now() - timedelta(days=days))


def test_sender_is_forgotten_after_a_day(client: Client, page: Page) -> None:
    send(client)
    forget_old()
    assert Report.objects.get().sender
    make_older(days=1.01)
    forget_old()
    assert not Report.objects.get().sender


def test_what_was_written_is_forgotten_half_a_year_after_it_was_settled(client: Client, page: Page) -> None:
    send(client, text="It is bad", reply_to="me@example.org")
    make_older(days=400)
    forget_old()
    assert Report.objects.get().text == "It is bad"  # nobody has looked at it yet
    with time_machine.travel(timezone.now() - timedelta(days=181), tick=False):
        moderation.act(page, Verb.DISMISS, reason="fine")
    forget_old()
    kept = Report.objects.get()
    assert (kept.text, kept.reply_to, kept.evidence) == ("", "", {})
    assert kept.ground == Ground.PHISHING


def test_link_that_is_erased_leaves_its_report(client: Client, page: Page) -> None:
    send(client, link=page.links.get().key)
    Link.objects.all().delete()
    assert Report.objects.get().evidence["link"]["title"] == "My cookbook"
