"""Events as TikTok sends them to the webhook, and what came of them."""

import json
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from tests.tiktok_auth.steps import MINA
from tiktok_auth import tasks
from tiktok_auth.models import Event, Grant
from tiktok_auth.sandbox import control, webhooks

URL = "/webhooks/tiktok/"
REMOVED = "authorization.removed"
MINUTE, HOUR = 60, 3600
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def post(client: Client, body: bytes, signature: str) -> Any:
    return client.post(URL, body, content_type="application/json", headers={"TikTok-Signature": signature})


def make_body(open_id: str = "", *, reason: object = 1, event: str = REMOVED, at: int | None = None) -> bytes:
    """The event as TikTok writes it, about Mina when nobody else is named."""
    content = {"reason": reason}
    return webhooks.make_body(open_id or control.account(MINA).open_id, event=event, content=content, at=at)


def change_body(**changes: object) -> bytes:
    return json.dumps(json.loads(make_body()) | changes).encode()


def deliver(client: Client, body: bytes | None = None, *, signed_at: int | None = None) -> Any:
    """Signed as TikTok does it."""
    body = make_body() if body is None else body
    return post(client, body, webhooks.sign(body, at=signed_at))


def ending(grant: Grant) -> str:
    grant.refresh_from_db()
    return grant.ended_because


def is_noted(grant: Grant) -> bool:
    """Whether anything was stored, or came of it."""
    tasks.handle_pending()
    return Event.objects.exists() or not Grant.objects.get(pk=grant.pk).is_live
