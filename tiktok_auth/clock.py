"""How far this machine's clock is from TikTok's, as the Date of TikTok's answers tells.

https://www.rfc-editor.org/rfc/rfc9110#field.date
"""

import time

import structlog
from django.core.cache import cache
from django.utils.http import parse_http_date_safe

from tiktok_auth.replies import Reply

NOTICED_SECONDS = 60
# A Date further off is nobody's clock.
MOST_SECONDS = 7 * 24 * 3600
REMEMBERED_SECONDS = 5 * 60
SEEN = "tiktok:skew:seen"
SKEW = "tiktok:skew"
WARNED = "tiktok:skew:warned"

log = structlog.get_logger(__name__)


def compare(reply: Reply) -> None:
    """Note that the clocks differ by more than a minute once two answers in a row agree by how much, and warn of it
    once every five minutes. A failure may be the answer of somebody else on the way."""
    moment = parse_http_date_safe(reply.headers.get("Date", ""))
    if reply.status != 200 or moment is None:
        return
    seconds = round(time.time() - moment)
    if abs(seconds) <= NOTICED_SECONDS:
        cache.delete_many([SKEW, SEEN])
    elif abs(seconds) <= MOST_SECONDS:
        _note(seconds)


def _note(seconds: int) -> None:
    seen = cache.get(SEEN)
    cache.set(SEEN, seconds, REMEMBERED_SECONDS)
    if seen is None or abs(seen - seconds) > NOTICED_SECONDS:
        return
    cache.set(SKEW, seconds, REMEMBERED_SECONDS)
    if cache.add(WARNED, True, REMEMBERED_SECONDS):
        log.warning("clock_skew", seconds=seconds)


def skew() -> int:
    """Seconds that our clock was ahead when TikTok last answered, negative when it was behind; 0 for about right."""
    return int(cache.get(SKEW, 0))
