"""When an access token is due for a refresh, and how often TikTok was asked for tokens."""

from tiktok_auth.sandbox import control

DUE = 0  # seconds of life left


def token_calls() -> int:
    return len(control.calls("token"))
