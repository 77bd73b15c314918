"""What every request gets: a reference for the log, and headers that Django has no setting for."""

from collections.abc import Callable
from math import ceil

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from structlog.contextvars import bound_contextvars

from profiles.references import new_reference
from tiktok_auth.errors import RateLimited
from tiktok_auth.slots import Busy

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# What is the same for everybody: creators' pages, the way out of them, and what is read by machines or lawyers.
COOKIELESS_PATHS = (
    "/@",
    "/go/",
    "/privacy",
    "/terms",
    "/oembed",
    "/sitemap",
    "/robots.txt",
    "/favicon.ico",
    "/.well-known/",
)

type Respond = Callable[[HttpRequest], HttpResponse]


class Middleware:
    """Passes every request on as it is."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class ReferenceMiddleware(Middleware):
    """Gives each request a reference: on the error page for the person, in every log line for the operator."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = new_reference()  # type: ignore[attr-defined]
        with bound_contextvars(reference=request.reference, path=request.path):  # type: ignore[attr-defined]
            return self.get_response(request)


class HeadersMiddleware(Middleware):
    """Adds the headers Django leaves out, and keeps answers private unless a view said otherwise."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class BusyMiddleware(Middleware):
    """Answers who sends a picture while others' are being drawn, takes their website along while somebody else does, or
    needs TikTok's answer while others wait."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Busy | RateLimited):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(ceil(exception.retry_after))
        return response


class ErasedMiddleware(Middleware):
    """Answers who sends something while their account is deleted, in another tab say: nothing of it is left."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_lost = isinstance(exception, ObjectDoesNotExist | ObjectNotUpdated | IntegrityError)
        if not (is_lost and request.user.pk) or User.objects.filter(pk=request.user.pk).exists():
            return None
        return redirect("home")


class CookielessMiddleware(Middleware):
    """Drops a visitor's cookies before anything can read one, or answer a broken one with another."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(COOKIELESS_PATHS):
            request.COOKIES = {}
        return self.get_response(request)
