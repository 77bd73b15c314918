"""Plain text, what hides in it, and numbers in it."""

import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# Overrides and isolates of the reading direction, and spaces without width; joiners stay, words and emoji need them.
STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff"
# Letters and a sign that are drawn as nothing: of these alone nobody can read or tap anything.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"
# What a normal form puts on the letter before it. All that Unicode calls combining lies here; three vowels of Tibet and
# two narrow signs of Japan only become it.
COMBINING = frozenset(filter(unicodedata.combining, map(chr, range(0x300, 0x1E950))))
MARKS = COMBINING | set("\u0f73\u0f75\u0f81\uff9e\uff9f")
# No language needs more on one letter: a Hebrew one with its dots, vowel and accents has five. Towers of marks would
# stand over what is above and below.
MOST_MARKS = 6


def normal(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """The bounded text in this normal form.

    Python sorts marks in a time that grows with the square of their number, and stops the whole process meanwhile.
    """
    return unicodedata.normalize(form, bounded(text))


def bounded(text: str) -> str:
    """The text with the first few of the marks on each letter."""
    return text if MARKS.isdisjoint(text) else "".join(_bounded(text))


def clean_text(text: str) -> str:
    """One line of plain text: composed, without control characters and without what turns the reading direction; ""
    where nothing in it can be seen."""
    kept = "".join(c for c in text if c.isspace() or not (unicodedata.category(c) in {"Cc", "Cs"} or c in STEERING))
    line = normal("NFC", " ".join(kept.split()))
    return line if any(unicodedata.category(c)[0] in "LNPS" and c not in BLANK for c in line) else ""


def write_number(number: float, **options: Any) -> str:
    """The number as the words around it have it: English where the language has no words of ours yet."""
    # Translators: the code of the language that you translate into, like de. Numbers in sentences follow it.
    with override(gettext("en")):
        return str(number_format(number, **options))


def grouped(number: int) -> str:
    """12345 as "12,345"."""
    return write_number(number, force_grouping=True)


def refuse_hidden(text: str) -> None:
    """Raise ValidationError when an address holds what cannot be seen, or what browsers turn around."""
    if any(unicodedata.category(character) in HIDDEN_CATEGORIES for character in text):
        raise ValidationError(
            _("There are characters in the address that cannot be seen. Type it, or copy it from the address bar.")
        )
    if "\\" in text:
        raise ValidationError(_("There is a backslash in the address. Addresses use / instead."))


def _bounded(text: str) -> Iterator[str]:
    run = 0
    for character in text:
        run = run + 1 if character in MARKS else 0
        if run <= MOST_MARKS:
            yield character
