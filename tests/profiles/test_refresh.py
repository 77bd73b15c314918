"""What a refresh brings from TikTok, and what it takes away again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import pages, planner, snapshots
from profiles.models import Snapshot
from profiles.snapshots import Outcome
from tests import hostile
from tests.profiles.creators import PROFILE, grant_access, load, make_page
from tests.profiles.pictures import kept_files
from tests.profiles.refreshes import read, refresh, say_user, say_videos
from tests.profiles.turns import visit
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def test_refresh_brings_profile_avatar_videos_and_covers() -> None:
    page = make_page("mina.eats")
    assert refresh(page) == Outcome.REFRESHED
    view = read(page)
    assert view.profile.display_name == "Mina Eats"
    assert (view.profile.username, view.profile.followers, view.profile.is_verified) == ("mina.eats", 1_240_000, True)
    assert view.profile.picture
    assert [video.tiktok_id for video in view.videos] == [video.id for video in control.videos("mina.eats")[:12]]
    assert all(video.picture and video.cover_color.startswith("#") for video in view.videos)


def test_refresh_notes_when_it_was_and_when_the_next_is_due(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    snapshot = load(page).snapshot
    assert snapshot.fetched_at == snapshot.attempted_at
    assert snapshot.fetched_at
    assert snapshot.due_at
    kept = timedelta(seconds=settings.COVER_KEEP_SECONDS)
    assert kept * 0.7 < snapshot.due_at - snapshot.fetched_at < kept * 0.9
    assert snapshot.wanted_at is snapshot.claimed_until is snapshot.queued_until is None
    assert not snapshots.is_stale(load(page))


def test_page_is_stale_before_its_first_refresh_and_when_its_data_has_aged(settings: Settings) -> None:
    page = make_page("ada.bakes")
    assert snapshots.is_stale(load(page))
    refresh(page)
    with travel(timezone.now() + timedelta(seconds=settings.SNAPSHOT_FRESH_SECONDS + 1)):
        assert snapshots.is_stale(load(page))


def test_changed_profile_is_there_once_what_was_fetched_counts_as_fresh_no_more(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    control.change_account("ada.bakes", bio="New book")
    with travel(timezone.now() + timedelta(seconds=settings.SNAPSHOT_FRESH_SECONDS + 1)):
        visit(page)
        planner.take_turns()
        assert snapshots.refresh(load(page)) == Outcome.REFRESHED
        assert read(page).profile.bio == "New book"


def test_refresh_that_is_not_due_asks_nobody() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    asked = len(control.calls())
    assert snapshots.refresh(load(page)) == Outcome.BUSY
    assert len(control.calls()) == asked


@pytest.mark.parametrize(
    ("scopes", "fields", "lists"),
    [
        (("user.info.basic",), {"display_name"}, 0),
        (("user.info.basic", "user.info.profile"), {"display_name", "bio_description"}, 0),
        (("user.info.basic", "user.info.stats"), {"display_name", "follower_count"}, 0),
        (("user.info.basic", "video.list"), {"display_name"}, 1),
        (PROFILE, {"display_name", "bio_description", "follower_count"}, 0),
    ],
)
def test_only_what_was_granted_is_asked_for(scopes: tuple[str, ...], fields: set[str], lists: int) -> None:
    page = make_page("ada.bakes", scopes=scopes)
    assert refresh(page) == Outcome.REFRESHED
    (asked,) = control.calls("user_info")
    telling = {"display_name", "bio_description", "follower_count"}
    assert telling & set(str(asked.parameters["fields"]).split(",")) == fields
    assert len(control.calls("video_list")) == lists
    assert bool(read(page).videos) == bool(lists)


def test_what_is_not_granted_any_more_is_emptied(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    grant_access("ada.bakes", scopes=("user.info.basic",))
    refresh(page)
    view = read(page)
    assert view.profile.display_name == "Ada Bakes"
    assert (view.profile.bio, view.profile.followers, view.profile.is_verified) == ("", None, False)
    assert view.videos == ()
    assert not page.videos.exists()
    assert {path.parts[-3] for path in kept_files(settings)} == {"avatar"}


def test_changed_profile_and_new_video_replace_the_old(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    control.change_account("ada.bakes", name="Ada Cooks", bio="New book")
    new = control.publish("ada.bakes", "Fresh today", is_aigc=True)
    refresh(page)
    view = read(page)
    assert (view.profile.display_name, view.profile.bio) == ("Ada Cooks", "New book")
    assert (view.videos[0].tiktok_id, view.videos[0].caption, view.videos[0].is_aigc) == (new, "Fresh today", True)


def test_video_gone_at_tiktok_leaves_the_wall_with_its_cover(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    gone = page.videos.for_wall()[0]
    control.remove_video("ada.bakes", gone.tiktok_id)
    refresh(page)
    assert gone.tiktok_id not in [video.tiktok_id for video in read(page).videos]
    gone.refresh_from_db()
    assert (gone.is_listed, gone.cover) == (False, "")
    kept = {path.name.split("-")[0] for path in kept_files(settings) if "cover" in path.parts}
    assert kept == {video.cover for video in page.videos.exclude(cover="")}


def test_video_that_comes_back_is_on_the_wall_again() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    page.videos.update(is_listed=False)
    refresh(page)
    assert read(page).videos


def test_older_videos_than_the_listed_ones_stay() -> None:
    page = make_page("everytram")
    refresh(page)
    old = page.videos.create(
        tiktok_id="1", posted_at=timezone.now() - timedelta(days=9000), confirmed_at=timezone.now(), caption="old"
    )
    refresh(page)
    old.refresh_from_db()
    assert old.is_listed


@pytest.mark.parametrize(("place", "posted"), [(0, 1_500_000_000), (9, 1_500_000_000), (19, 1)])
def test_video_listed_out_of_order_takes_no_others_away(settings: Settings, place: int, posted: int) -> None:
    page = make_page("ada.bakes")
    older = say_videos([5, 4, 3])
    newest = [{"id": str(number), "create_time": 1_700_000_000 + number} for number in range(29, 9, -1)]
    newest[place]["create_time"] = posted
    listed = say_videos([], cursor=1_700_000_010_000, changes={"videos": newest})
    with hostile.serve(say_user("Ada"), older, say_user("Ada"), listed, older) as server:
        settings.TIKTOK_API_BASE = server.url
        refresh(page)
        refresh(page)
    assert set(page.videos.listed().values_list("tiktok_id", flat=True)) >= {"5", "4", "3"}


def test_creator_without_videos_has_an_empty_wall() -> None:
    page = make_page("quiet.pages")
    assert refresh(page) == Outcome.REFRESHED
    assert read(page).videos == ()


def test_all_videos_gone_empties_the_wall() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    for video in control.videos("ada.bakes"):
        control.remove_video("ada.bakes", video.id)
    refresh(page)
    assert read(page).videos == ()


@pytest.mark.parametrize("mode", ["endless", "repeated_cursor"])
def test_list_that_never_ends_is_left_after_five_calls(mode: str) -> None:
    page = make_page("quiet.pages")
    control.break_next("video_list", mode, times=50)
    assert refresh(page) == Outcome.REFRESHED
    assert 1 <= len(control.calls("video_list")) <= 5


def test_short_answers_are_put_together_until_there_are_enough(settings: Settings) -> None:
    page = make_page("ada.bakes")
    with hostile.serve(say_user("Ada"), *(say_videos([number], cursor=9 - number) for number in range(1, 9))) as server:
        settings.TIKTOK_API_BASE = server.url
        refresh(page)
    assert [request.path for request in server.requests].count("/v2/video/list/") == 5
    assert [video.tiktok_id for video in read(page).videos] == ["5", "4", "3", "2", "1"]


def test_video_without_a_cover_is_on_the_wall_without_one(settings: Settings) -> None:
    page = make_page("ada.bakes")
    with hostile.serve(say_user("Ada"), say_videos([7])) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == Outcome.REFRESHED
    (video,) = read(page).videos
    assert (video.tiktok_id, video.picture, video.views, video.duration) == ("7", None, None, None)


def test_token_that_is_due_is_renewed_on_the_way() -> None:
    page = make_page("ada.bakes")
    control.kill_access_tokens("ada.bakes")
    assert refresh(page) == Outcome.REFRESHED
    assert len(control.calls("token")) == 1


def test_picture_under_another_address_stays_away_from_where_visitors_knew_it_while_the_page_is_down(
    settings: Settings,
) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = kept_files(settings)
    pages.unpublish(load(page))
    Snapshot.objects.filter(page=page).update(avatar_source="elsewhere")
    page.videos.update(cover_source="elsewhere")
    assert refresh(page) == Outcome.REFRESHED
    assert not page.videos.filter(cover_source="elsewhere").exists()
    assert before and set(kept_files(settings)).isdisjoint(before)
