"""Links of every kind, with everything each can have."""

from typing import Any

from profiles.models import Kind, Link, Page
from tests.profiles.pages import make_link

SHOP = "https://shop.example.com/"
# One of each kind, with everything it can have.
FULL: dict[str, dict[str, Any]] = {
    Kind.LINK: {"title": "My pots", "url": SHOP},
    Kind.SOCIAL: {"title": "Instagram", "url": "https://www.instagram.com/mina"},
    Kind.HEADING: {"title": "From my kitchen"},
    Kind.TEXT: {"note": "Orders close on Friday.\nParcels leave on Monday."},
    Kind.CODE: {"title": "10 % off pots", "code": "MINA10", "note": "Until May.", "url": SHOP},
    Kind.QUESTION: {"title": "Which pot do you use?", "note": "The big one."},
    Kind.CONTACT: {
        "title": "Mina Obi",
        "note": "Cook",
        "phone": "+351211234567",
        "email": "m@example.org",
        "url": SHOP,
    },
}


def add(page: Page, kind: str, **fields: Any) -> Link:
    return make_link(page, **{"title": "", "url": "", "kind": kind, **FULL[kind], **fields})
