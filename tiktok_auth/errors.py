"""What can go wrong with TikTok, named for the decision it forces.

    TikTokError
    ├── Unavailable         try again later; what we have stays true
    │   └── RateLimited     ... and not before `retry_after` seconds
    ├── TokenRejected       refresh the access token once, then ask to reconnect, and try again later
    ├── ScopeMissing        the creator did not allow this; ask, never refresh
    ├── ReconnectNeeded     the grant is over; only the creator can renew it
    └── Refused             we asked wrongly: our code or the operator's settings

Each carries TikTok's own code and log id for support, and never a body, an address or a token.
"""

from enum import StrEnum, auto


class Code(StrEnum):
    """The codes that something here depends on: docs/operations.md says what to do about each.

    TikTok has more of them. Where nobody can be asked for any more, models.Ended says why.
    """

    # TikTok's, about a token, a permission, our keys, a question, itself.
    ACCESS_TOKEN_INVALID = auto()
    INVALID_GRANT = auto()
    SCOPE_NOT_AUTHORIZED = auto()
    SCOPE_PERMISSION_MISSED = auto()
    INVALID_CLIENT = auto()
    UNAUTHORIZED_CLIENT = auto()
    INVALID_PARAM = auto()
    INVALID_PARAMS = auto()
    RATE_LIMIT_EXCEEDED = auto()
    INTERNAL_ERROR = auto()
    SERVER_ERROR = auto()
    TEMPORARILY_UNAVAILABLE = auto()
    # Ours. Not sent: nothing left to spend; nothing that may be sent; no token.
    BUDGET_SPENT = auto()
    RESTING = auto()
    BREAKER_OPEN = auto()
    CROWDED = auto()
    ADDRESS = auto()
    REQUEST = auto()
    KEY_MISSING = auto()
    REFRESH_PAUSED = auto()
    BUSY = auto()
    ERASED = auto()
    # Not answered.
    NO_SUCH_NAME = auto()
    LOOKUP = auto()
    NETWORK = auto()
    TLS = auto()
    DEADLINE = auto()
    # Answered too late, or not as it should be.
    OVERTAKEN = auto()
    REDIRECT = auto()
    TOO_LARGE = auto()
    BAD_BODY = auto()


# TikTok's words for its own fault.
AT_TIKTOK = {Code.INTERNAL_ERROR, Code.SERVER_ERROR, Code.TEMPORARILY_UNAVAILABLE}
# These pass by themselves. No answer came, or we asked for none because another call was under way or had failed.
UNANSWERED = {
    *(Code.NO_SUCH_NAME, Code.LOOKUP, Code.NETWORK, Code.TLS, Code.DEADLINE),
    *(Code.BUSY, Code.OVERTAKEN, Code.REFRESH_PAUSED),
}
# So do these: an answer came that cannot be used.
UNUSABLE = {Code.BAD_BODY, Code.TOO_LARGE, Code.REDIRECT, *AT_TIKTOK}
# The creator can do nothing about these: our app's own keys are wrong, or TikTok has closed the app.
OUR_KEYS = {Code.INVALID_CLIENT, Code.UNAUTHORIZED_CLIENT}


class TikTokError(Exception):
    def __init__(self, code: str, log_id: str = "", *, status: int = 0) -> None:
        """`code` is one of Code's, or another of TikTok's."""
        super().__init__(code, log_id)
        self.code = str(code)
        self.log_id = log_id
        self.status = status

    def __str__(self) -> str:
        return f"{self.code} (TikTok log id {self.log_id or 'none'})"


class Unavailable(TikTokError):
    """TikTok did not answer, or not with anything that can be read. Try again later."""


class RateLimited(Unavailable):
    """Too many calls to one endpoint. Wait `retry_after` seconds."""

    def __init__(self, code: str, log_id: str = "", *, status: int = 0, retry_after: float = 60.0) -> None:
        super().__init__(code, log_id, status=status)
        self.retry_after = retry_after


class TokenRejected(TikTokError):
    """The access token is not, or no longer, good. A refresh may help once."""


class ScopeMissing(TikTokError):
    """The creator did not grant what this call needs. A refresh cannot help."""


class ReconnectNeeded(TikTokError):
    """The grant is over: revoked, expired, or erased with its creator. Only a new login brings another."""


class Refused(TikTokError):
    """TikTok understood and declined: wrong parameters, wrong keys, a code that was used before."""
