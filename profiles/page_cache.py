"""Rendered public responses in Redis. Every key that a page's answer is kept under is made here.

    get, keep, forget; a copy lives a minute at most, and every verb that changes a page forgets it.

What comes back from Redis is signed, so a copy that was damaged, forged or moved to another address is no copy.
"""

from functools import partial
from hashlib import sha256

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse

from profiles.models import Page

KEEP_SECONDS = 60
# A response that was begun before a change must not be kept after it; none takes longer than this.
FORGOTTEN_SECONDS = 5
FORGOTTEN = "forgotten"


def get(handle: str) -> HttpResponse | None:
    """The response kept for this address, if there is one."""
    key = _key(handle)
    kept = cache.get(key)
    if kept in (None, FORGOTTEN):
        return None
    try:
        status, headers, body = signing.loads(str(kept), salt=key, max_age=KEEP_SECONDS)
    except signing.BadSignature:
        cache.delete(key)
        return None
    return HttpResponse(body, status=status, headers=headers)


def keep(handle: str, response: HttpResponse) -> None:
    """Keep this response for a minute, unless the page was just forgotten. It must be anyone's: no cookie in it."""
    key = _key(handle)
    answer = [response.status_code, dict(response.headers), response.text]
    cache.add(key, signing.dumps(answer, salt=key), KEEP_SECONDS)


def forget(page: Page) -> None:
    """Answer anew from now on, or from the moment that the transaction at hand is committed."""
    transaction.on_commit(partial(cache.set, _key(page.handle), FORGOTTEN, FORGOTTEN_SECONDS))


def _key(handle: str) -> str:
    # Whatever a visitor typed makes a key of the same short, plain form.
    return f"page:{sha256(handle.encode(errors='replace')).hexdigest()[:32]}"
