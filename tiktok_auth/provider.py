"""TikTok as allauth sees it: how a login starts, and what of a profile is kept."""

import hashlib
from secrets import token_urlsafe
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.base.provider import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from tiktok_auth.payloads import UserInfo


class TikTokProvider(OAuth2Provider):
    id = "tiktok"
    name = "TikTok"
    account_class = ProviderAccount

    def redirect_from_request(self, request: HttpRequest) -> HttpResponseRedirect:
        """Off to TikTok. Of what the visitor sent only `next` counts, and only where it is a page of ours.

        https://developers.tiktok.com/doc/login-kit-web
        """
        verifier, challenge = make_challenge()
        next_url = get_next_redirect_url(request)
        state = self.stash_redirect_state(request, AuthProcess.LOGIN, next_url, pkce_code_verifier=verifier)
        query = {
            "client_key": settings.TIKTOK_CLIENT_KEY,
            "scope": ",".join(settings.TIKTOK_SCOPES),
            "response_type": "code",
            "redirect_uri": redirect_uri(),
            "state": state,
            # Always the consent page: without it nobody could grant more later, or log in as somebody else.
            "disable_auto_auth": "1",
            **challenge,
        }
        return HttpResponseRedirect(f"{settings.TIKTOK_WWW_BASE}/v2/auth/authorize/?{urlencode(query)}")

    def extract_uid(self, data: UserInfo) -> str:
        return data.open_id

    def extract_extra_data(self, data: UserInfo) -> dict[str, str]:
        """Lies in the database as it is: nothing but what names the creator."""
        names = ("open_id", "union_id", "username", "display_name")
        return {name: getattr(data, name) for name in names}


provider_classes = [TikTokProvider]


def redirect_uri() -> str:
    """Where TikTok sends people back to: byte for byte the registered address, whatever a request says of its host."""
    return f"{settings.SITE_URL}{reverse('tiktok_callback')}"


def make_challenge() -> tuple[str, dict[str, str]]:
    """A verifier and what announces it; nothing for TikTok's web product, which documents no challenge.

    The desktop product wants the digest in hexadecimal: https://developers.tiktok.com/doc/login-kit-desktop
    """
    if settings.TIKTOK_LOGIN_KIT != "desktop":
        return "", {}
    verifier = token_urlsafe(96)
    digest = hashlib.sha256(verifier.encode()).hexdigest()
    return verifier, {"code_challenge": digest, "code_challenge_method": "S256"}
