"""How creators bring their address to people: to copy, to print, to put on TikTok."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.views.studio import own_page


@login_required
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """The page's address in every form."""
    return render(request, "studio/share.html", {"page": own_page(request)})
