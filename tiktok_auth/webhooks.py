"""Where TikTok reports what its users did: https://developers.tiktok.com/doc/webhooks-overview/

TikTok repeats for 72 hours whatever is not answered with 200, numbers nothing, and may deliver in any order.
"""

import hashlib
import hmac
import json
import re
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tiktok_auth import events, tasks
from tiktok_auth.models import Event
from tiktok_auth.payloads import OPEN_ID, POSTED_BETWEEN, whole
from tiktok_auth.replies import parse_object

LONGEST_BODY = 64 * 1024
MOMENT = re.compile(r"[0-9]{1,12}")
SKEW_SECONDS = 5 * 60
# It is not documented whether a repeated event is signed anew, so that its signature may be as old as this.
REPEATED_SECONDS = 72 * 3600 + SKEW_SECONDS
KNOWN_REASONS = range(6)

log = structlog.get_logger(__name__)


class Forged(Exception):
    """Not TikTok's, or not for us; says why."""


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take an event from TikTok and answer as soon as it is stored; the work is done by a task, while there are any.

    200 also for what is signed and of no use, since to hear it again would not help; 403 for what is not TikTok's.
    """
    body = request.read(LONGEST_BODY + 1)
    if len(body) > LONGEST_BODY:
        return HttpResponse(status=413)
    try:
        said = _open(request.headers.get("TikTok-Signature", ""), body)
    except Forged as error:
        log.warning("webhook_refused", reason=str(error))
        return HttpResponse(status=403)
    event = _read(said) if said and said.get("event") == events.REMOVED else None
    if event is None:
        log.info("webhook_ignored", bytes=len(body))
    elif events.keep(event):
        transaction.on_commit(partial(tasks.queue_event, event.pk))
    return HttpResponse()


def _open(header: str, body: bytes) -> dict[str, Any] | None:
    """What TikTok says to us; None where that cannot be read. Raises Forged."""
    if not _is_timely(_verify(header, body)):
        raise Forged("time")
    said = parse_object(body)
    if said is not None and said.get("client_key") != settings.TIKTOK_CLIENT_KEY:
        raise Forged("client_key")
    return said


def _verify(header: str, body: bytes) -> int:
    """When TikTok signed this body, in Unix seconds. Raises Forged when it did not.

    https://developers.tiktok.com/doc/webhooks-verification: `t=<seconds>,s=<hex>`, over `<seconds>.<raw body>`.
    """
    pairs = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in pairs if name == "t"]
    if not settings.TIKTOK_CLIENT_SECRET or len(moments) != 1 or not MOMENT.fullmatch(moments[0]):
        raise Forged("header" if settings.TIKTOK_CLIENT_SECRET else "no_secret")
    signed = f"{moments[0]}.".encode() + body
    expected = hmac.new(settings.TIKTOK_CLIENT_SECRET.encode(), signed, hashlib.sha256).hexdigest().encode()
    signatures = [value.encode(errors="replace") for name, _, value in pairs if name == "s"]
    if not any(hmac.compare_digest(expected, signature) for signature in signatures):
        raise Forged("signature")
    return int(moments[0])


def _is_timely(signed_at: int) -> bool:
    """Whether TikTok may still be repeating this. A replay within that time is stored already, and does nothing.

    A clock that is slow refuses for now, and TikTok tries again.
    """
    age = int(time.time()) - signed_at
    if abs(age) > SKEW_SECONDS:
        log.warning("webhook_skew", seconds=age)
    return -SKEW_SECONDS <= age <= REPEATED_SECONDS


def _read(said: dict[str, Any]) -> Event | None:
    """The event as it is stored, or None when it does not say about whom or when."""
    open_id, created, content = said.get("user_openid"), whole(said.get("create_time")), said.get("content")
    if not isinstance(open_id, str) or not OPEN_ID.fullmatch(open_id):
        return None
    if created is None or created not in POSTED_BETWEEN:
        return None
    return Event(
        digest=hashlib.sha256(json.dumps([events.REMOVED, open_id, created, content]).encode()).hexdigest(),
        name=events.REMOVED,
        open_id=open_id,
        created_at=datetime.fromtimestamp(created, UTC),
        reason=_read_reason(content),
    )


def _read_reason(content: object) -> int:
    """TikTok's number for the reason, in JSON inside the JSON, as text or as it is; 0, which is unknown, when there is
    none we know."""
    inner = parse_object(content.encode(errors="replace")) if isinstance(content, str) else content
    reason = (whole(inner.get("reason")) if isinstance(inner, dict) else 0) or 0
    return reason if reason in KNOWN_REASONS else 0
