"""What visitors see. Nothing here reads a session, sets a cookie or calls TikTok."""

from collections import Counter
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import is_valid_path
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from profiles import insights, metadata, planner, snapshots, wall
from profiles.models import Link, Page, Video
from profiles.page_cache import PAGE_HEADER
from profiles.styles import render_dressed
from profiles.themes import Look
from profiles.validators import clean_destination

# Seconds that a copy may live outside: a page that is taken down is gone everywhere within ten.
CACHE_CONTROL = "public, max-age=5"


@require_safe
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """A creator's page, as it is now. What is asked for often is answered by the edge, before this."""
    page = page_at(handle)
    if handle != page.handle:
        return redirect(page)
    response = render_gone(request, page) if page.is_gone else render_page(request, page)
    if snapshots.is_stale(page):
        planner.want(page)
    return response


@require_safe
def go(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a live link to the stored address, looked at once more: it may be older than today's rules."""
    link = get_object_or_404(Link.objects.live().select_related("page__grant", "page__wall", "video"), key=key)
    if link.page.is_gone:
        return render_gone(request, link.page)
    try:
        destination = clean_destination(link.url)
    except ValidationError as error:
        raise Http404 from error
    if not destination.startswith(("https:", "http:")):
        raise Http404
    insights.count_click(link, request.META)
    if link.video and wall.rules_of(link.page).names_source:
        destination = name_source(destination, link.video)
    return HttpResponseRedirect(destination, headers={"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"})


@require_safe
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


def name_source(url: str, video: Video) -> str:
    """The address with the TikTok a visitor comes from, unless it speaks for itself. Nothing else in it changes."""
    address, mark, fragment = url.partition("#")
    if "utm_source=" in address:
        return url
    source = urlencode({"utm_source": "tiktok", "utm_medium": "bio", "utm_content": video.tiktok_id})
    return f"{address}{'&' if '?' in address else '?'}{source}{mark}{fragment}"


def render_page(request: HttpRequest, page: Page) -> HttpResponse:
    """What visitors see of a page that they may see."""
    view = snapshots.read(page)
    shown = list(page.links.live().filter(Q(video=None) | Q(video__in=[video.pk for video in view.videos])))
    links = [link for link in shown if link.video_id is None]
    context = {"page": page, "profile": view.profile, "videos": view.videos, "links": links}
    context["link_counts"] = Counter(link.video_id for link in shown)
    with override(page.language or get_language()):
        context["preview"] = metadata.describe_page(page, view.profile)
        response = render_dressed(request, "public/page.html", context, look=page.look)
    return shareable(str(page.pk), response)


def render_gone(request: HttpRequest, page: Page) -> HttpResponse:
    gone = render_dressed(request, "public/gone.html", {"page": page}, look=Look(), status=410)
    return shareable(str(page.pk), gone)


def shareable(seen: str, response: HttpResponse) -> HttpResponse:
    """The same for everybody: the edge may keep it, and others for a moment. `seen` is what a view counts for."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers[PAGE_HEADER] = seen
    return response
