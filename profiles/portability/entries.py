"""The links of a document, each sent through the form that it would have been typed into."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from profiles.forms import KindForm, StateForm, guess_kind
from profiles.forms.fields import DestinationField
from profiles.models import DomainRule, Kind, Link, Page
from profiles.models.link import TITLE_LENGTH
from profiles.portability.fields import EXPORTED, PICTURES
from profiles.portability.plain import only, text
from profiles.validators import clean_text

# Those in the bin and on TikToks among them.
MOST_ENTRIES = 2000
# As they are carried from one step to the next, without their pictures and counts.
MOST_TEXT = 600_000
TEXTS = ("url", "title", "note", "code", "phone", "email", "starts_at", "ends_at")
CHECKS = ("is_sensitive", "is_ad")
HEAVY = (*PICTURES[Link], "taps")
CARRIED = (*EXPORTED[Link], "video", "thumbnail_video", "had", "is_locked", *HEAVY)
WEB = {Kind.LINK, Kind.SOCIAL}
ADDRESS_SHOWN = 200
DESTINATION_FIELDS = {
    name: field for name, field in KindForm.base_fields.items() if isinstance(field, DestinationField)
}

# On which TikTok, if any; whether it is deleted; what makes it the same for people: where it leads, or what it says.
type Likeness = tuple[str, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A link as it was brought: the Link it would become, with the rest of what was said of it in `state`.

    `number` is where it stands in the carried document, whose `had` says how many like it the page had when the offer
    was made; `is_known`: this is one of them; `is_repeated`: there is one further up in what was brought.
    """

    number: int
    link: Link
    state: dict[str, Any]
    is_known: bool
    is_repeated: bool

    @property
    def is_of_page(self) -> bool:
        """Whether it stands on the page itself."""
        return not self.state["video"] and not self.state["deleted_at"]

    @property
    def is_new(self) -> bool:
        """Whether it would be there once."""
        return not (self.is_known or self.is_repeated)

    @property
    def likeness(self) -> Likeness:
        return _likeness(self.link, self.state["video"])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A link that cannot come along: what was brought, fit to be shown, and what is wrong with it."""

    title: str
    address: str
    problems: list[str]


@dataclass(slots=True)
class Sorted:
    """Links as they are sorted out. `carried` says of each, refused or not, what it takes to sort it again: an entry's
    number stays, though its neighbour be refused by then. `is_cut`: there are more than come along at once;
    `has_turned`: icons on TikToks have become links."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    carried: list[dict[str, Any]] = field(default_factory=list)
    is_cut: bool = False
    has_turned: bool = False


def sort(rows: Iterable[dict[str, Any]], page: Page, *, is_own: bool) -> Sorted:
    """Which of these come along, and which of them the page has. One of our own documents may have a link twice."""
    rows = list(islice(rows, MOST_ENTRIES + 1))
    result, size = Sorted(is_cut=len(rows) > MOST_ENTRIES), 0
    rules = DomainRule.objects.by_url(destinations(rows))
    here, brought = by_likeness(page), Counter[Likeness]()
    for row in rows[:MOST_ENTRIES]:
        raw = only(row, CARRIED)
        light = {name: value for name, value in raw.items() if name not in HEAVY}
        size += len(json.dumps(light))
        if size > MOST_TEXT:
            result.is_cut = True
            break
        form, state = _fill(raw, rules, page.zone), _fill_state(raw, page.zone)
        if not (form.is_valid() and state.is_valid()):
            result.refused.append(_refuse(raw, form, state))
            result.carried.append(light)
            continue
        link, said = _make(page, form, state, is_kind_said="kind" in raw), state.cleaned_data
        result.has_turned |= bool(said["video"]) and raw.get("kind") == Kind.SOCIAL
        likeness = _likeness(link, said["video"])
        if said["had"] is None:
            said["had"] = len(here[likeness])
        is_known, is_repeated = brought[likeness] < said["had"], not is_own and likeness in brought
        result.entries.append(Entry(len(result.carried), link, said, is_known, is_repeated))
        result.carried.append(raw | {"kind": str(link.kind), "had": said["had"]})
        brought[likeness] += 1
    return result


def by_likeness(page: Page) -> defaultdict[Likeness, list[Link]]:
    """The links of the page and of its TikToks, the deleted ones among them, those that came first in front."""
    found = defaultdict(list)
    for link in page.links.there().select_related("video").order_by("pk"):
        found[_likeness(link, link.video.tiktok_id if link.video else "")].append(link)
    return found


def destinations(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Where they lead, as far as that can be read: by the fields that will ask whether it is blocked."""
    for row in rows:
        for name, asked in DESTINATION_FIELDS.items():
            with suppress(ValidationError):
                yield asked.read(text(row.get(name)))


def _fill(raw: dict[str, Any], rules: Mapping[str, DomainRule], zone: tzinfo) -> KindForm:
    said = text(raw.get("kind"))
    kind = said if said in Kind else Kind.LINK
    texts = {name: text(raw.get(name)) for name in TEXTS}
    checks = {name: raw.get(name) is True for name in CHECKS}
    is_of_video = bool(text(raw.get("video")))
    return KindForm({**texts, **checks, "kind": kind}, kind=kind, is_of_video=is_of_video, zone=zone, rules=rules)


def _fill_state(raw: dict[str, Any], zone: tzinfo) -> StateForm:
    checks = {name: raw.get(name) is True for name in ("is_pinned", "is_hidden")}
    names = ("video", "thumbnail_video", "thumbnail", "position", "deleted_at", "had")
    texts = {name: text(raw.get(name)) for name in names}
    return StateForm({**texts, **checks, "taps": raw.get("taps")}, zone=zone)


def _make(page: Page, form: KindForm, state: StateForm, *, is_kind_said: bool) -> Link:
    said = dict(form.cleaned_data)
    if not (is_kind_said or state.cleaned_data["video"]):
        said["kind"] = guess_kind(said["url"], said["title"])
    return Link(page=page, **said, **only(state.cleaned_data, ("is_pinned", "is_hidden", "deleted_at")))


def _refuse(raw: dict[str, Any], form: KindForm, state: StateForm) -> Refusal:
    address = clean_text(text(raw.get("url")))[:ADDRESS_SHOWN]
    is_missing = not address and "url" in form.errors
    locked = _("Linktree keeps this address behind its lock: add it by hand.")
    missing = locked if raw.get("is_locked") is True else _("There is no address.")
    problems = [missing] if is_missing else [*_describe(form), *_describe(state)]
    return Refusal(clean_text(text(raw.get("title")))[:TITLE_LENGTH], address, problems)


def _describe(form: forms.Form) -> list[str]:
    """Its problems, each with the name of the field that has it; an address speaks for itself."""
    silent = {NON_FIELD_ERRORS, "url"}
    return [
        str(problem) if name in silent else f"{form[name].label}: {problem}"
        for name, problems in form.errors.items()
        for problem in problems
    ]


def _likeness(link: Link, tiktok_id: str) -> Likeness:
    is_web = link.kind in WEB
    said = (link.url,) if is_web else (link.kind, link.title, link.note, link.code, link.url, link.phone, link.email)
    return tiktok_id, link.deleted_at is not None, said
