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


class TikTokError(Exception):
    def __init__(self, code: str, log_id: str = "", *, status: int = 0) -> None:
        """`code` is TikTok's error code, or one of ours (docs/operations.md says what to do about each).

        Not sent: budget_spent, resting, breaker_open, crowded; address, request; key_missing, refresh_paused, busy.
        Not answered: no_such_name, lookup, network, tls, deadline. Not as it should be: redirect, too_large, bad_body.
        Answered too late: overtaken. Nobody to ask for: erased, and what models.Ended names.
        """
        super().__init__(code, log_id)
        self.code = code
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
