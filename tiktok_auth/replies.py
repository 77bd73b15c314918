"""From the bytes TikTok answered to a JSON object, or to the error that says what to do next. No I/O.

OAuth endpoints answer flat and name an error with a string; the Display API wraps its data beside an error object whose
code may be "ok".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tiktok_auth.errors import (
    AT_TIKTOK,
    Code,
    RateLimited,
    ReconnectNeeded,
    Refused,
    ScopeMissing,
    TikTokError,
    TokenRejected,
    Unavailable,
)

# https://developers.tiktok.com/doc/tiktok-api-v2-error-handling, https://developers.tiktok.com/doc/oauth-error-handling.
# Codes that are not here mean that we asked wrongly, or with a token that is not good (401). A status of 500 and
# more says that the fault is on TikTok's side.
ERRORS: Mapping[str, type[TikTokError]] = {
    Code.ACCESS_TOKEN_INVALID: TokenRejected,
    Code.SCOPE_NOT_AUTHORIZED: ScopeMissing,
    Code.SCOPE_PERMISSION_MISSED: ScopeMissing,
    Code.INVALID_GRANT: ReconnectNeeded,
    **dict.fromkeys((*AT_TIKTOK, Code.BAD_BODY), Unavailable),
}
CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
LOG_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECONDS = re.compile(r"[0-9]{1,9}")
SHORTEST_WAIT, LONGEST_WAIT = 5.0, 300.0
USUAL_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered. Header names are matched in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def read_oauth(reply: Reply) -> dict[str, Any]:
    """The flat object of the OAuth endpoints, which names an error only when there is one."""
    body, code, log_id = _open(reply)
    if code and code != "ok":
        raise _error(reply, code, log_id)
    return body


def read_data(reply: Reply) -> dict[str, Any]:
    """The `data` of the Display API's envelope, where the code says "ok" or why not, whatever the status below 500."""
    body, code, log_id = _open(reply)
    data = body.get("data")
    if code != "ok":
        raise _error(reply, code, log_id, otherwise=TokenRejected if reply.status == 401 else Refused)
    if not isinstance(data, dict):
        raise unreadable(reply)
    return data


def is_success(reply: Reply) -> bool:
    return 200 <= reply.status < 300


def unreadable(reply: Reply) -> TikTokError:
    """The error for an answer that is not what was asked for, with the log id if that much can be read."""
    _, log_id = _details(parse_object(reply.body) or {})
    return _error(reply, Code.BAD_BODY, log_id)


def _open(reply: Reply) -> tuple[dict[str, Any], object, object]:
    """The object that was answered, and the error code and log id in it."""
    body = parse_object(reply.body)
    if body is None:
        raise unreadable(reply)
    code, log_id = _details(body)
    if reply.status >= 500:
        raise _error(reply, code, log_id)
    return body, code, log_id


def _details(body: dict[str, Any]) -> tuple[object, object]:
    """The error code and the log id. Both shapes of error may come from either kind of endpoint."""
    error = body.get("error")
    details = error if isinstance(error, dict) else body | {"code": error}
    return details.get("code") or (error and Code.BAD_BODY), details.get("log_id") or details.get("logid")


def parse_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object, or None for anything else. The error is dropped: it holds the body."""
    try:
        parsed = json.loads(body.decode(), parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key was given twice")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _error(reply: Reply, code: object, log_id: object, *, otherwise: type[TikTokError] = Refused) -> TikTokError:
    """The error that a code stands for, with no more of the answer in it than the code and the log id.

    It is `otherwise` where nobody has documented the code.
    """
    name = code if isinstance(code, str) and CODE.fullmatch(code) else Code.BAD_BODY
    reference = log_id if isinstance(log_id, str) and LOG_ID.fullmatch(log_id) else ""
    if reply.status == 429 or name == Code.RATE_LIMIT_EXCEEDED:
        return RateLimited(name, reference, status=reply.status, retry_after=_retry_after(reply))
    if reply.status >= 500 and name not in AT_TIKTOK:
        name = Code.SERVER_ERROR  # TikTok's own trouble, or a page of whatever stands before it, whatever it says
    return ERRORS.get(name, otherwise)(name, reference, status=reply.status)


def _retry_after(reply: Reply) -> float:
    """Seconds to wait, and never none. TikTok promises no such header; a full minute clears its window."""
    seconds = reply.headers.get("Retry-After", "")
    if not SECONDS.fullmatch(seconds):
        return USUAL_WAIT
    return min(max(float(seconds), SHORTEST_WAIT), LONGEST_WAIT)
