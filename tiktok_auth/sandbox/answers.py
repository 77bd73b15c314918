"""TikTok's two ways of answering: flat for OAuth, an envelope for the Display API."""

import secrets
import time

from django.http import JsonResponse

# Statuses: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
DISPLAY_ERRORS = {
    "access_token_invalid": (401, "The access token is invalid or not found in the request."),
    "scope_not_authorized": (401, "The user did not authorize the scope required for completing this request."),
    "scope_permission_missed": (400, "To access some fields, additional scopes are required."),
    "invalid_params": (400, "One or more fields in request is invalid."),
    "rate_limit_exceeded": (429, "The API rate limit was exceeded. Please try again later."),
    "internal_error": (500, "Something went wrong. Please try again later."),
}
# Codes: https://developers.tiktok.com/doc/oauth-error-handling . No statuses are documented; TikTok sends 200.
OAUTH_ERRORS = {
    "access_denied": "The user or authorization server denied the request.",
    "invalid_client": "Client key or secret is incorrect.",
    "invalid_grant": "Authorization code is expired.",
    "invalid_request": "The request parameters are malformed.",
    "invalid_scope": "The requested scope is invalid.",
    "server_error": "The authorization server met an unexpected condition.",
    "temporarily_unavailable": "The authorization server is overloaded. Please try again later.",
    "unauthorized_client": "The client may not use this grant type.",
    "unsupported_grant_type": "The grant type is not supported.",
    "unsupported_response_type": "The response type is not supported.",
}


def new_log_id() -> str:
    """What TikTok's support asks for: the second, then twenty hexadecimal letters."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime()) + secrets.token_hex(10).upper()


def display(data: dict[str, object]) -> JsonResponse:
    return JsonResponse({"data": data, "error": {"code": "ok", "message": "", "log_id": new_log_id()}})


def display_error(code: str, message: str = "", *, status: int = 0) -> JsonResponse:
    documented, words = DISPLAY_ERRORS[code]
    error = {"code": code, "message": message or words, "log_id": new_log_id()}
    return JsonResponse({"data": {}, "error": error}, status=status or documented)


def oauth_error(code: str, description: str = "") -> JsonResponse:
    """An OAuth error comes back as HTTP 200."""
    words = description or OAUTH_ERRORS[code]
    return JsonResponse({"error": code, "error_description": words, "log_id": new_log_id()})
