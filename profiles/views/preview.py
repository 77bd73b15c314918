"""The page as its creator sees it beside what they change: the public template itself, with nothing to tap."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from profiles.styles import stage
from profiles.views.public import contents, sheets_for
from profiles.views.studio import own_page


@login_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The page on a phone, as visitors see it, or would if it were online; a script asks for the page alone."""
    page = own_page(request)
    context = contents(page)
    parts = sheets_for([*context["links"], *context["socials"]])
    context["sheets"] = [static(f"css/{name}.css") for name in parts]
    if "X-In-Place" not in request.headers:
        return render(request, "studio/preview.html", context)
    with override(page.language or get_language()):
        return render(request, "studio/preview.html#page", context)


@login_required
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The page's look as a stylesheet for our own rooms."""
    return HttpResponse(stage({"own": own_page(request).look}), "text/css; charset=utf-8")
