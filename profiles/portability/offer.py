"""What would become of a document that somebody brings: shown first, and made again from scratch when they choose."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles.models import Page
from profiles.portability import entries, parts
from profiles.portability.contents import Part
from profiles.portability.document import FORMAT, VERSION
from profiles.portability.entries import Entry, Refusal, Sorted
from profiles.portability.parts import Parts
from profiles.portability.plain import only, record, records
from profiles.portability.reading import Brought, Source
from profiles.texts import isolate, shorten
from profiles.validators import clean_text

# A form carries it from the first step to the second, and the fields of one may hold a megabyte, its files more.
MOST_CARRIED = 900_000
# Each takes a processor for a thirtieth of a second.
MOST_PICTURES = 200
# Of the lines without an address, so that their creator knows which.
LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Heavy:
    """What can make a document too heavy for a form, and what is said when it does."""

    names: Sequence[str]
    note: str | Promise


HEAVY = {
    "thumbnail": Heavy(
        ["thumbnail"], gettext_lazy("The pictures beside your links are more than this form can carry.")
    ),
    "portrait": Heavy(
        ["portrait", "backdrop"],
        gettext_lazy("Your picture and the one behind your page are more than this form can carry."),
    ),
    "taps": Heavy(
        ["taps", "visits", "plays", "views"],
        gettext_lazy("Your views and taps, by day, are more than this form can carry."),
    ),
}


@dataclass(frozen=True, slots=True)
class OfferedPart:
    """A part in a few words, "" where there is nothing in it that can come along; and what is wrong with the rest."""

    part: Part
    words: str
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can come along, and what cannot. `document` has what it takes to make the same offer again, without what
    `kept_back` tells of: that is `complete`d from the file."""

    source: Source
    entries: list[Entry]
    refused: list[Refusal]
    parts: Parts
    offered_parts: list[OfferedPart]
    notes: list[str]
    kept_back: list[str]
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
    own = {"format": FORMAT, "version": VERSION, "source": str(brought.source), "digest": brought.digest}
    document = parts.reduce(brought.document) | own | {"links": found.carried}
    document["kept_back"] = kept_back = _lighten(document, brought.document.get("kept_back"))
    words = parts.describe(read, found.entries)
    if "taps" in kept_back and not words[Part.COUNTS]:
        words[Part.COUNTS] = _("from the file, if you choose it once more below")
    offered = [OfferedPart(part, words.get(part, ""), read.problems.get(part, [])) for part in Part]
    told = [one for one in offered if one.words or one.problems]
    notes = list(_mention(brought, found))
    return Offer(
        source=brought.source,
        entries=found.entries,
        refused=found.refused,
        parts=read,
        offered_parts=told,
        notes=notes,
        kept_back=[str(HEAVY[name].note) for name in kept_back],
        document=json.dumps(document),
    )


def complete(carried: Brought, whole: Brought) -> Brought:
    """What a form has carried, and from the file what was too heavy for it. Raises ValidationError when the offer was
    made of another file."""
    if carried.digest != whole.digest:
        raise ValidationError(_("This is another file than the one you brought first. Choose that one, or none."))
    names = [name for heavy in HEAVY.values() for name in heavy.names]
    for rows, whole_rows in zip(_heavy_rows(carried.document), _heavy_rows(whole.document), strict=True):
        for row, whole_row in zip(rows, whole_rows, strict=False):  # what was cut is not carried
            row |= only(whole_row, names)
    carried.document.pop("kept_back", None)
    return carried


def _mention(brought: Brought, found: Sorted) -> Iterator[str]:
    """What its creator has to know of what was left out, or turned into something else."""
    if brought.is_cut or found.is_cut:
        yield _("There is more in it than can come along at once. These are the first ones.")
    if found.has_turned:
        yield _("A TikTok has no row of icons. The icons on yours come along as links of their own.")
    if sum(bool(entry.state["thumbnail"]) for entry in found.entries) > MOST_PICTURES:
        said = _("Only the pictures of the first %(limit)d links that have one come along.")
        yield said % {"limit": MOST_PICTURES}
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


def _lighten(document: dict[str, Any], missing: Any) -> list[str]:
    """Take out what makes it too large for a form, the heaviest first; what is out by then, with what was `missing`."""
    out = {name for name in HEAVY if isinstance(missing, list) and name in missing}
    for name in sorted(HEAVY, key=lambda name: _weigh(document, HEAVY[name]), reverse=True):
        if len(json.dumps(document)) > MOST_CARRIED:
            out.add(name)
            for row in chain(*_heavy_rows(document)):
                for heavy in HEAVY[name].names:
                    row.pop(heavy, None)
    return [name for name in HEAVY if name in out]


def _weigh(document: Mapping[str, Any], heavy: Heavy) -> int:
    return sum(len(json.dumps(only(row, heavy.names))) for row in chain(*_heavy_rows(document)))


def _heavy_rows(document: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """The rows that may be heavy, by their place in a document."""
    lists = [records(document.get(name)) for name in ("links", "videos")]
    return [*lists, *([record(document.get(name))] for name in ("settings", "look", "page"))]
