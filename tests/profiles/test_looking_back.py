"""TikToks from before the newest are fetched when their creator asks for them, and listed a part at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertRedirects
from time_machine import travel

from profiles import planner, snapshots, videos
from profiles.models import Link, Page, Snapshot, Video
from profiles.snapshots import Outcome
from tests.markup import words
from tests.profiles.creators import load, make_page
from tests.profiles.pages import make_video
from tests.profiles.refreshes import refresh
from tests.profiles.studio_videos import HOME, URL, clips, walk
from tiktok_auth import tokens
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

OLDER = f"{HOME}older/"


@pytest.fixture
def page() -> Page:
    """Ada, who has posted a hundred TikToks, right after her first refresh."""
    control.reset()
    control.add_account("ada.bakes", videos=100)
    page = make_page("ada.bakes")
    refresh(page)
    return page


def posted(place: int) -> datetime:
    """When the TikTok at this place among all of Ada's was posted, the newest being the first."""
    return datetime.fromtimestamp(control.videos("ada.bakes")[place].created_at, UTC)


def ask(ada: Client, place: int) -> Any:
    """Ask for those from before the day of the TikTok at this place."""
    return ada.post(OLDER, {"before": posted(place).date().isoformat()})


def link_oldest(ada: Client, page: Page) -> Video:
    """The oldest of all, fetched on request and with a link of its own: every refresh asks for it by its number."""
    ask(ada, 60)
    refresh(page)
    oldest = page.videos.get(tiktok_id=str(control.videos("ada.bakes")[-1].id))
    ada.post(f"{HOME}{oldest.pk}/", {"url": URL, "title": "Recipe"})
    return oldest


def test_older_tiktoks_come_on_request_and_can_have_links(ada: Client, page: Page) -> None:
    oldest = str(control.videos("ada.bakes")[-1].id)
    assert page.videos.count() == 20
    address = ask(ada, 60).url
    assert "Asking TikTok for those from before" in words(ada.get(address))
    assert refresh(page) == Outcome.REFRESHED
    assert page.videos.filter(posted_at__lt=posted(60)).count() >= 39
    assert words(ada.get(address)).count("No room on your wall") >= 39
    video = page.videos.get(tiktok_id=oldest)
    ada.post(f"{HOME}{video.pk}/", {"url": URL, "title": "Recipe"})
    assert "Recipe" in words(Client().get(f"/@ada.bakes/v/{oldest}"))
    calls = len(control.calls("video_list"))
    refresh(page)
    assert len(control.calls("video_list")) == calls + 1
    assert page.videos.get(pk=video.pk).is_listed


def test_nothing_older_is_said(ada: Client, page: Page) -> None:
    address = f"{HOME}?before=1451606400#others"
    assertRedirects(ada.post(OLDER, {"before": "2016-01-01"}), address)
    refresh(page)
    assert "TikTok names no public TikToks of yours from before 1 January 2016." in words(ada.get(address))


def test_request_waits_until_tiktok_answers(ada: Client, page: Page) -> None:
    address = ask(ada, 60).url
    control.break_next("video_list", "500")
    assert refresh(page) == Outcome.TROUBLE
    assert "Your page is fine; we keep trying." in words(ada.get(address))
    assert refresh(page) == Outcome.REFRESHED
    assert page.videos.count() > 20


@pytest.mark.parametrize(("mode", "outcome"), [("500", Outcome.PARTLY), ("429", Outcome.POSTPONED)])
def test_newest_are_kept_where_tiktok_does_not_answer_about_older_ones(
    ada: Client, page: Page, mode: str, outcome: Outcome
) -> None:
    shown = link_oldest(ada, page)
    new = control.publish("ada.bakes", "Fresh today")
    control.break_next("video_query", mode)
    assert refresh(page) == outcome
    assert page.videos.get(tiktok_id=new).caption == "Fresh today"
    assert page.videos.get(pk=shown.pk).is_listed
    assert load(page).snapshot.failures == (outcome == Outcome.PARTLY)
    is_told = "Your page is fine; we keep trying." in words(ada.get("/studio/"))
    assert is_told == (outcome == Outcome.PARTLY)
    cache.clear()
    assert refresh(page) == Outcome.REFRESHED


def test_silence_about_older_ones_is_tried_again_later_each_time(ada: Client, page: Page) -> None:
    link_oldest(ada, page)
    control.break_next("video_query", "500", times=3)
    for failures in (1, 2, 3, 0):
        refresh(page)
        assert load(page).snapshot.failures == failures


