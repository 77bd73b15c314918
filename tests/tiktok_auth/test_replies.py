import json
from collections.abc import Callable

import pytest

from tests.tiktok_auth.samples import FOLDER, sample, sample_json
from tiktok_auth.errors import (
    RateLimited,
    ReconnectNeeded,
    Refused,
    ScopeMissing,
    TikTokError,
    TokenRejected,
    Unavailable,
)
from tiktok_auth.replies import Reply, read_data, read_oauth

CANARY = "act.canary-0123456789"
DECISIONS = {
    "oauth/access_denied.200": Refused,
    "oauth/invalid_client.200": Refused,
    "oauth/invalid_grant.200": ReconnectNeeded,
    "oauth/invalid_request.200": Refused,
    "oauth/invalid_scope.200": Refused,
    "oauth/server_error.200": Unavailable,
    "oauth/temporarily_unavailable.200": Unavailable,
    "oauth/unauthorized_client.200": Refused,
    "oauth/unsupported_grant_type.200": Refused,
    "oauth/unsupported_response_type.200": Refused,
    "display/access_token_invalid.401": TokenRejected,
    "display/internal_error.500": Unavailable,
    "display/invalid_file_upload.400": Refused,
    "display/invalid_param.400": Refused,
    "display/invalid_params.400": Refused,
    "display/rate_limit_exceeded.429": RateLimited,
    "display/scope_not_authorized.401": ScopeMissing,
    "display/scope_permission_missed.400": ScopeMissing,
}
SUCCESSES = {
    "oauth/token.200",
    "oauth/refresh.200",
    "oauth/revoke.200",
    "display/user_info.200",
    "display/video_list.200",
    "display/video_query.200",
}
GOOD = '{"data": {"user": {}, "videos": []}, "error": {"code": "ok"}, "access_token": "act.x", "open_id": "x"'
MALFORMED = {
    "brace": b"{",
    "html": b"<!doctype html><title>502 Bad Gateway</title>",
    "cut": GOOD.encode(),
    "two objects": f"{GOOD}}}{GOOD}}}".encode(),
    "list": f"[{GOOD}}}]".encode(),
    "string": b'"ok"',
    "number": b"1",
    "null": b"null",
    "twins": f'{GOOD}, "open_id": "y"}}'.encode(),
    "twins inside": f'{GOOD}, "x": [{{"a": 1, "a": 2}}]}}'.encode(),
    "not a number": f'{GOOD}, "expires_in": NaN}}'.encode(),
    "infinity": f'{GOOD}, "expires_in": -Infinity}}'.encode(),
    "too many digits": f'{GOOD}, "expires_in": {"9" * 5000}}}'.encode(),
    "deep": f'{GOOD}, "x": {"[" * 200_000}'.encode(),
    "deep and closed": f'{GOOD}, "x": {"[" * 200_000}{"]" * 200_000}}}'.encode(),
    "utf-16": f"{GOOD}}}".encode("utf-16"),
    "utf-8 with a mark": f"{GOOD}}}".encode("utf-8-sig"),
    "latin-1": f'{GOOD}, "name": "é"}}'.encode("latin-1"),
    "trailing comma": f"{GOOD},}}".encode(),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
}


