import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests import tiktok
from tests.crowd import PATIENCE_SECONDS
from tests.tiktok_auth.sandbox.caller import CALLBACK, EVERY_SCOPE, authorize_url, exchange
from tiktok_auth.sandbox import control


def answer(url: str) -> dict[str, str]:
    assert url.startswith(f"{CALLBACK}?")
    return {name: value for name, [value] in parse_qs(urlsplit(url).query, strict_parsing=True).items()}


def test_allowing_comes_back_with_code_scopes_and_state() -> None:
    callback = answer(tiktok.decide(authorize_url(state="a b&c"), "mina.eats"))
    assert (callback["scopes"], callback["state"]) == (EVERY_SCOPE, "a b&c")
    assert "*" in callback["code"]
    assert exchange(callback["code"])["open_id"] == control.account("mina.eats").open_id


def test_unticked_scopes_are_missing_from_callback_and_token() -> None:
    callback = answer(tiktok.decide(authorize_url(), "mina.eats", scopes=["video.list"]))
    assert callback["scopes"] == "user.info.basic,video.list"
    assert exchange(callback["code"])["scope"] == "user.info.basic,video.list"


def test_scopes_that_were_not_asked_for_cannot_be_ticked() -> None:
    url = authorize_url(scope="user.info.basic,user.info.stats")
    callback = answer(tiktok.decide(url, "mina.eats", scopes=["user.info.stats", "video.list"]))
    assert callback["scopes"] == "user.info.basic,user.info.stats"


def test_shy_persona_shares_the_basics_only() -> None:
    assert answer(tiktok.decide(authorize_url(), "otto.knits"))["scopes"] == "user.info.basic"


def test_cancelling_comes_back_with_access_denied_and_state() -> None:
    callback = answer(tiktok.decide(authorize_url(), "mina.eats", decision="cancel"))
    assert (callback["error"], callback["state"]) == ("access_denied", "st4te")
    assert "code" not in callback


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("client_key", "somebody-else"),
        ("redirect_uri", CALLBACK.rstrip("/")),
        ("redirect_uri", "https://evil.example/"),
        ("response_type", "token"),
        ("scope", "user.info.basic,video.publish"),
        ("scope", "user.info.basic user.info.profile"),
        ("code_challenge_method", "plain"),
    ],
    ids=range(7),  # the callback names a port that every process chooses for itself
)
def test_wrong_parameter_ends_on_a_page_that_names_it(parameter: str, value: str) -> None:
    page = requests.get(authorize_url(**{parameter: value}), timeout=PATIENCE_SECONDS, allow_redirects=False)
    assert page.status_code == 400
    assert f"<code>{parameter}</code>" in page.text


def test_desktop_app_cannot_log_in_without_a_challenge() -> None:
    control.require_challenge()
    assert "<code>code_challenge</code>" in requests.get(authorize_url(), timeout=PATIENCE_SECONDS).text
    assert "<form" in requests.get(authorize_url(code_challenge="0" * 64), timeout=PATIENCE_SECONDS).text


def test_page_offers_everyone_and_fits_the_sites_own_policy() -> None:
    page = requests.get(authorize_url(), timeout=PATIENCE_SECONDS)
    offered = re.findall(r"persona=([\w.]+)", page.text)
    assert offered == [persona.username for persona in control.personas()]
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<script|style=|https?://(?!localhost)", page.text)


def test_load_test_account_may_log_in_though_not_listed() -> None:
    control.add_account("crowd.1", videos=3)
    callback = answer(tiktok.decide(authorize_url(), "crowd.1"))
    assert exchange(callback["code"])["open_id"] == control.account("crowd.1").open_id


def test_decision_without_the_pages_token_is_refused() -> None:
    form = {"persona": "mina.eats", "decision": "allow"}
    answer = requests.post(authorize_url(), data=form, timeout=PATIENCE_SECONDS, allow_redirects=False)
    assert answer.status_code == 403
    assert "Location" not in answer.headers
