"""What a document holds beside its links: each part is read by the form that its creator would have used."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles import wall
from profiles.forms import (
    BroughtLookForm,
    BroughtSettingsForm,
    BroughtVideoForm,
    HashtagLinkForm,
    ViewsForm,
    WallForm,
)
from profiles.models import DomainRule, Page, Wall
from profiles.portability.contents import Part
from profiles.portability.entries import Entry, destinations
from profiles.portability.fields import EXPORTED, LOOK, SETTINGS
from profiles.portability.plain import only, record, records, text
from profiles.themes import Look, Preset
from profiles.validators import grouped
from profiles.videos import MOST_HASHTAG_LINKS

MOST_ROWS = 2000
SETTINGS_SHOWN = ("display_name", "bio", "search_title", "time_zone")

type Counts = dict[date, int]
type Fill = Callable[[dict[str, Any], Page, Mapping[str, DomainRule]], Any]

ONCE = (Part.SETTINGS, Part.LOOK, Part.RULES, Part.COUNTS)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one document that make sense; `problems` says of each of the others why it does not."""

    settings: dict[str, Any] = field(default_factory=dict)
    look: Look | None = None
    backdrop: bytes = b""
    rules: Wall | None = None
    hashtags: list[dict[str, Any]] = field(default_factory=list)
    videos: list[dict[str, Any]] = field(default_factory=list)
    views: Counts = field(default_factory=dict)
    problems: Mapping[Part, list[str]] = field(default_factory=dict)


# What of each part a form has to carry from one step to the next.
CARRIED: dict[str, tuple[str, ...]] = {
    "page": ("views",),
    "settings": (*SETTINGS, "portrait"),
    "look": (*LOOK, "backdrop"),
    "rules": EXPORTED[Wall],
    "hashtag_links": ("hashtag", "title", "url"),
    "videos": ("tiktok_id", "pin_position", "is_hidden", "visits", "plays"),
}


def reduce(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without what nobody brings back: what TikTok says, and what belongs to one installation."""
    return {
        name: [only(row, names) for row in records(document[name])[:MOST_ROWS]]
        if isinstance(document[name], list)
        else only(record(document[name]), names)
        for name, names in CARRIED.items()
        if name in document
    }


def read(document: Mapping[str, Any], page: Page) -> Parts:
    """Everything in it beside its links that the forms take."""
    rows = {part: _rows(document.get(name)) for part, (name, _fill) in FILL.items()}
    rules = DomainRule.objects.by_url(destinations(map(_texts, rows[Part.HASHTAGS])))
    filled = {part: [fill(row, page, rules) for row in rows[part]] for part, (_name, fill) in FILL.items()}
    valid = {part: [form for form in forms if form.is_valid()] for part, forms in filled.items()}
    settings, look, wall_rules, views = (next(iter(valid[part]), None) for part in ONCE)
    return Parts(
        settings=settings.said if settings else {},
        look=look.look if look else None,
        backdrop=look.cleaned_data["backdrop"] if look else b"",
        rules=wall_rules.instance if wall_rules else None,
        hashtags=[form.cleaned_data for form in valid[Part.HASHTAGS]][:MOST_HASHTAG_LINKS],
        videos=[form.cleaned_data for form in valid[Part.TIKTOKS]],
        views=views.cleaned_data["views"] if views else {},
        problems={part: wrong for part, forms in filled.items() if (wrong := _problems(forms))},
    )


def describe(parts: Parts, entries: Iterable[Entry]) -> dict[Part, str]:
    """What of each part can come along, in a few words; "" for nothing.

    `entries` are the links in it.
    """
    entries = list(entries)
    others = [entry for entry in entries if not (entry.is_of_page or entry.is_known)]
    deleted = sum(entry.link.deleted_at is not None for entry in others)
    counts = [parts.views, *(entry.state["taps"] for entry in entries)]
    counts += [video[name] for video in parts.videos for name in ("visits", "plays")]
    counted = sum(sum(days.values()) for days in counts)
    return {
        Part.SETTINGS: ", ".join(_describe_settings(parts.settings)),
        Part.LOOK: str(Preset(parts.look.preset).label) if parts.look else "",
        Part.RULES: _describe_rules(parts.rules) if parts.rules else "",
        Part.HASHTAGS: " ".join(f"#{rule['hashtag']}" for rule in parts.hashtags),
        Part.TIKTOKS: _describe_videos(parts.videos, len(others) - deleted),
        Part.BIN: _count_links(deleted),
        Part.COUNTS: _describe_counts(counted),
    }


def _describe_settings(said: Mapping[str, Any]) -> Iterator[str]:
    """Everything in it that is not empty: short texts as they are, the rest by its name."""
    for name, value in said.items():
        if value:
            yield value if name in SETTINGS_SHOWN else str(BroughtSettingsForm.base_fields[name].label)


def _describe_rules(rules: Wall) -> str:
    said = ngettext("%(count)d TikTok", "%(count)d TikToks", rules.length) % {"count": rules.length}
    limits = {_("only %(hashtags)s"): rules.only_hashtags, _("never %(hashtags)s"): rules.never_hashtags}
    told = [words % {"hashtags": " ".join(f"#{tag}" for tag in tags.split())} for words, tags in limits.items() if tags]
    return ", ".join([said, *told])


def _describe_videos(videos: Iterable[Mapping[str, Any]], links: int) -> str:
    pinned = sum(video["pin_position"] is not None for video in videos)
    hidden = sum(video["is_hidden"] for video in videos)
    said = [ngettext("%(count)d pinned", "%(count)d pinned", pinned) % {"count": pinned}] if pinned else []
    said += [ngettext("%(count)d hidden", "%(count)d hidden", hidden) % {"count": hidden}] if hidden else []
    return ", ".join([*said, *filter(None, [_count_links(links)])])


def _describe_counts(count: int) -> str:
    return ngettext("%(count)s counted", "%(count)s counted", count) % {"count": grouped(count)} if count else ""


def _count_links(count: int) -> str:
    return ngettext("%(count)d link", "%(count)d links", count) % {"count": count} if count else ""


def _rows(value: object) -> list[dict[str, Any]]:
    """The objects in a list, or the one that stands alone; an empty one says nothing."""
    return list(filter(None, records(value if isinstance(value, list) else [value])))[:MOST_ROWS]


def _problems(filled: Iterable[forms.BaseForm]) -> list[str]:
    """What is wrong with these forms, each thing once."""
    return list(dict.fromkeys(str(error) for form in filled for errors in form.errors.values() for error in errors))


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    # Halves of letters, which JSON may hold and no page can: the choice that a refusal names would have them.
    return {
        name: value if isinstance(value, bool) else text(value).encode(errors="replace").decode()
        for name, value in row.items()
    }


# Where the document has each part, and the form that one row of it fills.
FILL: dict[Part, tuple[str, Fill]] = {
    Part.SETTINGS: ("settings", lambda row, page, _: BroughtSettingsForm(_texts(row), page=page)),
    Part.LOOK: ("look", lambda row, *_: BroughtLookForm(_texts(row) | {"own_accent": bool(text(row.get("accent")))})),
    Part.RULES: ("rules", lambda row, page, _: WallForm(_texts(row), instance=copy(wall.rules_of(page)))),
    Part.HASHTAGS: ("hashtag_links", lambda row, _, rules: HashtagLinkForm(_texts(row), rules=rules)),
    Part.TIKTOKS: ("videos", lambda row, *_: BroughtVideoForm(row)),
    Part.COUNTS: ("page", lambda row, *_: ViewsForm(row)),
}
