"""What is not for everyone says so before a visitor sees it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles.models import Page
from tests.markup import words
from tests.profiles.pages import make_link, make_video
from tests.profiles.visitors import CANARY, URL, hrefs

pytestmark = pytest.mark.django_db


def test_sensitive_link_says_first_where_it_leads(client: Client, page: Page) -> None:
    link = make_link(page, is_sensitive=True)
    assert "Not for everyone" in words(client.get(URL))
    warning = client.get(f"/go/{link.key}")
    assert "shop.example.com" in words(warning)
    assert f"/go/{link.key}/on" in hrefs(warning)
    shared = client.get(f"/go/{link.key}/on", headers={"Sec-Fetch-Site": "cross-site"})
    assert shared.headers["Location"] == link.url


@pytest.mark.parametrize("said", [{"is_adult": True}, {"sensitive_at": "2026-11-25T12:00Z"}])
def test_page_for_adults_says_so_first(client: Client, page: Page, said: dict[str, Any]) -> None:
    make_link(page, CANARY)
    Page.objects.update(**said)
    warning = client.get(URL)
    assert "Leave this page" in words(warning)
    assert CANARY not in warning.text
    assert f"{URL}/enter" in hrefs(warning)
    assert CANARY in client.get(f"{URL}/enter").text
    assert client.cookies == {}


def test_creator_says_that_a_page_is_for_adults(client: Client, page: Page) -> None:
    client.force_login(page.owner)
    client.post("/studio/settings/", {"part": "audience", "is_adult": "on"})
    assert "18 and over" in words(client.get(URL))
    client.post("/studio/settings/", {"part": "audience"})
    assert "18 and over" not in words(client.get(URL))


def test_page_that_staff_find_hard_to_bear_says_so_in_other_words(client: Client, page: Page) -> None:
    Page.objects.update(sensitive_at=timezone.now())
    warning = words(client.get(URL))
    assert "may disturb some people" in warning
    assert "18" not in warning


def test_doorway_of_a_page_for_adults_says_so_first(client: Client, page: Page) -> None:
    video = make_video(page)
    make_link(page, CANARY, video=video)
    Page.objects.update(is_adult=True)
    path = f"{URL}/v/{video.tiktok_id}"
    warning = client.get(path)
    assert CANARY not in warning.text
    assert f"{path}/enter" in hrefs(warning)
    beyond = client.get(f"{path}/enter")
    assert CANARY in beyond.text
    assert f"{URL}/enter" in hrefs(beyond)
    assert f"{path}/enter" in hrefs(client.get(f"{URL}/enter"))


def test_page_for_everyone_has_one_address(client: Client, page: Page) -> None:
    video = make_video(page)
    doorway = f"{URL}/v/{video.tiktok_id}"
    for place, what in ((URL, ""), (doorway, ""), (URL, "/share"), (URL, "/report"), (doorway, "/report")):
        assert client.get(f"{place}/enter{what}").headers["Location"] == f"{place}{what}"


@pytest.mark.parametrize(("is_adult", "past"), [(False, ""), (True, "/enter")])
@pytest.mark.parametrize("place", ["page", "TikTok"])
def test_step_before_a_link_leads_back_to_where_the_visitor_was(
    client: Client, page: Page, place: str, is_adult: bool, past: str
) -> None:
    video = make_video(page) if place == "TikTok" else None
    link = make_link(page, video=video, is_sensitive=True)
    Page.objects.update(is_adult=is_adult)
    step = client.get(f"/go/{link.key}", headers={"Sec-Fetch-Site": "same-origin"})
    assert f"{URL}{f'/v/{video.tiktok_id}' if video else ''}{past}" in hrefs(step)
    assert f"Back to the {place}" in words(step)


def test_question_for_adults_is_not_passed_by_whoever_comes_from_elsewhere(client: Client, page: Page) -> None:
    link = make_link(page, is_sensitive=True)
    Page.objects.update(is_adult=True)
    step = client.get(f"/go/{link.key}", headers={"Sec-Fetch-Site": "cross-site"})
    assert URL in hrefs(step)
    assert f"{URL}/enter" not in hrefs(step)


@pytest.mark.parametrize("place", ["page", "TikTok"])
def test_sharing_and_reporting_lead_back_past_the_question_to_where_the_visitor_was(
    client: Client, page: Page, place: str
) -> None:
    Page.objects.update(is_adult=True)
    video = make_video(page)
    make_link(page, video=video)
    was = f"{URL}/v/{video.tiktok_id}/enter" if place == "TikTok" else f"{URL}/enter"
    report, share = (next(path for path in hrefs(client.get(was)) if end in path) for end in ("/report", "/share"))
    asked = client.get(report)
    assert was in hrefs(asked)
    assert f"Back to the {place}" in words(asked)
    assert f"{URL}/enter" in hrefs(client.get(share))
    thanked = client.post(report, {"ground": "phishing"}, follow=True)
    assert f"{URL}/enter" in hrefs(thanked)
    assert "Thank you" in words(thanked)


def test_reporting_from_a_step_before_a_link_leads_back_past_the_question(client: Client, page: Page) -> None:
    link = make_link(page, is_sensitive=True)
    Page.objects.update(is_adult=True)
    for site, past in (("same-origin", True), ("cross-site", False)):
        step = client.get(f"/go/{link.key}", headers={"Sec-Fetch-Site": site})
        report = next(path for path in hrefs(step) if "/report" in path)
        assert (f"{URL}/enter" in hrefs(client.get(report))) is past
        assert report.endswith(f"?link={link.key}")


def test_sharing_and_reporting_do_not_pass_the_question_of_those_who_were_not_asked(client: Client, page: Page) -> None:
    Page.objects.update(is_adult=True)
    for path in (f"{URL}/report", f"{URL}/report/thanks", f"{URL}/share"):
        assert URL in hrefs(client.get(path))
        assert f"{URL}/enter" not in hrefs(client.get(path))
