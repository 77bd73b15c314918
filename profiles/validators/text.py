"""Plain text, and what hides in it."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# Overrides and isolates of the reading direction, and spaces without width; joiners stay, words and emoji need them.
STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff"
# Letters and a sign that are drawn as nothing: of these alone nobody can read or tap anything.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def clean_text(text: str) -> str:
    """One line of plain text: composed, without control characters and without what turns the reading direction; ""
    where nothing in it can be seen."""
    kept = "".join(c for c in text if c.isspace() or not (unicodedata.category(c) in {"Cc", "Cs"} or c in STEERING))
    line = unicodedata.normalize("NFC", " ".join(kept.split()))
    return line if any(unicodedata.category(c)[0] in "LNPS" and c not in BLANK for c in line) else ""


def refuse_hidden(text: str) -> None:
    """Raise ValidationError when an address holds what cannot be seen, or what browsers turn around."""
    if any(unicodedata.category(character) in HIDDEN_CATEGORIES for character in text):
        raise ValidationError(
            _("There are characters in the address that cannot be seen. Type it, or copy it from the address bar.")
        )
    if "\\" in text:
        raise ValidationError(_("There is a backslash in the address. Addresses use / instead."))
