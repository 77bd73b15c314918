"""One TikTok with its own links, for visitors. Nothing of TikTok's is loaded before they ask for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from profiles import insights, metadata, planner, snapshots
from profiles.models import Page, Video
from profiles.styles import render_dressed
from profiles.views.public import page_at, render_gone, shareable

PLAYER_ORIGIN = "https://www.tiktok.com"
# The player leaves out what TikTok asks to show beside it, unless it is told to bring it:
# https://developers.tiktok.com/doc/embed-player
PLAYER_QUERY = "autoplay=1&description=1&music_info=1&rel=0"


@require_safe
def doorway(request: HttpRequest, handle: str, tiktok_id: str) -> HttpResponse:
    """A TikTok's cover, caption and links."""
    return _answer(request, handle, tiktok_id)


@require_safe
def watch(request: HttpRequest, handle: str, tiktok_id: str) -> HttpResponse:
    """The same with TikTok's player in place of the cover: the only page that loads anything from elsewhere."""
    player = f"{PLAYER_ORIGIN}/player/v1/{tiktok_id}?{PLAYER_QUERY}"
    return _answer(request, handle, tiktok_id, player=player)


def _answer(request: HttpRequest, handle: str, tiktok_id: str, *, player: str = "") -> HttpResponse:
    page = page_at(handle)
    if handle != page.handle:
        return redirect("watch" if player else "doorway", page.handle, tiktok_id)
    if page.is_gone:
        return render_gone(request, page)
    response = render_doorway(request, page, tiktok_id, player=player)
    if snapshots.is_stale(page):
        planner.want(page)
    return response


def render_doorway(request: HttpRequest, page: Page, tiktok_id: str, *, player: str = "") -> HttpResponse:
    """What visitors see of one TikTok; 404 unless they may see it."""
    try:
        view = snapshots.read_video(page, tiktok_id)
    except Video.DoesNotExist as error:
        raise Http404 from error
    video = view.videos[0]
    links = page.links.live().filter(video=video.pk)
    context = {"page": page, "profile": view.profile, "video": video, "links": links, "player": player}
    seen = insights.play_of(video.pk) if player else insights.view_of(video.pk)
    frames = [PLAYER_ORIGIN] if player else []
    with override(page.language or get_language()):
        context["preview"] = metadata.describe_video(page, view.profile, video, is_indexed=not player)
        response = render_dressed(
            request, "public/doorway.html", context, look=page.look, extra="doorway", frames=frames
        )
    return shareable(f"{page.pk} {seen}", response)
