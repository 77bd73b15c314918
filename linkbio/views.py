"""Home, legal and health: the pages that belong to the installation rather than to a creator; and what went wrong."""

import sys
from collections.abc import Callable
from datetime import timedelta
from math import ceil

import structlog
from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.cache import cache
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import Error, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from redis.exceptions import RedisError

from linkbio import context
from profiles import metrics as numbers
from profiles import showcase
from profiles.metadata import absolute
from profiles.rendering import render_missing
from profiles.styles import stage, with_stage
from profiles.validators import RESERVED
from profiles.views.public import for_reading, meant_by, redirect_with_query
from tiktok_auth.addresses import is_loopback
from tiktok_auth.cache import redis_cache
from tiktok_auth.csp import login_policy

log = structlog.get_logger(__name__)

TEXT = "text/plain; charset=utf-8"
SECURITY_TXT_DAYS = 180
CLOSED_TO_ROBOTS = ("/accounts/", "/go/", "/studio/")
PHONES = "home:phones"
# While somebody draws the phones anew the others have the last ones. A page that is taken down has left within four.
PHONES_DRAWN_SECONDS, PHONES_KEPT_SECONDS = 2, 4
DATABASE_RETRY_SECONDS = 60
# One hour: what is written here changes with the software, not with a visitor.
for_an_hour = cache_control(public=True, max_age=3600)


@for_reading
@csp_override(with_stage(login_policy()))
def home(request: HttpRequest) -> HttpResponse:
    phones, styles = _draw_phones()
    # Safe because templates made the one and `stage` the other.
    return render(request, "home.html", {"phones": mark_safe(phones), "stage": mark_safe(styles)})


def _draw_phones() -> tuple[str, str]:
    """The phones and their styles, drawn some seconds ago at most: one visitor in a while draws them for all."""
    kept: tuple[str, str] | None = cache.get(PHONES)
    if kept is None or cache.add(f"{PHONES}:turn", 1, PHONES_DRAWN_SECONDS):
        phones = showcase.choose_phones()
        looks = ((str(place), phone.page.look) for place, phone in enumerate(phones, 1))
        kept = render_to_string("home.html#phones", {"phones": phones}), stage(*looks)
        cache.set(PHONES, kept, PHONES_KEPT_SECONDS)
    return kept


@for_reading
def privacy(request: HttpRequest) -> HttpResponse:
    # Rounded up: nothing is kept longer than the page says.
    ages = {
        "fresh_minutes": ceil(settings.SNAPSHOT_FRESH_SECONDS / 60),
        "cover_hours": ceil(settings.COVER_KEEP_SECONDS / 3600),
    }
    return render(request, "legal/privacy.html", {**ages, "asks_for_opinions": bool(settings.WEB_RISK_KEY)})


@for_reading
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "legal/terms.html")


@for_reading
@for_an_hour
def robots_txt(request: HttpRequest) -> HttpResponse:
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)
    return HttpResponse(f"User-agent: *\n{closed}\nSitemap: {absolute(reverse('sitemap'))}\n", TEXT)


@for_reading
@for_an_hour
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole, https://www.rfc-editor.org/rfc/rfc9116: the page about it where CONTACT is not set."""
    contact = context.contact_url() or absolute(reverse("privacy"))
    expires = (timezone.now() + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {contact}\nExpires: {expires}\nCanonical: {settings.SITE_URL}{request.path}\n"
    return HttpResponse(text, TEXT)


@for_reading
@for_an_hour
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("icons/mark.svg"))


@for_reading
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", TEXT)


@for_reading
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready for visitors: 200, or 503 with the names of what fails and nothing more: passers-by can read it too."""
    failing = [name for name, is_ready in READY.items() if not _tell(is_ready)]
    if failing:
        log.warning("not_ready", failing=failing)
    return HttpResponse("".join(f"{name}\n" for name in failing) or "ok\n", TEXT, 503 if failing else 200)


@for_reading
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for a monitoring system that runs on this machine, or that has METRICS_TOKEN. Others find nothing."""
    if not _may_monitor(request):
        raise Http404
    return HttpResponse(numbers.write(), "text/plain; version=0.0.4; charset=utf-8")


def _may_monitor(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    came_by_proxy = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not came_by_proxy


def _tell(is_ready: Callable[[], bool]) -> bool:
    try:
        return is_ready()
    except (Error, RedisError, OSError):
        return False


def _is_database_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _is_cache_there() -> bool:
    return redis_cache.takes_writes()


def is_migrated() -> bool:
    """Whether the database is what this version of the code expects."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


READY = {"database": _is_database_there, "cache": _is_cache_there, "migrations": is_migrated}


# What is said where something is missing, by the beginning of its address; the first that fits.
OWN_MISSING = {
    "/admin/": "404_admin.html",
    "/go/": "404_link.html",
    "/studio/links/new/": "404_studio.html",
    "/studio/links/deleted/": "404_studio.html",
    "/studio/links/": "404_deleted.html",
    "/studio/": "404_studio.html",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _explain(request, "413.html", 413)
    if isinstance(exception, SessionInterrupted):
        return _explain(request, "401.html", 401)
    return _explain(request, "400_host.html" if isinstance(exception, DisallowedHost) else "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _explain(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _explain(request, "403_csrf.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also where an address of ours has something too many at its end: that leads to it."""
    if request.method in {"GET", "HEAD"} and (way := _way_meant(request, exception)):
        return redirect_with_query(request, way)
    if request.path.startswith("/@"):
        return render_missing(request)
    template = next((OWN_MISSING[start] for start in OWN_MISSING if request.path.startswith(start)), "404.html")
    return _explain(request, template, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Where the database is away, or too busy, it passes: 503 and Retry-After tell machines to come back."""
    if not isinstance(sys.exception(), OperationalError):
        return _explain(request, "500.html", 500)
    response = _explain(request, "500.html", 503)
    response.headers["Retry-After"] = str(DATABASE_RETRY_SECONDS)
    return response


def _explain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # Without the request there are no context processors: no session, no database, nothing that may be down.
    return HttpResponse(render_to_string(template, context.site(request)), status=status)


def _way_meant(request: HttpRequest, exception: Exception) -> str:
    is_of_nothing = isinstance(exception, Resolver404)
    return request.path[:-1] if is_of_nothing and _has_slash_too_many(request.path_info) else meant_by(request.path)


def _has_slash_too_many(path: str) -> bool:
    """Whether there is something at this path but for its last slash: more than a name that no page can have."""
    try:
        found = resolve(path.removesuffix("/"))
    except Resolver404:
        return False
    return path.endswith("/") and not (found.url_name == "find" and found.kwargs["handle"].lower() in RESERVED)
