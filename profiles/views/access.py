"""Who may do what in the studio: a creator, with their own things and no others'."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from profiles.models import Link, Page

type View = Callable[..., HttpResponseBase]

FORM_METHODS = ["GET", "HEAD", "POST"]

# The rooms of the studio with buttons of their own, as in their addresses; all other buttons are on its front.
ROOMS = {"design", "import", "settings", "videos"}


def own_pages(request: HttpRequest) -> QuerySet[Page]:
    """The one page of whoever is logged in, or none, with its connection in the same query."""
    return Page.objects.select_related("snapshot", "grant", "wall").filter(owner=request.user.pk)


def own_page(request: HttpRequest) -> Page:
    """The page of whoever is logged in; 404 when there is none."""
    return get_object_or_404(own_pages(request))


def own_link(request: HttpRequest, pk: int) -> Link:
    """One of their links, with its TikTok and what was found at its address; 404 for anybody else's."""
    return get_object_or_404(own_page(request).links.kept().select_related("video", "scan"), pk=pk)


def read_view(view: View) -> View:
    """For what is only looked at, by whoever is logged in; others come to it through the login."""
    return login_required(require_safe(view))


def form_view(view: View) -> View:
    """For a page that shows a form and takes it, to whoever is logged in; others come to it through the login."""
    return _for_creators(view, HttpRequest.get_full_path)


def post_only(view: View) -> View:
    """For what a button does. A GET, as of a tab that the browser had thrown away, leads to the room of the button, and
    so does the login where one is needed."""

    @wraps(view)
    def pressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.method == "POST" else redirect(_room_of(request))

    return _for_creators(pressed, _room_of)


def _room_of(request: HttpRequest) -> str:
    room = request.path.split("/")[2]
    return resolve_url(f"studio_{room}" if room in ROOMS else "studio")


def _for_creators(view: View, back: Callable[[HttpRequest], str]) -> View:
    """Others are led to the login, which says that what was sent has changed nothing, and from there to `back`."""

    @require_http_methods(FORM_METHODS)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        # Said by the address: a message would make a session for everybody who sends something here.
        query = {"next": back(request)} | ({"ended": 1} if request.method == "POST" else {})
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query, safe='/')}")

    return guarded
