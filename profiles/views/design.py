"""Where creators dress their page: a preset with one tap, then whatever they like otherwise."""

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from profiles import pages, showcase
from profiles.covers import Unfit, Unkept
from profiles.design import choose_look, describe_mending, remove_backdrop, set_backdrop
from profiles.forms import BackdropForm, LookForm, refuse_picture
from profiles.models import Page, Step
from profiles.styles import stage, with_stage
from profiles.themes import CHARACTERS, Look, Preset, suggest_accent
from profiles.views.access import form_view, own_page, post_only


@form_view
@csp_override(with_stage(settings.SECURE_CSP))
def design(request: HttpRequest) -> HttpResponse:
    """All presets as they would look on this page; a POST dresses it at once and offers the way back."""
    page = own_page(request)
    form = _form(page, request.POST or None)
    if form.is_valid() and form.is_current():
        _dress(request, page, form.look)
        return redirect("studio_design")
    return _show(request, page, form=form, backdrop=BackdropForm())


@post_only
@csp_override(with_stage(settings.SECURE_CSP))
def backdrop(request: HttpRequest) -> HttpResponse:
    """Put a picture of the creator's behind the page."""
    page = own_page(request)
    form = BackdropForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            set_backdrop(page, picture=form.cleaned_data["picture"].read())
            pages.finish_step(page, step=Step.LOOK)
            messages.success(request, _("Your picture is behind your page now."))
            _tell_mending(request, page.look)
            return redirect(f"{reverse('studio_design')}#backdrop")
    except (Unfit, Unkept) as refusal:
        refuse_picture(form, refusal.code)
    return _show(request, page, form=_form(page), backdrop=form)


@post_only
def drop_backdrop(request: HttpRequest) -> HttpResponse:
    """Take that picture away again."""
    remove_backdrop(own_page(request))
    messages.success(request, _("Your picture is gone from your page."))
    return redirect(f"{reverse('studio_design')}#backdrop")


def _form(page: Page, data: QueryDict | None = None) -> LookForm:
    suggested = {"accent": suggest_accent(page.look)}
    return LookForm(data, initial=_fields(page.look) | suggested, has_backdrop=bool(page.backdrop))


def _show(request: HttpRequest, page: Page, **forms: Form) -> HttpResponse:
    presets = [(preset, CHARACTERS[preset]) for preset in Preset]
    looks = [(preset.value, Look(preset=preset)) for preset in Preset]
    context = {"page": page, "presets": presets, "phone": _phone(request, page), **forms}
    context["stage"] = stage(*looks)
    return render(request, "studio/design.html", context)


def _phone(request: HttpRequest, page: Page) -> str:
    """The page as each look dresses it: the same words in all of them, so that it is rendered once."""
    phone = showcase.preview(page)
    shown = {"page": page, "profile": phone.profile, "links": phone.links, "videos": phone.videos, "level": 2}
    return render_to_string("public/page.html#creator", shown, request)


def _dress(request: HttpRequest, page: Page, look: Look) -> None:
    before = page.look
    choose_look(page, look=look)
    pages.finish_step(page, step=Step.LOOK)
    if "undo" in request.POST:
        messages.success(request, _("Your page is as it was."))
        return
    undo = {"page": page, "is_new_preset": look.preset != before.preset, "fields": _fields(before)}
    messages.success(request, render_to_string("studio/dressed.html", undo, request))
    _tell_mending(request, look)


def _tell_mending(request: HttpRequest, look: Look) -> None:
    if mending := describe_mending(look):
        messages.info(request, mending)


def _fields(look: Look) -> dict[str, str]:
    """The look as LookForm takes it."""
    return look.choices | {"own_accent": "on" if look.accent else ""}
