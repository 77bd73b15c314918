"""What every endpoint of the sandbox shares: calls are noted, counted against the limit, and may be told to fail."""

import json
import time
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from tiktok_auth.sandbox import answers, faults, store

SECRETS = {"client_secret", "code", "code_verifier", "refresh_token", "token", "x-signature"}
# https://developers.tiktok.com/docs/en/tiktok-api-v2-rate-limit : each counted by itself, over a sliding minute.
LIMITED = {"user_info", "video_list", "video_query"}

# The count and the note are one statement, so that two calls cannot both be the last one allowed.
NOTE_CALL = """
    INSERT INTO calls (endpoint, at, open_id, parameters, is_refused)
    SELECT :endpoint, :at, (SELECT open_id FROM pairs WHERE access_token = :token), :parameters, :limit > 0 AND
        (SELECT count(*) FROM calls WHERE endpoint = :endpoint AND at > :at - 60 AND NOT is_refused) >= :limit
    RETURNING is_refused"""
TAKE_FAULT = """
    UPDATE faults SET remaining = remaining - 1
    WHERE id = (SELECT min(id) FROM faults WHERE endpoint = ? AND remaining > 0)
    RETURNING mode, status, content_type, body"""

type View = Callable[..., HttpResponse]


def endpoint(name: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Makes a view an endpoint that control.py knows by `name`."""

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **place: str) -> HttpResponseBase:
            if _note_call(name, request, place):
                return answers.display_error("rate_limit_exceeded")
            for mode, status, content_type, body in store.run(TAKE_FAULT, name):
                if not mode:
                    return HttpResponse(body, status=status, content_type=content_type)
                return faults.apply(mode, name, request, lambda: view(request, **place))
            return view(request, **place)

        return answer

    return decorate


def read_bearer(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""


def read_json(request: HttpRequest) -> dict[str, object] | None:
    """The body as a JSON object; nothing at all counts as an empty one, anything else as None."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _note_call(name: str, request: HttpRequest, place: dict[str, str]) -> bool:
    """Writes the call down, without its secrets, and says whether it is one too many."""
    given = {**place, **request.GET.dict(), **request.POST.dict()}
    if request.content_type == "application/json":
        given |= read_json(request) or {}  # type: ignore[arg-type]
    rows = store.run(
        NOTE_CALL,
        endpoint=name,
        at=time.time(),
        token=read_bearer(request),
        parameters=json.dumps({key: value for key, value in given.items() if key not in SECRETS}),
        limit=store.read_setting("calls_per_minute") if name in LIMITED else 0,
    )
    return bool(rows[0]["is_refused"])
