"""What the admin does not show. allauth registers its tables by itself, some with secrets in plain sight."""

from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

# Imported so that their tables are registered by now: what is taken away here then stays away.
__all__ = ["account_admin", "mfa_admin", "social_admin"]

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])
