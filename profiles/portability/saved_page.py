"""Links in a web page that somebody saved: Linktree's from the data it is built of, others' from its links."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from profiles.portability.plain import MOST_READ, record, records, text

DATA_ID = "__NEXT_DATA__"
LINKTREE = re.compile(r"https?://(?:[\w-]+\.)*(?:linktr\.ee|linktree\.com)(?![\w.-])", re.IGNORECASE)
# What has to be passed before a link is shown, as the public types of its pages name it.
GATES = ("sensitiveContent", "age", "passcode", "nft", "payment")
# Entries of a page that hold others, or stand above them.
HEADINGS = {"HEADER", "GROUP"}
MARK = re.compile(r"<(/?)(a|script|style)\b", re.IGNORECASE)
CODE = {"script", "style"}
LONGEST_TAG = 500
LONGEST_PIECE = 4000


@dataclass(slots=True)
class SavedPage:
    """`data` is the JSON that a page built with Next.js carries, "" where there is none; `pieces` were looked at."""

    data: str = ""
    pieces: int = 0
    links: list[dict[str, Any]] = field(default_factory=list)


def parse(html: str) -> SavedPage:
    """What there is in a document, however broken. Only short pieces are read as HTML: Python's parser takes its time
    with a megabyte of "<"."""
    page, begun, name = SavedPage(), 0, ""
    for mark in MARK.finditer(html):
        is_end, tag = bool(mark[1]), mark[2].lower()
        if name in CODE and not (is_end and tag == name):
            continue  # what looks like HTML in a script is none
        if name:
            _read_piece(page, name, html[begun : mark.start()])
        begun, name = mark.start(), "" if is_end else tag
    if name:  # a script that never ends among them: what it says was cut off
        _read_piece(page, name, html[begun:])
    return page


def _read_piece(page: SavedPage, name: str, piece: str) -> None:
    """An element of this name, without its end."""
    if name == "a" and page.pieces < MOST_READ:
        page.pieces += 1
        reader = Reader()
        reader.feed(piece[:LONGEST_PIECE])
        reader.close()
        if reader.href.lower().startswith(("http:", "https:", "mailto:", "tel:")):
            page.links.append({"url": reader.href, "title": " ".join("".join(reader.words).split())})
    elif name == "script" and DATA_ID in (tag := piece[:LONGEST_TAG].partition(">")[0]):
        page.data = piece[len(tag) + 1 :]


class Reader(HTMLParser):
    """Reads one link."""

    def __init__(self) -> None:
        super().__init__()
        self.href = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.href = self.href or dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read_data(data: Any) -> list[dict[str, Any]]:
    """The links of a Linktree page from its embedded data, headings above theirs; none where it has another shape."""
    props = record(record(record(data).get("props")).get("pageProps"))
    account = record(props.get("account"))
    entries = (records(props.get("links")) or records(account.get("links")))[:MOST_READ]
    social = (records(props.get("socialLinks")) or records(account.get("socialLinks")))[:MOST_READ]
    read = [*({"url": one.get("url"), "title": ""} for one in social), *map(_read_entry, _in_order(entries))]
    # What warned of the whole page warns of each of its links.
    return [one | {"is_sensitive": True} for one in read] if account.get("contentWarning") else read


def _in_order(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As they stand on the page, each group above its own."""
    ids = {text(entry.get("id")) for entry in entries}
    members = defaultdict(list)
    for entry in entries:
        # A group that is not there itself leaves its links where they are.
        members[parent if (parent := _parent(entry)) in ids else ""].append(entry)
    top = _by_position(members.pop("", []))
    return [one for entry in top for one in (entry, *_by_position(members.pop(text(entry.get("id")), [])))]


def _read_entry(entry: dict[str, Any]) -> dict[str, Any]:
    if text(entry.get("type")) in HEADINGS and not entry.get("url"):
        return {"kind": "heading", "title": entry.get("title")}
    gate = record(record(entry.get("rules")).get("gate"))
    is_sensitive = bool(gate.get("sensitiveContent") or gate.get("age"))
    is_locked = bool(entry.get("locked") or any(gate.get(name) for name in GATES))
    return {"url": entry.get("url"), "title": entry.get("title"), "is_sensitive": is_sensitive, "is_locked": is_locked}


def _parent(entry: dict[str, Any]) -> str:
    return text(record(entry.get("parent")).get("id"))


def _by_position(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In their order on the page; those that do not say it last."""
    return sorted(entries, key=lambda entry: (_number(entry.get("position")), 0))


def _number(value: Any) -> float:
    return value if isinstance(value, int) else float("inf")
