"""One TikTok with its own links, for visitors. Nothing of TikTok's is loaded before they ask for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from profiles import insights, metadata, planner, snapshots
from profiles.models import Link, Page, Video
from profiles.models.video import TIKTOK
from profiles.rendering import render_gone, render_warning, shareable, sheets_for
from profiles.snapshots import View
from profiles.styles import render_dressed
from profiles.themes import Look
from profiles.views.public import for_reading, page_at, way_to

# The player leaves out what TikTok asks to show beside it, unless it is told to bring it:
# https://developers.tiktok.com/doc/embed-player
PLAYER_QUERY = "autoplay=1&description=1&music_info=1&rel=0"


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
            get_object_or_404(page.videos.with_doorway(), tiktok_id=tiktok_id)
            return render_warning(request, page, beyond=way_to(page, tiktok_id))
        response = render_doorway(request, page, tiktok_id, is_playing=way == "watch")
    except Http404:
        with page.in_its_language():
            return render_dressed(request, "public/not_shown.html", {"page": page}, look=Look(), status=404)
    if snapshots.is_stale(page):
        planner.want(page)
    return response


def render_doorway(request: HttpRequest, page: Page, tiktok_id: str, *, is_playing: bool = False) -> HttpResponse:
    """What visitors see of one TikTok; 404 unless they may see it."""
    try:
        view = snapshots.read_video(page, tiktok_id)
    except Video.DoesNotExist as error:
        raise Http404 from error
    links = page.links.live().with_thumbnails().filter(video=view.videos[0].pk).judged()
    return _draw(request, page, view, links, is_playing=is_playing)


def render_doorways(request: HttpRequest, page: Page, videos: Iterable[Video]) -> Iterator[HttpResponse]:
    """The same of each of these, which visitors may see, one at a time; with two queries for the links of all. They are
    for a copy without TikTok's player, where the cover leads to TikTok."""
    links: defaultdict[int | None, list[Link]] = defaultdict(list)
    for link in page.links.live().with_thumbnails().exclude(video=None).judged():
        links[link.video_id].append(link)
    for video in videos:
        yield _draw(request, page, snapshots.view_video(page, video), links[video.pk], is_copy=True)


def _draw(
    request: HttpRequest,
    page: Page,
    view: View,
    links: Sequence[Link],
    *,
    is_playing: bool = False,
    is_copy: bool = False,
) -> HttpResponse:
    video = view.videos[0]
    context = {
        "page": page,
        "profile": view.profile,
        "video": video,
        "links": links,
        "is_copy": is_copy,
        "player": f"{TIKTOK}/player/v1/{video.tiktok_id}?{PLAYER_QUERY}" if is_playing else "",
        "back": way_to(page),
    }
    seen = insights.play_of(video.pk) if is_playing else insights.visit_of(video.pk)
    extras = ["doorway", *sheets_for(links)]
    frames = [TIKTOK] if is_playing else []
    said = {"has_links": bool(links), "is_indexed": not is_playing}
    with page.in_its_language():
        context["preview"] = metadata.describe_video(page, view.profile, video, **said)
        response = render_dressed(request, "public/doorway.html", context, look=page.look, extras=extras, frames=frames)
    return shareable(f"{page.pk} {seen}", response)
