"""The consent page: who you are, what the site may see, and back to the site with a code or a refusal."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tiktok_auth.sandbox import accounts, grants, images, store
from tiktok_auth.sandbox.accounts import Account
from tiktok_auth.sandbox.grants import SCOPES

CALLBACK_PATH = "/accounts/tiktok/login/callback/"
BASIC = "user.info.basic"
WORDS = {
    BASIC: (_("Your name and picture"), _("Always shared when you log in.")),
    "user.info.profile": (_("Your profile"), _("@name, bio, verified badge and a link to your profile.")),
    "user.info.stats": (_("Your numbers"), _("Followers, following, likes, and how many videos you have.")),
    "video.list": (_("Your public videos"), _("Captions, covers and view counts. Never drafts or private ones.")),
}
MANNERS = {
    "shy": _("shares as little as possible"),
    "slow": _("answers late"),
    "limited": _("often over the limit"),
    "leaving": _("about to delete the account"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """https://developers.tiktok.com/doc/login-kit-web . A wrong parameter stops here and never reaches the site."""
    wrong = _find_mistake(request.GET)
    if wrong:
        return render(request, "sandbox/refused.html", {"parameter": wrong}, status=400)
    if request.method == "POST":
        return _decide(request)
    return _ask(request)


def _find_mistake(asked: QueryDict) -> str:
    """The first parameter TikTok would not accept."""
    checks = {
        "client_key": asked.get("client_key") == settings.SANDBOX_CLIENT_KEY,
        "redirect_uri": asked.get("redirect_uri") == settings.SITE_URL + CALLBACK_PATH,
        "response_type": asked.get("response_type") == "code",
        "scope": bool(_scopes(asked)) and set(_scopes(asked)) <= set(SCOPES),
        "code_challenge": bool(asked.get("code_challenge")) or not store.read_setting("wants_challenge"),
        "code_challenge_method": asked.get("code_challenge_method", "S256") == "S256",
    }
    return next((name for name, is_right in checks.items() if not is_right), "")


def _ask(request: HttpRequest) -> HttpResponse:
    people = accounts.listed_accounts()
    chosen = next((person for person in people if person.username == request.GET.get("persona")), people[0])
    context = {
        "people": [{"account": person, "avatar": images.avatar_url(person)} for person in people],
        "chosen": {"account": chosen, "avatar": images.avatar_url(chosen)},
        "manner": MANNERS.get(chosen.manner, ""),
        "scopes": [
            {"name": scope, "title": WORDS[scope][0], "detail": WORDS[scope][1], "is_fixed": scope == BASIC}
            for scope in SCOPES
            if scope in _scopes(request.GET)
        ],
        "is_shy": chosen.manner == "shy",
    }
    return render(request, "sandbox/authorize.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    account = accounts.find_account(request.POST.get("persona", ""))
    if not account:
        return render(request, "sandbox/refused.html", {"parameter": "persona"}, status=400)
    if request.POST.get("decision") == "allow":
        return _return_to_site(request.GET, _allow(account, request.GET, request.POST.getlist("scope")))
    return _return_to_site(
        request.GET, {"error": "access_denied", "error_description": "The user denied the authorization request."}
    )


def _allow(account: Account, asked: QueryDict, ticked: list[str]) -> dict[str, str]:
    """A code for the ticked scopes among those asked for; the basic one cannot be unticked."""
    granted = ",".join(scope for scope in SCOPES if scope in _scopes(asked) and scope in {BASIC, *ticked})
    code = grants.issue_code(
        account, scope=granted, redirect_uri=asked.get("redirect_uri", ""), challenge=asked.get("code_challenge", "")
    )
    return {"code": code, "scopes": granted}


def _return_to_site(asked: QueryDict, answer: dict[str, str]) -> HttpResponse:
    return HttpResponseRedirect(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked.get('state', '')})}")


def _scopes(asked: QueryDict) -> list[str]:
    """Commas, not spaces."""
    return [scope for scope in asked.get("scope", "").split(",") if scope]