def answered(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """A reply with this body, as JSON."""
    return Reply(status, headers or {}, json.dumps(body).encode())


def display_error(code: object, *, status: int = 400, **headers: str) -> TikTokError:
    body = {"data": {}, "error": {"code": code, "message": CANARY, "log_id": "202611L0G"}}
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(TikTokError) as failure:
        read_data(answered(body, status=status, headers=fields))
    return failure.value


def oauth_error(code: object, *, status: int = 200) -> TikTokError:
    body = {"error": code, "error_description": CANARY, "log_id": "202611L0G"}
    with pytest.raises(TikTokError) as failure:
        read_oauth(answered(body, status=status))
    return failure.value


def test_every_sample_is_a_success_or_forces_a_decision() -> None:
    names = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.json")}
    assert names == SUCCESSES | set(DECISIONS)


@pytest.mark.parametrize("name", sorted(SUCCESSES))
def test_success_is_handed_on(name: str) -> None:
    answer = sample_json(name)
    if name.startswith("oauth"):
        assert read_oauth(sample(name)) == answer
    else:
        assert read_data(sample(name)) == answer["data"]


@pytest.mark.parametrize("read", [read_oauth, read_data])
@pytest.mark.parametrize(("name", "decision"), DECISIONS.items())
def test_documented_error_forces_its_decision_wherever_it_comes_from(
    name: str, decision: type[TikTokError], read: Callable[[Reply], object]
) -> None:
    with pytest.raises(TikTokError) as failure:
        read(sample(name))
    assert type(failure.value) is decision
    assert name.split("/")[1] == f"{failure.value.code}.{failure.value.status}"
    assert failure.value.log_id == "202611230901001010142151950E1B2C3D"


@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_code_decides_and_not_the_status(status: int) -> None:
    assert type(display_error("access_token_invalid", status=status)) is TokenRejected
    assert type(display_error("scope_not_authorized", status=status)) is ScopeMissing
    assert type(oauth_error("invalid_grant", status=status)) is ReconnectNeeded
    assert type(oauth_error("invalid_client", status=status)) is Refused


@pytest.mark.parametrize("status", [200, 400])
def test_ok_is_a_success_whatever_the_status(status: int) -> None:
    assert read_data(answered({"data": {"a": 1}, "error": {"code": "ok"}}, status=status)) == {"a": 1}


@pytest.mark.parametrize("code", ["ok", "invalid_grant", "access_token_invalid", "scope_not_authorized", "spam_risk"])
@pytest.mark.parametrize("status", [500, 502, 503])
def test_trouble_of_tiktoks_own_is_one_whatever_its_body_says(code: str, status: int) -> None:
    for error in (display_error(code, status=status), oauth_error(code, status=status)):
        assert (type(error), error.code, error.log_id) == (Unavailable, "server_error", "202611L0G")


@pytest.mark.parametrize("code", ["internal_error", "server_error", "temporarily_unavailable"])
def test_trouble_that_tiktok_has_a_word_for_keeps_it(code: str) -> None:
    assert (display_error(code, status=503).code, oauth_error(code, status=503).code) == (code, code)


@pytest.mark.parametrize(("status", "decision"), [(200, Refused), (400, Refused), (418, Refused), (503, Unavailable)])
def test_code_nobody_documented_is_judged_by_its_status(status: int, decision: type[TikTokError]) -> None:
    assert type(display_error("spam_risk", status=status)) is decision
    assert type(oauth_error("spam_risk", status=status)) is decision


@pytest.mark.parametrize("code", ["access_token_expired", "token_revoked"])
def test_status_401_rejects_the_token_whatever_the_code_is_called(code: str) -> None:
    error = display_error(code, status=401)
    assert (type(error), error.code) == (TokenRejected, code)
    assert type(oauth_error(code, status=401)) is Refused  # where it is our keys that nobody knows


@pytest.mark.parametrize("code", [None, "", 7, True, ["ok"], {"ok": 1}, "OK", "o k", f"x {CANARY}", CANARY, "x" * 65])
def test_code_that_is_none_cannot_be_read(code: object) -> None:
    error = display_error(code)
    assert (type(error), error.code) == (Unavailable, "bad_body")


@pytest.mark.parametrize("error", [None, "", 0, [], {}, "ok?", 7, ["ok"]])
def test_display_answer_without_an_error_object_cannot_be_read(error: object) -> None:
    with pytest.raises(Unavailable):
        read_data(answered({"data": {"user": {}}, "error": error}))


def test_log_id_may_be_spelt_either_way() -> None:
    with pytest.raises(Refused) as failure:
        read_data(answered({"error": {"code": "invalid_params", "logid": "202611L0G"}}, status=400))
    assert failure.value.log_id == "202611L0G"


@pytest.mark.parametrize("log_id", [None, 7, ["x"], f"{CANARY}\n", "x" * 65, "<script>"])
def test_log_id_that_is_none_is_left_out(log_id: object) -> None:
    with pytest.raises(Refused) as failure:
        read_oauth(answered({"error": "invalid_client", "log_id": log_id}))
    assert failure.value.log_id == ""


@pytest.mark.parametrize("code", ["rate_limit_exceeded", "internal_error", "access_token_invalid", "spam_risk", None])
def test_status_429_is_a_rate_limit_whatever_the_code(code: object) -> None:
    assert type(display_error(code, status=429)) is RateLimited


def test_rate_limit_is_one_at_any_status() -> None:
    assert type(display_error("rate_limit_exceeded", status=200)) is RateLimited


def test_rate_limit_without_a_readable_body_is_one() -> None:
    with pytest.raises(RateLimited) as failure:
        read_data(Reply(429, {"Retry-After": "5"}, b"<html>slow down</html>"))
    assert failure.value.retry_after == 5


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [("7", 7), ("0", 5), ("000", 5), ("1", 5), ("300", 300), ("86400", 300), ("9" * 9, 300), ("9" * 5000, 60),
     ("-1", 60), ("1.5", 60), ("", 60), ("soon", 60), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), ("٣", 60)],
)  # fmt: skip
def test_retry_after_is_honoured_within_reason(sent: str, seconds: float) -> None:
    error = display_error("rate_limit_exceeded", status=429, Retry_After=sent)
    assert isinstance(error, RateLimited)
    assert error.retry_after == seconds


def test_rate_limit_without_retry_after_lasts_a_minute() -> None:
    error = display_error("rate_limit_exceeded", status=429)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 60


@pytest.mark.parametrize("read", [read_oauth, read_data])
@pytest.mark.parametrize(("status", "code"), [(200, "bad_body"), (401, "bad_body"), (502, "server_error")])
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_body_is_unavailable(body: bytes, status: int, code: str, read: Callable[[Reply], object]) -> None:
    with pytest.raises(Unavailable) as failure:
        read(Reply(status, {}, body))
    assert (failure.value.code, failure.value.status) == (code, status)


def test_error_holds_nothing_of_the_answer_but_code_and_log_id() -> None:
    for error in (display_error("invalid_params"), oauth_error("invalid_grant")):
        assert CANARY not in repr(error) + str(error) + repr(error.__dict__)
        assert str(error) == f"{error.code} (TikTok log id 202611L0G)"
    with pytest.raises(Unavailable) as failure:
        read_oauth(Reply(200, {}, f'{{"access_token": "{CANARY}"'.encode()))
    assert failure.value.__context__ is None


def test_reply_does_not_show_its_body() -> None:
    assert CANARY not in repr(Reply(200, {}, CANARY.encode()))
