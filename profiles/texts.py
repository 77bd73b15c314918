"""What is made of a creator's words, wherever they are shown."""

from django.utils.text import Truncator

from profiles.validators import normal

SHORT_LENGTH = 60


def plain(text: str) -> str:
    """The text in ordinary letters: the fancy ones from mathematics are read out sign by sign, or not at all."""
    return normal("NFKC", text)


def first_line(text: str) -> str:
    """What stands before the first line break."""
    return next((line for line in text.splitlines() if line.strip()), "").strip()


def shorten(text: str) -> str:
    """The beginning of a text, in one line: SHORT_LENGTH letters at most."""
    words = " ".join(text.split())
    return words if len(words) <= SHORT_LENGTH else Truncator(words).chars(SHORT_LENGTH)
