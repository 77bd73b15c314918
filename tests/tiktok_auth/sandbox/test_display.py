import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import time_machine
from django.test import Client

from tests.crowd import PATIENCE_SECONDS
from tests.tiktok_auth.sandbox.caller import BASE, token_of, user_info, videos
from tiktok_auth.sandbox import control

PROFILE = "open_id,display_name,username,bio_description,is_verified"


def error(answer: requests.Response) -> tuple[int, str]:
    body = answer.json()["error"]
    assert body["log_id"]
    return answer.status_code, body["code"]


def test_user_info_answers_with_the_fields_asked_for() -> None:
    user = user_info(token_of("layla.raqs"), f"{PROFILE},follower_count,video_count").json()["data"]["user"]
    assert user == {
        "open_id": control.account("layla.raqs").open_id,
        "display_name": "ليلى ترقص",
        "username": "layla.raqs",
        "bio_description": control.account("layla.raqs").bio,
        "is_verified": True,
        "follower_count": 486_300,
        "video_count": len(control.videos("layla.raqs")),
    }


def test_one_field_without_its_scope_fails_the_whole_call() -> None:
    token = token_of("otto.knits", "user.info.basic")
    assert error(user_info(token, "open_id,display_name,avatar_url")) == (200, "ok")
    assert error(user_info(token, PROFILE)) == (401, "scope_not_authorized")
    assert error(videos(token)) == (401, "scope_not_authorized")


@pytest.mark.parametrize("fields", ["", "open_id,password"])
def test_missing_or_unknown_fields_are_refused(fields: str) -> None:
    assert error(user_info(token_of("mina.eats"), fields)) == (400, "invalid_params")
    assert error(videos(token_of("mina.eats"), fields=fields)) == (400, "invalid_params")


def test_unknown_expired_and_killed_tokens_are_refused_alike() -> None:
    assert error(user_info("act.made-up")) == (401, "access_token_invalid")
    token = token_of("mina.eats")
    with time_machine.travel(time.time() + 7201):
        assert error(user_info(token)) == (401, "access_token_invalid")
    control.kill_access_tokens("mina.eats")
    assert error(user_info(token)) == (401, "access_token_invalid")


def test_renamed_creator_keeps_identity_and_videos() -> None:
    token, before = token_of("mina.eats"), control.videos("mina.eats")
    control.rename("mina.eats", "mina.cooks")
    assert user_info(token, "username").json()["data"]["user"]["username"] == "mina.cooks"
    assert control.videos("mina.cooks") == before


def test_cursor_walks_400_videos_newest_first_without_gap_or_repeat() -> None:
    token, seen, cursor = token_of("everytram"), list[dict[str, int]](), 0
    while True:
        page = videos(token, max_count=20, cursor=cursor).json()["data"]
        seen += page["videos"]
        assert page["cursor"] == page["videos"][-1]["create_time"] * 1000
        if not page["has_more"]:
            break
        cursor = page["cursor"]
    moments = [video["create_time"] for video in seen]
    assert len({video["id"] for video in seen}) == len(seen) == 400
    assert moments == sorted(moments, reverse=True)


def test_page_holds_10_unless_asked_and_never_more_than_20() -> None:
    token = token_of("everytram")
    assert len(videos(token).json()["data"]["videos"]) == 10
    for wrong in (0, 21, "ten"):
        assert error(videos(token, max_count=wrong)) == (400, "invalid_params")


def test_creator_without_videos_gets_an_empty_page() -> None:
    assert videos(token_of("quiet.pages")).json()["data"] == {"videos": [], "cursor": 0, "has_more": False}


def test_query_answers_only_own_public_videos_and_at_most_20_ids() -> None:
    token = token_of("mina.eats")
    own, gone, *_ = (video.id for video in control.videos("mina.eats"))
    foreign = control.videos("layla.raqs")[0].id
    control.remove_video("mina.eats", gone)
    found = videos(token, "query", filters={"video_ids": [own, gone, foreign, "1"]}).json()["data"]["videos"]
    assert [video["id"] for video in found] == [own]
    assert error(videos(token, "query", filters={"video_ids": [own] * 21})) == (400, "invalid_params")
    assert error(videos(token, "query", filters={"video_ids": [7]})) == (400, "invalid_params")
    assert error(videos(token, "query")) == (400, "invalid_params")


def test_published_video_leads_the_list_and_removed_one_leaves_it() -> None:
    token = token_of("quiet.pages")
    first, second = (control.publish("quiet.pages", caption, is_aigc=True) for caption in ("One", "Two"))
    page = videos(token, fields="id,video_description,is_aigc").json()["data"]["videos"]
    assert page == [
        {"id": second, "video_description": "Two", "is_aigc": True},
        {"id": first, "video_description": "One", "is_aigc": True},
    ]
    control.remove_video("quiet.pages", second)
    assert [video["id"] for video in videos(token).json()["data"]["videos"]] == [first]


def test_body_that_is_not_a_json_object_is_refused() -> None:
    for body in (b"[]", b"{", b"\xff"):
        answer = requests.post(
            f"{BASE}/v2/video/list/",
            params={"fields": "id"},
            data=body,
            headers={"Authorization": f"Bearer {token_of('mina.eats')}", "Content-Type": "application/json"},
            timeout=PATIENCE_SECONDS,
        )
        assert error(answer) == (400, "invalid_params")


