from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tiktok_auth.samples import sample, sample_json
from tests.tiktok_auth.test_replies import MALFORMED, answered
from tiktok_auth.errors import TikTokError, Unavailable
from tiktok_auth.payloads import (
    VIDEO_FIELDS,
    Tokens,
    UserInfo,
    VideoInfo,
    VideoPage,
    read_revoked,
    read_tokens,
    read_user,
    read_videos,
    user_fields,
)
from tiktok_auth.replies import Reply

OPEN_ID = "f3b5a1c2-0000-4000-8000-00000000cafe"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)

unhurried = settings(deadline=None)  # a busy machine is not a finding


def read_sample_tokens(**changes: object) -> Tokens:
    return read_tokens(answered(sample_json("oauth/token.200") | changes), scope="")


def read_sample_user(**changes: object) -> UserInfo:
    body = sample_json("display/user_info.200")
    body["data"]["user"] |= changes
    return read_user(answered(body), OPEN_ID)


def read_sample_videos(**changes: object) -> VideoPage:
    body = sample_json("display/video_list.200")
    body["data"] |= changes
    return read_videos(answered(body))


def read_sample_video(**changes: object) -> VideoInfo:
    video = sample_json("display/video_list.200")["data"]["videos"][0]
    (read,) = read_sample_videos(videos=[video | changes]).videos
    return read


# Tokens


def test_tokens_are_read() -> None:
    assert read_tokens(sample("oauth/token.200"), scope="") == Tokens(
        open_id=OPEN_ID,
        scope="user.info.basic,user.info.profile,user.info.stats,video.list",
        access_token="act.example12345Example12345Example!4567.e1",
        access_seconds=7200,
        refresh_token="rft.example12345Example12345Example!4567.e1",
        refresh_seconds=15552000,
    )


def test_lifetimes_are_those_of_the_answer() -> None:
    tokens = read_tokens(sample("oauth/refresh.200"), scope="")
    assert (tokens.access_seconds, tokens.refresh_seconds) == (86400, 31536000)


def test_tokens_are_not_shown() -> None:
    shown = repr(read_tokens(sample("oauth/token.200"), scope=""))
    assert "act." not in shown
    assert "rft." not in shown


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("open_id", [None, "", 0, 7, True, [], ["a"], {}, {"id": "a"}, " a", "a b", "a\n", "a\0", "é", "x" * 129]),
        ("access_token", [None, "", 7, ["act.x"], "act.x\r\nX-Injected: 1", "act x", "act.\0", "act.é", "x" * 5000]),
        ("refresh_token", [None, "", 7, ["rft.x"], "rft.x\r\nX-Injected: 1", "rft x", "rft.\0", "rft.é", "x" * 5000]),
        ("error", ["invalid grant!", 7, True, ["x"], {"message": "no code"}, {"code": 7}]),
    ],
)
def test_tokens_of_a_wrong_kind_are_refused(field: str, values: list[object]) -> None:
    for value in values:
        with pytest.raises(Unavailable) as failure:
            read_sample_tokens(**{field: value})
        assert failure.value.code == "bad_body", value


@pytest.mark.parametrize("field", ["open_id", "access_token", "refresh_token"])
def test_tokens_with_a_part_missing_are_refused(field: str) -> None:
    body = sample_json("oauth/token.200")
    del body[field]
    with pytest.raises(Unavailable):
        read_tokens(answered(body), scope="")


@pytest.mark.parametrize("sent", [7300, "7300", 7300.0])
def test_lifetime_is_read_however_it_is_written(sent: object) -> None:
    tokens = read_sample_tokens(expires_in=sent, refresh_expires_in=sent)
    assert (tokens.access_seconds, tokens.refresh_seconds) == (7300, 7300)


@pytest.mark.parametrize("sent", [None, "", "soon", 0, -1, True, 0.5, [7300], 2**63])
def test_lifetime_that_cannot_be_read_is_the_documented_one(sent: object) -> None:
    tokens = read_sample_tokens(expires_in=sent, refresh_expires_in=sent)
    assert (tokens.access_seconds, tokens.refresh_seconds) == (7200, 15552000)


@pytest.mark.parametrize("sent", [None, "", 7, ["user.info.basic"], {}])
def test_scope_that_is_not_named_is_what_was_asked_for(sent: object) -> None:
    body = sample_json("oauth/token.200") | {"scope": sent}
    assert read_tokens(answered(body), scope="user.info.basic,video.list").scope == "user.info.basic,video.list"


def test_refresh_token_that_is_not_named_is_the_one_before() -> None:
    body = sample_json("oauth/refresh.200")
    del body["refresh_token"]
    assert read_tokens(answered(body), scope="", refresh_token="rft.before").refresh_token == "rft.before"


