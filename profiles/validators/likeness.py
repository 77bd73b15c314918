"""Whom a name looks like."""

import re
import unicodedata
from functools import lru_cache

from profiles.validators.text import normal

LOOKALIKES = str.maketrans("013457l", "oieasti")
PAIRS = {"rn": "m", "vv": "w"}
# Cyrillic and Greek letters that are drawn like Latin ones.
FOREIGN_LOOKALIKES = str.maketrans("авеһіјкмнорсԁѕтухүԛԝӏαβγεζηικμνορτυχ", "abehijkmhopcdstyxyqwiabyezhikmnoptux")
# Latin letters that no normal form takes for themselves, as Unicode names them: i without its dot, small capitals,
# letters with strokes and hooks, letters in black circles.
DRAWN_ALIKE = re.compile(
    r"(?:LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL)|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER)"
    r" (?:DOTLESS |SCRIPT |LONG )?([A-Z])(?: WITH .+)?"
)
# What counts as a letter or a mark to Unicode, and as nothing or a dot between letters to people.
UNSEEN = re.compile(r"COMBINING|VARIATION|MODIFIER|MONGOLIAN FREE|.*\b(?:FILLER|TATWEEL|CLICK|SINOLOGICAL DOT)$")
# Classes of marks that a name is the same without: accents, strokes, points of Hebrew and Arabic. The vowels of India,
# the tones of Thailand and the voices of Japan have others, and make another name.
ACCENTS = {1, *range(10, 37), *range(200, 241)}


def likeness(name: str) -> str:
    """What is left of a name for somebody who glances at it: who have the same are taken for each other."""
    plain = normal("NFKD", normal("NFKC", name).casefold())
    seen = "".join(map(_glance, plain)).translate(LOOKALIKES)
    for pair, letter in PAIRS.items():
        seen = seen.replace(pair, letter)
    return seen


@lru_cache(4096)
def _glance(character: str) -> str:
    """The Latin letter that it is drawn like, or itself; nothing for what only stands between letters."""
    name = unicodedata.name(character, "")
    if drawn := DRAWN_ALIKE.fullmatch(name):
        return drawn[1].lower()
    accent = unicodedata.combining(character)
    is_letter = character.isalnum() or unicodedata.category(character) in {"Mc", "Mn"}
    is_seen = is_letter and accent not in ACCENTS and (accent or not UNSEEN.match(name))
    return character.translate(FOREIGN_LOOKALIKES) if is_seen else ""
