"""A TikTok that TikTok lists and that cannot be read takes none away: it may be any of those that are known."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from profiles import snapshots, videos
from profiles.models import Page, Wall
from profiles.snapshots import Outcome
from tests import hostile
from tests.hostile import Behaviour
from tests.profiles.creators import make_page
from tests.profiles.refreshes import read, refresh, say_user, say_videos
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def say_with_unreadable(ids: list[int], *, cursor: int | None = None) -> Behaviour:
    """TikTok lists these, and before them one without an id."""
    named = [{"id": str(number), "create_time": 1_700_000_000 + number} for number in ids]
    return say_videos([], cursor=cursor, changes={"videos": [{"id": None}, *named]})


def say_no_list(how: str) -> Behaviour:
    """TikTok sends no list at all, and says that there is no more."""
    data = {"cursor": 0, "has_more": False} | ({} if how == "missing" else {"videos": None})
    return hostile.answer_json({"data": data, "error": {"code": "ok"}})


def refresh_from(settings: Settings, page: Page, *answers: Behaviour) -> list[str]:
    """The ids that TikTok was asked about when it answers like this."""
    with hostile.serve(say_user("Ada"), *answers) as server:
        settings.TIKTOK_API_BASE = server.url
        assert refresh(page) == Outcome.REFRESHED
    queries = [request.json for request in server.requests if request.path == "/v2/video/query/"]
    return [number for query in queries for number in query["filters"]["video_ids"]]


def listed(page: Page) -> list[str]:
    return [video.tiktok_id for video in page.videos.listed()]


def test_video_that_cannot_be_read_stays_on_the_wall_with_its_cover() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    before = [(video.tiktok_id, video.cover) for video in read(page).videos]
    control.break_next("video_list", "unnamed")
    assert refresh(page) == Outcome.REFRESHED
    assert [(video.tiktok_id, video.cover) for video in read(page).videos] == before


@pytest.mark.parametrize("cursor", [None, 5])
def test_those_that_a_list_with_an_unreadable_one_does_not_name_are_asked_about(
    settings: Settings, cursor: int | None
) -> None:
    page = make_page("ada.bakes")
    refresh_from(settings, page, say_videos([4, 3, 2, 1]))
    answers = [say_with_unreadable([1], cursor=cursor), *[say_videos([], cursor=cursor)] * bool(cursor)]
    assert set(refresh_from(settings, page, *answers, say_videos([4, 2]))) == {"4", "3", "2"}
    assert listed(page) == ["4", "2", "1"]


def test_answer_with_an_unreadable_one_says_of_none_that_it_is_gone(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh_from(settings, page, say_videos([4, 3, 2, 1]))
    refresh_from(settings, page, say_with_unreadable([1]), say_with_unreadable([2]))
    assert listed(page) == ["4", "3", "2", "1"]


@pytest.mark.parametrize("how", ["missing", "null"])
def test_answer_without_a_list_says_of_none_that_it_is_gone(settings: Settings, how: str) -> None:
    page = make_page("ada.bakes")
    refresh_from(settings, page, say_videos([4, 3, 2, 1]))
    refresh_from(settings, page, say_no_list(how), say_no_list(how))
    assert listed(page) == ["4", "3", "2", "1"]


@pytest.mark.parametrize("how", ["missing", "null"])
def test_those_on_show_are_asked_about_where_no_list_comes(settings: Settings, how: str) -> None:
    """Whoever has no public TikToks left may be answered like this."""
    page = make_page("ada.bakes")
    refresh_from(settings, page, say_videos([4, 3, 2, 1]))
    assert set(refresh_from(settings, page, say_no_list(how), say_videos([]))) == {"4", "3", "2", "1"}
    assert listed(page) == []


def test_creator_without_videos_is_refreshed_where_no_list_comes(settings: Settings) -> None:
    page = make_page("ada.bakes")
    assert refresh_from(settings, page, say_no_list("null")) == []
    assert read(page).profile.display_name == "Ada"


def test_older_list_with_an_unreadable_one_takes_none_away(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh_from(settings, page, say_videos([4, 3, 2, 1]))
    Wall.objects.create(page=page, length=0)
    snapshots.look_back(page, before=datetime.fromtimestamp(1_700_000_005, UTC))
    newest = say_videos(list(range(119, 99, -1)), cursor=5)
    assert refresh_from(settings, page, newest, say_with_unreadable([4, 1])) == []
    assert listed(page)[-4:] == ["4", "3", "2", "1"]


def test_new_video_beside_an_unreadable_one_gets_the_link_of_its_hashtag() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    videos.add_hashtag_link(page, hashtag="lamp", title="The lamp", url="https://shop.example.org/")
    new = control.publish("ada.bakes", "Under the #lamp")
    control.publish("ada.bakes", "Soup")
    control.break_next("video_list", "unnamed")
    refresh(page)
    assert page.links.get().video == page.videos.get(tiktok_id=new)
