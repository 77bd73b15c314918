"""What is read out of TikTok's answers about tokens."""

import pytest

from tests.tiktok_auth.readings import OPEN_ID
from tests.tiktok_auth.samples import sample, sample_json
from tests.tiktok_auth.test_replies import answered
from tiktok_auth.errors import Unavailable
from tiktok_auth.payloads import Tokens, read_revoked, read_tokens
from tiktok_auth.replies import Reply


def read_sample_tokens(**changes: object) -> Tokens:
    return read_tokens(answered(sample_json("oauth/token.200") | changes), scope="")


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
def test_scope_that_is_not_named_is_the_one_given(sent: object) -> None:
    body = sample_json("oauth/token.200") | {"scope": sent}
    assert read_tokens(answered(body), scope="user.info.basic,video.list").scope == "user.info.basic,video.list"


@pytest.mark.parametrize("sent", [{}, {"open_id": None}, {"open_id": OPEN_ID}])
def test_owner_who_is_not_named_is_whom_the_refresh_token_belongs_to(sent: dict[str, object]) -> None:
    body = {name: value for name, value in sample_json("oauth/refresh.200").items() if name != "open_id"}
    assert read_tokens(answered(body | sent), scope="", open_id=OPEN_ID).open_id == OPEN_ID


@pytest.mark.parametrize("sent", ["somebody-else", "", 7, [], {}])
def test_owner_who_is_somebody_else_is_refused(sent: object) -> None:
    with pytest.raises(Unavailable, match="bad_body"):
        read_tokens(answered(sample_json("oauth/refresh.200") | {"open_id": sent}), scope="", open_id=OPEN_ID)


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
