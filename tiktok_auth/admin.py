"""What the admin does not show. allauth registers its tables by itself, some with secrets in plain sight."""

from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

# Imported so that their tables are registered by now: what is taken away here then stays away.
__all__ = ["account_admin", "mfa_admin", "social_admin"]

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, User])


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts, but for deleting creators: TikTok has to be told, and more than this table goes (`manage.py erase`)."""

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_creator = obj is not None and SocialAccount.objects.filter(user=obj).exists()
        return super().has_delete_permission(request, obj) and not is_creator
