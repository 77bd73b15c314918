"""A second opinion on where a link leads, from a service that knows harmful sites. Off without a key."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings

from profiles.models import Opinion
from tiktok_auth.addresses import Policy
from tiktok_auth.errors import Code, Unavailable
from tiktok_auth.transport import send

# Says what it knows about a clean destination, UNCHECKED where it does not judge this one. Raises Unavailable when it
# cannot be asked now.
type Adviser = Callable[[str], Opinion]

WEB_RISK = Policy(lambda: [settings.WEB_RISK_BASE])
DEADLINE_SECONDS = 3.0
ANSWER_BYTES = 16 * 1024
UNREADABLE = 400
THREATS = ("MALWARE", "SOCIAL_ENGINEERING", "UNWANTED_SOFTWARE")


def adviser() -> Adviser | None:
    """Whom to ask, if anybody. Another service is one more function, chosen here."""
    return ask_web_risk if settings.WEB_RISK_KEY else None


def ask_web_risk(url: str) -> Opinion:
    """What Google's Lookup API knows. https://cloud.google.com/web-risk/docs/reference/rest/v1/uris/search

    It answers 200 with an empty object, or with the threats that it knows, and 400 to an address that it cannot read.
    """
    query = [("uri", url), ("key", settings.WEB_RISK_KEY), *(("threatTypes", threat) for threat in THREATS)]
    address = f"{settings.WEB_RISK_BASE}/v1/uris:search?{urlencode(query)}"
    reply = send("GET", address, policy=WEB_RISK, deadline=DEADLINE_SECONDS, max_bytes=ANSWER_BYTES)
    if reply.status == UNREADABLE:
        return Opinion.UNCHECKED
    try:
        answer = json.loads(reply.body) if reply.status == 200 else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise Unavailable(Code.BAD_BODY, status=reply.status)
    return Opinion.HARMFUL if answer.get("threat") else Opinion.CLEAR
