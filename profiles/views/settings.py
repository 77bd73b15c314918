"""Where creators say who they are and how things are to be; and the way out."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from profiles import connection, erasure, pages
from profiles.covers import Unfit, Unkept
from profiles.forms import (
    AboutForm,
    AudienceForm,
    ClockForm,
    DeleteAccountForm,
    HandleForm,
    RegionForm,
    SearchForm,
    SeenForm,
    WatchForm,
    refuse_picture,
)
from profiles.models import Page
from profiles.views.access import form_view, own_page, own_pages, post_only
from profiles.views.answers import STILL_ALLOWED, go_to
from tiktok_auth import sessions, waiting
from tiktok_auth.csp import may_start_login

# The parts that hold fields of the page and nothing else.
PLAIN = {"search": SearchForm, "audience": AudienceForm, "watch": WatchForm, "region": RegionForm}


@form_view
@may_start_login
def settings(request: HttpRequest) -> HttpResponse:
    """All settings, each part a form of its own; a POST names the part that it keeps.

    A script that sent it is told where to look, so that what is typed in other parts can stay.
    """
    page = own_page(request)
    handle, part = page.handle, request.POST.get("part", "")
    parts = _forms(request, page)
    if part in parts and parts[part].is_valid() and _keep(page, part, parts[part]):
        moved = _("Your page is at @%(handle)s now. The old address leads there.") % {"handle": page.handle}
        messages.success(request, _("Saved.") if page.handle == handle else moved)
        return go_to(request, f"{request.path}#{part}")
    context = {"page": page, **parts, "connection": connection.describe(page)}
    context |= {"sessions": sessions.of(page.owner), "this_session": request.session.session_key}
    return render(request, "studio/settings.html", context)


@post_only
def publish(request: HttpRequest) -> HttpResponse:
    """No longer keep it offline, and say what else does."""
    page = own_page(request)
    pages.publish(page)
    if page.is_suspended:
        messages.info(request, _("You have put it back. Staff still keeps it offline: the reason is in your notices."))
    elif page.is_gone:
        said = _(
            "You have put it back. TikTok says your account is gone: once you log in with TikTok again it is online."
        )
        messages.info(request, said)
    else:
        messages.success(request, _("Your page is online again."))
    return redirect("studio_settings")


@post_only
def unpublish(request: HttpRequest) -> HttpResponse:
    page = own_page(request)
    pages.unpublish(page)
    if page.is_suspended:
        said = _("You have taken your page offline. Until staff restores it, visitors read that staff has closed it.")
    else:
        said = _("Your page is offline. Visitors read that you have taken it down.")
    messages.success(request, said)
    return redirect("studio_settings")


@post_only
def clock(request: HttpRequest) -> HttpResponse:
    """The browser's time zone is its creator's, until they say another one."""
    form = ClockForm(request.POST)
    if form.is_valid():
        pages.set_clock(own_page(request), **form.cleaned_data)
    return HttpResponse(status=204)


@post_only
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Log out everywhere else."""
    sessions.end_others(own_page(request).owner, kept=request.session.session_key)
    messages.success(request, _("You are logged out everywhere else."))
    return redirect("studio_settings")


@form_view
def delete_account(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then erase the creator whole, also one who has no page yet."""
    page, user = own_pages(request).first(), cast(User, request.user)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, current=page.handle if page else "")
    if form.is_valid():
        if user.is_staff:
            form.add_error(None, _("This account opens the staff desk too. Have somebody there end that first."))
        else:
            with waiting.place():
                is_taken_back = erasure.erase(user)
            logout(request)
            messages.success(request, _("Your account is deleted, with everything on it."))
            if not is_taken_back:
                messages.warning(request, STILL_ALLOWED)
            return redirect("home")
    return render(request, "studio/delete_account.html", {"page": page, "form": form})


def _forms(request: HttpRequest, page: Page) -> dict[str, SeenForm]:
    saved = model_to_dict(page)
    return {
        "about": AboutForm(page=page, initial=saved, **_sent(request, "about")),
        "handle": HandleForm(current=page.handle, proven=page.proven_handle, **_sent(request, "handle")),
        **{part: form(initial=saved, **_sent(request, part)) for part, form in PLAIN.items()},
    }


def _sent(request: HttpRequest, part: str) -> dict[str, Any]:
    """What the form of this part is made of: what was sent, where that is this part."""
    is_sent = request.POST.get("part") == part
    return {"auto_id": f"{part}-%s", **({"data": request.POST, "files": request.FILES} if is_sent else {})}


def _keep(page: Page, part: str, form: SeenForm) -> bool:
    """Keep what a form holds; a refusal is said at the form."""
    if not form.is_current():
        return False
    try:
        KEEP[part](page, **form.cleaned_data)
    except pages.HandleTaken:
        form.add_error("handle", _("Somebody has this address, or had it until lately. Change it a little."))
    except (Unfit, Unkept) as refusal:
        refuse_picture(form, refusal.code)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return form.is_valid()


def _keep_about(page: Page, *, picture: Any, drop_picture: bool, **said: Any) -> None:
    if picture or drop_picture:
        pages.set_portrait(page, picture=picture and picture.read())
    pages.change(page, **said)


KEEP: dict[str, Callable[..., None]] = {
    "about": _keep_about,
    "handle": pages.change_handle,
    **dict.fromkeys(PLAIN, pages.change),
}
