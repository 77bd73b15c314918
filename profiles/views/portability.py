"""Bring your page, take your page: what a creator made here leaves, and comes in, by their own hand."""

from collections.abc import Iterator
from typing import IO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from profiles.forms import BringForm, ChoiceForm
from profiles.models import Page
from profiles.portability import accepting, document, offer, reading, table, website
from profiles.portability.contents import Part
from profiles.rendering import render_doorways, render_page
from profiles.views.access import form_view, own_page, post_only, read_view
from profiles.views.answers import back_to, tell_new

# Characters of a file that go back into the form when it cannot be read.
MOST_GIVEN_BACK = 200_000


@read_view
def export(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and what each file is good for. A suspended page leaves like any other."""
    return render(request, "studio/export.html", {"page": own_page(request)})


@read_view
def export_document(request: HttpRequest) -> HttpResponse:
    """Everything, to keep or to bring back."""
    page = own_page(request)
    return _attach(document.write(page), f"{page.handle}.json", "application/json")


@read_view
def export_table(request: HttpRequest) -> HttpResponse:
    """The links, for a spreadsheet."""
    page = own_page(request)
    return _attach(table.write(page), f"{page.handle}-links.csv", "text/csv; charset=utf-8")


@read_view
def export_website(request: HttpRequest) -> FileResponse:
    """The page as visitors see it, in a ZIP file."""
    page = own_page(request)
    folder = website.write(page, _answers(request, page))
    return FileResponse(folder, as_attachment=True, filename=f"{page.handle}.zip", content_type="application/zip")


@form_view
def bring(request: HttpRequest) -> HttpResponse:
    """Something to bring, pasted or in a file; a POST shows what would become of it, and changes nothing."""
    page = own_page(request)
    form = BringForm(request.POST or None, request.FILES or None)
    text = ""
    if form.is_valid():
        try:
            with reading.slot():
                text = _content(form)
                prepared = offer.prepare(reading.read(text), page)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if request.FILES and form.cleaned_data["text"].strip():
                messages.info(request, _("Your file was read; what stood in the field beside it was not."))
            return _render_offer(request, prepared, page)
    if request.FILES and 0 < len(text) < MOST_GIVEN_BACK:
        # A form cannot give a file back, but what was in it.
        form.data = {"text": text}
    return render(request, "studio/import.html", {"page": page, "form": form})


@post_only
def accept(request: HttpRequest) -> HttpResponse:
    """Add what was ticked. All of it is read and judged once more: what comes back may not be what was shown."""
    page = own_page(request)
    form = ChoiceForm(request.POST, request.FILES)
    if not form.is_valid():
        return redirect("studio_import")
    choice = accepting.Choice(*(form.cleaned_data[name] for name in ("link", "part")))
    try:
        with reading.slot():
            carried = reading.read(form.cleaned_data["document"])
            prepared = offer.prepare(carried, page)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect("studio_import")
    try:
        if (file := form.cleaned_data["file"]) is not None:
            with reading.slot():
                prepared = offer.prepare(offer.complete(carried, reading.read(_read_file(file))), page)
        added = accepting.accept(page, prepared, choice)
    except ValidationError as refusal:
        return _render_offer(request, prepared, page, choice=choice, refusal=refusal)
    is_partial = file is None and bool(prepared.kept_back)
    if is_partial:
        messages.warning(request, _("What only your file has was not added: it was not chosen once more."))
    if not added:
        if not is_partial or {*choice.parts} - {Part.COUNTS}:
            messages.success(request, _("Saved: what you chose is on your page now."))
        return redirect("studio")
    messages.success(request, tell_new(added))
    return back_to(next((link for link in added if link.video is None), added[0]))


def _answers(request: HttpRequest, page: Page) -> Iterator[tuple[str, str]]:
    """What visitors get at the addresses of the page and of its TikToks, taken down or not."""
    yield page.get_absolute_url(), render_page(request, page).text
    videos = list(website.doorways(page))
    for video, answer in zip(videos, render_doorways(request, page, videos), strict=True):
        yield reverse("doorway", args=[page.handle, video.tiktok_id]), answer.text


def _attach(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


def _content(form: BringForm) -> str:
    """What was brought, as text. Raises ValidationError when a file is none."""
    file = form.cleaned_data["file"]
    return _read_file(file) if file else str(form.cleaned_data["text"])


def _read_file(file: IO[bytes]) -> str:
    """Its text. Raises ValidationError when it has none, or too much."""
    return reading.decode(file.read(reading.MOST_BYTES_OF_DOCUMENT + 1))


def _render_offer(
    request: HttpRequest,
    prepared: offer.Offer,
    page: Page,
    *,
    choice: accepting.Choice | None = None,
    refusal: ValidationError | None = None,
) -> HttpResponse:
    """What would become of it, with ticks as they were sent, else where nothing is replaced or there too often."""
    is_fresh = not page.links.kept().exists()
    new = [row.number for row in prepared.rows if row.is_new]
    ticked = choice or accepting.Choice(new, list(Part) if is_fresh else [])
    context = {"page": page, "offer": prepared, "ticked": ticked, "refusal": refusal, "is_fresh": is_fresh}
    return render(request, "studio/import_offer.html", context | {"form": ChoiceForm()})
