"""Bring your page, take your page: what a creator made here leaves, and comes in, by their own hand."""

from collections.abc import Iterator
from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from profiles.models import Page
from profiles.portability import document, table, website
from profiles.views.doorway import render_doorway
from profiles.views.public import render_page
from profiles.views.studio import own_page


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and what each file is good for. A suspended page leaves like any other."""
    return render(request, "studio/export.html", {"page": own_page(request)})


@login_required
@require_safe
def export_document(request: HttpRequest) -> HttpResponse:
    """Everything, to keep or to bring back."""
    page = own_page(request)
    return _attach(document.write(page), f"{page.handle}.json", "application/json")


@login_required
@require_safe
def export_table(request: HttpRequest) -> HttpResponse:
    """The links, for a spreadsheet."""
    page = own_page(request)
    return _attach(table.write(page), f"{page.handle}-links.csv", "text/csv; charset=utf-8")


@login_required
@require_safe
def export_website(request: HttpRequest) -> FileResponse:
    """The page as visitors see it, in a ZIP file."""
    page = own_page(request)
    folder = website.write(page, _answers(request, page))
    return FileResponse(folder, as_attachment=True, filename=f"{page.handle}.zip", content_type="application/zip")


def _answers(request: HttpRequest, page: Page) -> Iterator[tuple[str, str]]:
    """What visitors get at the addresses of the page and of its TikToks, taken down or not."""
    yield page.get_absolute_url(), render_page(request, page).text
    for video in website.doorways(page):
        with suppress(Http404):  # hidden a moment ago
            address = reverse("doorway", args=[page.handle, video.tiktok_id])
            yield address, render_doorway(request, page, video.tiktok_id).text


def _attach(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