@pytest.mark.parametrize("status", [400, 401, 403, 500, 502])
def test_tokens_with_a_status_of_failure_are_refused(status: int) -> None:
    with pytest.raises(Unavailable):
        read_tokens(answered(sample_json("oauth/token.200"), status=status), scope="")


@pytest.mark.parametrize("error", [None, "", {}, {"code": "ok", "message": "", "log_id": "1"}])
def test_empty_error_beside_the_tokens_is_none(error: object) -> None:
    assert read_sample_tokens(error=error).open_id == OPEN_ID


def test_tokens_nested_as_in_the_first_version_are_refused() -> None:
    with pytest.raises(Unavailable):
        read_tokens(answered({"data": sample_json("oauth/token.200"), "message": "success"}), scope="")


def test_scope_keeps_nothing_but_scopes() -> None:
    assert read_sample_tokens(scope=" user.info.basic, video.list\0,,<b>").scope == "user.info.basic,video.list,b"


def test_endless_lifetime_is_ten_years() -> None:
    assert read_sample_tokens(refresh_expires_in=2**62).refresh_seconds == 10 * 365 * 24 * 3600


# Revocation


@pytest.mark.parametrize("body", [b"", b"  \n", b"{}", b'{"error": ""}', b'{"data": {}, "error": {"code": "ok"}}'])
def test_revocation_is_confirmed_by_next_to_nothing(body: bytes) -> None:
    read_revoked(Reply(200, {}, body))


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>"), (500, b""), (404, b"{}"), (200, b"[]")])
def test_revocation_that_is_not_confirmed_is_unavailable(status: int, body: bytes) -> None:
    with pytest.raises(Unavailable):
        read_revoked(Reply(status, {}, body))


# The creator


def test_user_is_read() -> None:
    assert read_user(sample("display/user_info.200"), OPEN_ID) == UserInfo(
        open_id=OPEN_ID,
        union_id="0a1b2c3d-0000-4000-8000-00000000beef",
        display_name="Nonna\u2019s Kitchen 🍝",
        avatar_url=sample_json("display/user_info.200")["data"]["user"]["avatar_large_url"],
        username="nonnas.kitchen",
        bio="Sunday pasta, every day.\nBologna 🇮🇹",
        profile_url="https://vm.tiktok.com/ZMexample/",
        is_verified=True,
        followers=48211,
        following=312,
        likes=1904377,
        video_count=214,
    )


def test_user_who_granted_nothing_more_has_empty_fields() -> None:
    body = {"data": {"user": {"open_id": OPEN_ID}}, "error": {"code": "ok"}}
    assert read_user(answered(body), OPEN_ID) == UserInfo(open_id=OPEN_ID)


@pytest.mark.parametrize(
    "open_id", [None, "", 0, 7, True, [], {}, OPEN_ID.upper(), OPEN_ID + " ", "another", [OPEN_ID]]
)
def test_anybody_else_is_refused(open_id: object) -> None:
    with pytest.raises(Unavailable) as failure:
        read_sample_user(open_id=open_id)
    assert failure.value.code == "bad_body"


@pytest.mark.parametrize("nobody", [None, "", "None", 0])
def test_nobody_never_meets_nobody(nobody: Any) -> None:
    body = {"data": {"user": {"open_id": nobody}}, "error": {"code": "ok"}}
    with pytest.raises(Unavailable):
        read_user(answered(body), "")


@pytest.mark.parametrize("data", [None, [], {}, {"user": None}, {"user": []}, {"user": "x"}, {"users": {}}, "user"])
def test_answer_without_a_user_is_refused(data: object) -> None:
    with pytest.raises(Unavailable) as failure:
        read_user(answered({"data": data, "error": {"code": "ok", "log_id": "L0G"}}), OPEN_ID)
    assert (failure.value.code, failure.value.log_id) == ("bad_body", "L0G")


@pytest.mark.parametrize("value", [12, "12", 12.0])
def test_count_is_read_however_it_is_written(value: object) -> None:
    assert read_sample_user(follower_count=value).followers == 12


@pytest.mark.parametrize("value", [None, -1, 1.5, "1 2", "-1", "٣", "9" * 20, True, [1], 2**63, 10**400, 1e300])
def test_count_of_a_wrong_kind_is_unknown(value: object) -> None:
    user = read_sample_user(follower_count=value, likes_count=value)
    assert (user.followers, user.likes, user.video_count) == (None, None, 214)


