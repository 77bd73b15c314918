"""The picture that stands for a page in a chat or a search result.

A card is drawn when somebody asks for it, kept for an hour after that, and named by all it is made from: when
the page changes it has another name, and the old one is never asked for again.
"""

import base64
import json
from dataclasses import asdict
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from profiles import easel
from profiles.cards.drawing import SIZE, Card, draw
from profiles.models import Page
from profiles.snapshots import Profile
from tiktok_auth.cache import redis_cache

__all__ = ["SIZE", "Card", "delete", "draw", "get", "name_card", "of_page"]

# Counts up when cards are drawn differently.
EDITION = 1
KEPT_SECONDS = 3600


def of_page(page: Page, profile: Profile, name: str) -> Card:
    """What this page's card is made from."""
    return Card(name, page.handle, settings.SITE_HOST, page.look, page.language, profile.avatar)


def name_card(card: Card) -> str:
    """A short name for exactly this drawing."""
    return sha256(json.dumps([EDITION, asdict(card)]).encode()).hexdigest()[:16]


def get(card: Card) -> bytes:
    """The drawing, a PNG. Raises slots.Busy."""
    key = f"{_folder(card.handle)}{name_card(card)}"
    if kept := _kept(key):
        return kept
    with easel.slot():
        # Who waited for the easel may have waited for this very card.
        return _kept(key) or _draw(card, key)


def delete(handle: str) -> None:
    """Take all cards of the page at this address out of Redis."""
    redis_cache.delete_pattern(f"{_folder(handle)}*")


def _kept(key: str) -> bytes:
    kept = cache.get(key)
    return base64.b64decode(kept) if isinstance(kept, str) else b""


def _draw(card: Card, key: str) -> bytes:
    drawn = draw(card)
    cache.set(key, base64.b64encode(drawn).decode(), KEPT_SECONDS)
    if not Page.objects.filter(handle=card.handle).exists():
        cache.delete(key)  # its creator has left while it was drawn
    return drawn


def _folder(handle: str) -> str:
    return f"card:{handle}:"
