"""Calls to the sandbox as any HTTP client would make them."""

from typing import Any

import requests
from django.conf import settings

from tests import services
from tests.crowd import PATIENCE_SECONDS
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.grants import SCOPES

BASE = f"{services.SITE_URL}/sandbox"
CALLBACK = f"{services.SITE_URL}/accounts/tiktok/login/callback/"
CLIENT = {"client_key": settings.SANDBOX_CLIENT_KEY, "client_secret": settings.SANDBOX_CLIENT_SECRET}
EVERY_SCOPE = "user.info.basic,user.info.profile,user.info.stats,video.list"


def authorize_url(**changes: str) -> str:
    asked = {
        "client_key": settings.SANDBOX_CLIENT_KEY,
        "response_type": "code",
        "scope": EVERY_SCOPE,
        "redirect_uri": CALLBACK,
        "state": "st4te",
    }
    return str(requests.Request("GET", f"{BASE}/v2/auth/authorize/", params=asked | changes).prepare().url)


def post(path: str, **form: str) -> requests.Response:
    return requests.post(f"{BASE}{path}", data=CLIENT | form, timeout=PATIENCE_SECONDS)


def exchange(code: str, **changes: str) -> dict[str, Any]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK} | changes
    return dict(post("/v2/oauth/token/", **form).json())


def refresh(token: str) -> dict[str, Any]:
    return dict(post("/v2/oauth/token/", grant_type="refresh_token", refresh_token=token).json())


def token_of(username: str, *scopes: str) -> str:
    return control.issue_tokens(username, scopes=scopes or SCOPES).access_token


def user_info(token: str, fields: str = "open_id") -> requests.Response:
    return requests.get(
        f"{BASE}/v2/user/info/",
        params={"fields": fields},
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )


def videos(token: str, path: str = "list", fields: str = "id,create_time", **body: object) -> requests.Response:
    return requests.post(
        f"{BASE}/v2/video/{path}/",
        params={"fields": fields},
        json=body,
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )
