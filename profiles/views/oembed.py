"""What an address of ours is, for sites that show addresses as more than that: https://oembed.com"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve

from profiles import snapshots
from profiles.metadata import Preview, absolute, describe_page, describe_video, name_of
from profiles.models import Page, Video
from profiles.rendering import CACHE_CONTROL
from profiles.snapshots import Profile
from profiles.views.public import for_reading, page_at

# Anybody may read it from a script of their own: it is what everybody sees.
HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": CACHE_CONTROL}


@for_reading
def oembed(request: HttpRequest) -> HttpResponse:
    """A link with a title and a picture, never a frame or a script. Only addresses of pages and their TikToks."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501, headers=HEADERS)
    handle, tiktok_id = _read_address(request.GET.get("url", ""))
    page = page_at(handle)
    if page.is_gone:
        return JsonResponse({}, status=410, headers=HEADERS)
    with page.in_its_language():
        profile, preview = _describe(page, tiktok_id)
    return JsonResponse(_link(page, profile, preview) | _thumbnail(request, preview), headers=HEADERS)


def _read_address(url: str) -> tuple[str, str]:
    """Handle and TikTok id ("" for the page itself) of an address of ours. Raises Http404."""
    if not url.startswith(f"{settings.SITE_URL}/@"):
        raise Http404
    match = resolve(url.removeprefix(settings.SITE_URL).partition("?")[0].partition("#")[0])
    if match.url_name not in {"page", "doorway"}:
        raise Http404
    return match.kwargs["handle"], match.kwargs.get("tiktok_id", "")


def _describe(page: Page, tiktok_id: str) -> tuple[Profile, Preview]:
    if not tiktok_id:
        profile = snapshots.read(page).profile
        return profile, describe_page(page, profile)
    if page.is_sensitive:
        raise Http404  # visitors are asked before they see it
    try:
        view = snapshots.read_video(page, tiktok_id)
    except Video.DoesNotExist as error:
        raise Http404 from error
    return view.profile, describe_video(page, view.profile, view.videos[0])


def _link(page: Page, profile: Profile, preview: Preview) -> dict[str, object]:
    return {
        "version": "1.0",
        "type": "link",
        "title": preview.title,
        "author_name": name_of(page, profile),
        "author_url": absolute(page.get_absolute_url()),
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL,
    }


def _thumbnail(request: HttpRequest, preview: Preview) -> dict[str, object]:
    """The picture, unless the asking site has no room for it."""
    rooms = [request.GET.get(name, "") for name in ("maxwidth", "maxheight")]
    # Nobody's room has five digits, and int() takes no more than some thousands.
    if any(
        room.isdecimal() and len(room) < 5 and int(room) < side for room, side in zip(rooms, preview.size, strict=True)
    ):
        return {}
    width, height = preview.size
    return {"thumbnail_url": preview.image, "thumbnail_width": width, "thumbnail_height": height}
