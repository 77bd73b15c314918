"""A creator's address. Nothing here reads a session, sets a cookie or calls TikTok."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from profiles import planner, snapshots
from profiles.models import Page
from profiles.rendering import render_gone, render_page, render_warning, way_to
from profiles.views.access import View

# The address of a page or a TikTok, and what a sentence had behind it: a full stop, or what no such address has.
COPIED = re.compile(r"(/@([A-Za-z0-9._-]{2,40}?)(?:/v/[0-9]{1,20})?)(?:\.+|\.*[^A-Za-z0-9._/-].*)")


def for_reading(view: View) -> View:
    """For an address that can only be read: any other method gets 405, also from elsewhere, since nothing is done."""
    return csrf_exempt(require_safe(view))


@for_reading
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """A creator's page, as it is now. What is asked for often is answered by the edge, before this."""
    return _answer(request, handle, is_warned=False)


@for_reading
def enter(request: HttpRequest, handle: str) -> HttpResponse:
    """The page of a creator who speaks to adults, for those who were told. Nobody is remembered."""
    return _answer(request, handle, is_warned=True)


@for_reading
def find(request: HttpRequest, handle: str) -> HttpResponse:
    """The page somebody meant who left out the @, or one of our own rooms without its last slash."""
    if is_valid_path(f"{request.path_info}/"):
        return redirect(f"{request.path}/")
    return redirect(page_at(handle))


def page_at(handle: str) -> Page:
    """The page that is at this address, or was: whoever asks sends the visitor on where its own handle differs."""
    page = Page.objects.for_public_page().at(handle.lower())
    if page is None:
        raise Http404
    return page


def meant_by(path: str) -> str:
    """The address that was copied together with the sentence around it; "" unless there is a page."""
    copied = COPIED.fullmatch(path)
    return copied[1] if copied and Page.objects.at(copied[2].lower()) else ""


def redirect_with_query(request: HttpRequest, way: str) -> HttpResponse:
    """Lead there with what the address here had behind its `?`."""
    asked = request.META["QUERY_STRING"]
    return redirect(f"{way}{asked and f'?{asked}'}")


def _answer(request: HttpRequest, handle: str, *, is_warned: bool) -> HttpResponse:
    page = page_at(handle)
    if handle != page.handle or (is_warned and not page.is_sensitive):
        return redirect(page)
    if page.is_gone:
        return render_gone(request, page)
    if page.is_sensitive and not is_warned:
        response = render_warning(request, page, beyond=way_to(page))
    else:
        response = render_page(request, page)
    if snapshots.is_stale(page):
        planner.want(page)
    return response
