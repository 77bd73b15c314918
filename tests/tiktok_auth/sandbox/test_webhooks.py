import hashlib
import hmac
import json

from django.conf import settings

from tiktok_auth.sandbox import webhooks


def test_signature_covers_the_moment_and_the_raw_body() -> None:
    body = webhooks.make_body("some-open-id", event="authorization.removed", content={"reason": 1}, at=1700000000)
    moment, _, signature = webhooks.sign(body, at=1700000000).removeprefix("t=").partition(",s=")
    key = settings.SANDBOX_CLIENT_SECRET.encode()
    assert signature == hmac.new(key, moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def test_content_is_json_within_json() -> None:
    body = json.loads(webhooks.make_body("some-open-id", event="authorization.removed", content={"reason": 5}))
    assert (body["client_key"], body["user_openid"]) == (settings.SANDBOX_CLIENT_KEY, "some-open-id")
    assert json.loads(body["content"]) == {"reason": 5}
