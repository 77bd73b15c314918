"""What is read out of TikTok's answers about videos."""

from datetime import UTC, datetime

import pytest

from tests.tiktok_auth.readings import read_sample_videos
from tests.tiktok_auth.samples import sample, sample_json
from tests.tiktok_auth.test_replies import answered
from tiktok_auth.errors import Unavailable
from tiktok_auth.payloads import UNREADABLE, VIDEO_FIELDS, VideoInfo, read_videos


def read_sample_video(**changes: object) -> VideoInfo:
    video = sample_json("display/video_list.200")["data"]["videos"][0]
    (read,) = read_sample_videos(videos=[video | changes]).videos
    return read


def test_videos_are_read() -> None:
    page = read_videos(sample("display/video_list.200"))
    sent = sample_json("display/video_list.200")["data"]["videos"]
    assert (page.cursor, page.is_last) == (1795200000000, False)
    assert page.videos[0] == VideoInfo(
        id="7577000000000000003",
        posted_at=datetime(2026, 11, 23, 2, 13, 20, tzinfo=UTC),
        caption="Ragù in real time #pasta #bologna",
        cover_url=sent[0]["cover_image_url"],
        share_url=sent[0]["share_url"],
        duration=58,
        views=3_000_000_000,
        is_aigc=False,
    )
    assert [video.caption for video in page.videos[1:]] == ["Three eggs, one well", "A dream of tortellini"]
    assert [video.is_aigc for video in page.videos] == [False, False, True]


def test_queried_videos_are_read() -> None:
    page = read_videos(sample("display/video_query.200"))
    assert [video.id for video in page.videos] == ["7576000000000000002"]
    assert page.is_last


def test_counts_that_no_page_shows_are_not_asked_for() -> None:
    whole = set(sample_json("display/video_list.200")["data"]["videos"][0])
    assert whole - set(VIDEO_FIELDS) == {"like_count", "comment_count", "share_count"}


@pytest.mark.parametrize(
    "video",
    [
        None,
        7,
        "x",
        [],
        {},
        {"create_time": 1795400000},
        {"id": 1.5, "create_time": 1795400000},
        {"id": True, "create_time": 1795400000},
        {"id": "", "create_time": 1795400000},
        {"id": "../etc/passwd", "create_time": 1795400000},
        {"id": "٣", "create_time": 1795400000},
        {"id": "1" * 21, "create_time": 1795400000},
    ],
)
def test_video_without_an_id_is_there_without_one(video: object) -> None:
    good = sample_json("display/video_list.200")["data"]["videos"]
    page = read_sample_videos(videos=[good[0], video, good[1]])
    assert [video.id for video in page.videos] == [good[0]["id"], "", good[1]["id"]]


@pytest.mark.parametrize("created", [None, "2026-11-23", 1.5, 1, 1795400000000, 0, -5, True, 2**62])
def test_video_without_a_time_is_named_without_one(created: object) -> None:
    good = sample_json("display/video_list.200")["data"]["videos"]
    page = read_sample_videos(videos=[good[0], {"id": "1", "create_time": created}])
    assert [(video.id, bool(video.posted_at)) for video in page.videos] == [(good[0]["id"], True), ("1", False)]


def test_list_in_which_nothing_can_be_read_is_not_an_empty_one() -> None:
    with pytest.raises(Unavailable) as failure:
        read_sample_videos(videos=[{"id": "1"}, {"id": "2"}])
    assert failure.value.code == "bad_body"


def test_video_with_nothing_but_its_id_and_time_is_read() -> None:
    (video,) = read_sample_videos(videos=[{"id": "1", "create_time": 1795400000}]).videos
    assert (video.caption, video.cover_url, video.share_url, video.views, video.is_aigc) == ("", "", "", None, False)


@pytest.mark.parametrize("created", ["1795400000", 1795400000.0, 1795400000.9])
def test_video_is_read_however_its_numbers_are_written(created: object) -> None:
    video = read_sample_video(id=7577000000000000003, create_time=created)
    assert (video.id, video.posted_at) == ("7577000000000000003", datetime(2026, 11, 23, 2, 13, 20, tzinfo=UTC))


def test_video_sent_twice_is_one_video() -> None:
    good = sample_json("display/video_list.200")["data"]["videos"]
    assert len(read_sample_videos(videos=[good[0], good[1], good[0]]).videos) == 2


def test_caption_is_cleaned_and_capped() -> None:
    assert read_sample_video(video_description="a\0b\u202e\r\nc").caption == "ab\nc"
    assert len(read_sample_video(video_description="é" * 9000).caption) == 4000
    assert read_sample_video(video_description="\0", title="The title").caption == "The title"


def test_cover_address_is_kept_byte_for_byte() -> None:
    url = "https://p16-sign-va.tiktokcdn.com/a~tplv.image?x-expires=1&x-signature=a%2Bb%2fc%3D&s=*!"
    assert read_sample_video(cover_image_url=url).cover_url == url


@pytest.mark.parametrize("has_more", [False, True])
def test_page_without_videos_is_an_empty_one(has_more: bool) -> None:
    page = read_sample_videos(videos=[], has_more=has_more, cursor=0)
    assert (page.videos, page.is_last) == ((), not has_more)


@pytest.mark.parametrize("more", [{}, {"videos": None}])
@pytest.mark.parametrize("has_more", [False, True])
def test_page_without_a_list_may_hold_any_video(more: dict[str, object], has_more: bool) -> None:
    page = read_videos(answered({"data": {"has_more": has_more, "cursor": 0, **more}, "error": {"code": "ok"}}))
    assert (page.videos, page.is_last) == ((UNREADABLE,), not has_more)


@pytest.mark.parametrize("data", [{"videos": None}, {"videos": {}}, {"videos": "x", "has_more": False}])
def test_answer_that_does_not_say_there_are_no_videos_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(Unavailable) as failure:
        read_videos(answered({"data": data, "error": {"code": "ok"}}))
    assert failure.value.code == "bad_body"


@pytest.mark.parametrize("has_more", [True, None, 0, 1, "false", []])
def test_only_false_says_that_there_is_no_more(has_more: object) -> None:
    assert not read_sample_videos(has_more=has_more).is_last


@pytest.mark.parametrize(("sent", "read"), [(5, 5), ("5", 5), (5.0, 5), (None, None), (-1, None), ("soon", None)])
def test_cursor_is_a_number_or_none(sent: object, read: int | None) -> None:
    assert read_sample_videos(cursor=sent).cursor == read
