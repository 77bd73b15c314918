import hashlib

import pytest

from tests.tiktok_auth.sandbox.caller import CALLBACK, exchange, post, refresh, user_info
from tiktok_auth.sandbox import control


def test_code_buys_a_token_pair_with_tiktoks_lifetimes() -> None:
    tokens = exchange(control.issue_code("mina.eats", scopes=("user.info.basic",)))
    assert tokens["open_id"] == control.account("mina.eats").open_id
    assert (tokens["expires_in"], tokens["refresh_expires_in"]) == (7200, 15552000)
    assert (tokens["scope"], tokens["token_type"]) == ("user.info.basic", "Bearer")
    assert user_info(tokens["access_token"]).json()["error"]["code"] == "ok"


def test_code_works_once() -> None:
    code = control.issue_code("mina.eats")
    exchange(code)
    assert exchange(code)["error"] == "invalid_grant"


def test_code_runs_out() -> None:
    control.set_lifetimes(code_seconds=-1)
    assert exchange(control.issue_code("mina.eats"))["error"] == "invalid_grant"


def test_code_is_bound_to_its_redirect_uri() -> None:
    answer = exchange(control.issue_code("mina.eats"), redirect_uri=CALLBACK.rstrip("/"))
    assert answer["error"] == "invalid_request"
    assert answer["error_description"] == "Redirect_uri is not matched with the uri when requesting code."


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "rft.made-up"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "made-up"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "authorization_code", "client_key": "wrong"}, "invalid_client"),
    ],
)
def test_errors_are_flat_and_come_with_status_200(form: dict[str, str], error: str) -> None:
    answer = post("/v2/oauth/token/", **form)
    assert answer.status_code == 200
    assert answer.json().keys() == {"error", "error_description", "log_id"}
    assert answer.json()["error"] == error


def test_challenge_is_answered_by_the_verifier_in_hexadecimal() -> None:
    verifier = "v" * 64
    challenge = hashlib.sha256(verifier.encode()).hexdigest()
    right, wrong = (control.issue_code("mina.eats", challenge=challenge) for _ in range(2))
    assert "access_token" in exchange(right, code_verifier=verifier)
    assert exchange(wrong, code_verifier="w" * 64)["error"] == "invalid_request"


def test_refresh_rotates_both_tokens_and_the_old_ones_die() -> None:
    old = control.issue_tokens("mina.eats", scopes=("user.info.basic", "video.list"))
    new = refresh(old.refresh_token)
    assert new["scope"] == "user.info.basic,video.list"
    assert new["refresh_token"] == control.live_refresh_token("mina.eats") != old.refresh_token
    assert refresh(old.refresh_token)["error"] == "invalid_grant"
    assert user_info(old.access_token).json()["error"]["code"] == "access_token_invalid"


def test_refresh_token_runs_out() -> None:
    control.set_lifetimes(refresh_seconds=-1)
    assert refresh(control.issue_tokens("mina.eats").refresh_token)["error"] == "invalid_grant"


def test_lost_answer_has_rotated_all_the_same() -> None:
    old = control.issue_tokens("mina.eats")
    control.break_next("token", "lost")
    with pytest.raises(OSError, match="without response"):
        refresh(old.refresh_token)
    assert control.live_refresh_token("mina.eats") not in {"", old.refresh_token}
    assert refresh(old.refresh_token)["error"] == "invalid_grant"


def test_revoke_takes_the_access_token_and_ends_everything_this_user_allowed() -> None:
    first, second = (control.issue_tokens("mina.eats") for _ in range(2))
    assert post("/v2/oauth/revoke/", token=first.access_token).content == b""
    assert refresh(second.refresh_token)["error"] == "invalid_grant"
    assert post("/v2/oauth/revoke/", token=first.access_token).json()["error"] == "invalid_grant"


def test_deleted_account_keeps_no_token() -> None:
    pair = control.issue_tokens("sol.by.the.sea")
    control.delete_account("sol.by.the.sea")
    assert refresh(pair.refresh_token)["error"] == "invalid_grant"
    assert user_info(pair.access_token).json()["error"]["code"] == "access_token_invalid"


def test_calls_are_noted_without_secrets() -> None:
    pair = control.issue_tokens("mina.eats")
    refresh(pair.refresh_token)
    [call] = control.calls("token")
    assert call.parameters == {"client_key": "sandbox-client", "grant_type": "refresh_token"}


def test_fault_may_wrap_tokens_as_version_1_did() -> None:
    control.break_next("token", "wrapped")
    answer = exchange(control.issue_code("mina.eats"))
    assert answer["message"] == "success"
    assert answer["data"]["access_token"] == control.live_access_token("mina.eats")


@pytest.mark.parametrize("code", ["server_error", "temporarily_unavailable", "invalid_scope"])
def test_fault_may_be_any_documented_error(code: str) -> None:
    control.break_next("token", code)
    assert exchange(control.issue_code("mina.eats"))["error"] == code


def test_creator_may_remove_the_app() -> None:
    pair = control.issue_tokens("mina.eats")
    control.revoke_by_user("mina.eats")
    assert refresh(pair.refresh_token)["error"] == "invalid_grant"
    assert control.live_refresh_token("mina.eats") == control.live_access_token("mina.eats") == ""
