"""One tap each. What can be undone says so."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import links
from profiles.links import Move
from profiles.models import Link
from profiles.views.access import own_link, own_page, post_only
from profiles.views.answers import back_to, go_near, list_of, name, say, tell_unseen


@post_only
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    link = own_link(request, pk)
    links.hide_link(link)
    said = _("%(title)s is hidden. Visitors no longer see it.") % {"title": name(link)}
    say(request, said, undo=resolve_url("studio_show", pk))
    return back_to(link)


@post_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    link = own_link(request, pk)
    links.show_link(link)
    unseen = tell_unseen(link)
    said = _("%(title)s is no longer hidden by you.") if unseen else _("%(title)s is on your page again.")
    messages.success(request, f"{said % {'title': name(link)}} {unseen}".rstrip())
    return back_to(link)


@post_only
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    link = own_link(request, pk)
    links.pin_link(link)
    messages.success(request, _("%(title)s stays on top now.") % {"title": name(link)})
    return back_to(link)


@post_only
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    link = own_link(request, pk)
    links.unpin_link(link)
    messages.success(request, _("%(title)s is no longer pinned.") % {"title": name(link)})
    return back_to(link)


@post_only
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    link = own_link(request, pk)
    try:
        copy = links.duplicate_link(link)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return back_to(link)
    messages.success(
        request, _("A copy of %(title)s stands below it, hidden until you show it.") % {"title": name(link)}
    )
    return back_to(copy)


@post_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it into the bin, offer the way back, and stay where it was. Deleting it twice is no mistake."""
    link = get_object_or_404(own_page(request).links.there(), pk=pk)
    below = link.page.links.kept().filter(video=link.video_id, position__gt=link.position).first()
    links.delete_link(link)
    days = link.days_left
    said = ngettext(
        "%(title)s is deleted. It stays among your deleted links for %(days)d day.",
        "%(title)s is deleted. It stays among your deleted links for %(days)d days.",
        days,
    )
    said %= {"title": name(link), "days": days}
    say(request, said, undo=resolve_url("studio_restore", pk))
    return go_near(below) if below else redirect(f"{list_of(link)}#deleted")


@post_only
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(own_page(request).links.there(), pk=pk)
    try:
        links.restore_link(link)
    except Link.DoesNotExist:  # gone for good meanwhile
        raise Http404 from None
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(list_of(link))
    said = _("%(title)s is back.")
    messages.success(request, f"{said % {'title': name(link)}} {tell_unseen(link)}".rstrip())
    return back_to(link)


@post_only
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move it one place up or down, or to the top: `to` says which; or to the place, counted from 1, that it names."""
    link = own_link(request, pk)
    before, to = link.position + 1, request.POST.get("to", "")
    if to in Move:
        place = links.move_link(link, to=Move(to))
    elif to.isdecimal() and len(to) < 6:
        place = links.place_link(link, at=int(to))
    else:
        return back_to(link)
    if link.position + 1 != before:
        said = _("%(title)s is number %(place)d now.") % {"title": name(link), "place": place}
        say(request, said, undo=resolve_url("studio_move", pk), to=before)
    else:
        messages.info(request, _stay(link, to, place) % {"title": name(link), "place": place})
    return back_to(link)


@post_only
def reorder(request: HttpRequest, video: int | None = None) -> HttpResponse:
    """The new order of the page's links after a drag, or of one TikTok's: `id` for each link, all of them.

    `seen` names them in the order that they were dragged out of.
    Answers in a sentence for the script to show.
    """
    page = own_page(request)
    of_video = get_object_or_404(page.videos.listed(), pk=video) if video else None
    try:
        ids, seen = ([int(pk) for pk in request.POST.getlist(name)] for name in ("id", "seen"))
        links.reorder_links(page, ids=ids, seen=seen, video=of_video)
    except ValidationError as refusal:
        return HttpResponse(refusal.message, status=409, content_type="text/plain")
    except ValueError:
        return HttpResponse(_("These are not your links. Load this page again."), status=400, content_type="text/plain")
    return HttpResponse(_("Saved"), content_type="text/plain")


def _stay(link: Link, to: str, place: int) -> str:
    """What to say of a link that was to go there and is where it was."""
    if link.is_pinned and to == Move.DOWN:
        return _("%(title)s is as low as it can be: pinned links stay first.")
    if not link.is_pinned and to in {Move.UP, Move.TOP} and place > 1:
        return _("%(title)s is as high as it can be: pinned links stay first.")
    return _("%(title)s is number %(place)d already.")
