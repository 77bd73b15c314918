"""One TikTok with its own links, for visitors. Nothing of TikTok's is loaded before they ask for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from profiles import planner, snapshots
from profiles.models import Video
from profiles.rendering import render_doorway, render_gone, render_warning, way_to
from profiles.styles import render_dressed
from profiles.themes import Look
from profiles.views.public import for_reading, page_at


@for_reading
def doorway(request: HttpRequest, handle: str, tiktok_id: str) -> HttpResponse:
    """A TikTok's cover, caption and links."""
    return _answer(request, handle, tiktok_id, "doorway")


@for_reading
def enter(request: HttpRequest, handle: str, tiktok_id: str) -> HttpResponse:
    """The same on the page of a creator who speaks to adults, for those who were told."""
    return _answer(request, handle, tiktok_id, "doorway_enter")


@for_reading
def watch(request: HttpRequest, handle: str, tiktok_id: str) -> HttpResponse:
    """The same with TikTok's player in place of the cover: the only page that loads anything from elsewhere."""
    return _answer(request, handle, tiktok_id, "watch")


def _answer(request: HttpRequest, handle: str, tiktok_id: str, way: str) -> HttpResponse:
    page = page_at(handle)
    if handle != page.handle or (way == "doorway_enter" and not page.is_sensitive):
        return redirect("doorway" if way == "doorway_enter" else way, page.handle, tiktok_id)
    if page.is_gone:
        return render_gone(request, page)
    try:
        if page.is_sensitive and way == "doorway":
            page.videos.with_doorway().get(tiktok_id=tiktok_id)
            return render_warning(request, page, beyond=way_to(page, tiktok_id))
        response = render_doorway(request, page, tiktok_id, is_playing=way == "watch")
    except Video.DoesNotExist:
        with page.in_its_language():
            return render_dressed(request, "public/not_shown.html", {"page": page}, look=Look(), status=404)
    if snapshots.is_stale(page):
        planner.want(page)
    return response
