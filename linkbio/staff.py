"""The admin, for staff with a password and a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import codes, desk
from tiktok_auth import sealing

OWNER = "second factor"
# What moderators work with, in the order in which it needs them; the other lists follow by name.
FIRST = ("Report", "Appeal", "Page", "Link", "DomainRule")


class MFAAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets sealed like everything else worth stealing."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code does not fit. Type the one your app shows now."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, OWNER)

    def decrypt(self, encrypted_text: str) -> str:
        """Never an empty secret for an unreadable one: codes for that could be guessed."""
        try:
            return sealing.unseal(encrypted_text, OWNER)
        except sealing.Unreadable:
            raise ValidationError(_("This server has lost the key to your second factor. Ask who runs it.")) from None

    def build_totp_svg(self, url: str) -> str:
        """On a ground of its own: allauth's is see-through, and black on a dark page no camera reads it."""
        return codes.draw_svg(url).decode()


def staff_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view for staff and for whoever may turn out to be; nobody else has such a page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class StaffSite(AdminSite):
    site_title = settings.SITE_NAME
    index_title = gettext_lazy("Desk")
    empty_value_display = ""  # a list has many cells with nothing in them, and a phone leaves them out

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff with a role, and only with a second factor set up."""
        user: Any = request.user
        return self._has_role(request) and get_adapter().is_mfa_enabled(user, [Authenticator.Type.TOTP])

    def _has_role(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return super().has_permission(request) and user.has_perm("profiles.view_page")

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> TemplateResponse:
        """Begins with what needs somebody today."""
        return super().index(request, {**(extra_context or {}), "needs": desk.needs()})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What moderators work with first; who is staff is for administrators, and seldom. Reports come to an inbox."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                model["name"] = _("Inbox") if model["object_name"] == "Report" else model["name"]
            app["name"] = _("Staff") if app["app_label"] == "auth" else app["name"]
            app["models"].sort(key=_rank)
        return sorted(apps, key=lambda app: app["app_label"] == "auth")

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """The site's own login page with its limits on guessing, and then the second factor, where it is missing."""
        destination = get_next_redirect_url(request) or reverse("admin:index")
        if self.has_permission(request):
            return redirect(destination)
        if not request.user.is_authenticated:
            query = urlencode({"staff": 1, "next": destination})
            return redirect(f"{reverse('account_login')}?{query}")
        if not self._has_role(request):
            raise PermissionDenied
        return redirect("mfa_activate_totp")


def _rank(model: dict[str, Any]) -> tuple[int, str]:
    name = model["object_name"]
    return FIRST.index(name) if name in FIRST else len(FIRST), str(model["name"])
