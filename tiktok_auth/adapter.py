"""Who may have an account, where people land, and what is said when a login fails."""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.provider import ProviderException
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from tiktok_auth import tokens
from tiktok_auth.errors import Code, RateLimited, ReconnectNeeded, Refused, ScopeMissing, TokenRejected, Unavailable
from tiktok_auth.models import Grant
from tiktok_auth.payloads import Tokens, UserInfo
from tiktok_auth.replies import ERRORS
from tiktok_auth.signals import creator_connected

# Names of the pages that a login may lead to: the studio, the admin, and the pages about the second factor.
MAY_LEAD_TO = ("studio", "admin:", "mfa_")
# What TikTok's way back calls an error: as documented, then as seen.
ERROR_NAMES = ("error", "error_type", "errCode")
# Who says no where nobody knows any more what was begun is not turned away: they come late.
WAYS_BACK = {**ERRORS, "access_denied": ReconnectNeeded}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a login brought from TikTok: for this request only, never for a session."""

    tokens: Tokens = field(repr=False)
    profile: UserInfo


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("This name and this password do not belong together."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up with a password."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by; of a request that came past our proxies, the one it came from."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return str(request.META["REMOTE_ADDR"])

    def is_safe_url(self, url: str) -> bool:
        """Only pages named in MAY_LEAD_TO; whatever else a visitor asks to be sent to is ignored."""
        try:
            match = resolve(url.partition("?")[0])
        except Resolver404:
            return False
        return super().is_safe_url(url) and bool(match.url_name) and match.view_name.startswith(MAY_LEAD_TO)

    def pre_login(  # type: ignore[override]
        self, request: HttpRequest, user: User, *, signal_kwargs: dict[str, Any] | None, **kwargs: Any
    ) -> HttpResponse | None:
        """Keep what an active creator brought from TikTok.

        Here rather than after the login: where a second factor comes between, the tokens would wait in the session.
        """
        refusal: HttpResponse | None = super().pre_login(request, user, signal_kwargs=signal_kwargs, **kwargs)
        if not refusal and signal_kwargs:
            _connect(request, signal_kwargs["sociallogin"])
        return refusal


class SocialAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """The operator's TikTok app. Without one every road leads to the login page, which says so."""
        if not (settings.TIKTOK_CLIENT_KEY and settings.TIKTOK_CLIENT_SECRET):
            raise ImmediateHttpResponse(redirect("account_login"))
        return SocialApp(provider=provider, client_id=settings.TIKTOK_CLIENT_KEY)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who comes back with another account than they left with sees another studio, and is told why."""
        if request.user.is_authenticated and request.user != sociallogin.user:
            messages.warning(request, _("This is another account than the one you were logged in with."))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """A name that says nothing: TikTok's can be given up and taken by somebody else."""
        user: Any = sociallogin.user
        user.username = f"tiktok-{token_hex(6)}"
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: None = None) -> Any:
        """Account and user, or neither. Of two first logins at the same moment the second is asked to try again."""
        try:
            with transaction.atomic():
                return super().save_user(request, sociallogin, form)
        except IntegrityError:
            raise ProviderException from None

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """One line for the operator, found by its reference: TikTok's own words where there are any, never a body.

        The page says by `cause` whether to start again, to wait, or to ask whoever runs the site.
        """
        said = next(filter(None, map(request.GET.get, ERROR_NAMES)), "")[:64]
        code = getattr(exception, "code", "") or said
        is_race = exception is not None and not code
        if extra_context is not None:
            kind = WAYS_BACK.get(said, Refused) if said else type(exception)
            extra_context["cause"] = "race" if is_race else _cause(kind, code)
        # What looks like a race may be a fault of ours.
        told = {"code": "race", "exc_info": exception} if is_race else {"code": code or "state"}
        log.warning("login_failed", log_id=getattr(exception, "log_id", ""), **told)


def _cause(kind: type, code: str) -> str:
    if issubclass(kind, Unavailable):
        # TikTok has left several without an answer before the breaker opens.
        return "busy" if issubclass(kind, RateLimited) and code != Code.BREAKER_OPEN else "unanswered"
    return "refused" if issubclass(kind, (Refused, ScopeMissing, TokenRejected)) else "late"


def _connect(request: HttpRequest, login: Any) -> None:
    arrival: Arrival = login.arrival
    grant = tokens.keep(login.account, arrival.tokens, union_id=arrival.profile.union_id)
    creator_connected.send(sender=Grant, grant=grant, profile=arrival.profile, request=request)
