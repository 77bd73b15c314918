"""A creator's links, one at a time and in order. Every view starts at the page of whoever is logged in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from profiles import links
from profiles.forms import LinkForm
from profiles.links import Move
from profiles.models import Link
from profiles.views.studio import own_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The link's own page; a script asks for its form alone and puts it into the list."""
    link = _own_link(request, pk)
    initial = {"url": link.url, "title": link.title}
    # Its own ids: in the list it stands beside the form for a new link.
    form = LinkForm(request.POST or None, initial=initial, auto_id=f"link-{link.pk}-%s")
    if form.is_valid():
        links.edit_link(link, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _back_to(link)
    part = "#form" if "X-In-Place" in request.headers else ""
    return render(request, f"studio/link.html{part}", {"link": link, "form": form, "list": _list_of(link)})


@login_required
@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    link = _own_link(request, pk)
    links.hide_link(link)
    messages.success(request, _("%(title)s is hidden. Visitors no longer see it.") % {"title": _name(link)})
    return _back_to(link)


@login_required
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    link = _own_link(request, pk)
    links.show_link(link)
    messages.success(request, _("%(title)s is on your page again.") % {"title": _name(link)})
    return _back_to(link)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it and offer the way back. Deleting it twice is no mistake."""
    link = get_object_or_404(own_page(request).links, pk=pk)
    links.delete_link(link)
    messages.success(request, render_to_string("studio/deleted.html", {"link": link}, request))
    return redirect(_list_of(link))


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(own_page(request).links, pk=pk)
    try:
        links.restore_link(link)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(_list_of(link))
    messages.success(request, _("%(title)s is back.") % {"title": _name(link)})
    return _back_to(link)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move it one place up or down, or to the top: `to` says which."""
    link = _own_link(request, pk)
    if request.POST.get("to") in Move:
        place = links.move_link(link, to=Move(request.POST["to"]))
        messages.success(request, _("%(title)s is number %(place)d now.") % {"title": _name(link), "place": place})
    return _back_to(link)


@login_required
@require_POST
def reorder(request: HttpRequest, video: int | None = None) -> HttpResponse:
    """The new order of the page's links after a drag, or of one TikTok's: `id` for each link, all of them.

    Answers in a sentence for the script to show.
    """
    page = own_page(request)
    of_video = get_object_or_404(page.videos.listed(), pk=video) if video else None
    try:
        links.reorder_links(page, ids=[int(pk) for pk in request.POST.getlist("id")], video=of_video)
    except ValidationError as refusal:
        return HttpResponse(refusal.message, status=409, content_type="text/plain")
    except ValueError:
        return HttpResponse(_("These are not your links. Load this page again."), status=400, content_type="text/plain")
    return HttpResponse(_("Saved"), content_type="text/plain")


def _own_link(request: HttpRequest, pk: int) -> Link:
    return get_object_or_404(own_page(request).links.kept(), pk=pk)


def isolate(text: str) -> str:
    """Set apart, so that a name in another writing direction does not turn the sentence around it."""
    return f"\u2068{text}\u2069"


def _name(link: Link) -> str:
    return isolate(link.title)


def _list_of(link: Link) -> str:
    """Where the list is that it stands in."""
    return resolve_url("studio_video", link.video_id) if link.video_id else resolve_url("studio")


def _back_to(link: Link) -> HttpResponse:
    return redirect(f"{_list_of(link)}#link-{link.pk}")
