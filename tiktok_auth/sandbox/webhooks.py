"""Sends the webhooks TikTok would: https://developers.tiktok.com/doc/webhooks-verification"""

import hashlib
import hmac
import json
import time

import requests
from django.conf import settings

PATH = "/webhooks/tiktok/"
PATIENCE_SECONDS = 10


def send(open_id: str, *, event: str, content: dict[str, object], at: int | None = None) -> int:
    """Delivers one signed event to the site, dated `at` (Unix seconds, or now), and gives back the status it got."""
    body = make_body(open_id, event=event, content=content, at=at)
    headers = {"Content-Type": "application/json", "TikTok-Signature": sign(body, at=at)}
    return requests.post(settings.SITE_URL + PATH, data=body, headers=headers, timeout=PATIENCE_SECONDS).status_code


def make_body(open_id: str, *, event: str, content: dict[str, object], at: int | None = None) -> bytes:
    """The event as TikTok writes it: the content is JSON in a string, inside the JSON."""
    return json.dumps(
        {
            "client_key": settings.SANDBOX_CLIENT_KEY,
            "event": event,
            "create_time": at or int(time.time()),
            "user_openid": open_id,
            "content": json.dumps(content),
        }
    ).encode()


def sign(body: bytes, *, at: int | None = None) -> str:
    """The value of the TikTok-Signature header."""
    moment = at or int(time.time())
    key = settings.SANDBOX_CLIENT_SECRET.encode()
    return f"t={moment},s={hmac.new(key, f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"
