"""What would become of a document that somebody brings: shown first, and made again from scratch when they choose."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles.forms import Part
from profiles.models import Page
from profiles.portability import entries, parts
from profiles.portability.document import FORMAT, VERSION
from profiles.portability.entries import Entry, Refusal, Sorted
from profiles.portability.parts import Parts
from profiles.portability.plain import record, records
from profiles.portability.reading import Brought, Source
from profiles.texts import isolate, shorten
from profiles.validators import clean_text

# A form carries it from the first step to the second, and a request may hold a megabyte.
MOST_CARRIED = 900_000
# Of the lines without an address, so that their creator knows which.
LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OfferedPart:
    """A part in a few words, "" where there is nothing in it that can come along; and what is wrong with the rest."""

    part: Part
    words: str
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can come along, and what cannot. `document` has what it takes to make the same offer again."""

    source: Source
    entries: list[Entry]
    refused: list[Refusal]
    parts: Parts
    offered_parts: list[OfferedPart]
    notes: list[str]
    document: str

    @property
    def rows(self) -> list[Entry]:
        """What is chosen one by one."""
        return [entry for entry in self.entries if entry.is_of_page]

    @property
    def can_come(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.rows) or any(part.words for part in self.offered_parts)


def prepare(brought: Brought, page: Page) -> Offer:
    """Send everything in it through the forms, and set it against what the page has."""
    rows = records(brought.document.get("links"))
    found = entries.sort(rows, page, is_own=brought.source == Source.DOCUMENT)
    read = parts.read(brought.document, page)
    own = {"format": FORMAT, "version": VERSION, "source": str(brought.source), "links": found.carried}
    document = parts.reduce(brought.document) | own
    notes = [*_lighten(document), *_mention(brought, found)]
    words = parts.describe(read, found.entries)
    offered = [OfferedPart(part, words.get(part, ""), read.problems.get(part, [])) for part in Part]
    told = [one for one in offered if one.words or one.problems]
    return Offer(brought.source, found.entries, found.refused, read, told, notes, json.dumps(document))


def _mention(brought: Brought, found: Sorted) -> Iterator[str]:
    """What its creator has to know of what was left out, or turned into something else."""
    if brought.is_cut or found.is_cut:
        yield _("There is more in it than can come along at once. These are the first ones.")
    if found.has_turned:
        yield _("A TikTok has no row of icons. The icons on yours come along as links of their own.")
    if brought.left_out:
        yield _name_lines(brought.left_out)


def _name_lines(lines: Sequence[str]) -> str:
    """That these have no address, with the first of them."""
    shown = [isolate(shorten(clean_text(line))) for line in lines[:LINES_SHOWN]]
    more = [] if len(lines) == len(shown) else ["…"]
    said = ngettext(
        "%(count)d line has no address and is left out: %(lines)s",
        "%(count)d lines have no address and are left out: %(lines)s",
        len(lines),
    )
    return said % {"count": len(lines), "lines": " · ".join([*shown, *more])}


def _lighten(document: dict[str, Any]) -> list[str]:
    """Take out what makes it too large for a form; says what."""
    notes = []
    heavy = {
        ("thumbnail", "portrait", "backdrop"): _("The pictures are too large to come along. Add them again by hand."),
        ("taps", "visits", "plays", "views"): _("The counts are too many to come along."),
    }
    for names, note in heavy.items():
        if len(json.dumps(document)) > MOST_CARRIED:
            notes.append(note)
            _drop(document, names)
    return notes


def _drop(document: dict[str, Any], names: Iterable[str]) -> None:
    rows = [*records(document.get("links")), *records(document.get("videos"))]
    for row in [*rows, *(record(document.get(name)) for name in ("settings", "look", "page"))]:
        for name in names:
            row.pop(name, None)