def test_request_while_tiktok_asks_to_wait_keeps_its_turn(ada: Client, page: Page) -> None:
    link_oldest(ada, page)
    snapshots.look_back(page, before=posted(30))
    control.break_next("video_query", "429")
    assert refresh(page) == Outcome.POSTPONED
    assert page.pk not in planner.take_turns()
    cache.clear()
    with travel(timezone.now() + timedelta(minutes=10)):
        assert page.pk in planner.take_turns()


def test_request_during_a_refresh_is_not_lost(ada: Client, page: Page) -> None:
    """The queued task finds the refresh at work; the sweep takes the page once more when that has ended."""
    running = load(page)
    ask(ada, 60)
    assert snapshots.refresh(running, force=True) == Outcome.REFRESHED
    assert page.videos.count() == 20
    assert page.pk in planner.take_turns()
    refresh(page)
    assert page.videos.count() > 20
    Snapshot.objects.update(queued_until=None)
    assert page.pk not in planner.take_turns()


def test_older_tiktok_that_tiktok_does_not_name_any_more_is_gone(ada: Client, page: Page) -> None:
    ask(ada, 30)
    refresh(page)
    gone = control.videos("ada.bakes")[50]
    control.remove_video("ada.bakes", gone.id)
    refresh(page)
    assert page.videos.get(tiktok_id=gone.id).is_listed
    cache.clear()
    ask(ada, 30)
    refresh(page)
    assert not page.videos.get(tiktok_id=gone.id).is_listed
    assert page.videos.listed().count() > 60


def test_hashtag_gives_older_tiktoks_no_link_by_itself(ada: Client, page: Page) -> None:
    tag = next(word for video in page.videos.all() for word in video.caption.split() if word.startswith("#"))
    videos.add_hashtag_link(page, hashtag=tag.removeprefix("#"), title="Shop", url=URL)
    ask(ada, 30)
    refresh(page)
    assert page.videos.filter(posted_at__lt=posted(30), caption__contains=tag).exists()
    assert not Link.objects.exists()


def test_list_goes_on_with_older_ones_until_all_were_shown(ada: Client, page: Page) -> None:
    for number in range(150):
        make_video(page, f"Video {number}", posted_at=timezone.now() - timedelta(days=200, hours=number))
    seen, answer = walk(ada)
    assert len(seen) == len(set(seen)) == 158
    assert "Looking for an older one?" in words(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose the day first."),
        ({"before": "yesterday"}, "Write the day like 2026-12-24."),
        ({"before": "0001-01-01"}, "Choose a day that has been"),
        ({"before": "2014-01-01"}, "Choose a day that has been, from 2014-01-02 on."),
        ({"before": "2099-12-31"}, "Choose a day that has been"),
        ({"before": "9999-12-31"}, "Choose a day that has been"),
    ],
)
@pytest.mark.parametrize("waits", [False, True])
def test_day_refused_is_explained(ada: Client, page: Page, sent: dict[str, str], sentence: str, waits: bool) -> None:
    if waits:
        ask(ada, 60)
    assert sentence in words(ada.post(OLDER, sent))
    page.snapshot.refresh_from_db()
    assert page.snapshot.is_looking_back is waits


@pytest.mark.parametrize(
    "moment", ["", "-1", "0", "9" * 11, "9" * 5000, "x", "\uff11", "1e3", "1700000000-x", "1700000000-"]
)
def test_moment_that_is_none_shows_the_newest(ada: Client, page: Page, moment: str) -> None:
    assert clips(ada.get(HOME, {"before": moment})) == clips(ada.get(HOME))


def test_tiktok_is_asked_once_in_a_while(ada: Client, page: Page) -> None:
    ask(ada, 60)
    refresh(page)
    answer = ada.post(OLDER, {"before": "2016-01-01"}, follow=True)
    assert "We have just asked TikTok. Try again in half a minute." in words(answer)
    page.snapshot.refresh_from_db()
    assert not page.snapshot.is_looking_back


def test_creator_who_is_not_connected_is_not_offered_it(ada: Client, page: Page) -> None:
    assert page.grant
    tokens.disconnect(page.grant)
    Video.objects.update(is_listed=True)
    assert "Looking for an older one?" not in words(ada.get(HOME))
    answer = ada.post(OLDER, {"before": "2016-01-01"}, follow=True)
    assert "We cannot ask TikTok about your page now." in words(answer)


def test_creator_whose_tiktoks_are_all_here_is_not_offered_it(ada: Client, page: Page) -> None:
    Snapshot.objects.update(video_count=21)
    assert "Looking for an older one?" in words(ada.get(HOME))
    Snapshot.objects.update(video_count=20)
    assert "Looking for an older one?" not in words(ada.get(HOME))
