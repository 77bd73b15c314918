"""What is made of a creator's words, wherever they are shown."""

import unicodedata

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from profiles.validators import BLANK, normal

SHORT_LENGTH = 60


def plain(text: str) -> str:
    """The text in ordinary letters: the fancy ones from mathematics are read out sign by sign, or not at all."""
    return normal("NFKC", text)


def initial(name: str, handle: str) -> str:
    """What stands in for a picture: the first letter or digit of the name, else of the handle.

    A letter may be shown without its marks. A part of an emoji would be another one.
    """
    letters = (sign for sign in plain(f"{name}{handle}") if sign.isalnum() and sign not in BLANK)
    return next(letters, "@").upper()


def first_line(text: str) -> str:
    """What stands before the first line break."""
    return next((line for line in text.splitlines() if line.strip()), "").strip()


def or_nameless(caption: str) -> str:
    """The caption of a TikTok; where there is none, words that say so."""
    return caption if caption.strip() else _("A TikTok without a caption")


def shorten(text: str) -> str:
    """The beginning of a text, in one line: SHORT_LENGTH letters at most."""
    words = " ".join(text.split())
    return words if len(words) <= SHORT_LENGTH else Truncator(words).chars(SHORT_LENGTH)


def isolate(text: str) -> str:
    """Set apart, so that a name in another writing direction does not turn the sentence around it."""
    return f"\u2068{text}\u2069"


def is_right_to_left(text: str) -> bool:
    """Which way the text runs: by its first letter that has a direction, as `dir="auto"` finds it."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)
