"""What is made of a creator's words, wherever they are shown."""

import unicodedata

from django.utils.text import Truncator

NAME_LENGTH = 60


def plain(text: str) -> str:
    """The text in ordinary letters: the fancy ones from mathematics are read out sign by sign, or not at all."""
    return unicodedata.normalize("NFKC", text)


def first_line(text: str) -> str:
    """What stands before the first line break."""
    return next((line for line in text.splitlines() if line.strip()), "").strip()


def shorten(text: str) -> str:
    """The beginning of a text, in one line: 60 letters at most."""
    words = " ".join(text.split())
    return words if len(words) <= NAME_LENGTH else Truncator(words).chars(NAME_LENGTH)
