"""What a page is shared with: its address to copy, its QR code, its card, and what readers and chats ask for."""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from profiles import cards, codes, feeds, insights, snapshots
from profiles.metadata import absolute, describe_page, name_of
from profiles.models import Page
from profiles.rendering import CACHE_CONTROL, render_gone, shareable, way_to
from profiles.styles import render_dressed
from profiles.views.access import View
from profiles.views.public import for_reading, page_at
from tiktok_auth.slots import Busy

# An address decides what its code looks like; a drawing of the longest has 10 kB.
DRAWINGS_KEPT = 256

type Answer = Callable[[HttpRequest, Page], HttpResponse]


def of_page(answer: Answer) -> View:
    """A view of something that belongs to a page, at `/@<handle>/...`, in its language; it is gone when the page is."""

    @for_reading
    @wraps(answer)
    def view(request: HttpRequest, handle: str) -> HttpResponse:
        page = page_at(handle)
        if handle != page.handle:
            return redirect(view, page.handle)
        if page.is_gone:
            return render_gone(request, page)
        with page.in_its_language():
            return answer(request, page)

    return view


@of_page
def share(request: HttpRequest, page: Page) -> HttpResponse:
    """The address and its QR code, for whose browser cannot share by itself."""
    return _share(request, page, is_warned=False)


@of_page
def enter(request: HttpRequest, page: Page) -> HttpResponse:
    """The same for those who were told that the page is for adults: it leads back past the question."""
    if not page.is_sensitive:
        return redirect("share", page.handle)
    return _share(request, page, is_warned=True)


def _share(request: HttpRequest, page: Page, *, is_warned: bool) -> HttpResponse:
    preview, back = describe_page(page, snapshots.read(page).profile), way_to(page, is_warned=is_warned)
    context = {"page": page, "preview": preview, "back": back, "is_warned": is_warned}
    response = render_dressed(request, "public/share.html", context, look=page.interstitial_look, extras=["handoff"])
    return shareable(f"{page.pk} {insights.SHARE}", response)


@of_page
def card(request: HttpRequest, page: Page) -> HttpResponse:
    """The page's picture for chats and search results."""
    profile = snapshots.read(page).profile
    try:
        drawing = cards.get(cards.of_page(page, profile, name_of(page, profile)))
    except Busy as busy:
        return HttpResponse(status=503, headers={"Retry-After": str(busy.retry_after)})
    return _file(drawing, "image/png", f"{page.handle}.png")


@of_page
def feed(request: HttpRequest, page: Page) -> HttpResponse:
    """The wall as RSS. What visitors are warned about first is not handed to readers without a word."""
    if page.is_sensitive:
        raise Http404
    text = feeds.write_wall(page, snapshots.read(page))
    return HttpResponse(text, "application/rss+xml; charset=utf-8", headers={"Cache-Control": CACHE_CONTROL})


@of_page
def qr_svg(request: HttpRequest, page: Page) -> HttpResponse:
    return _file(_draw_svg(absolute(page.get_absolute_url())), "image/svg+xml", f"{page.handle}-qr.svg")


@of_page
def qr_png(request: HttpRequest, page: Page) -> HttpResponse:
    return _file(_draw_png(absolute(page.get_absolute_url())), "image/png", f"{page.handle}-qr.png")


# Kept here and not in `codes`, which also draws the secrets of second factors.
_draw_svg = lru_cache(DRAWINGS_KEPT)(codes.draw_svg)
_draw_png = lru_cache(DRAWINGS_KEPT)(codes.draw_png)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A picture that any site may show, and that has a name when it is saved."""
    headers = {
        "Cache-Control": CACHE_CONTROL,
        "Content-Disposition": f'inline; filename="{name}"',
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(content, kind, headers=headers)
