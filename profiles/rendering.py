"""A page and its TikToks as visitors see them, whoever shows them: at their address, on the desk, in an export.

Nothing here reads a session, sets a cookie or calls TikTok.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from profiles import insights, metadata, snapshots
from profiles.models import Kind, Link, Page, Video
from profiles.models.video import TIKTOK
from profiles.page_cache import PAGE_HEADER
from profiles.snapshots import View
from profiles.styles import render_dressed
from profiles.themes import Look

# Seconds that a copy may live outside, with visitors and in caches before us: taken down is gone within ten.
CACHE_CONTROL = "public, max-age=5, s-maxage=1"
# The player leaves out what TikTok asks to show beside it, unless it is told to bring it:
# https://developers.tiktok.com/doc/embed-player
PLAYER_QUERY = "autoplay=1&description=1&music_info=1&rel=0"
# What is inlined for links of each kind, from static/css/kinds/.
SHEETS: dict[Kind, tuple[str, ...]] = {
    Kind.CODE: ("plain", "code"),
    Kind.CONTACT: ("plain", "contact"),
    Kind.HEADING: ("heading",),
    Kind.QUESTION: ("plain", "question"),
    Kind.SOCIAL: ("social",),
    Kind.TEXT: ("text",),
}


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
        "link_counts": Counter(link.video_id for link in shown),
        **sort_out(own),
    }


def sort_out(own: Sequence[Link]) -> dict[str, list[Link]]:
    """The page's own links for its template: the list, and the row of icons."""
    return {
        "links": [link for link in own if link.kind != Kind.SOCIAL],
        "socials": [link for link in own if link.kind == Kind.SOCIAL and not link.is_blocked],
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


def render_doorway(request: HttpRequest, page: Page, tiktok_id: str, *, is_playing: bool = False) -> HttpResponse:
    """What visitors see of one TikTok. Raises Video.DoesNotExist unless they may see it."""
    view = snapshots.read_video(page, tiktok_id)
    links = page.links.live().with_thumbnails().filter(video=view.videos[0].pk).judged()
    return _draw_doorway(request, page, view, links, is_playing=is_playing)


def render_doorways(request: HttpRequest, page: Page, videos: Iterable[Video]) -> Iterator[HttpResponse]:
    """The same of each of these, which visitors may see, one at a time; with two queries for the links of all. They are
    for a copy without TikTok's player, where the cover leads to TikTok."""
    links: defaultdict[int | None, list[Link]] = defaultdict(list)
    for link in page.links.live().with_thumbnails().exclude(video=None).judged():
        links[link.video_id].append(link)
    for video in videos:
        yield _draw_doorway(request, page, snapshots.view_video(page, video), links[video.pk], is_copy=True)


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


def way_to(page: Page, tiktok_id: str = "", *, is_warned: bool = True) -> str:
    """The address of the page, or of one of its TikToks."""
    where = ["doorway", tiktok_id] if tiktok_id else ["page"]
    return page.way_to(*where, is_warned=is_warned)


def shareable(seen: str, response: HttpResponse) -> HttpResponse:
    """The same for everybody: the edge may keep it, and others for a moment. `seen` is what a view counts for."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers[PAGE_HEADER] = seen
    return response


def _draw_doorway(
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
