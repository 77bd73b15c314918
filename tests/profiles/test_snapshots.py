import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from structlog.testing import capture_logs
from time_machine import travel

from profiles import planner, snapshots
from profiles.models import Page, Snapshot, Video
from profiles.snapshots import Outcome
from tests import hostile
from tests.away import take_redis_away
from tests.hostile import Behaviour, Wire
from tests.profiles.creators import PROFILE, grant_access, is_remembered, load, make_page, remember
from tests.profiles.test_covers import draw
from tiktok_auth import tokens
from tiktok_auth.models import Ended
from tiktok_auth.sandbox import control
from tiktok_auth.signals import creator_disconnected

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sandbox() -> Iterator[None]:
    control.reset()
    control.add_account("ada.bakes", videos=2)
    yield


def refresh(page: Page) -> Outcome:
    return snapshots.refresh(load(page), force=True)


def read(page: Page) -> snapshots.View:
    return snapshots.read(Page.objects.for_public_page().get(pk=page.pk))


def snapshot_keys() -> list[str]:
    return list(cache.iter_keys("snapshot:*"))  # type: ignore[attr-defined]


def media_files(settings: Settings) -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def state(page: Page) -> dict[str, Any]:
    """All that a page shows, without the moments of asking."""
    profile = (
        Snapshot.objects.filter(page=page).values("display_name", "bio", "followers", "avatar", "fetched_at").get()
    )
    return profile | {
        "videos": list(page.videos.order_by("pk").values("caption", "cover", "is_listed", "confirmed_at"))
    }


def say_user(name: str, **more: str) -> Behaviour:
    """TikTok describes Ada."""
    user = {"open_id": control.account("ada.bakes").open_id, "display_name": name, **more}
    return hostile.answer_json({"data": {"user": user}, "error": {"code": "ok"}})


def say_videos(ids: list[int], *, cursor: int | None = None, changes: Mapping[str, object] = {}) -> Behaviour:
    """TikTok lists these, the higher the newer, with no more about them than it must; a cursor means there are more."""
    videos = [{"id": str(number), "create_time": 1_700_000_000 + number} for number in ids]
    data = {"videos": videos, "cursor": cursor or 0, "has_more": cursor is not None, **changes}
    return hostile.answer_json({"data": data, "error": {"code": "ok"}})


# Refreshing


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
    assert {path.parts[-3] for path in media_files(settings)} == {"avatar"}


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
    kept = {path.name.split("-")[0] for path in media_files(settings) if "cover" in path.parts}
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


# Trouble


@pytest.mark.parametrize(
    ("endpoint", "mode", "trouble"),
    [
        ("user_info", "500", "internal_error"),
        ("user_info", "502", "bad_body"),
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
def test_error_overwrites_nothing_and_is_noted(endpoint: str, mode: str, trouble: str) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = state(page)
    control.change_account("ada.bakes", name="Never seen")
    control.break_next(endpoint, mode, times=3)
    with capture_logs() as logs:
        assert refresh(page) == Outcome.TROUBLE
    assert state(page) == before
    snapshot = load(page).snapshot
    assert snapshot.trouble == trouble
    assert snapshot.attempted_at and snapshot.fetched_at and snapshot.attempted_at > snapshot.fetched_at
    (line,) = [line for line in logs if line["event"] == "refresh_failed"]
    assert line["reference"] == snapshot.trouble_reference != ""


def test_trouble_is_tried_again_after_some_minutes_and_then_over() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    refresh(page)
    assert not snapshots.is_stale(load(page))
    with travel(timezone.now() + timedelta(minutes=6)):
        assert snapshots.refresh(load(page)) == Outcome.REFRESHED
    assert load(page).snapshot.trouble == load(page).snapshot.trouble_reference == ""


def test_log_of_trouble_names_tiktok_s_code_and_log_id() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    with capture_logs() as logs:
        refresh(page)
    (line,) = [line for line in logs if line["event"] == "refresh_failed"]
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


@pytest.mark.parametrize(("refused", "kept"), [("video_list", "user_info"), ("user_info", "video_list")])
def test_permission_that_was_taken_back_leaves_what_is_still_allowed(refused: str, kept: str) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = read(page)
    control.change_account("ada.bakes", name="Ada, again")
    control.remove_video("ada.bakes", before.videos[0].tiktok_id)
    control.break_next(refused, "scope_not_authorized")
    assert refresh(page) == Outcome.TROUBLE
    after = read(page)
    assert (after.profile.display_name != before.profile.display_name) == (kept == "user_info")
    assert (len(after.videos) < len(before.videos)) == (kept == "video_list")
    assert load(page).snapshot.trouble == Snapshot.SCOPE


def test_missing_permission_is_asked_for_seldom_however_many_visitors_come() -> None:
    page = make_page("ada.bakes")
    for endpoint in ("user_info", "video_list"):
        control.break_next(endpoint, "scope_not_authorized")
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


def test_unchanged_pictures_are_not_fetched_again() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    fetched = len(control.calls("image"))
    refresh(page)
    assert len(control.calls("image")) == fetched > 0


# One at a time


def test_refreshes_at_the_same_time_ask_tiktok_once() -> None:
    page = make_page("ada.bakes")
    barrier = threading.Barrier(6)
    outcomes: list[Outcome] = []

    def run() -> None:
        mine = load(page)
        barrier.wait()
        outcomes.append(snapshots.refresh(mine))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Outcome.BUSY] * 5 + [Outcome.REFRESHED]
    assert len(control.calls("user_info")) == 1


def test_claim_of_a_lost_worker_runs_out() -> None:
    page = make_page("ada.bakes")
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=5))
    assert refresh(page) == Outcome.BUSY
    with travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert refresh(page) == Outcome.REFRESHED


