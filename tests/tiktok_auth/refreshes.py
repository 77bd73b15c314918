"""When an access token is due for a refresh, and how often TikTok was asked for tokens."""

from tiktok_auth.sandbox import control

DUE = 59  # seconds of life left: too few to start a call with


def token_calls() -> int:
    return len(control.calls("token"))
