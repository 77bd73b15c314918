"""TikTok's endpoints, one function each. Within ten seconds each returns a checked result or raises a TikTokError.

https://developers.tiktok.com/doc/tiktok-api-v2-introduction/: `fields` go into the query, trailing slashes are part of
the path. https://developers.tiktok.com/doc/oauth-user-access-token-management: OAuth takes forms, and `client_key`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings

from tiktok_auth import clock
from tiktok_auth.addresses import API
from tiktok_auth.payloads import (
    VIDEO_FIELDS,
    Tokens,
    UserInfo,
    VideoInfo,
    VideoPage,
    read_revoked,
    read_tokens,
    read_user,
    read_videos,
    user_fields,
)
from tiktok_auth.replies import Reply
from tiktok_auth.transport import send

DEADLINE_SECONDS = 10.0
MAX_BYTES = 2 * 1024 * 1024
VIDEOS_PER_CALL = 20


def exchange(code: str, *, redirect_uri: str, code_verifier: str = "", scope: str = "") -> Tokens:
    """The tokens for an authorization code, which works once: never call this again with the same one.

    `scope` is what was granted, for an answer that does not say it.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    if code_verifier:
        form["code_verifier"] = code_verifier
    return read_tokens(_post_form("/v2/oauth/token/", form), scope=scope)


def refresh(refresh_token: str, *, scope: str = "", open_id: str = "") -> Tokens:
    """A new pair for this refresh token, which is dead as soon as TikTok has answered. Raises ReconnectNeeded.

    `scope` is what was granted and `open_id` who did, for an answer that does not say it again.
    """
    reply = _post_form("/v2/oauth/token/", {"grant_type": "refresh_token", "refresh_token": refresh_token})
    return read_tokens(reply, scope=scope, refresh_token=refresh_token, open_id=open_id)


def revoke(access_token: str) -> None:
    """Take the app out of the creator's connected apps. Needs a live token; ReconnectNeeded means it was not."""
    read_revoked(_post_form("/v2/oauth/revoke/", {"token": access_token}))


def user_info(access_token: str, *, scopes: Collection[str], open_id: str) -> UserInfo:
    """What the granted scopes show of the creator. Anybody but `open_id` is Unavailable(Code.BAD_BODY)."""
    params = {"fields": ",".join(user_fields(scopes))}
    reply = _send("GET", "/v2/user/info/", params=params, bearer=access_token)
    return read_user(reply, open_id, www=settings.TIKTOK_WWW_BASE)


def video_list(access_token: str, *, cursor: int | None = None, fields: Sequence[str] = VIDEO_FIELDS) -> VideoPage:
    """Up to twenty public videos, newest first; `cursor` is the one that came with the page before."""
    body = {"max_count": VIDEOS_PER_CALL} | ({} if cursor is None else {"cursor": cursor})
    return _ask_videos("/v2/video/list/", access_token, body, fields)


def video_query(
    access_token: str, *, ids: Sequence[str], fields: Sequence[str] = VIDEO_FIELDS
) -> tuple[VideoInfo, ...]:
    """Those of up to twenty of the creator's videos that are still public. A missing one should be hidden."""
    return _ask_videos("/v2/video/query/", access_token, {"filters": {"video_ids": list(ids)}}, fields).videos


def _ask_videos(path: str, access_token: str, body: Mapping[str, object], fields: Sequence[str]) -> VideoPage:
    reply = _send("POST", path, params={"fields": ",".join(fields)}, json=body, bearer=access_token)
    return read_videos(reply, www=settings.TIKTOK_WWW_BASE)


def _post_form(path: str, form: Mapping[str, str]) -> Reply:
    keys = {"client_key": settings.TIKTOK_CLIENT_KEY, "client_secret": settings.TIKTOK_CLIENT_SECRET}
    return _send("POST", path, form={**keys, **form})


def _send(method: str, path: str, **request: Any) -> Reply:
    url = f"{settings.TIKTOK_API_BASE}{path}"
    reply = send(method, url, policy=API, deadline=DEADLINE_SECONDS, max_bytes=MAX_BYTES, **request)
    clock.compare(reply)
    return reply
