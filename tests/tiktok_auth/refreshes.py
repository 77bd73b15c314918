"""When an access token is due for a refresh, how often TikTok was asked for tokens, and what it brings."""

from tests import hostile
from tests.hostile import Behaviour
from tiktok_auth.payloads import Tokens
from tiktok_auth.sandbox import control

DUE = 0  # seconds of life left


def token_calls() -> int:
    return len(control.calls("token"))


def say_tokens(pair: Tokens) -> Behaviour:
    """TikTok answers with this pair."""
    said = {"open_id": pair.open_id, "scope": pair.scope, "token_type": "Bearer", "expires_in": 7200}
    said |= {"access_token": pair.access_token, "refresh_token": pair.refresh_token, "refresh_expires_in": 9000}
    return hostile.answer_json(said)
