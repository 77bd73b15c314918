"""The studio's Insights: plain totals, told honestly."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from profiles import insights, links, pages
from profiles.models import Kind, Page
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page, make_video

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

INSIGHTS = "/studio/insights/"


def count(page: Page, subject: str, number: int, *, days_ago: int = 0) -> None:
    page.counts.create(day=timezone.now().date() - timedelta(days=days_ago), subject=subject, number=number)


def test_totals_are_those_of_the_days_asked_for(mina: Client, page: Page) -> None:
    link = make_link(page)
    for days_ago, number in ((0, 5), (6, 10), (7, 100), (27, 1), (28, 1000), (400, 3000)):
        count(page, insights.VIEW, number, days_ago=days_ago)
    count(page, insights.tap_on(link), 4, days_ago=8)
    for days, views, taps in (("7", "15", "0"), ("28", "116", "4"), ("0", "4.1K4.1 thousand", "4"), ("x", "15", "0")):
        answer = words(mina.get(INSIGHTS, {"days": days}))
        assert f"Views of your page {views} Taps on your links {taps} " in answer


def test_each_day_has_its_numbers_and_a_bar(mina: Client, page: Page) -> None:
    count(page, insights.VIEW, 50)
    count(page, insights.VIEW, 25, days_ago=1)
    answer = mina.get(INSIGHTS)
    assert len(tags(answer, "time")) == 7
    assert [path["d"] for path in tags(answer, "path") if path["d"].endswith("v1H0z")][:3] == [
        "M0 0h100v1H0z",
        "M0 0h50v1H0z",
        "M0 0h0v1H0z",
    ]


def test_days_are_written_as_in_the_language_that_is_read(mina: Client, page: Page) -> None:
    count(page, insights.VIEW, 50)
    assert " Wed 25 November 50 0 " in words(mina.get(INSIGHTS))
    with translation.override("de"):
        assert " Mi 25. November 50 0 " in words(mina.get(INSIGHTS))


def test_links_stand_by_their_taps_and_deleted_ones_together(mina: Client, page: Page) -> None:
    few, many, gone = (make_link(page, title) for title in ("Few", "Many", "Gone"))
    for link, number in ((few, 1), (many, 9), (gone, 3)):
        count(page, insights.tap_on(link), number)
    links.delete_link(gone)
    answer = words(mina.get(INSIGHTS))
    assert "Many 9 Few 1 Links you have deleted 3" in answer
    assert "Taps on your links 13" in answer


def test_card_that_was_saved_stands_by_its_own_name(mina: Client, page: Page) -> None:
    card = page.links.create(kind=Kind.CONTACT, title="Mina Okafor", email="mina@example.org")
    count(page, insights.tap_on(card), 5)
    shown = words(mina.get(INSIGHTS))
    assert ("Mina Okafor" in shown, "Links you have deleted" in shown) == (True, False)


def test_code_that_leads_nowhere_any_more_keeps_its_taps(mina: Client, page: Page) -> None:
    code = make_link(page, "10 % off pots", "", kind=Kind.CODE, code="MINA10")
    assert "10 % off pots" not in words(mina.get(INSIGHTS))
    count(page, insights.tap_on(code), 5)
    shown = words(mina.get(INSIGHTS))
    assert ("10 % off pots 5" in shown, "Links you have deleted" in shown) == (True, False)


def test_taps_of_deleted_links_are_told_where_no_link_is_left(mina: Client, page: Page) -> None:
    gone = make_link(page, "Gone")
    count(page, insights.tap_on(gone), 5)
    links.delete_link(gone)
    shown = words(mina.get(INSIGHTS))
    assert ("Links you have deleted 5" in shown, "You have no links yet" in shown) == (True, False)


def test_of_links_with_as_many_taps_the_older_are_listed(
    mina: Client, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profiles.ranking.MOST_LISTED", 1)
    video = make_video(page)
    for pk in (8, 1):
        count(page, insights.tap_on(make_link(page, f"Link {pk}", pk=pk, video=video)), 3)
    shown = words(mina.get(INSIGHTS))
    assert ("Link 1" in shown, "Link 8" in shown) == (True, False)


def test_tiktoks_stand_by_their_visits(mina: Client, page: Page) -> None:
    soup, bread = make_video(page, "Soup"), make_video(page, "Bread")
    make_video(page, "Never opened")
    count(page, insights.visit_of(soup.pk), 2)
    count(page, insights.visit_of(bread.pk), 7)
    count(page, insights.play_of(bread.pk), 3)
    answer = words(mina.get(INSIGHTS))
    assert "Bread 7 3 Soup 2 0" in answer
    assert "Never opened" not in answer


def test_link_of_a_tiktok_says_of_which(mina: Client, page: Page) -> None:
    seeds = make_link(page, "Seeds", video=make_video(page, "Pepper soup\nThe trick is #uziza"))
    count(page, insights.tap_on(seeds), 1)
    make_link(page, "Seeds", "https://example.org/seeds")
    answer = words(mina.get(INSIGHTS))
    assert "Seeds TikTok: Pepper soup 1 Seeds 0" in answer
    assert "only those with taps" not in answer


def test_links_of_tiktoks_are_listed_once_they_are_tapped_and_the_page_says_so(mina: Client, page: Page) -> None:
    video = make_video(page)
    tapped, _untapped = make_link(page, "Tapped", video=video), make_link(page, "Untapped", video=video)
    count(page, insights.tap_on(tapped), 3)
    make_link(page, "On the page")
    answer = words(mina.get(INSIGHTS))
    assert ("Tapped TikTok:" in answer, "On the page 0" in answer, "Untapped" in answer) == (True, True, False)
    assert "Of the links on your TikToks only those with taps are shown, the 200 most tapped at most." in answer
    assert "Links you have deleted" not in answer


def test_no_more_than_two_hundred_of_each_are_listed_however_many_there_are(mina: Client, page: Page) -> None:
    for number in range(1, 204):
        video = make_video(page, f"TikTok {number}.")
        count(page, insights.tap_on(make_link(page, f"Link {number}.", video=video)), number)
        count(page, insights.visit_of(video.pk), number)
    answer = words(mina.get(INSIGHTS))
    for number, is_listed in ((3, False), (4, True), (203, True)):
        assert (f"Link {number}. " in answer) is is_listed
        assert (f"TikTok {number}. {number} 0" in answer) is is_listed
    assert "Only the 200 most visited are shown." in answer
    assert "Links you have deleted" not in answer


def test_page_that_is_offline_is_not_told_to_bring_people(mina: Client, page: Page) -> None:
    assert "Put the address on TikTok" in words(mina.get(INSIGHTS))
    pages.unpublish(page)
    answer = words(mina.get(INSIGHTS))
    assert "Nobody has been here in this time" in answer
    assert "Put the address on TikTok" not in answer


def test_page_without_numbers_says_what_brings_them(mina: Client) -> None:
    answer = words(mina.get(INSIGHTS))
    assert "You have no links yet. Add one, and its taps stand here." in answer
    assert "Nobody has opened one of your TikToks here in this time." in answer
    assert "Nobody has been here in this time" in answer
    assert "Day by day" not in answer


def test_link_that_phones_open_by_themselves_has_no_number(mina: Client, page: Page) -> None:
    make_link(page, "Write to me", "mailto:mina@example.org")
    make_link(page, "My shop")
    answer = words(mina.get(INSIGHTS))
    assert "Write to me not counted" in answer
    assert "My shop 0" in answer


def test_numbers_of_somebody_else_are_not_among_them(mina: Client) -> None:
    otto = make_page("otto.knits")
    count(otto, insights.VIEW, 77)
    assert "77" not in words(mina.get(INSIGHTS))


@pytest.mark.parametrize("number", [1, 100])
def test_insights_ask_the_database_as_often_for_one_link_as_for_a_hundred(
    mina: Client, page: Page, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in range(number):
        count(page, insights.tap_on(make_link(page, str(title))), 1)
        count(page, insights.visit_of(make_video(page).pk), 1)
    # session, user, page, totals, views and taps by day, numbers of the TikToks' links, links, videos
    with django_assert_num_queries(9):
        mina.get(INSIGHTS)
    with django_assert_num_queries(7):  # no days
        mina.get(INSIGHTS, {"days": "0"})


def test_numbers_stand_beside_what_was_saved_in_its_place_and_what_is_not_on_the_wall(mina: Client, page: Page) -> None:
    video = make_video(page, is_hidden=True)
    link = make_link(page, video=video)
    count(page, insights.tap_on(link), 3)
    count(page, insights.visit_of(video.pk), 5)
    saved = mina.post(f"/studio/links/{link.pk}/", {"title": "Soup", "url": link.url}, headers={"X-In-Place": "1"})
    assert "3 taps" in words(saved)
    assert "3 taps" in words(mina.get(f"/studio/videos/{video.pk}/"))
    assert "5 visits here" in words(mina.get("/studio/videos/"))
