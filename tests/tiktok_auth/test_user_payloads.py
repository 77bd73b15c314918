"""What is read out of TikTok's answer about a creator."""

from typing import Any

import pytest

from tests.tiktok_auth.readings import OPEN_ID, read_sample_user
from tests.tiktok_auth.samples import sample, sample_json
from tests.tiktok_auth.test_replies import answered
from tiktok_auth.errors import Unavailable
from tiktok_auth.payloads import UserInfo, read_user, user_fields


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


def test_fields_are_those_of_the_granted_scopes_and_what_tiktok_shows_to_every_app() -> None:
    basic = ["open_id", "union_id", "avatar_url", "avatar_large_url", "display_name"]
    for scopes in (["user.info.basic"], ["video.list"], [], [""]):
        assert user_fields(scopes) == basic
    assert user_fields(["video.list", "user.info.stats"]) == [*basic, "follower_count", "likes_count", "video_count"]
    assert "username" in user_fields(["user.info.profile", "user.info.basic"])
