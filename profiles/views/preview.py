"""The page as its creator sees it beside what they change: the public template itself, with nothing to tap."""

from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from profiles.forms import AboutForm, EditForm, LookForm
from profiles.rendering import contents, sheets_for, sort_out
from profiles.styles import stage
from profiles.themes import with_backdrop
from profiles.views.access import own_link, own_page, post_only, read_view


@read_view
def preview(request: HttpRequest) -> HttpResponse:
    """The page on a phone, as visitors see it, or would if it were online; a script asks for the page alone."""
    page = own_page(request)
    if "X-In-Place" in request.headers:
        return _show(request, contents(page))
    return render(request, "studio/preview.html", _dress(contents(page)))


@post_only
def typed_about(request: HttpRequest) -> HttpResponse:
    """The page alone with what its creator types about themselves and has not saved yet; nothing is kept."""
    page = own_page(request)
    form = AboutForm(request.POST, page=page, is_draft=True)
    form.is_valid()  # what is not right yet stays as it was saved
    for name in form.cleaned_data.keys() & AboutForm.OF_PAGE:
        setattr(page, name, form.cleaned_data[name])
    return _show(request, contents(page))


@post_only
def typed_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The page alone with what is typed about one of its links and not saved yet; nothing is kept."""
    link = own_link(request, pk)
    form = EditForm(request.POST, link=link, zone=link.page.zone)
    form.is_valid()  # what is not right yet stays as it was saved
    context = contents(link.page)
    own = sorted([*context["links"], *context["socials"]], key=attrgetter("position", "pk"))
    for shown in own:
        if shown == link:
            for name, value in form.cleaned_data.items():
                setattr(shown, name, value)
    return _show(request, context | sort_out(own))


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page alone, in its own language."""
    with context["page"].in_its_language():
        return render(request, "studio/preview.html#page", _dress(context))


def _dress(context: dict[str, Any]) -> dict[str, Any]:
    parts = sheets_for([*context["links"], *context["socials"]])
    return context | {"sheets": [static(f"css/{name}.css") for name in parts]}


@read_view
def look(request: HttpRequest) -> HttpResponse:
    """The page's look as a stylesheet for our own rooms; or the one that is asked for, and not chosen yet."""
    page = own_page(request)
    form = LookForm(request.GET or None, has_backdrop=bool(page.backdrop))
    shown = with_backdrop(form.look, page.backdrop) if form.is_valid() else page.look
    return HttpResponse(stage(("own", shown)), "text/css; charset=utf-8")
