"""What the client asks of TikTok, and what it makes of the answers."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from tests import hostile
from tests.hostile import Behaviour, Server
from tests.tiktok_auth.endpoints import CALLS, CANARY, OPEN_ID, SCOPES, answer, every_call
from tests.tiktok_auth.samples import sample_json
from tiktok_auth import client
from tiktok_auth.errors import RateLimited, ReconnectNeeded, Refused, ScopeMissing, TokenRejected, Unavailable


@pytest.fixture
def tiktok(server: Server, settings: Settings) -> Server:
    """What the client takes for TikTok."""
    settings.TIKTOK_CLIENT_KEY, settings.TIKTOK_CLIENT_SECRET = "a-client-key", "a-client-secret"
    return server


# OAuth


def test_exchange_sends_the_code_as_it_is_with_both_keys(tiktok: Server) -> None:
    tiktok.behave(answer("oauth/token.200"))
    tokens = client.exchange("BELY*0!6410 ü%2A", redirect_uri="https://example.org/accounts/tiktok/login/callback/")
    assert (tokens.open_id, tokens.access_seconds, tokens.refresh_seconds) == (OPEN_ID, 7200, 15552000)
    (request,) = tiktok.requests
    assert (request.method, request.target) == ("POST", "/v2/oauth/token/")
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.form == {
        "client_key": "a-client-key",
        "client_secret": "a-client-secret",
        "grant_type": "authorization_code",
        "code": "BELY*0!6410 ü%2A",
        "redirect_uri": "https://example.org/accounts/tiktok/login/callback/",
    }


def test_exchange_sends_the_code_verifier_where_there_is_one(tiktok: Server) -> None:
    tiktok.behave(answer("oauth/token.200"))
    client.exchange("code", redirect_uri="http://localhost:8000/callback/", code_verifier="v" * 43)
    assert tiktok.requests[0].form["code_verifier"] == "v" * 43


def test_refresh_returns_the_new_pair(tiktok: Server) -> None:
    tiktok.behave(answer("oauth/refresh.200"))
    tokens = client.refresh("rft.old")
    assert tokens.refresh_token == "rft.example67890Example67890Example!4567.e1"
    (request,) = tiktok.requests
    assert (request.method, request.target) == ("POST", "/v2/oauth/token/")
    assert request.form == {
        "client_key": "a-client-key",
        "client_secret": "a-client-secret",
        "grant_type": "refresh_token",
        "refresh_token": "rft.old",
    }


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_revoke_sends_the_access_token_and_takes_silence_for_yes(tiktok: Server, body: bytes) -> None:
    tiktok.behave(hostile.answer(body))
    client.revoke("act.live")
    (request,) = tiktok.requests
    assert (request.method, request.target) == ("POST", "/v2/oauth/revoke/")
    assert request.form == {"client_key": "a-client-key", "client_secret": "a-client-secret", "token": "act.live"}


def test_code_or_token_that_is_over_needs_a_new_login(tiktok: Server) -> None:
    tiktok.behave(answer("oauth/invalid_grant.200"))
    for name in ("exchange", "refresh", "revoke"):
        with pytest.raises(ReconnectNeeded):
            CALLS[name]()


def test_wrong_keys_are_refused_with_what_support_asks_for(tiktok: Server) -> None:
    tiktok.behave(answer("oauth/invalid_client.200"))
    with pytest.raises(Refused) as failure:
        client.refresh("rft.old")
    assert (failure.value.code, failure.value.log_id) == ("invalid_client", "202611230901001010142151950E1B2C3D")


# The creator


def test_user_info_asks_for_exactly_what_was_granted(tiktok: Server) -> None:
    tiktok.behave(hostile.answer_json({"data": {"user": {"open_id": OPEN_ID}}, "error": {"code": "ok"}}))
    client.user_info("act.live", scopes=["user.info.basic"], open_id=OPEN_ID)
    (request,) = tiktok.requests
    assert (request.method, request.path, request.body) == ("GET", "/v2/user/info/", b"")
    assert request.headers["authorization"] == "Bearer act.live"
    assert request.query == {"fields": "open_id,union_id,avatar_url,avatar_large_url,display_name"}


def test_user_info_returns_the_creator(tiktok: Server) -> None:
    tiktok.behave(answer("display/user_info.200"))
    user = client.user_info("act.live", scopes=SCOPES, open_id=OPEN_ID)
    assert (user.username, user.followers, user.is_verified) == ("nonnas.kitchen", 48211, True)


def test_user_info_of_somebody_else_is_unavailable(tiktok: Server) -> None:
    tiktok.behave(answer("display/user_info.200"))
    with pytest.raises(Unavailable) as failure:
        client.user_info("act.live", scopes=SCOPES, open_id="somebody-else")
    assert failure.value.code == "bad_body"


def test_addresses_on_the_configured_tiktok_are_kept(tiktok: Server, settings: Settings) -> None:
    settings.TIKTOK_WWW_BASE = "http://localhost:8000/sandbox"
    body = sample_json("display/user_info.200")
    body["data"]["user"]["profile_deep_link"] = "http://localhost:8000/sandbox/@mia"
    tiktok.behave(hostile.answer_json(body))
    assert client.user_info("act.live", scopes=SCOPES, open_id=OPEN_ID).profile_url.endswith("/sandbox/@mia")


# Videos


def test_video_list_asks_for_twenty_with_fields_in_the_query(tiktok: Server) -> None:
    tiktok.behave(answer("display/video_list.200"))
    page = client.video_list("act.live")
    assert (len(page.videos), page.cursor, page.is_last) == (3, 1795200000000, False)
    (request,) = tiktok.requests
    assert (request.method, request.path, request.json) == ("POST", "/v2/video/list/", {"max_count": 20})
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == "Bearer act.live"
    assert {"id", "create_time", "cover_image_url", "is_aigc"} <= set(request.query["fields"].split(","))


def test_video_list_goes_on_where_the_last_page_ended(tiktok: Server) -> None:
    tiktok.behave(answer("display/video_list.200"))
    client.video_list("act.live", cursor=1795200000000)
    assert tiktok.requests[0].json == {"max_count": 20, "cursor": 1795200000000}


def test_video_query_asks_for_these_videos(tiktok: Server) -> None:
    tiktok.behave(answer("display/video_query.200"))
    videos = client.video_query("act.live", ids=("7576000000000000002", "7575000000000000001"))
    assert [video.id for video in videos] == ["7576000000000000002"]
    (request,) = tiktok.requests
    assert (request.method, request.path) == ("POST", "/v2/video/query/")
    assert request.json == {"filters": {"video_ids": ["7576000000000000002", "7575000000000000001"]}}


@pytest.mark.parametrize("name", ["video_list", "video_query"])
@pytest.mark.parametrize("refusal", ["display/invalid_params.400", "display/invalid_param.400"])
def test_refusal_of_a_field_is_said_by_its_code(tiktok: Server, name: str, refusal: str) -> None:
    tiktok.behave(answer(refusal))
    with pytest.raises(Refused, match="invalid_param"):
        CALLS[name]()
    assert len(tiktok.requests) == 1


def test_any_other_refusal_of_videos_is_final(tiktok: Server) -> None:
    tiktok.behave(hostile.answer_json({"error": {"code": "spam_risk"}}, status=403))
    with pytest.raises(Refused):
        client.video_list("act.live")
    assert len(tiktok.requests) == 1


# Every endpoint


@every_call
@pytest.mark.parametrize(
    ("name", "decision"),
    [
        ("display/access_token_invalid.401", TokenRejected),
        ("display/scope_not_authorized.401", ScopeMissing),
        ("display/rate_limit_exceeded.429", RateLimited),
        ("display/internal_error.500", Unavailable),
        ("oauth/invalid_grant.200", ReconnectNeeded),
        ("oauth/temporarily_unavailable.200", Unavailable),
    ],
)
def test_error_forces_its_decision_on_every_endpoint(
    tiktok: Server, call: Callable[[], object], name: str, decision: type[Exception]
) -> None:
    tiktok.behave(answer(name))
    with pytest.raises(decision) as failure:
        call()
    assert type(failure.value) is decision
    assert len(tiktok.requests) == 1


@every_call
def test_retry_after_is_handed_on(tiktok: Server, call: Callable[[], object]) -> None:
    tiktok.behave(hostile.answer(b"slow down", status=429, Retry_After="17"))
    with pytest.raises(RateLimited) as failure:
        call()
    assert failure.value.retry_after == 17


@every_call
@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (hostile.reset, "network"),
        (hostile.hang_up, "network"),
        (hostile.cut(b'{"error": {"code": "ok"}'), "network"),
        (hostile.answer(b'{"error": {"code": "ok"}'), "bad_body"),
        (
            hostile.answer(b"<html><title>Bad gateway</title></html>", status=502, Content_Type="text/html"),
            "server_error",
        ),
        (hostile.answer(b"<html>welcome</html>", Content_Type="text/html"), "bad_body"),
        (hostile.answer('{"error": ""}'.encode("utf-16"), Content_Type="application/json; charset=utf-8"), "bad_body"),
        (hostile.redirect("https://example.org/"), "redirect"),
        (hostile.huge(3), "too_large"),
        (hostile.gzip_bomb(30), "too_large"),
    ],
    ids=["reset", "closed", "cut", "half", "html 502", "html 200", "charset", "redirect", "huge", "bomb"],
)
def test_answer_that_cannot_be_used_is_unavailable(
    tiktok: Server, call: Callable[[], object], behaviour: Behaviour, code: str
) -> None:
    tiktok.behave(behaviour)
    with pytest.raises(Unavailable) as failure:
        call()
    assert failure.value.code == code


def test_settings_are_read_when_the_call_is_made(tiktok: Server, settings: Settings) -> None:
    with hostile.serve(answer("display/video_list.200")) as other:
        settings.TIKTOK_API_BASE = f"{other.url}/sandbox"
        client.video_list("act.live")
        assert [request.path for request in other.requests] == ["/sandbox/v2/video/list/"]
    assert tiktok.requests == []


@every_call
def test_nothing_secret_is_logged_or_told(
    tiktok: Server, call: Callable[[], object], caplog: pytest.LogCaptureFixture
) -> None:
    wrapped: Any = {"error": CANARY, "error_description": CANARY, "access_token": CANARY, "data": CANARY}
    tiktok.behave(hostile.answer_json(wrapped, X_Echo=CANARY))
    with caplog.at_level(logging.DEBUG), pytest.raises(Unavailable) as failure:
        call()
    assert caplog.records == []
    assert CANARY not in f"{failure.value!r} {failure.value} {vars(failure.value)}"
