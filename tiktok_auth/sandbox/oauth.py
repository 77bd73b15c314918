"""The token and revoke endpoints. Every error is HTTP 200, as TikTok's are."""

import hashlib
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST

from tiktok_auth.sandbox import grants
from tiktok_auth.sandbox.answers import oauth_error
from tiktok_auth.sandbox.grants import Pair
from tiktok_auth.sandbox.wire import endpoint


@require_POST
@endpoint("token")
def token(request: HttpRequest) -> HttpResponse:
    """https://developers.tiktok.com/doc/oauth-user-access-token-management"""
    grant_type = request.POST.get("grant_type", "")
    if not grant_type:
        return oauth_error("invalid_request")
    if not _is_client(request):
        return oauth_error("invalid_client")
    if grant_type == "authorization_code":
        return _exchange(request)
    if grant_type == "refresh_token":
        return _refresh(request)
    return oauth_error("unsupported_grant_type")


@require_POST
@endpoint("revoke")
def revoke(request: HttpRequest) -> HttpResponse:
    """Takes the access token, and with it everything this user allowed. Success has no body."""
    if not _is_client(request):
        return oauth_error("invalid_client")
    pair = grants.find_pair(request.POST.get("token", ""))
    if not pair:
        return oauth_error("invalid_grant", "Access token is invalid or expired.")
    grants.forget_pairs(pair.open_id)
    return HttpResponse(content_type="application/json")


def _exchange(request: HttpRequest) -> HttpResponse:
    code = grants.use_code(request.POST.get("code", ""))
    if not code:
        return oauth_error("invalid_grant", "Authorization code is expired.")
    if code.redirect_uri != request.POST.get("redirect_uri"):
        return oauth_error("invalid_request", "Redirect_uri is not matched with the uri when requesting code.")
    if code.challenge and not _answers_challenge(code.challenge, request.POST.get("code_verifier", "")):
        return oauth_error("invalid_request", "Code verifier or code challenge is invalid.")
    return _tokens(grants.issue_pair(code.open_id, scope=code.scope))


def _refresh(request: HttpRequest) -> HttpResponse:
    pair = grants.rotate(request.POST.get("refresh_token", ""))
    return _tokens(pair) if pair else oauth_error("invalid_grant", "Refresh token is invalid or expired.")


def _tokens(pair: Pair) -> JsonResponse:
    now = time.time()
    return JsonResponse(
        {
            "access_token": pair.access_token,
            "expires_in": round(pair.access_expires_at - now),
            "open_id": pair.open_id,
            "refresh_expires_in": round(pair.refresh_expires_at - now),
            "refresh_token": pair.refresh_token,
            "scope": pair.scope,
            "token_type": "Bearer",
        }
    )


def _is_client(request: HttpRequest) -> bool:
    given = f"{request.POST.get('client_key')}\n{request.POST.get('client_secret')}"
    return constant_time_compare(given, f"{settings.SANDBOX_CLIENT_KEY}\n{settings.SANDBOX_CLIENT_SECRET}")


def _answers_challenge(challenge: str, verifier: str) -> bool:
    """Hexadecimal, not base64: https://developers.tiktok.com/doc/login-kit-desktop"""
    return constant_time_compare(hashlib.sha256(verifier.encode()).hexdigest(), challenge)
