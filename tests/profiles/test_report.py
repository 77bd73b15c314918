"""Visitors report a page without a cookie, and what they saw on it is kept."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles import domains, pages
from profiles.models import Ground, Link, Page, Report, Severity, Verdict, Video
from tests import moderators
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.reports import REPORT, page, send
from tests.profiles.test_inapp import STORE, TIKTOK
from tests.profiles.visitors import hrefs

pytestmark = pytest.mark.django_db

__all__ = ["page"]


@pytest.fixture
def video(page: Page) -> Video:
    return make_video(page)


def test_page_and_doorway_lead_to_the_form(client: Client, page: Page, video: Video) -> None:
    for path, form in {
        "/@mina.eats": REPORT,
        f"/@mina.eats/v/{video.tiktok_id}": f"/@mina.eats/v/{video.tiktok_id}/report",
    }.items():
        assert form in [link["href"] for link in tags(client.get(path), "a")]
        assert "What is wrong?" in words(client.get(form))


def test_sharing_and_leaving_an_app_end_with_the_foot_of_other_steps(client: Client, page: Page) -> None:
    link = make_link(page, "My game", STORE)
    foot = [f"{settings.SITE_URL}/", "/privacy"]
    for path, form in (("/@mina.eats/share", REPORT), (f"/go/{link.key}", f"{REPORT}?link={link.key}")):
        assert hrefs(client.get(path, headers={"User-Agent": TIKTOK[0]}))[-3:] == [*foot, form]


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
    assert "/@mina.eats" in [link["href"] for link in tags(stranger.get(answer["Location"]), "a")]
    assert not answer.cookies
    kept = Report.objects.get()
    assert (kept.page, kept.ground, kept.severity) == (page, Ground.PHISHING, Severity.URGENT)
    assert (kept.text, kept.reply_to) == ("It asked\nfor my card", "me@example.org")
    assert "Your report has arrived" in words(stranger.get(answer["Location"]))


def test_report_is_kept_though_the_page_moved_while_it_was_written(client: Client, page: Page) -> None:
    pages.change_handle(page, handle="mina-obi")
    assert send(client, text="It asked for my card")["Location"] == "/@mina-obi/report/thanks"
    assert Report.objects.get().page == page


def test_report_that_begins_at_a_link_follows_its_page_with_it(client: Client, page: Page) -> None:
    pages.change_handle(page, handle="mina-obi")
    assert client.get("/@mina.eats/report?link=abc")["Location"] == "/@mina-obi/report?link=abc"


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
        ({"text": "a" * 2001}, "Keep it to 2,000 characters; this has 2,001."),
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


def test_sentence_of_ours_has_its_own_numbers_where_the_language_has_no_words_yet(client: Client, page: Page) -> None:
    Page.objects.update(language="de")
    assert "Keep it to 2,000 characters; this has 2,001." in words(send(client, text="a" * 2001))


def test_words_that_are_too_long_are_told_and_never_cut(client: Client, page: Page) -> None:
    answer = send(client, text="a" * 2001)
    assert "a" * 2001 in answer.text
    assert [field for field in tags(answer, "textarea") if "maxlength" in field] == []


def test_link_of_another_page_cannot_be_reported_here(client: Client, page: Page) -> None:
    foreign = make_link(make_page("otto.knits"))
    send(client, link=foreign.key)
    assert not Report.objects.exists()


def test_machine_that_fills_in_everything_is_thanked_for_nothing(client: Client, page: Page) -> None:
    assert send(client, website="https://spam.example")["Location"] == "/@mina.eats/report/thanks"
    assert not Report.objects.exists()


def test_page_that_is_taken_down_cannot_be_reported(client: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
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


def test_link_that_is_erased_leaves_its_report(client: Client, page: Page) -> None:
    send(client, link=page.links.get().key)
    Link.objects.all().delete()
    assert Report.objects.get().evidence["link"]["title"] == "My cookbook"


def test_reporter_may_have_their_address_at_a_blocked_domain(client: Client, page: Page) -> None:
    domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Steals passwords")
    send(client, reply_to="me@evil.example")
    assert Report.objects.get().reply_to == "me@evil.example"


def test_report_that_says_nothing_is_asked_what_is_wrong(client: Client, page: Page) -> None:
    assert client.post(REPORT).status_code == 400
    assert not Report.objects.exists()


def test_report_of_a_page_that_is_deleted_meanwhile_finds_nothing(client: Client, page: Page) -> None:
    def delete(**_asked: Any) -> None:
        post_init.disconnect(delete, sender=Page)  # once, as soon as the page was read
        Page.objects.all().delete()

    post_init.connect(delete, sender=Page)
    assert "There is no page here" in words(send(client))


@pytest.mark.parametrize("verdict", [Verdict.WARN, Verdict.BLOCK])
def test_page_is_reported_from_what_stands_before_a_link(client: Client, page: Page, verdict: Verdict) -> None:
    link = make_link(page)
    domains.set_rule("shop.example.com", verdict=verdict, reason="Steals passwords")
    assert f"{REPORT}?link={link.key}" in hrefs(client.get(f"/go/{link.key}"))


def test_what_stands_before_a_link_of_a_tiktok_leads_to_its_report_with_the_link_chosen(
    client: Client, page: Page, video: Video
) -> None:
    link = make_link(page, video=video, is_sensitive=True)
    form = f"/@mina.eats/v/{video.tiktok_id}/report?link={link.key}"
    assert form in hrefs(client.get(f"/go/{link.key}"))
    assert [option["value"] for option in tags(client.get(form), "option") if "selected" in option] == [link.key]


@pytest.mark.parametrize("said", [{"is_adult": True}, {"sensitive_at": "2026-11-25T12:00Z"}])
def test_page_is_reported_from_what_stands_before_it(client: Client, page: Page, said: dict[str, Any]) -> None:
    Page.objects.update(**said)
    assert REPORT in hrefs(client.get("/@mina.eats"))
    assert "What is wrong" in words(client.get(REPORT))


def test_page_that_is_offline_takes_no_reports(client: Client, page: Page) -> None:
    pages.unpublish(page)
    assert REPORT not in hrefs(client.get("/@mina.eats"))