@pytest.mark.parametrize("value", [None, 1, "true", [True]])
def test_only_true_is_verified(value: object) -> None:
    assert not read_sample_user(is_verified=value).is_verified


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (None, ""),
        ({"name": "x"}, ""),
        ("  Mia \n  Chen\t ", "Mia Chen"),
        ("M\0i\ud800a\x07\x9b", "Mia"),
        ("\u202egro.live\u202c \u2067Mia\u2069", "gro.live Mia"),
        ("\u200fمريم\u200f", "\u200fمريم\u200f"),
        ("👩\u200d🍳", "👩\u200d🍳"),
        ("x" * 10000, "x" * 200),
    ],
)
def test_name_is_one_line_of_harmless_text(sent: object, kept: str) -> None:
    assert read_sample_user(display_name=sent).display_name == kept


def test_bio_keeps_its_lines_and_no_other_control() -> None:
    assert read_sample_user(bio_description="one\r\ntwo\0\u202e\n\n").bio == "one\ntwo"
    assert len(read_sample_user(bio_description="x" * 10000).bio) == 1000


def test_small_avatar_stands_in_for_the_large_one() -> None:
    small = sample_json("display/user_info.200")["data"]["user"]["avatar_url"]
    assert read_sample_user(avatar_large_url=None).avatar_url == small


@pytest.mark.parametrize(
    "url", [7, "//x.org/a", "javascript:alert(1)", "https://x.org/ a", "https://x.org/é", "data:,"]
)
def test_avatar_that_is_no_address_is_left_out(url: object) -> None:
    assert read_sample_user(avatar_url=url, avatar_large_url=url).avatar_url == ""


@pytest.mark.parametrize(
    "url", ["https://www.tiktok.com/@mia", "https://tiktok.com", "https://m.tiktok.com?x=1", "https://vm.tiktok.com/Z/"]
)
def test_address_on_tiktok_is_kept(url: str) -> None:
    assert read_sample_user(profile_deep_link=url).profile_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://www.tiktok.com/@mia",
        "https://www.tiktok.com.example.org/",
        "https://eviltiktok.com/",
        "https://www.tiktok.com@example.org/",
        "https://example.org\\@www.tiktok.com/",
        "https://example.org/?https://www.tiktok.com/",
        "https://www.tiktok.com:8443/",
        "javascript:alert(1)//www.tiktok.com/",
        "https://www.tiktok.com/\n",
        "https://" + "a." * 3000 + "tiktok.com/",
        7,
        None,
    ],
)
def test_address_elsewhere_is_left_out(url: object) -> None:
    assert read_sample_user(profile_deep_link=url).profile_url == ""


def test_address_on_the_stand_in_for_tiktok_is_kept() -> None:
    body = sample_json("display/user_info.200")
    body["data"]["user"]["profile_deep_link"] = "http://localhost:8000/sandbox/@mia"
    assert read_user(answered(body), OPEN_ID, www="http://localhost:8000/sandbox").profile_url.endswith("/@mia")
    assert read_user(answered(body), OPEN_ID, www="http://localhost:8000/sand").profile_url == ""


def test_fields_are_those_of_the_granted_scopes() -> None:
    assert user_fields(["user.info.basic"]) == [
        "open_id",
        "union_id",
        "avatar_url",
        "avatar_large_url",
        "display_name",
    ]
    assert user_fields(["video.list", "user.info.stats"]) == [
        "follower_count",
        "following_count",
        "likes_count",
        "video_count",
    ]
    assert "username" in user_fields(["user.info.profile", "user.info.basic"])


# Videos


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
        likes=210402,
        comments=1833,
        shares=9120,
        is_aigc=False,
    )
    assert [video.caption for video in page.videos[1:]] == ["Three eggs, one well", "A dream of tortellini"]
    assert [video.is_aigc for video in page.videos] == [False, False, True]


def test_queried_videos_are_read() -> None:
    page = read_videos(sample("display/video_query.200"))
    assert [video.id for video in page.videos] == ["7576000000000000002"]
    assert page.is_last


def test_every_field_of_a_video_is_asked_for() -> None:
    assert set(VIDEO_FIELDS) == set(sample_json("display/video_list.200")["data"]["videos"][0])


