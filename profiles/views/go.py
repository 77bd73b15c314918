"""Following a link. What is not live now leads nowhere; each address is looked at once more."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from profiles import inapp, insights, vcards, wall
from profiles.metadata import absolute
from profiles.models import Kind, Link, Opinion, State, Video
from profiles.scanning import scan_of
from profiles.styles import render_dressed
from profiles.validators import clean_destination
from profiles.views.public import for_reading, render_gone

RISKY = "public/risky.html"


@for_reading
def go(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a link, or say first that it is not for everyone, or not for the app that one is in."""
    return _answer(request, key)


@for_reading
def go_on(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a link that somebody was warned about. Nobody is remembered."""
    return _answer(request, key, is_warned=True)


@for_reading
def go_anyway(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a link inside of an app where it is known to break."""
    return _answer(request, key, is_warned=True, stays=True)


@for_reading
def vcard(request: HttpRequest, key: str) -> HttpResponse:
    """A contact card as a file that phones put among their contacts."""
    link = _find(key)
    if link.kind != Kind.CONTACT or link.state != State.LIVE or link.page.is_gone or link.is_blocked:
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
    link = _find(key)
    if link.page.is_gone:
        return render_gone(request, link.page)
    if link.state == State.ENDED:
        return _render(request, "public/ended.html", link, status=410)
    if link.is_blocked:
        return _render(request, "public/blocked.html", link)
    destination = _destination(link)
    if not is_warned and (warning := _warning(link)):
        return _render(request, warning, link)
    app, trouble = inapp.app_of(request.META.get("HTTP_USER_AGENT", "")), inapp.trouble_with(destination)
    if app and trouble and not stays:
        address = absolute(reverse("go", args=[key]))
        return _render(request, "public/leave.html", link, app=app, trouble=trouble, address=address)
    insights.count_tap(link, request.META)
    return HttpResponseRedirect(destination, headers={"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"})


def _find(key: str) -> Link:
    """The link, unless it is hidden or its time has not come: nobody can tell that there is one."""
    related = ("page__grant", "page__wall", "video", "scan")
    found = Link.objects.on_view().filter(key=key).select_related(*related).judged()
    if not found or found[0].state == State.SCHEDULED:
        raise Http404
    return found[0]


def _warning(link: Link) -> str:
    """The template with what visitors read before they go there, if they have to."""
    if (link.rule and link.rule.warns) or _is_harmful(link):
        return RISKY
    return "public/sensitive.html" if link.is_sensitive else ""


def _is_harmful(link: Link) -> bool:
    """Whether a second opinion says so about the address that the link has now."""
    scan = scan_of(link)
    return scan is not None and scan.opinion == Opinion.HARMFUL


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


def _render(request: HttpRequest, template: str, link: Link, *, status: int = 200, **more: str) -> HttpResponse:
    page = link.page
    context = {"page": page, "link": link, **more}
    with page.in_its_language():
        response = render_dressed(
            request, template, context, look=page.interstitial_look, status=status, extras=["interstitial"]
        )
    response.headers["Cache-Control"] = "no-store"
    return response