def test_trouble_frees_the_page_for_the_next_refresh() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    refresh(page)
    assert refresh(page) == Outcome.REFRESHED


def test_suspended_page_is_not_refreshed() -> None:
    page = make_page("ada.bakes")
    Page.objects.filter(pk=page.pk).update(suspended_at=timezone.now(), suspended_because="spam")
    assert refresh(page) == Outcome.NOT_ALLOWED
    assert control.calls("user_info") == []


def test_page_without_tiktok_is_not_refreshed() -> None:
    page = make_page("ada.bakes")
    Page.objects.filter(pk=page.pk).update(grant=None)
    assert refresh(page) == Outcome.NOT_ALLOWED


def leave(page: Page) -> Behaviour:
    """The creator leaves, just before what comes next is answered."""

    def behave(wire: Wire) -> None:
        grant = load(page).grant
        assert grant
        tokens.end(grant, Ended.LEFT)
        connection.close()

    return behave


def after(first: Behaviour, second: Behaviour) -> Behaviour:
    def behave(wire: Wire) -> None:
        first(wire)
        second(wire)

    return behave


@pytest.mark.parametrize("leaves_at", ["profile", "avatar"])
def test_creator_who_leaves_while_tiktok_answers_stays_gone(leaves_at: str, settings: Settings) -> None:
    page = make_page("ada.bakes", scopes=("user.info.basic",))
    with hostile.serve() as server:
        settings.TIKTOK_API_BASE, settings.TIKTOK_IMAGE_HOSTS = server.url, [f"127.0.0.1:{server.port}"]
        answers = {
            "profile": say_user("Ada", avatar_url=f"{server.url}/ada.png"),
            "avatar": hostile.answer(draw(format="PNG")),
        }
        answers[leaves_at] = after(leave(page), answers[leaves_at])
        server.behave(*answers.values())
        refresh(page)
    snapshot = load(page).snapshot
    assert (snapshot.display_name, snapshot.avatar, snapshot.fetched_at) == ("", "", None)
    assert media_files(settings) == set()


# Reading


@pytest.mark.parametrize("videos", [1, 20])
def test_reading_costs_one_query_without_redis_and_none_with_it(
    videos: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = make_page("ada.bakes")
    for number in range(videos):
        page.videos.create(tiktok_id=number, posted_at=timezone.now(), confirmed_at=timezone.now())
    page = Page.objects.for_public_page().get(pk=page.pk)
    with django_assert_num_queries(1):
        fresh = snapshots.read(page)
    with django_assert_num_queries(0):
        assert snapshots.read(page) == fresh
    assert len(fresh.videos) == min(videos, 12)


def test_reading_never_asks_tiktok() -> None:
    page = make_page("ada.bakes")
    read(page)
    assert control.calls() == []


def test_copy_in_redis_lives_as_long_as_data_is_fresh(settings: Settings) -> None:
    page = make_page("ada.bakes")
    read(page)
    (key,) = snapshot_keys()
    assert settings.SNAPSHOT_FRESH_SECONDS - 2 <= cache.ttl(key) <= settings.SNAPSHOT_FRESH_SECONDS  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "garbage",
    ["", "not json", 7, None, [], {"profile": {}, "videos": []}, "eyJhIjoxfQ:1abc:def", [{"bio": "<script>"}, []]],
)
def test_garbage_in_redis_is_no_copy(garbage: Any) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    honest = read(page)
    (key,) = snapshot_keys()
    cache.set(key, garbage)
    assert read(page) == honest


