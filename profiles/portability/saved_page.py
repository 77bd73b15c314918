"""Links in a web page that somebody saved: Linktree's from the data it is built of, others' from its links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from profiles.portability.plain import record, records

DATA_ID = "__NEXT_DATA__"
# Entries of a page that hold others, or stand above them.
HEADINGS = {"HEADER", "GROUP"}


@dataclass(slots=True)
class SavedPage:
    """`data` is the JSON that a page built with Next.js carries, "" where there is none."""

    data: str = ""
    links: list[dict[str, Any]] = field(default_factory=list)


def parse(html: str) -> SavedPage:
    """What there is in a document, however broken."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = SavedPage()
        self.is_data = False
        self.words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.is_data = tag == "script" and attributes.get("id") == DATA_ID
        href = attributes.get("href") or ""
        if tag == "a" and href.lower().startswith(("http:", "https:", "mailto:", "tel:")):
            self.words = []
            self.page.links.append({"url": href, "title": ""})

    def handle_endtag(self, tag: str) -> None:
        self.is_data = False
        if tag == "a" and self.words is not None:
            self.page.links[-1]["title"] = " ".join("".join(self.words).split())
            self.words = None

    def handle_data(self, data: str) -> None:
        if self.is_data:
            self.page.data += data
        elif self.words is not None:
            self.words.append(data)


def read_data(data: Any) -> list[dict[str, Any]]:
    """The links of a Linktree page from its embedded data, headings above theirs; none where it has another shape."""
    props = record(record(record(data).get("props")).get("pageProps"))
    account = record(props.get("account"))
    entries = records(props.get("links")) or records(account.get("links"))
    social = records(props.get("socialLinks")) or records(account.get("socialLinks"))
    groups = {_parent(entry) for entry in entries} - {""}
    ids = {str(entry.get("id")) for entry in entries}
    # A group that is not there itself leaves its links where they are.
    top = [entry for entry in entries if _parent(entry) not in groups & ids]
    ordered = [one for entry in _by_position(top) for one in (entry, *_members(entry, entries))]
    return [*({"url": one.get("url"), "title": ""} for one in social), *map(_read_entry, ordered)]


def _members(group: dict[str, Any], entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    own = str(group.get("id"))
    return _by_position([entry for entry in entries if _parent(entry) == own and entry is not group])


def _read_entry(entry: dict[str, Any]) -> dict[str, Any]:
    if entry.get("type") in HEADINGS and not entry.get("url"):
        return {"kind": "heading", "title": entry.get("title")}
    gate = record(record(entry.get("rules")).get("gate"))
    is_sensitive = bool(gate.get("sensitiveContent") or gate.get("age"))
    return {"url": entry.get("url"), "title": entry.get("title"), "is_sensitive": is_sensitive}


def _parent(entry: dict[str, Any]) -> str:
    return str(record(entry.get("parent")).get("id") or "")


def _by_position(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In their order on the page; those that do not say it last."""
    return sorted(entries, key=lambda entry: (_number(entry.get("position")), 0))


def _number(value: Any) -> float:
    return value if isinstance(value, int) else float("inf")
