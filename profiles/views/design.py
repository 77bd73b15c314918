"""Where creators dress their page: a preset with one tap, then whatever they like otherwise."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from profiles import pages, showcase
from profiles.design import choose_look, describe_mending
from profiles.forms import LookForm
from profiles.models import Page, Step
from profiles.styles import stage, with_stage
from profiles.themes import CHARACTERS, Look, Preset, suggest_accent
from profiles.views.studio import own_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@csp_override(with_stage(settings.SECURE_CSP))
def design(request: HttpRequest) -> HttpResponse:
    """All presets as they would look on this page; a POST dresses it at once and offers the way back."""
    page = own_page(request)
    suggested = {"accent": suggest_accent(page.look)}
    form = LookForm(request.POST or None, initial=_fields(page.look) | suggested)
    if form.is_valid():
        _dress(request, page, form.look)
        return redirect("studio_design")
    presets = [(preset, CHARACTERS[preset]) for preset in Preset]
    looks = {preset.value: Look(preset=preset) for preset in Preset} | {"own": page.look}
    context = {"page": page, "form": form, "presets": presets, "shown": _show(page), "stage": stage(looks)}
    return render(request, "studio/design.html", context)


def _show(page: Page) -> str:
    """The page as every pane shows it: they differ in their stylesheets alone."""
    phone = showcase.preview(page)
    context = {"page": page, "profile": phone.profile, "links": phone.links, "videos": phone.videos, "level": 2}
    return render_to_string("public/page.html#creator", context)


def _dress(request: HttpRequest, page: Page, look: Look) -> None:
    before = page.look
    choose_look(page, look=look)
    pages.finish_step(page, step=Step.LOOK)
    undo = {"page": page, "is_new_preset": look.preset != before.preset, "fields": _fields(before)}
    messages.success(request, render_to_string("studio/dressed.html", undo, request))
    if mending := describe_mending(look):
        messages.info(request, mending)


def _fields(look: Look) -> dict[str, str]:
    """The look as LookForm takes it."""
    return asdict(look) | {"own_accent": "on" if look.accent else ""}
