"""What a browser would make of an answer, as far as tests ask."""

from html.parser import HTMLParser
from typing import Any


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.unread: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.unread = tag if tag in {"style", "script"} else None

    def handle_endtag(self, tag: str) -> None:
        self.unread = None

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.words.append(data)


def _read(response: Any) -> _Reader:
    reader = _Reader()
    reader.feed(response.text)
    return reader


def elements(text: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of this HTML with its attributes, in order."""
    reader = _Reader()
    reader.feed(text)
    return reader.tags


def tags(response: Any, name: str) -> list[dict[str, str]]:
    """The attributes of each element of this name, in order."""
    return [attributes for tag, attributes in _read(response).tags if tag == name]


def outline(response: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes: what must not depend on anybody's text."""
    return [(tag, tuple(attributes)) for tag, attributes in _read(response).tags]


def words(response: Any) -> str:
    """All text of the document, with single spaces."""
    return " ".join("".join(_read(response).words).split())
