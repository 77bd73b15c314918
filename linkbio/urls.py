from allauth.account import views as account
from allauth.socialaccount import views as social
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from linkbio import views

type Routes = list[URLPattern | URLResolver]

# Only the allauth pages that exist here: no sign-up, e-mail or password reset.
accounts: Routes = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("social/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("social/error/", social.login_error, name="socialaccount_login_error"),
    path("social/signup/", social.signup, name="socialaccount_signup"),
    path("social/", social.connections, name="socialaccount_connections"),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("tiktok_auth.urls")),
]

urlpatterns: Routes = [
    path("", views.home, name="home"),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
    path("studio/", include("profiles.urls.studio")),
    path("", include("profiles.urls.public")),
]
if settings.TIKTOK_SANDBOX:
    urlpatterns.insert(0, path("sandbox/", include("tiktok_auth.sandbox.urls")))
