"""A second opinion on where a link leads, from a service that knows harmful sites. Off without a key."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings

from profiles.models import Opinion
from tiktok_auth.errors import Unavailable
from tiktok_auth.transport import OPINIONS, send

# Says what it knows about a clean destination, UNCHECKED when it knows nothing or cannot say, and never raises.
type Adviser = Callable[[str], Opinion]

DEADLINE_SECONDS = 3.0
ANSWER_BYTES = 16 * 1024
THREATS = ("MALWARE", "SOCIAL_ENGINEERING", "UNWANTED_SOFTWARE")


def adviser() -> Adviser | None:
    """Whom to ask, if anybody. Another service is one more function, chosen here."""
    return ask_web_risk if settings.WEB_RISK_KEY else None


def ask_web_risk(url: str) -> Opinion:
    """What Google's Lookup API knows. https://cloud.google.com/web-risk/docs/reference/rest/v1/uris/search

    It answers 200 with an empty object, or with the threats that it knows; whatever else comes, we know nothing.
    """
    query = [("uri", url), ("key", settings.WEB_RISK_KEY), *(("threatTypes", threat) for threat in THREATS)]
    address = f"{settings.WEB_RISK_BASE}/v1/uris:search?{urlencode(query)}"
    try:
        reply = send("GET", address, policy=OPINIONS, deadline=DEADLINE_SECONDS, max_bytes=ANSWER_BYTES)
        answer = json.loads(reply.body) if reply.status == 200 else None
    except (Unavailable, ValueError, RecursionError):
        return Opinion.UNCHECKED
    if not isinstance(answer, dict):
        return Opinion.UNCHECKED
    return Opinion.HARMFUL if answer.get("threat") else Opinion.CLEAR