def test_copy_of_another_page_is_no_copy() -> None:
    ada, mina = make_page("ada.bakes"), make_page("mina.eats", scopes=PROFILE)
    refresh(ada)
    refresh(mina)
    cache.set(f"snapshot:{ada.pk}", cache.get(f"snapshot:{mina.pk}"))
    assert read(ada).profile.display_name == "Ada Bakes"


def test_copy_from_before_a_change_is_no_copy() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    (key,) = snapshot_keys()
    old = cache.get(key)
    control.change_account("ada.bakes", name="Ada the Second")
    refresh(page)
    cache.set(key, old)
    assert read(page).profile.display_name == "Ada the Second"


def test_page_reads_the_same_when_redis_is_away(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    healthy = read(page)
    take_redis_away(settings)
    assert read(page) == healthy


def test_refresh_works_while_redis_is_away(settings: Settings) -> None:
    page = make_page("ada.bakes")
    take_redis_away(settings)
    assert refresh(page) == Outcome.REFRESHED
    assert read(page).videos


def test_refresh_shows_on_the_page_at_once() -> None:
    page = make_page("ada.bakes")
    read(page)
    remember(page)
    refresh(page)
    assert not is_remembered(page)
    assert read(page).videos


def test_cover_is_not_shown_longer_than_tiktok_allows(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SNAPSHOT_FRESH_SECONDS = 10 * settings.COVER_KEEP_SECONDS
    page = make_page("ada.bakes")
    refresh(page)
    loaded = Page.objects.for_public_page().get(pk=page.pk)
    with travel(timezone.now() + timedelta(seconds=settings.COVER_KEEP_SECONDS - 60)):
        assert all(video.picture for video in snapshots.read(loaded).videos)
    with travel(timezone.now() + timedelta(seconds=settings.COVER_KEEP_SECONDS + 60)), django_assert_num_queries(0):
        aged = snapshots.read(loaded).videos
    assert aged
    assert [(video.cover, video.picture) for video in aged] == [("", None)] * len(aged)
    assert all(video.cover_color for video in aged)


# Leaving


def test_erasing_leaves_nothing_of_tiktok_s(settings: Settings) -> None:
    page = make_page("ada.bakes")
    page.links.create(title="Shop", url="https://example.org/")
    refresh(page)
    snapshots.erase(load(page))
    view = read(page)
    assert view.profile == snapshots.Profile("", "", "", "", False, None, None, None, None, "")
    assert view.videos == ()
    assert media_files(settings) == set()
    assert page.links.count() == 1
    assert "Ada" not in repr([cache.get(key) for key in snapshot_keys()])


# Older videos


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


def test_pinned_video_is_confirmed_however_old_it_is(settings: Settings) -> None:
    page = make_page("ada.bakes")
    remember_video(page, 1, pin_position=0)
    newest = say_videos(list(range(100, 120)), cursor=5)
    asked = refresh_from(settings, page, newest, say_videos([1]))
    assert asked[-1] == ("query", {"filters": {"video_ids": ["1"]}})
    assert read(page).videos[0].tiktok_id == "1"


def test_video_that_tiktok_names_twice_is_on_the_wall_once(settings: Settings) -> None:
    page = make_page("ada.bakes")
    remember_video(page, 1, pin_position=0)
    newest = list(range(100, 120))
    refresh_from(settings, page, say_videos(newest, cursor=5), say_videos([1, 119, 1]))
    assert [video.tiktok_id for video in read(page).videos][:3] == ["1", "119", "118"]


def test_older_videos_that_nobody_meets_are_not_asked_about(settings: Settings) -> None:
    page = make_page("ada.bakes")
    newest = say_videos(list(range(100, 120)), cursor=5)
    refresh_from(settings, page, newest)
    remember_video(page, 1)
    asked = refresh_from(settings, page, newest)
    assert [endpoint for endpoint, _ in asked] == ["list"]
    assert page.videos.get(tiktok_id="1").is_listed


def test_page_erased_with_its_creator_while_pictures_come_leaves_nothing(settings: Settings) -> None:
    page = make_page("ada.bakes", scopes=("user.info.basic",))

    def delete(wire: Wire) -> None:
        User.objects.get(page=page).delete()
        connection.close()

    with hostile.serve() as server:
        settings.TIKTOK_API_BASE, settings.TIKTOK_IMAGE_HOSTS = server.url, [f"127.0.0.1:{server.port}"]
        avatar = after(delete, hostile.answer(draw(format="PNG")))
        server.behave(say_user("Ada", avatar_url=f"{server.url}/ada.png"), avatar)
        assert refresh(page) == Outcome.NOT_ALLOWED
    assert media_files(settings) == set()
