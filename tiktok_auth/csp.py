"""The content security policy of pages that carry "Continue with TikTok"."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.views.decorators.csp import csp_override


def login_policy() -> dict[str, Any]:
    """The site's policy, and forms may lead to TikTok: Chromium holds form-action against the redirect as well."""
    www = urlsplit(settings.TIKTOK_WWW_BASE)
    policy: dict[str, Any] = settings.SECURE_CSP
    return {**policy, "form-action": [*policy["form-action"], f"{www.scheme}://{www.netloc}"]}


may_start_login = csp_override(login_policy())