@pytest.mark.usefixtures("stopped_clock")
def test_601st_call_within_a_minute_is_refused_and_the_window_slides() -> None:
    token = token_of("mina.eats")
    within = Client(headers={"Authorization": f"Bearer {token}"})  # 600 calls over HTTP would take a while
    outcomes = {within.get("/sandbox/v2/user/info/?fields=open_id").status_code for _ in range(599)}
    assert outcomes == {200}
    assert error(user_info(token)) == (200, "ok")
    assert error(user_info(token)) == (429, "rate_limit_exceeded")
    assert error(videos(token)) == (200, "ok")
    with time_machine.travel(time.time() + 61):
        assert error(user_info(token)) == (200, "ok")
    assert [call.is_refused for call in control.calls("user_info")].count(True) == 1


@pytest.mark.usefixtures("stopped_clock")
def test_calls_at_the_same_moment_cannot_share_the_last_place() -> None:
    token = token_of("mina.eats")
    control.set_call_limit(20)
    with ThreadPoolExecutor(8) as callers:
        outcomes = [error(answer) for answer in callers.map(lambda _: user_info(token), range(25))]
    assert outcomes.count((200, "ok")) == 20


def test_limited_persona_gets_videos_once_in_a_while() -> None:
    token = token_of("pixel.rush")
    outcomes = [videos(token).status_code for _ in range(5)]
    assert outcomes == [200, 429, 429, 429, 200]


@pytest.mark.parametrize(
    ("mode", "status", "code"),
    [("429", 429, "rate_limit_exceeded"), ("500", 500, "internal_error"), ("not_ok", 200, "internal_error"),
     ("scope_permission_missed", 400, "scope_permission_missed")],
)  # fmt: skip
def test_fault_is_shown_once_and_then_gone(mode: str, status: int, code: str) -> None:
    token = token_of("mina.eats")
    control.break_next("video_list", mode)
    assert [error(videos(token)) for _ in range(2)] == [(status, code), (200, "ok")]


def test_raw_fault_is_sent_as_given() -> None:
    control.break_next("user_info", (200, "text/html", b"<html>\xff"))
    answer = user_info("any")
    assert (answer.content, answer.headers["Content-Type"]) == (b"<html>\xff", "text/html")


def test_faults_of_the_wire_never_give_readable_json() -> None:
    token = token_of("mina.eats")
    for mode in ("cut", "html", "502", "empty", "reset", "lost"):
        control.break_next("user_info", mode)
        with pytest.raises((json.JSONDecodeError, requests.ConnectionError)):
            user_info(token).json()


@pytest.mark.parametrize(
    ("mode", "open_id"), [("null_open_id", None), ("number_open_id", 723), ("wrong_open_id", "somebody-else")]
)
def test_fault_may_change_who_answers(mode: str, open_id: object) -> None:
    control.break_next("user_info", mode)
    assert user_info(token_of("mina.eats")).json()["data"]["user"]["open_id"] == open_id


def test_unknown_mode_or_endpoint_is_a_mistake_of_the_test() -> None:
    for endpoint, mode in (("user_info", "invalid_grant"), ("users", "429")):
        with pytest.raises(LookupError):
            control.break_next(endpoint, mode)


@pytest.mark.parametrize("mode", ["huge", "bomb"])
def test_fault_may_send_80_megabytes(mode: str) -> None:
    control.break_next("user_info", mode)
    assert len(user_info("any").content) == 80 * 1024 * 1024


def test_fault_may_send_a_byte_at_a_time_or_wait() -> None:
    token = token_of("mina.eats")
    control.break_next("user_info", "drip")
    url, headers = f"{BASE}/v2/user/info/?fields=open_id", {"Authorization": f"Bearer {token}"}
    with requests.get(url, headers=headers, stream=True, timeout=PATIENCE_SECONDS) as answer:
        assert next(answer.iter_content(1)) == b"{"
    control.break_next("user_info", "slow")
    assert user_info(token).elapsed.total_seconds() >= 2


def test_fault_may_send_elsewhere() -> None:
    control.break_next("user_info", "redirect")
    with pytest.raises(requests.RequestException):
        user_info("any")


def test_fault_may_break_the_text_in_a_body() -> None:
    token = token_of("layla.raqs")
    control.break_next("user_info", "charset")
    with pytest.raises(UnicodeDecodeError):
        user_info(token, "display_name").content.decode()


def test_fault_may_keep_the_pages_coming() -> None:
    token = token_of("mina.eats")
    for mode in ("endless", "repeated_cursor"):
        control.break_next("video_list", mode, times=2)
        pages = [videos(token, max_count=20).json()["data"] for _ in range(2)]
        assert all(page["has_more"] for page in pages)
        assert pages[0]["cursor"] == pages[1]["cursor"]


def test_fault_may_leave_values_and_identity_out() -> None:
    token = token_of("mina.eats")
    control.break_next("video_list", "nulls")
    video = videos(token, fields="id,create_time,view_count").json()["data"]["videos"][0]
    assert video == {"id": video["id"], "create_time": None, "view_count": None}
    control.break_next("user_info", "no_open_id")
    assert user_info(token).json()["data"]["user"] == {}


def test_fault_may_name_a_delay() -> None:
    control.break_next("user_info", "429_retry_after")
    assert user_info("any").headers["Retry-After"] == "7"


def test_slow_persona_answers_late() -> None:
    assert user_info(token_of("the.slow.road")).elapsed.total_seconds() >= 2
