from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from linkbio import views
from linkbio.staff import staff_only
from profiles.admin import figures
from tiktok_auth import webhooks
from tiktok_auth.csp import may_start_login

type Routes = list[URLPattern | URLResolver]

# Creators have TikTok's: one of their own could only lock them out, and nobody here could take it off again.
second_factor: Routes = [
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("", staff_only(mfa.index), name="mfa_index"),
    path("totp/activate/", staff_only(totp.activate_totp), name="mfa_activate_totp"),
    path("totp/deactivate/", staff_only(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", staff_only(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", staff_only(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", staff_only(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]

# Only the allauth pages that exist here: no sign-up, e-mail, password reset or linking of accounts.
accounts: Routes = [
    path("login/", may_start_login(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("social/cancelled/", may_start_login(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("social/error/", may_start_login(social.login_error), name="socialaccount_login_error"),
    path("2fa/", include(second_factor)),
    path("", include("tiktok_auth.urls")),
]

urlpatterns: Routes = [
    path("", views.home, name="home"),
    path("privacy", views.privacy, name="privacy"),
    path("terms", views.terms, name="terms"),
    path("robots.txt", views.robots_txt),
    path(".well-known/security.txt", views.security_txt),
    path("favicon.ico", views.favicon),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("metrics", views.metrics),
    path("accounts/", include(accounts)),
    path("webhooks/tiktok/", webhooks.receive, name="tiktok_webhook"),
    path("admin/freshness/", admin.site.admin_view(figures.show_freshness), name="freshness"),
    path("admin/transparency/", admin.site.admin_view(figures.show_transparency), name="transparency"),
    path("admin/", admin.site.urls),
    path("studio/", include("profiles.urls.studio")),
    path("", include("profiles.urls.public")),
]
if settings.TIKTOK_SANDBOX:
    urlpatterns.insert(0, path("sandbox/", include("tiktok_auth.sandbox.urls")))

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
