# ruff: noqa: RUF001  (hashtags come in every script)
"""Which videos stand on a wall, in what order, and what stands on each."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import snapshots, videos, wall
from profiles.models import Link, Page, Snapshot, Video, Wall
from profiles.wall import Reason
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_link, make_video
from tests.profiles.visitors import URL
from tiktok_auth.sandbox import control


def row(caption: str = "", *, days: float = 0, **video: Any) -> Video:
    """A video that is in no database."""
    return Video(caption=caption, posted_at=timezone.now() - timedelta(days=days), **video)


def captions(found: list[Video] | tuple[snapshots.WallVideo, ...]) -> str:
    return "".join(video.caption for video in found)


def on_page(page: Page) -> str:
    return captions(snapshots.read(Page.objects.for_public_page().get(pk=page.pk)).videos)


# ---- the rules ----


def test_wall_without_rules_is_the_newest_twelve() -> None:
    rows = [row(letter) for letter in "abcdefghijklmnop"]
    assert captions(wall.choose(rows, Wall())) == "abcdefghijkl"
    assert wall.choose([]) == []


def test_pinned_videos_count_among_those_there_is_room_for() -> None:
    rows = [row("p", pin_position=0), row("q", pin_position=1), row("a"), row("b"), row("c")]
    assert captions(wall.choose(rows, Wall(length=4))) == "pqab"
    assert captions(wall.choose(rows, Wall(length=1))) == "pq"


def test_wall_of_one_pinned_too_many_holds_twelve() -> None:
    assert captions(wall.choose([row(letter, pin_position=0) for letter in "abcdefghijklm"], Wall())) == "abcdefghijkl"


@pytest.mark.parametrize(
    ("rules", "chosen"),
    [
        ({"length": 2}, "a #soup\nb #bread"),
        ({"hide_after_days": 2}, "a #soup\nb #bread"),
        ({"only_hashtags": "bread"}, "b #bread\nd #bread"),
        ({"only_hashtags": "bread soup", "length": 3}, "a #soup\nb #bread\nd #bread"),
        ({"never_hashtags": "soup"}, "b #bread\nc\nd #bread"),
        ({"only_hashtags": "soup", "never_hashtags": "soup"}, ""),
        ({"only_hashtags": "bread", "hide_after_days": 2}, "b #bread"),
    ],
)
def test_rules_leave_out_what_does_not_fit_and_fill_up_with_what_does(rules: dict[str, Any], chosen: str) -> None:
    rows = [row(caption, days=day) for day, caption in enumerate(["a #soup", "b #bread", "c", "d #bread"])]
    assert "\n".join(video.caption for video in wall.choose(rows, Wall(**rules))) == chosen


def test_pinned_video_stays_whatever_the_rules_and_goes_when_hidden() -> None:
    strict = Wall(hide_after_days=1, only_hashtags="soup", never_hashtags="bread")
    rows = [row("old #bread", days=9, pin_position=0)]
    assert wall.choose(rows, strict) == rows
    assert wall.choose([row("hidden", pin_position=0, is_hidden=True)], Wall()) == []


@pytest.mark.parametrize(
    ("video", "reason"),
    [
        (row("#soup", days=1), None),
        (row("#soup", is_hidden=True), Reason.HIDDEN),
        (row("#soup", days=40), Reason.OLD),
        (row("soup"), Reason.LACKING),
        (row("#soup #ad"), Reason.EXCLUDED),
        (row("#ad", days=40, pin_position=0), None),
    ],
)
def test_reason_against_a_video_is_named(video: Video, reason: Reason | None) -> None:
    assert wall.object_to(video, Wall(hide_after_days=30, only_hashtags="soup", never_hashtags="ad")) == reason


@pytest.mark.parametrize(
    ("caption", "found"),
    [
        ("Soup #PepperSoup, #lisbon! (#rainy_day)", {"peppersoup", "lisbon", "rainy_day"}),
        ("#one#two", {"one", "two"}),
        ("＃ｓｏｕｐ #𝐬𝐨𝐮𝐩", {"soup"}),
        ("رقص #رقص_شرقي و#مسرح", {"رقص_شرقي", "مسرح"}),
        ("#हिन्दी #猫のいる坂", {"हिन्दी", "猫のいる坂"}),
        ("#Straße #STRASSE", {"strasse"}),
        ("no. 1 # 2 ## #! #🔥", set()),
        ("#" * 5000, set()),
        (f"#{'x' * 500}", {"x" * 100}),
        ("#<script>alert(1)</script>", set()),
    ],
)
def test_hashtags_are_read_in_every_script(caption: str, found: set[str]) -> None:
    assert wall.hashtags(caption) == found


# ---- on the page ----


def test_wall_on_the_page_shows_pinned_first_and_never_hidden_ones(page: Page) -> None:
    a, _b, c, d = (make_video(page, letter) for letter in "abcd")
    videos.pin_video(c)
    videos.pin_video(d)
    videos.hide_video(a)
    assert on_page(page) == "cdb"


def test_wall_fills_up_when_a_pinned_video_vanishes_and_keeps_its_place(page: Page) -> None:
    pinned = [make_video(page, letter) for letter in "abc"][-1]
    videos.set_rules(Wall(page=page, length=2))
    videos.pin_video(pinned)
    assert on_page(page) == "ca"
    for is_listed, shown in ((False, "ab"), (True, "ca")):
        Video.objects.filter(pk=pinned.pk).update(is_listed=is_listed)
        Snapshot.objects.update(revision=F("revision") + 1)  # as a refresh does
        assert on_page(page) == shown


@pytest.mark.parametrize("count", [1, 60])
def test_wall_is_read_in_one_query(page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        make_video(page)
    videos.set_rules(Wall(page=page, length=3))
    page = Page.objects.for_public_page().get(pk=page.pk)
    with django_assert_num_queries(1):
        shown = snapshots.read(page).videos
    assert len(shown) == min(count, 3)


@pytest.mark.parametrize("count", [1, 60])
def test_cold_page_asks_as_often_however_many_videos_have_links(
    client: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_link(page, video=make_video(page))
    with django_assert_num_queries(4):  # page, videos, links, domain rules
        answer = client.get(URL)
    assert words(answer).count("1 link") == min(count, 12)


def test_video_with_links_wears_a_tag_and_opens_its_own_page(client: Client, page: Page) -> None:
    with_links, without = make_video(page, "Pepper soup"), make_video(page, "Plain bread")
    for number in range(3):
        make_link(page, f"Pot {number}", video=with_links)
    make_link(page, "Hidden", video=without, is_hidden=True)
    answer = client.get(URL)
    opened = [link["href"] for link in tags(answer, "a") if link.get("class") == "video"]
    assert opened == [f"{URL}/v/{with_links.tiktok_id}", without.share_url]
    assert "3 links" in words(answer)
    assert "Pot 0" not in words(answer)


def test_video_says_how_long_it_is_and_when_it_was_posted(client: Client, page: Page) -> None:
    video = make_video(page, duration=75, is_aigc=True, views=1_240_000)
    answer = client.get(URL)
    assert "1.2M1.2 million views 1:151 minute, 15 seconds AI-generated" in words(answer)
    assert [time["datetime"] for time in tags(answer, "time")] == [f"{video.posted_at:%Y-%m-%d}"]


def test_video_is_dated_by_the_creators_clock(client: Client, page: Page) -> None:
    Page.objects.update(time_zone="Asia/Tokyo")
    video = make_video(page, posted_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    make_link(page, video=video)
    for path in (URL, f"{URL}/v/{video.tiktok_id}"):
        [told] = tags(client.get(path), "time")
        assert told["datetime"] == "2026-03-02"


def test_videos_that_visitors_may_meet_are_to_be_confirmed(page: Page) -> None:
    pinned, linked, hidden, plain, gone = (make_video(page, letter) for letter in "abcde")
    videos.pin_video(pinned)
    for video in (linked, hidden, gone):
        make_link(page, video=video)
    make_link(page, video=plain, deleted_at=timezone.now())
    videos.hide_video(hidden)
    Video.objects.filter(pk=gone.pk).update(is_listed=False)
    assert captions(list(page.videos.to_confirm())) == "ab"


@pytest.mark.django_db
def test_what_a_creator_said_about_videos_outlives_a_refresh_and_a_disconnect() -> None:
    control.reset()
    control.add_account("ada.bakes", videos=4)
    page = creators.make_page("ada.bakes")
    snapshots.refresh(creators.load(page), force=True)
    linked, pinned, hidden, *_ = page.videos.listed()
    make_link(page, "The pot", video=linked)
    videos.pin_video(pinned)
    videos.hide_video(hidden)
    snapshots.refresh(creators.load(page), force=True)
    assert (shown := on_page(page)).startswith(pinned.caption)
    assert hidden.caption not in shown

    snapshots.forget_tiktok_data(creators.load(page))
    left = page.videos.values_list("tiktok_id", "caption", "share_url", "cover", "views", "is_listed")
    assert sorted(left) == sorted((video.tiktok_id, "", "", "", None, False) for video in (linked, pinned, hidden))
    assert not Link.objects.live().exists()

    snapshots.refresh(creators.load(page), force=True)
    assert on_page(page) == shown
    assert [link.video for link in Link.objects.live()] == [linked]
