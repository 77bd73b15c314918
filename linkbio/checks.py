"""Misconfiguration, said at the start in sentences rather than found at three in the morning."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def tiktok_keys_are_set(**kwargs: Any) -> list[CheckMessage]:
    if settings.TIKTOK_CLIENT_KEY and settings.TIKTOK_CLIENT_SECRET:
        return []
    hint = "Register an app with TikTok and set TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET, or try TIKTOK_SANDBOX=1."
    return [Warning("Nobody can log in: there is no TikTok app.", hint=hint, id="linkbio.W001")]


@register(Tags.security, deploy=True)
def contact_is_set(**kwargs: Any) -> list[CheckMessage]:
    if settings.CONTACT:
        return []
    hint = "Set CONTACT to the address that your privacy page and security.txt give out."
    return [Warning("Nobody can reach the operator.", hint=hint, id="linkbio.W002")]


@register(Tags.security, deploy=True)
def web_risk_key_is_one(**kwargs: Any) -> list[CheckMessage]:
    if not settings.WEB_RISK_KEY or re.fullmatch(r"[\w-]{30,}", settings.WEB_RISK_KEY, re.ASCII):
        return []
    hint = "Copy it once more from Google Cloud, or unset WEB_RISK_KEY: then no second opinion is asked for."
    return [Warning("WEB_RISK_KEY does not look like a key of Google's.", hint=hint, id="linkbio.W003")]
