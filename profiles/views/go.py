"""Following a link. What is not live now leads nowhere; each address is looked at once more."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from profiles import inapp, insights, vcards, wall
from profiles.metadata import absolute
from profiles.models import Kind, Link, Video
from profiles.rendering import render_gone, way_to
from profiles.scanning import is_risky
from profiles.states import OPEN, State, state_of
from profiles.styles import render_dressed
from profiles.validators import clean_destination
from profiles.views.public import for_reading

RISKY = "public/risky.html"


@for_reading
def go(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a link, or say first that it is not for everyone, or not for the app that one is in."""
    return _answer(request, key)


@for_reading
def go_on(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a link that somebody was warned about. Nobody is remembered: of a risky one the browser has to say so."""
    return _answer(request, key, is_warned=True)


@for_reading
def go_anyway(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a link inside of an app where it is known to break."""
    return _answer(request, key, is_warned=True, stays=True)


@for_reading
def vcard(request: HttpRequest, key: str) -> HttpResponse:
    """A contact card as a file that phones put among their contacts."""
    link, state = _find(key)
    if link.kind != Kind.CONTACT or state not in OPEN:
        raise Http404
    if _warning(link) == RISKY:
        link.url = link.email = ""  # where the page warns before it leads there, the card says nothing
    insights.count_tap(link, request.META)
    headers = {"Content-Disposition": 'attachment; filename="contact.vcf"', "Cache-Control": "no-store"}
    return HttpResponse(vcards.write(link), content_type="text/vcard; charset=utf-8", headers=headers)


def name_source(url: str, video: Video) -> str:
    """The address with the TikTok a visitor comes from, unless it speaks for itself. Nothing else in it changes."""
    address, mark, fragment = url.partition("#")
    if "utm_source=" in address:
        return url
    source = urlencode({"utm_source": "tiktok", "utm_medium": "bio", "utm_content": video.tiktok_id})
    return f"{address}{'&' if '?' in address else '?'}{source}{mark}{fragment}"


def _answer(request: HttpRequest, key: str, *, is_warned: bool = False, stays: bool = False) -> HttpResponse:
    link, state = _find(key)
    if link.page.is_gone:
        return render_gone(request, link.page)
    if state == State.ENDED:
        return _render(request, "public/ended.html", link, status=410)
    if state == State.BLOCKED:
        return _render(request, "public/blocked.html", link)
    destination = _destination(link)
    warning = _warning(link)
    if warning == RISKY and is_warned and not _is_from_here(request):
        return redirect("go", key)  # where a reload warns again
    if warning and not is_warned:
        return _render(request, warning, link)
    app, trouble = inapp.app_of(request.META.get("HTTP_USER_AGENT", "")), inapp.trouble_with(destination)
    if app and trouble and not stays:
        address, extras = absolute(reverse("go", args=[key])), ["handoff"]
        return _render(request, "public/leave.html", link, extras=extras, app=app, trouble=trouble, address=address)
    insights.count_tap(link, request.META)
    return HttpResponseRedirect(destination, headers={"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"})


def _find(key: str) -> tuple[Link, State]:
    """The link and how it stands, unless it is hidden or its time has not come: nobody can tell that there is one."""
    related = ("page__grant", "page__wall", "video", "scan")
    for link in Link.objects.on_view().filter(key=key).select_related(*related).judged():
        if (state := state_of(link, link.page)) != State.SCHEDULED:
            return link, state
    raise Http404


def _warning(link: Link) -> str:
    """The template with what visitors read before they go there, if they have to."""
    if is_risky(link):
        return RISKY
    return "public/sensitive.html" if link.is_sensitive else ""


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours led here and nobody's shared address: browsers say so, those before 2023 say nothing.

    https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
    Some tell it by the referrer: the step's own link may not forbid it.
    """
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _destination(link: Link) -> str:
    """The stored address, looked at once more: it may be older than today's rules. Raises Http404."""
    try:
        destination = clean_destination(link.url)
    except ValidationError as error:
        raise Http404 from error
    if not destination.startswith(("https:", "http:")):
        raise Http404
    if link.video and wall.rules_of(link.page).names_source:
        return name_source(destination, link.video)
    return destination


def _render(
    request: HttpRequest, template: str, link: Link, *, status: int = 200, extras: Sequence[str] = (), **more: Any
) -> HttpResponse:
    page, video, is_warned = link.page, link.video, _is_from_here(request)
    back = way_to(page, video.tiktok_id if video else "", is_warned=is_warned)
    context = {"page": page, "video": video, "link": link, "back": back, "is_warned": is_warned, **more}
    look = page.interstitial_look
    with page.in_its_language():
        response = render_dressed(request, template, context, look=look, status=status, extras=extras)
    response.headers["Cache-Control"] = "no-store"
    return response
