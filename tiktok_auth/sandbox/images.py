"""Covers and avatars at addresses that are signed and run out, as those of TikTok's image servers do."""

import time
from base64 import b64encode
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from tiktok_auth.sandbox import accounts, pictures, store
from tiktok_auth.sandbox.accounts import Account, Video
from tiktok_auth.sandbox.wire import endpoint

AVATAR = "avatar"


def avatar_url(account: Account) -> str:
    return _sign(f"/img/{account.persona}/{AVATAR}.jpeg", seconds=store.read_setting("avatar_seconds"))


def cover_url(account: Account, video: Video) -> str:
    return _sign(f"/img/{account.persona}/{video.id}.jpeg", seconds=store.read_setting("cover_seconds"))


@require_safe
@endpoint("image")
def image(request: HttpRequest, *, persona: str, name: str) -> HttpResponse:
    """The picture, while its address is good; 403 afterwards, or when a byte of the address changed."""
    path = f"/img/{persona}/{name}.jpeg"
    expires = request.GET.get("x-expires", "")
    if not constant_time_compare(request.META["QUERY_STRING"], _query(path, expires)):
        return HttpResponse("URL signature mismatch", status=403, content_type="text/plain")
    if int(expires) < time.time():
        return HttpResponse("URL signature expired", status=403, content_type="text/plain")
    picture = find_picture(persona, name)
    return HttpResponse(picture or b"", status=200 if picture else 404, content_type="image/jpeg")


def find_picture(persona: str, name: str) -> bytes:
    """The JPEG of that name, or nothing."""
    account = accounts.find_by_persona(persona)
    if account and name == AVATAR:
        return pictures.avatar(account.scene)
    video = accounts.find_video(name)
    return pictures.cover(account.scene, video.art, video.seed) if account and video else b""


def _sign(path: str, *, seconds: int) -> str:
    return f"{settings.SANDBOX_BASE}{path}?{_query(path, str(int(time.time()) + seconds))}"


def _query(path: str, expires: str) -> str:
    signature = salted_hmac("sandbox-image", f"{path} {expires}", algorithm="sha256").digest()
    return f"x-expires={expires}&x-signature={quote(b64encode(signature), safe='')}"
