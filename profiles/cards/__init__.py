"""The picture that stands for a page in a chat or a search result.

A card is drawn when somebody asks for it, kept for an hour after that, and named by all it is made from: when
the page changes it has another name, and the old one is never asked for again.
"""

import base64
import json
import threading
from dataclasses import asdict
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from profiles.cards.drawing import SIZE, Card, draw
from profiles.models import Page
from profiles.snapshots import Profile

__all__ = ["SIZE", "Busy", "Card", "delete", "draw", "get", "name_card", "of_page"]

# Counts up when cards are drawn differently.
EDITION = 1
KEPT_SECONDS = 3600
# One is drawn and one waits in each process; its other threads are for those who read pages.
places = threading.BoundedSemaphore(2)
drawing = threading.Lock()


class Busy(Exception):
    """Other cards are being drawn: ask again in a moment."""


def of_page(page: Page, profile: Profile, name: str) -> Card:
    """What this page's card is made from."""
    return Card(name, page.handle, settings.SITE_HOST, page.look, page.language, profile.avatar)


def name_card(card: Card) -> str:
    """A short name for exactly this drawing."""
    return sha256(json.dumps([EDITION, asdict(card)]).encode()).hexdigest()[:16]


def get(card: Card) -> bytes:
    """The drawing, a PNG. Raises Busy rather than let many wait."""
    key = f"{_folder(card.handle)}{name_card(card)}"
    kept = cache.get(key)
    if isinstance(kept, str):
        return base64.b64decode(kept)
    if not places.acquire(blocking=False):
        raise Busy
    try:
        with drawing:
            drawn = draw(card)
    finally:
        places.release()
    cache.set(key, base64.b64encode(drawn).decode(), KEPT_SECONDS)
    return drawn


def delete(handle: str) -> None:
    """Take all cards of the page at this address out of Redis."""
    cache.delete_pattern(f"{_folder(handle)}*")  # type: ignore[attr-defined]


def _folder(handle: str) -> str:
    return f"card:{handle}:"
