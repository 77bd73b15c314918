"""The admin, for staff with a password and a second factor."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from tiktok_auth import sealing

TOTP = "totp"


class MFAAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets sealed like everything else worth stealing."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, TOTP)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, TOTP)


class StaffSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and only with a second factor set up."""
        return super().has_permission(request) and get_adapter().is_mfa_enabled(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context=extra_context)
