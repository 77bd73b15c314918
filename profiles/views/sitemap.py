"""Which pages there are, for search engines: https://www.sitemaps.org/protocol.html"""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from profiles.metadata import absolute
from profiles.models import Page
from profiles.rendering import CACHE_CONTROL
from profiles.views.public import for_reading

XML = "application/xml; charset=utf-8"


@for_reading
def index(request: HttpRequest) -> HttpResponse:
    """The addresses of all parts."""
    parts = [absolute(reverse("sitemap_part", args=[number])) for number in range(1, Page.objects.count_parts() + 1)]
    return _answer("public/sitemap_index.xml", {"parts": parts})


@for_reading
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Those pages of one part that may be found."""
    if not 1 <= number <= Page.objects.count_parts():
        raise Http404
    found = Page.objects.findable().part(number)
    pages = [(absolute(page.get_absolute_url()), page.snapshot.fetched_at or page.created_at) for page in found]
    return _answer("public/sitemap.xml", {"pages": pages})


def _answer(template: str, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), XML, headers={"Cache-Control": CACHE_CONTROL})
