"""What visitors see. Nothing here reads a session, sets a cookie or calls TikTok."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from profiles import insights, metadata, planner, snapshots
from profiles.models import Kind, Link, Page
from profiles.page_cache import PAGE_HEADER
from profiles.styles import render_dressed
from profiles.themes import Look
from profiles.views.access import View

# Seconds that a copy may live outside, with visitors and in caches before us: taken down is gone within ten.
CACHE_CONTROL = "public, max-age=5, s-maxage=1"
# What is inlined for links of each kind, from static/css/kinds/.
SHEETS: dict[Kind, tuple[str, ...]] = {
    Kind.CODE: ("plain", "code"),
    Kind.CONTACT: ("plain", "contact"),
    Kind.HEADING: ("heading",),
    Kind.QUESTION: ("plain", "question"),
    Kind.SOCIAL: ("social",),
    Kind.TEXT: ("text",),
}


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


def _answer(request: HttpRequest, handle: str, *, is_warned: bool) -> HttpResponse:
    page = page_at(handle)
    if handle != page.handle or is_warned > page.is_sensitive:
        return redirect(page)
    if page.is_gone:
        return render_gone(request, page)
    if page.is_sensitive and not is_warned:
        response = render_warning(request, page, beyond=reverse("page_enter", args=[page.handle]))
    else:
        response = render_page(request, page)
    if snapshots.is_stale(page):
        planner.want(page)
    return response


def contents(page: Page) -> dict[str, Any]:
    """All that the page's template shows."""
    view = snapshots.read(page)
    on_page = Q(video=None) | Q(video__in=[video.pk for video in view.videos])
    shown = page.links.live().with_thumbnails().filter(on_page).judged()
    own = [link for link in shown if link.video_id is None]
    return {
        "page": page,
        "profile": view.profile,
        "videos": view.videos,
        "links": [link for link in own if link.kind != Kind.SOCIAL],
        "socials": [link for link in own if link.kind == Kind.SOCIAL and not link.is_blocked],
        "link_counts": Counter(link.video_id for link in shown),
    }


def sheets_for(links: Sequence[Link]) -> list[str]:
    """The names of the stylesheets that these links need beside what every page has."""
    kinds = {Kind(link.kind) for link in links if not link.is_blocked}
    names = [name for kind in sorted(kinds) for name in SHEETS.get(kind, ())]
    names += ["plain" for link in links if link.is_blocked]
    return [f"kinds/{name}" for name in dict.fromkeys(names)]


def render_page(request: HttpRequest, page: Page) -> HttpResponse:
    """What visitors see of a page that they may see."""
    context = contents(page)
    extras = sheets_for([*context["links"], *context["socials"]])
    with page.in_its_language():
        context["preview"] = metadata.describe_page(page, context["profile"])
        response = render_dressed(request, "public/page.html", context, look=page.look, extras=extras)
    return shareable(str(page.pk), response)


def render_warning(request: HttpRequest, page: Page, *, beyond: str) -> HttpResponse:
    """What stands before the page of a creator who speaks to adults; counted by itself."""
    context = {"page": page, "beyond": beyond}
    with page.in_its_language():
        response = render_dressed(request, "public/adult.html", context, look=page.interstitial_look)
    return shareable(f"{page.pk} {insights.WARNING}", response)


def render_missing(request: HttpRequest) -> HttpResponse:
    """Where nobody's page is."""
    return render_dressed(request, "public/missing.html", {}, look=Look(), status=404)


def render_gone(request: HttpRequest, page: Page) -> HttpResponse:
    """What is left of a page that is offline; counted by itself."""
    with page.in_its_language():
        gone = render_dressed(request, "public/gone.html", {"page": page}, look=Look(), status=410)
    return shareable(f"{page.pk} {insights.GONE}", gone)


def shareable(seen: str, response: HttpResponse) -> HttpResponse:
    """The same for everybody: the edge may keep it, and others for a moment. `seen` is what a view counts for."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers[PAGE_HEADER] = seen
    return response
