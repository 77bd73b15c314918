"""A page's links as a table for a spreadsheet: CSV (RFC 4180), one row a link. And other people's tables, read."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles import insights
from profiles.models import Link, Page
from profiles.portability import plain
from profiles.portability.document import all_links
from profiles.portability.fields import values
from profiles.portability.plain import MOST_READ

FLAGS = ("is_pinned", "is_hidden", "is_sensitive", "is_ad")
TEXTS = ("kind", "title", "url", "note", "code", "email", "phone")
COLUMNS = (*TEXTS, *FLAGS, "starts_at", "ends_at", "deleted_at", "video", "taps")
# What a spreadsheet would run. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]")
QUOTED_FORMULA = re.compile(rf"'(?='*{FORMULA.pattern})")
# And what begins a cell where something else than a comma separates them, as a semicolon does in a German Excel.
INNER_CELL = r"""([;|\t\r\n][\s"\0]*)"""
INNER_FORMULA = re.compile(rf"{INNER_CELL}(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])")
QUOTED_INNER_FORMULA = re.compile(rf"{INNER_CELL}'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])")
DELIMITERS = ",;\t|"
# Other names that columns have elsewhere.
COLUMN_NAMES = dict.fromkeys(("url", "link", "address", "href", "destination", "website", "link url"), "url")
COLUMN_NAMES |= dict.fromkeys(("title", "name", "label", "text", "link title", "link text"), "title")
# A total says nothing of the days that taps are kept by: it is written, and not read.
COLUMN_NAMES |= {name: name for name in COLUMNS if name != "taps"}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Everything else is a yes: a link that should be hidden is not shown because of how somebody says so.
NO = set(
    ", no, n, false, f, 0, off, none, null, -, –, nein, falsch, non, faux, falso, nee, nej, nie, não, nao, hayır, нет, "  # noqa: RUF001
    "ложь, ні, いいえ, 否, لا".split(", ")
)
WORD = re.compile(r"[^\W\d_]{2}")
MOST_CELL = 5000
# What a spreadsheet may have above its heading: which mark separates its cells, and a title.
SEPARATOR = re.compile(r'"?sep=.?"?[,;|\t]*\r?\n', re.IGNORECASE)
MOST_ABOVE = 10


def read(text: str) -> list[dict[str, Any]]:
    """The rows of a table as links; none when it is no table: no column is called anything like "url", and the first
    row has no address of its own. Raises ValidationError when it cannot be read to its end."""
    text = _skip_title(SEPARATOR.sub("", text, count=1) if SEPARATOR.match(text) else text)
    delimiter, columns = _read_head(text)
    if "url" not in columns:
        return []
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        cells = list(islice(rows, MOST_READ))
    except csv.Error:
        raise ValidationError(_("This table cannot be read to its end. Save it as CSV once more.")) from None
    body = cells[1:] if _is_head(cells[0]) else cells
    _find_titles(columns, body)
    return list(_read_rows(columns, body))


def read_records(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Objects out of other people's JSON as links, by the names that columns have."""
    links: list[dict[str, Any]] = []
    for one in records:
        cells = ["yes" if value is True else plain.text(value) for value in one.values()]
        links += _read_rows([COLUMN_NAMES.get(_fold(name), "") for name in one], [cells])
    return links


def write(page: Page) -> bytes:
    """The table, with a mark in front that tells spreadsheets it is UTF-8."""
    file = StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    totals = insights.totals(page)
    writer.writerows(_row(link, totals) for link in all_links(page))
    return file.getvalue().encode("utf-8-sig")


def quote_formula(text: str) -> str:
    """The text as a cell that no spreadsheet runs; `unquote_formula` gives back exactly the text."""
    text = INNER_FORMULA.sub(r"\1'", text)
    return f"'{text}" if FORMULA.match(text.lstrip("'")) else text


def unquote_formula(cell: str) -> str:
    cell = cell[1:] if QUOTED_FORMULA.match(cell) else cell
    return QUOTED_INNER_FORMULA.sub(r"\1", cell)


def _skip_title(text: str) -> str:
    """From its heading on, where that stands below a title; without such a heading all of it."""
    lines = text.splitlines(keepends=True)[:MOST_ABOVE]
    for place, line in enumerate(lines):
        _mark, cells = _split(line)
        if len(cells) > 1 and _is_head(cells):
            return text[sum(map(len, lines[:place])) :]
        if ADDRESS.search(line):
            break
    return text


def _split(line: str) -> tuple[str, list[str]]:
    """What separates the cells of this line, and the cells."""
    heads = [(mark, next(csv.reader([line[:MOST_CELL]], delimiter=mark), [])) for mark in DELIMITERS]
    return max(heads, key=lambda head: len(head[1]))


def _read_head(text: str) -> tuple[str, list[str]]:
    """What separates its columns, and what they are called, as far as we know them."""
    delimiter, cells = _split(next(iter(text.splitlines()), ""))
    if _is_head(cells):
        return delimiter, [COLUMN_NAMES.get(_fold(cell), "") for cell in cells]
    is_address = [bool(ADDRESS.fullmatch(cell.strip())) for cell in cells]
    if len(cells) < 2 or is_address.count(True) != 1:
        return delimiter, []
    columns = ["url" if is_url else "" for is_url in is_address]
    columns[columns.index("")] = "title"
    return delimiter, columns


def _find_titles(columns: list[str], body: list[list[str]]) -> None:
    """Where no column is called anything like "title", it is the one beside the addresses that has words in it."""
    place = columns.index("url")
    for beside in (place - 1, place + 1):
        if "title" in columns or not 0 <= beside < len(columns) or columns[beside]:
            continue
        if any(WORD.search(cells[beside]) for cells in body if len(cells) > beside):
            columns[beside] = "title"


def _is_head(cells: list[str]) -> bool:
    return "url" in [COLUMN_NAMES.get(_fold(cell)) for cell in cells]


def _fold(cell: str) -> str:
    return cell.strip().casefold()


def _read_rows(columns: list[str], rows: list[list[str]]) -> Iterator[dict[str, Any]]:
    for cells in rows:
        link: dict[str, Any] = {name: unquote_formula(cell) for name, cell in zip(columns, cells, strict=False) if name}
        link |= {name: _fold(link.get(name, "")) not in NO for name in FLAGS}
        if number := link.pop("video", "").removeprefix("#"):
            link["video"] = number
        if any(link.get(name) for name in TEXTS):
            yield link


def _row(link: Link, totals: dict[str, int]) -> dict[str, Any]:
    row = values(link, (*TEXTS, *FLAGS, "starts_at", "ends_at", "deleted_at"))
    row |= {name: "yes" for name in FLAGS if row[name]}
    # A number so long would come back from a spreadsheet rounded.
    row["video"] = f"#{link.video.tiktok_id}" if link.video else ""
    row["taps"] = totals.get(insights.tap_on(link), "")
    return {name: quote_formula(str(value or "")) for name, value in row.items()}