@pytest.mark.parametrize(
    "video",
    [
        None,
        7,
        "x",
        [],
        {},
        {"id": "1"},
        {"create_time": 1795400000},
        {"id": 1.5, "create_time": 1795400000},
        {"id": True, "create_time": 1795400000},
        {"id": "", "create_time": 1795400000},
        {"id": "../etc/passwd", "create_time": 1795400000},
        {"id": "٣", "create_time": 1795400000},
        {"id": "1" * 21, "create_time": 1795400000},
        {"id": "1", "create_time": "2026-11-23"},
        {"id": "1", "create_time": 1795400000.5},
        {"id": "1", "create_time": 1795400000000},
        {"id": "1", "create_time": 0},
        {"id": "1", "create_time": -5},
        {"id": "1", "create_time": True},
        {"id": "1", "create_time": 2**62},
    ],
)
def test_unreadable_video_is_left_out(video: object) -> None:
    good = sample_json("display/video_list.200")["data"]["videos"]
    page = read_sample_videos(videos=[good[0], video, good[1]])
    assert [video.id for video in page.videos] == [good[0]["id"], good[1]["id"]]


def test_list_in_which_nothing_can_be_read_is_not_an_empty_one() -> None:
    with pytest.raises(Unavailable) as failure:
        read_sample_videos(videos=[{"id": "1"}, {"id": "2"}])
    assert failure.value.code == "bad_body"


def test_video_with_nothing_but_its_id_and_time_is_read() -> None:
    (video,) = read_sample_videos(videos=[{"id": "1", "create_time": 1795400000}]).videos
    assert (video.caption, video.cover_url, video.share_url, video.views, video.is_aigc) == ("", "", "", None, False)


@pytest.mark.parametrize("created", ["1795400000", 1795400000.0])
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


@pytest.mark.parametrize("videos", [[], None])
@pytest.mark.parametrize("has_more", [False, True])
def test_page_without_videos_is_an_empty_one(videos: object, has_more: bool) -> None:
    page = read_sample_videos(videos=videos, has_more=has_more, cursor=0)
    assert (page.videos, page.is_last) == ((), not has_more)


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


# Anything at all


def read_any_tokens(reply: Reply) -> Tokens:
    return read_tokens(reply, scope="user.info.basic", refresh_token="rft.before")


def read_sample_creator(reply: Reply) -> UserInfo:
    return read_user(reply, OPEN_ID)


READERS: list[Callable[[Reply], object]] = [read_any_tokens, read_revoked, read_sample_creator, read_videos]


def read_anything(reply: Reply) -> None:
    """Every reader either gives a result or raises a TikTokError; anything else fails the test."""
    for read in READERS:
        try:
            read(reply)
        except TikTokError as error:
            assert error.__context__ is None


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_body_is_unavailable_to_every_reader(body: bytes, read: Callable[[Reply], object]) -> None:
    with pytest.raises(Unavailable) as failure:
        read(Reply(200, {}, body))
    assert failure.value.code == "bad_body"


@unhurried
@given(body=st.binary(max_size=200), status=st.integers(100, 599))
def test_any_bytes_are_read_or_refused(body: bytes, status: int) -> None:
    read_anything(Reply(status, {}, body))


@unhurried
@given(body=JSON, status=st.sampled_from([200, 400, 401, 429, 500]), retry_after=st.text(max_size=6))
def test_any_json_is_read_or_refused(body: object, status: int, retry_after: str) -> None:
    read_anything(answered(body, status=status, headers={"Retry-After": retry_after}))


@unhurried
@given(error=JSON, data=JSON)
def test_any_error_and_data_are_read_or_refused(error: object, data: object) -> None:
    read_anything(answered({"error": error, "data": data}))


@unhurried
@given(changes=st.dictionaries(st.sampled_from(sorted(sample_json("oauth/token.200"))), JSON))
def test_any_change_to_the_tokens_is_read_or_refused(changes: dict[str, Any]) -> None:
    read_anything(answered(sample_json("oauth/token.200") | changes))


@unhurried
@given(changes=st.dictionaries(st.sampled_from(sorted(sample_json("display/user_info.200")["data"]["user"])), JSON))
def test_any_change_to_the_user_is_harmless(changes: dict[str, Any]) -> None:
    try:
        user = read_sample_user(**changes)
    except TikTokError:
        assert changes.get("open_id", OPEN_ID) != OPEN_ID
    else:
        assert user.open_id == OPEN_ID
        (user.display_name + user.username + user.bio + user.avatar_url + user.profile_url).encode()


@unhurried
@given(changes=st.dictionaries(st.sampled_from(VIDEO_FIELDS), JSON))
def test_any_change_to_a_video_leaves_the_others_alone(changes: dict[str, Any]) -> None:
    good = sample_json("display/video_list.200")["data"]["videos"]
    page = read_sample_videos(videos=[good[0] | changes, *good[1:]])
    assert {video.id for video in page.videos} >= {video["id"] for video in good[1:]}
    assert all("\0" not in video.caption and video.caption.encode() is not None for video in page.videos)
