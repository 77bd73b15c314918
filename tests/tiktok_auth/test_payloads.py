"""Whatever an answer holds, every reader gives a result or says that there is none."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tiktok_auth.readings import OPEN_ID, read_sample_user, read_sample_videos
from tests.tiktok_auth.samples import sample_json
from tests.tiktok_auth.test_replies import MALFORMED, answered
from tiktok_auth.errors import TikTokError, Unavailable
from tiktok_auth.payloads import VIDEO_FIELDS, Tokens, UserInfo, read_revoked, read_tokens, read_user, read_videos
from tiktok_auth.replies import Reply

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


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


@given(body=st.binary(max_size=200), status=st.integers(100, 599))
def test_any_bytes_are_read_or_refused(body: bytes, status: int) -> None:
    read_anything(Reply(status, {}, body))


@given(body=JSON, status=st.sampled_from([200, 400, 401, 429, 500]), retry_after=st.text(max_size=6))
def test_any_json_is_read_or_refused(body: object, status: int, retry_after: str) -> None:
    read_anything(answered(body, status=status, headers={"Retry-After": retry_after}))


@given(error=JSON, data=JSON)
def test_any_error_and_data_are_read_or_refused(error: object, data: object) -> None:
    read_anything(answered({"error": error, "data": data}))


@given(changes=st.dictionaries(st.sampled_from(sorted(sample_json("oauth/token.200"))), JSON))
def test_any_change_to_the_tokens_is_read_or_refused(changes: dict[str, Any]) -> None:
    read_anything(answered(sample_json("oauth/token.200") | changes))


@given(changes=st.dictionaries(st.sampled_from(sorted(sample_json("display/user_info.200")["data"]["user"])), JSON))
def test_any_change_to_the_user_is_harmless(changes: dict[str, Any]) -> None:
    try:
        user = read_sample_user(**changes)
    except TikTokError:
        assert changes.get("open_id", OPEN_ID) != OPEN_ID
    else:
        assert user.open_id == OPEN_ID
        (user.display_name + user.username + user.bio + user.avatar_url + user.profile_url).encode()


@given(changes=st.dictionaries(st.sampled_from(VIDEO_FIELDS), JSON))
def test_any_change_to_a_video_leaves_the_others_alone(changes: dict[str, Any]) -> None:
    good = sample_json("display/video_list.200")["data"]["videos"]
    page = read_sample_videos(videos=[good[0] | changes, *good[1:]])
    assert {video.id for video in page.videos} >= {video["id"] for video in good[1:]}
    assert all("\0" not in video.caption and video.caption.encode() is not None for video in page.videos)
