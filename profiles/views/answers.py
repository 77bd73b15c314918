"""What the studio says about what was done, and where it goes then."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from profiles import sites
from profiles.models import Kind, Link, Video
from profiles.states import State, state_of
from profiles.texts import isolate, shorten
from profiles.validators import host_of, place_of

STILL_ALLOWED = _(
    "We could not make sure that TikTok has ended your permission, so it may still list us among the apps that you "
    "allowed. Remove us there: in TikTok's settings, under Security and permissions."
)

# What else there is to say of a link that visitors do not see where it stands now.
UNSEEN = {
    State.WITHHELD: _("Staff hides it from visitors."),
    State.HIDDEN: _("It is hidden: visitors do not see it."),
    State.ENDED: _("Its time is over: visitors do not see it."),
    State.SCHEDULED: _("Its time has not come yet: visitors do not see it."),
    State.AWAY: _("Its TikTok is not shown: visitors do not see it."),
    State.OFFLINE: _("Your page is offline: visitors do not see it."),
    State.BLOCKED: _("Its address is blocked on this site."),
}


def name(entry: Link | Video) -> str:
    said = entry.caption if isinstance(entry, Video) else str(entry)
    return isolate(shorten(said)) if said else gettext("This TikTok")


def list_of(entry: Link | Video) -> str:
    """Where the list is that it stands in; a link's of a TikTok which is gone from TikTok is not shown anywhere."""
    if isinstance(entry, Video):
        return resolve_url("studio_videos")
    if entry.video is None:
        return resolve_url("studio")
    return resolve_url("studio_video", entry.video.pk) if entry.video.is_listed else resolve_url("studio_videos")


def row_of(entry: Link | Video) -> str:
    """Where it stands in that list."""
    return f"{list_of(entry)}#{_mark_of(entry)}"


def back_to(entry: Link | Video) -> HttpResponse:
    return redirect(row_of(entry))


def go_near(entry: Link | Video) -> HttpResponse:
    """To where it stands, without a mark on it: nothing was done to it."""
    return redirect(f"{list_of(entry)}#near-{_mark_of(entry)}")


def say(request: HttpRequest, text: str, *, undo: str, **fields: Any) -> None:
    """Say what was done, with a button that undoes it: it sends these fields to the address `undo`."""
    offer = {"text": text, "undo": undo, "fields": fields}
    messages.success(request, render_to_string("studio/undo.html", offer, request))


def arrive_at_new(request: HttpRequest, link: Link, *, is_new: bool) -> HttpResponse:
    """Say that it is on the page and go there; a script that asked is told where that is.

    Where the address was there before, say that; where its kind was our guess, say how else it could be shown; where
    it is a page like ours, that it can move here.
    """
    unseen = tell_unseen(link)
    if (times := _count_alike(link)) > 1:
        some = ngettext(
            "%(title)s is on your page %(times)d time now.", "%(title)s is on your page %(times)d times now.", times
        )
        said = _("%(title)s is on your page twice now.") if times == 2 else some
        told = f"{said % {'title': name(link), 'times': times}} {unseen}".rstrip()
        say(request, told, undo=resolve_url("studio_delete", link.pk))
    elif link.kind == Kind.SOCIAL and not is_new:
        messages.info(request, _("%(title)s was in your row already.") % {"title": name(link)})
    elif link.kind == Kind.SOCIAL:
        added = {"link": link, "kind": Kind.LINK, "unseen": unseen}
        messages.success(request, render_to_string("studio/added.html", added, request))
    elif link.url and (site := sites.find(link.url)).is_bio:
        bring = {"name": site.name, "unseen": unseen}
        messages.success(request, render_to_string("studio/bring.html", bring, request))
    else:
        added = {"name": name(link), "unseen": unseen, "list": list_of(link)}
        messages.success(request, render_to_string("studio/_new_link.html", added, request))
    return go_to(request, row_of(link))


def tell_unseen(link: Link) -> str:
    """Why visitors do not see it, a sentence; empty where they do."""
    return str(UNSEEN.get(state_of(link.judged(), link.page), ""))


def tell_new(added: Sequence[Link]) -> str:
    """How many links and icons are new on the page and on its TikToks, and how many wait for theirs, which TikTok has
    not named yet; there is at least one of them."""
    here = [link for link in added if link.video is None or link.video.is_listed]
    icons = sum(link.kind == Kind.SOCIAL for link in here)
    return " ".join(filter(None, [_tell_here(len(here) - icons, icons), _tell_waiting(len(added) - len(here))]))


def _tell_here(links: int, icons: int) -> str:
    if links and icons:
        told = {
            "links": ngettext("%(count)d link", "%(count)d links", links) % {"count": links},
            "icons": ngettext("%(count)d icon", "%(count)d icons", icons) % {"count": icons},
        }
        return gettext("%(links)s and %(icons)s are new on your page.") % told
    if icons:
        said = ngettext("%(count)d icon is new on your page.", "%(count)d icons are new on your page.", icons)
        return said % {"count": icons}
    said = ngettext("%(count)d link is new on your page.", "%(count)d links are new on your page.", links)
    return said % {"count": links} if links else ""


def _tell_waiting(links: int) -> str:
    said = ngettext("%(count)d link waits for its TikTok.", "%(count)d links wait for their TikToks.", links)
    return said % {"count": links} if links else ""


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect to there; a script that asked is told where that is."""
    if "X-In-Place" in request.headers:
        return HttpResponse(status=201, headers={"Location": url})
    return redirect(url)


def _mark_of(entry: Link | Video) -> str:
    return f"{'video' if isinstance(entry, Video) else 'link'}-{entry.pk}"


def _count_alike(link: Link) -> int:
    """How many of its list lead where its address does, however they spell it; 0 where it has none."""
    urls = link.page.links.kept().filter(video=link.video).values_list("url", flat=True)
    return sum(_spot(url) == _spot(link.url) for url in urls) if link.url else 0


def _spot(url: str) -> tuple[str, str]:
    """Where on the web an address leads, a part of a page that it names included; what is no web address is itself."""
    return (place_of(url), urlsplit(url).fragment) if host_of(url) else (url, "")
