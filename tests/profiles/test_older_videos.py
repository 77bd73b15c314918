"""Videos older than those that TikTok lists are asked about by their ids, if anybody meets them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import planner, snapshots
from profiles.models import Page, Snapshot, Video, Wall
from profiles.snapshots import Outcome, asking
from tests import hostile
from tests.hostile import Behaviour
from tests.markup import words
from tests.profiles.creators import make_page
from tests.profiles.pages import make_link
from tests.profiles.refreshes import read, refresh, say_user, say_videos

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def remember_video(page: Page, number: int, **more: Any) -> Video:
    """A video that was listed some time ago; the higher its number the newer."""
    long_ago = timezone.now() - timedelta(hours=3)
    posted_at = datetime.fromtimestamp(1_700_000_000 + number, UTC)
    return page.videos.create(tiktok_id=str(number), posted_at=posted_at, confirmed_at=long_ago, **more)


def refresh_from(settings: Settings, page: Page, *answers: Behaviour) -> list[Any]:
    """What TikTok was asked, when it answers like this."""
    with hostile.serve(say_user("Ada"), *answers) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == Outcome.REFRESHED
    return [(request.path.split("/")[-2], request.json) for request in server.requests if request.method == "POST"]


def test_older_videos_on_show_are_confirmed_by_their_ids_and_leave_when_they_are_gone(settings: Settings) -> None:
    page = make_page("ada.bakes")
    kept, gone = remember_video(page, 8), remember_video(page, 7)
    newest = [say_videos([100 - number], cursor=1 + number) for number in range(5)]
    asked = refresh_from(settings, page, *newest, say_videos([8]))
    assert asked[-1] == ("query", {"filters": {"video_ids": ["8", "7"]}})
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.is_listed, gone.is_listed) == (True, False)
    assert timezone.now() - kept.confirmed_at < timedelta(minutes=1)


def test_older_videos_that_were_not_asked_about_in_time_stay_and_keep_their_page_its_turn(settings: Settings) -> None:
    page = make_page("ada.bakes")
    for number in range(30):
        make_link(page, video=remember_video(page, number))
    Snapshot.objects.filter(page=page).update(due_at=timezone.now() - timedelta(minutes=1))
    too_many = hostile.answer_json({"error": {"code": "rate_limit_exceeded"}}, status=429)
    newest, first_but_one = say_videos(list(range(119, 99, -1)), cursor=5), say_videos(list(range(1, 20)))
    with hostile.serve(say_user("Ada"), newest, first_but_one, too_many) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == Outcome.POSTPONED
    confirmed = page.videos.filter(confirmed_at__gt=timezone.now() - timedelta(hours=1), is_listed=True)
    assert {int(name) for name in confirmed.values_list("tiktok_id", flat=True)} == {*range(1, 20), *range(100, 120)}
    assert [video.tiktok_id for video in page.videos.filter(is_listed=False)] == ["0"]
    assert planner.take_turns() == []
    with travel(timezone.now() + timedelta(minutes=2)):
        assert planner.take_turns() == [page.pk]


def test_page_that_rests_takes_no_other_its_turn(settings: Settings) -> None:
    other, page = make_page("mina.eats"), make_page("ada.bakes")
    remember_video(page, 1, pin_position=0)
    too_many = hostile.answer_json({"error": {"code": "rate_limit_exceeded"}}, status=429)
    with hostile.serve(say_user("Ada"), say_videos(list(range(119, 99, -1)), cursor=5), too_many) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == Outcome.POSTPONED
    settings.TIKTOK_CALLS_PER_MINUTE = 3  # two of them for refreshes, of which this one has made one
    assert planner.take_turns() == [other.pk]


def test_many_older_videos_are_confirmed_a_part_at_a_time_within_the_life_of_a_cover(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_ON_SHOW", 2)
    page = make_page("ada.bakes")
    for number in range(5):
        make_link(page, video=remember_video(page, number))
    newest, asked = say_videos(list(range(119, 99, -1)), cursor=5), []
    for some in ([0, 1], [2, 3], [0, 4]):
        asked += refresh_from(settings, page, newest, say_videos(some))[1:]
        due_at = Snapshot.objects.get(page=page).due_at
        assert due_at
        assert due_at - timezone.now() < timedelta(seconds=settings.COVER_KEEP_SECONDS / 3)
    assert [body["filters"]["video_ids"] for _endpoint, body in asked] == [["0", "1"], ["2", "3"], ["4", "0"]]
    assert not page.videos.filter(is_listed=False).exists()


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("internal_error", 500, Outcome.PARTLY),
        ("rate_limit_exceeded", 429, Outcome.POSTPONED),
        ("not_that_cursor", 400, Outcome.PARTLY),
    ],
)
def test_part_of_the_list_that_fails_leaves_the_parts_before_it_and_takes_nothing_away(
    settings: Settings, code: str, status: int, outcome: Outcome
) -> None:
    page = make_page("ada.bakes")
    pinned, older = remember_video(page, 8, pin_position=0), remember_video(page, 7)
    Wall.objects.create(page=page, length=1)
    failure = hostile.answer_json({"error": {"code": code}}, status=status)
    with hostile.serve(say_user("Ada, again"), say_videos([102, 101], cursor=5), failure, say_videos([8])) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == outcome
    assert read(page).profile.display_name == "Ada, again"
    assert list(page.videos.listed().values_list("tiktok_id", flat=True)) == ["8", "102", "101", "7"]
    pinned.refresh_from_db()
    assert pinned.confirmed_at > older.confirmed_at


def test_older_ones_that_came_before_a_failure_are_kept_and_asked_for_again(settings: Settings) -> None:
    page = make_page("ada.bakes")
    Wall.objects.create(page=page, length=0)
    snapshots.look_back(page, before=datetime.fromtimestamp(1_700_000_010, UTC))
    failure = hostile.answer_json({"error": {"code": "internal_error"}}, status=500)
    newest = say_videos(list(range(119, 99, -1)), cursor=5)
    with hostile.serve(say_user("Ada"), newest, say_videos([9, 8], cursor=4), failure) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == Outcome.PARTLY
    assert page.videos.filter(tiktok_id__in=["9", "8"]).count() == 2
    assert Snapshot.objects.get(page=page).is_looking_back


def test_pinned_video_is_confirmed_however_old_it_is(settings: Settings) -> None:
    page = make_page("ada.bakes")
    remember_video(page, 1, pin_position=0)
    newest = say_videos(list(range(119, 99, -1)), cursor=5)
    asked = refresh_from(settings, page, newest, say_videos([1]))
    assert asked[-1] == ("query", {"filters": {"video_ids": ["1"]}})
    assert read(page).videos[0].tiktok_id == "1"


def test_video_that_tiktok_names_twice_is_on_the_wall_once(settings: Settings) -> None:
    page = make_page("ada.bakes")
    remember_video(page, 1, pin_position=0)
    newest = list(range(119, 99, -1))
    refresh_from(settings, page, say_videos(newest, cursor=5), say_videos([1, 119, 1]))
    assert [video.tiktok_id for video in read(page).videos][:3] == ["1", "119", "118"]


def test_older_videos_that_nobody_meets_are_not_asked_about(settings: Settings) -> None:
    page = make_page("ada.bakes")
    newest = say_videos(list(range(119, 99, -1)), cursor=5)
    refresh_from(settings, page, newest)
    remember_video(page, 1)
    asked = refresh_from(settings, page, newest)
    assert [endpoint for endpoint, _ in asked] == ["list"]
    assert page.videos.get(tiktok_id="1").is_listed


@pytest.mark.parametrize(("kept_by", "is_open"), [("", False), ("link", True), ("pin", True)])
def test_doorway_of_a_video_that_tiktok_is_not_asked_about_closes_in_a_day(
    client: Client, settings: Settings, kept_by: str, is_open: bool
) -> None:
    page = make_page("ada.bakes")
    Wall.objects.create(page=page, length=1)
    video = remember_video(page, 1, pin_position=0 if kept_by == "pin" else None)
    if kept_by == "link":
        make_link(page, video=video)
    newest = say_videos(list(range(119, 99, -1)), cursor=5)
    refresh_from(settings, page, newest, say_videos([1]))
    Video.objects.filter(pk=video.pk).update(caption="Pepper soup")
    assert is_met(client) == [True] * 3
    Video.objects.filter(pk=video.pk).update(confirmed_at=timezone.now() - timedelta(hours=25))
    assert is_met(client) == [is_open] * 3


def test_doorways_stay_open_while_tiktok_is_away(client: Client) -> None:
    page = make_page("ada.bakes")
    Snapshot.objects.filter(page=page).update(fetched_at=timezone.now() - timedelta(days=5))
    remember_video(page, 1, caption="Pepper soup")
    Video.objects.update(confirmed_at=timezone.now() - timedelta(days=5))
    assert is_met(client) == [True] * 3


def is_met(client: Client) -> list[bool]:
    """Whether visitors meet the oldest video on its own page, beside its player, and where it is reported."""
    return ["Pepper soup" in words(client.get(f"/@ada.bakes/v/1{more}")) for more in ("", "/watch", "/report")]
