"""A refresh that fails leaves the page as it was, says why, and is tried again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest import LogCaptureFixture
from pytest_django import Settings
from time_machine import travel

from profiles import planner, snapshots
from profiles.models import Page, Snapshot
from profiles.snapshots import Outcome, pictures
from tests import hostile
from tests.profiles.creators import grant_access, load, make_page
from tests.profiles.pictures import kept_files
from tests.profiles.refreshes import read, refresh, say_user, say_videos
from tests.tiktok_auth.steps import logged
from tiktok_auth.errors import Code
from tiktok_auth.sandbox import control
from tiktok_auth.signals import creator_disconnected

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def state(page: Page) -> dict[str, Any]:
    """All that a page shows, without the moments of asking."""
    shown = ("display_name", "bio", "followers", "avatar", "fetched_at")
    videos = page.videos.order_by("pk").values("caption", "cover", "is_listed", "confirmed_at")
    return {"profile": Snapshot.objects.filter(page=page).values(*shown).get(), "videos": list(videos)}


@pytest.mark.parametrize(
    ("endpoint", "mode", "trouble"),
    [
        ("user_info", "500", "internal_error"),
        ("user_info", "502", "server_error"),
        ("user_info", "html", "bad_body"),
        ("user_info", "not_ok", "internal_error"),
        ("user_info", "empty", "bad_body"),
        ("user_info", "reset", "network"),
        ("user_info", "redirect", "redirect"),
        ("user_info", "invalid_params", "invalid_params"),
        ("video_list", "500", "internal_error"),
        ("video_list", "cut", "bad_body"),
        ("video_list", "nulls", "bad_body"),
    ],
)
def test_error_overwrites_nothing_and_is_noted(
    endpoint: str, mode: str, trouble: str, caplog: LogCaptureFixture
) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = state(page)
    control.change_account("ada.bakes", name="Never seen")
    control.break_next(endpoint, mode, times=3)
    assert refresh(page) == Outcome.TROUBLE
    assert state(page) == before
    snapshot = load(page).snapshot
    assert snapshot.trouble == trouble
    assert snapshot.attempted_at and snapshot.fetched_at and snapshot.attempted_at > snapshot.fetched_at
    [line] = logged(caplog, "refresh_failed")
    assert line["reference"] == snapshot.trouble_reference != ""


def test_trouble_is_tried_again_after_some_minutes_and_then_over() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    refresh(page)
    assert not snapshots.is_stale(load(page))
    with travel(timezone.now() + timedelta(minutes=6)):
        assert snapshots.refresh(load(page)) == Outcome.REFRESHED
    assert load(page).snapshot.trouble == load(page).snapshot.trouble_reference == ""


def test_log_of_trouble_names_tiktok_s_code_and_log_id(caplog: LogCaptureFixture) -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    refresh(page)
    [line] = logged(caplog, "refresh_failed")
    assert line["code"] == "internal_error"
    assert line["log_id"]


def test_access_that_is_over_waits_for_the_creator_with_the_page_as_it_was() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = state(page)
    control.revoke_by_user("ada.bakes")
    assert refresh(page) == Outcome.TROUBLE
    assert state(page) == before
    snapshot = load(page).snapshot
    assert (snapshot.trouble, snapshot.due_at) == (Snapshot.RECONNECT, None)
    assert not snapshots.is_stale(load(page))
    assert refresh(page) == Outcome.NOT_ALLOWED


def test_tokens_that_tiktok_rejects_ask_for_a_login_and_work_again_when_it_is_over() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "access_token_invalid", times=2)
    assert refresh(page) == Outcome.TROUBLE
    snapshot = load(page).snapshot
    assert (snapshot.trouble, snapshot.needs_login, load(page).is_connected) == (Code.ACCESS_TOKEN_INVALID, True, True)
    assert refresh(page) == Outcome.REFRESHED


def test_login_while_a_refresh_finds_the_access_over_leaves_the_page_its_turn() -> None:
    page = make_page("ada.bakes")
    control.revoke_by_user("ada.bakes")

    def log_in_again(**news: Any) -> None:
        grant_access("ada.bakes")

    creator_disconnected.connect(log_in_again)
    try:
        assert refresh(page) == Outcome.TROUBLE
    finally:
        creator_disconnected.disconnect(log_in_again)
    snapshot = load(page).snapshot
    assert (snapshot.trouble, snapshot.due_at is None) == ("invalid_grant", False)
    with travel(timezone.now() + timedelta(minutes=6)):
        assert snapshots.refresh(load(page)) == Outcome.REFRESHED


def test_list_that_is_not_allowed_any_more_leaves_the_videos_as_they_were() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = read(page)
    control.change_account("ada.bakes", name="Ada, again")
    control.remove_video("ada.bakes", before.videos[0].tiktok_id)
    control.break_next("video_list", "scope_not_authorized")
    assert refresh(page) == Outcome.PARTLY
    after = read(page)
    assert (after.profile.display_name, after.videos) == ("Ada, again", before.videos)
    assert load(page).snapshot.trouble == Snapshot.SCOPE


def test_profile_that_is_not_allowed_any_more_is_emptied_but_for_what_everybody_shows() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = read(page)
    control.change_account("ada.bakes", name="Ada, again", bio="Not for you")
    control.remove_video("ada.bakes", before.videos[0].tiktok_id)
    control.break_next("user_info", "scope_not_authorized")
    assert refresh(page) == Outcome.PARTLY
    after = read(page)
    assert (after.profile.display_name, after.profile.bio, after.profile.followers) == ("Ada, again", "", None)
    assert len(after.videos) == len(before.videos) - 1
    assert load(page).snapshot.trouble == Snapshot.SCOPE


def test_profile_that_is_refused_whole_stays_as_it_was() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = read(page)
    control.change_account("ada.bakes", name="Ada, again")
    control.break_next("user_info", "scope_not_authorized", times=2)
    assert refresh(page) == Outcome.PARTLY
    assert read(page).profile == before.profile


def test_missing_permission_is_asked_for_seldom_however_many_visitors_come() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "scope_not_authorized", times=2)
    control.break_next("video_list", "scope_not_authorized")
    assert refresh(page) == Outcome.TROUBLE
    asked = len(control.calls())
    with travel(timezone.now() + timedelta(hours=3)):
        planner.want(load(page))
        assert planner.take_turns() == []
        assert snapshots.refresh(load(page)) == Outcome.BUSY
    assert len(control.calls()) == asked
    with travel(timezone.now() + timedelta(hours=6)):
        assert snapshots.refresh(load(page)) == Outcome.REFRESHED
    assert load(page).snapshot.trouble == ""


@pytest.mark.parametrize("changes", [{"cursor": None}, {"cursor": "soon"}, {"has_more": None}, {"has_more": 1}])
def test_list_that_does_not_say_it_is_all_takes_nothing_down(changes: dict[str, Any], settings: Settings) -> None:
    page = make_page("ada.bakes")
    with hostile.serve() as tiktok:
        settings.TIKTOK_API_BASE = tiktok.url
        tiktok.behave(say_user("Ada"), say_videos([3, 2, 1]))
        refresh(page)
        tiktok.behave(say_user("Ada"), say_videos([3], cursor=5, changes=changes), say_videos([2, 1]))
        assert refresh(page) == Outcome.REFRESHED
    assert [video.tiktok_id for video in read(page).videos] == ["3", "2", "1"]


def test_video_whose_time_cannot_be_read_stays_where_it_was(settings: Settings) -> None:
    page = make_page("ada.bakes")
    with hostile.serve() as tiktok:
        settings.TIKTOK_API_BASE = tiktok.url
        tiktok.behave(say_user("Ada"), say_videos([3, 2, 1]))
        refresh(page)
        listed = [{"id": "4"}, {"id": "3", "create_time": 1_700_000_003}, {"id": "2", "title": "Soup"}]
        tiktok.behave(say_user("Ada"), say_videos([], changes={"videos": listed}))
        assert refresh(page) == Outcome.REFRESHED
    assert [(video.tiktok_id, video.caption) for video in read(page).videos] == [("3", ""), ("2", "Soup")]


@pytest.mark.parametrize("mode", ["403", "html", "reset", "huge", "empty"])
def test_picture_that_fails_is_missing_alone(mode: str) -> None:
    page = make_page("ada.bakes")
    control.break_next("image", mode, times=2)  # the avatar and the first cover
    assert refresh(page) == Outcome.REFRESHED
    view = read(page)
    assert (view.profile.picture, view.videos[0].picture) == (None, None)
    assert all(video.picture for video in view.videos[1:])


def test_missing_picture_is_fetched_by_the_next_refresh() -> None:
    page = make_page("ada.bakes")
    control.break_next("image", "403", times=2)
    refresh(page)
    refresh(page)
    view = read(page)
    assert view.profile.picture
    assert all(video.picture for video in view.videos)


def test_pictures_of_a_slow_host_are_left_for_the_next_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_page("ada.bakes")
    control.break_next("image", "slow")
    with monkeypatch.context() as hurry:
        hurry.setattr(pictures, "SECONDS", 1)
        assert refresh(page) == Outcome.REFRESHED
    view = read(page)
    assert (bool(view.profile.picture), [bool(video.picture) for video in view.videos]) == (True, [False, False])
    assert len(control.calls("image")) == 1
    refresh(page)
    assert all(video.picture for video in read(page).videos)


def test_picture_whose_file_is_lost_is_fetched_again(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    for path in (before := kept_files(settings)):
        path.unlink()
    assert refresh(page) == Outcome.REFRESHED
    assert kept_files(settings) == before


def test_unchanged_pictures_are_not_fetched_again() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    fetched = len(control.calls("image"))
    refresh(page)
    assert len(control.calls("image")) == fetched > 0
