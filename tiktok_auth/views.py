"""Off to TikTok and back. allauth keeps the state; the two calls are our client's."""

from dataclasses import replace
from functools import partial
from typing import Any

from allauth.core.ratelimit import consume
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from tiktok_auth import budget, client, waiting
from tiktok_auth.adapter import Arrival
from tiktok_auth.csp import may_start_login
from tiktok_auth.errors import Code, RateLimited, ScopeMissing, TikTokError
from tiktok_auth.payloads import Tokens, UserInfo, basic_scopes
from tiktok_auth.provider import TikTokProvider, redirect_uri

# settings.ACCOUNT_RATE_LIMITS counts the logins of so long, so that nobody waits longer.
LIMIT_SECONDS = 60
# What it looks like when an account, or its session, goes while somebody comes back to it.
LOST = (ObjectDoesNotExist, ObjectNotUpdated, IntegrityError, UpdateError)


class TikTokAdapter(OAuth2Adapter):
    provider_id = "tiktok"

    def get_client(self, request: HttpRequest, app: Any) -> None:
        """None of allauth's: its client accepts too much, and waits too long."""

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client_: None, pkce_code_verifier: str | None = None
    ) -> Tokens:
        """Trade the code, once. Django has decoded it already, however much `*` and `!` in it tempt to do it again.

        Where nobody could be asked afterwards who it is, the code is left alone.
        """
        if budget.breaker("user_info") is budget.Breaker.OPEN:
            raise RateLimited(Code.BREAKER_OPEN, retry_after=budget.OPEN_SECONDS)
        code, verifier = request.GET["code"], pkce_code_verifier or ""
        return client.exchange(code, redirect_uri=redirect_uri(), code_verifier=verifier, scope=_granted(request))

    def parse_token(self, data: Tokens) -> None:
        """Nothing for allauth to store: tokens go into a Grant, and nowhere else."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Whoever the token belongs to, asked with the scopes that were granted rather than those we asked for."""
        tokens: Tokens = kwargs["response"]
        try:
            profile = _ask(tokens)
        except ScopeMissing:
            tokens = replace(tokens, scope=",".join(basic_scopes(tokens.scope.split(","))))
            profile = _ask(tokens)
        provider: TikTokProvider = self.get_provider()  # type: ignore[no-untyped-call]
        login: Any = provider.sociallogin_from_response(request, profile)
        login.arrival = Arrival(tokens, profile)
        return login


def _ask(tokens: Tokens) -> UserInfo:
    ask = partial(client.user_info, tokens.access_token, scopes=tokens.scope.split(","), open_id=tokens.open_id)
    return budget.spend("user_info", ask, purpose=budget.Purpose.INTERACTIVE)


def _granted(request: HttpRequest) -> str:
    """Those of the scopes asked for that the way back says were granted; where it says nothing, all of them."""
    said = request.GET.get("scopes", "").split(",")
    return ",".join(scope for scope in settings.TIKTOK_SCOPES if scope in said or said == [""])


class CallbackView(OAuth2CallbackView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Every way in which TikTok can fail ends on one page, and so does a way back that is taken twice at once, or
        to an account that is erased meanwhile."""
        try:
            with waiting.place():
                if not _is_first(request):
                    return render_authentication_error(request, self.adapter.get_provider())
                return self._complete(request, *args, **kwargs)
        except TikTokError as error:
            return render_authentication_error(request, self.adapter.get_provider(), exception=error)
        except LOST as error:
            logout(request)
            return render_authentication_error(request, self.adapter.get_provider(), exception=error)

    def _complete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        if request.user.is_authenticated:
            request.session.save()  # Django does it when nobody can be asked to try again any more
        return answer


def _is_first(request: HttpRequest) -> bool:
    """Whether nobody has come back with this login yet: of two at the same moment allauth's session would let both."""
    state = request.GET.get("state", "")
    is_begun = state in statekit.get_states(request)
    return not is_begun or cache.add(f"tiktok:state:{state}", True, statekit.STATE_TTL)


_start: Any = OAuth2LoginView.adapter_view(TikTokAdapter)


def start(request: HttpRequest) -> HttpResponse:
    """Off to TikTok, unless more logins than ACCOUNT_RATE_LIMITS allows were started from this address.

    Whoever shares it may have tried once: they read what happened, and not of too many tries as those who guess.
    """
    if consume(request, action="start_login"):
        answer: HttpResponse = _start(request)
        return answer
    refusal = render(request, "socialaccount/crowded.html", status=429)
    refusal.headers["Retry-After"] = str(LIMIT_SECONDS)
    return refusal


come_back: Any = CallbackView.adapter_view(TikTokAdapter)  # type: ignore[no-untyped-call]

# The names that allauth's default_urlpatterns looks for.
oauth2_login = may_start_login(require_http_methods(["GET", "POST"])(start))
oauth2_callback = may_start_login(require_GET(come_back))
