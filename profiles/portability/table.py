"""A page's links as a table for a spreadsheet: CSV (RFC 4180), one row a link. And other people's tables, read."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles import insights
from profiles.models import Link, Page
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
YES = {"yes", "true", "1", "x"}
MOST_CELL = 5000


def read(text: str) -> list[dict[str, Any]]:
    """The rows of a table as links; none when it is no table: no column is called anything like "url", and the first
    row has no address of its own. Raises ValidationError when it cannot be read to its end."""
    delimiter, columns = _read_head(text)
    if "url" not in columns:
        return []
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        cells = list(islice(rows, MOST_READ))
    except csv.Error:
        raise ValidationError(_("This table cannot be read to its end. Save it as CSV once more.")) from None
    body = cells[1:] if _is_head(cells[0]) else cells
    return list(_read_rows(columns, body))


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


def _read_head(text: str) -> tuple[str, list[str]]:
    """What separates its columns, and what they are called, as far as we know them."""
    line = next(iter(text.splitlines()), "")
    heads = [(mark, next(csv.reader([line[:MOST_CELL]], delimiter=mark), [])) for mark in DELIMITERS]
    delimiter, cells = max(heads, key=lambda head: len(head[1]))
    if _is_head(cells):
        return delimiter, [COLUMN_NAMES.get(_fold(cell), "") for cell in cells]
    is_address = [bool(ADDRESS.fullmatch(cell.strip())) for cell in cells]
    if len(cells) < 2 or is_address.count(True) != 1:
        return delimiter, []
    columns = ["url" if is_url else "" for is_url in is_address]
    columns[columns.index("")] = "title"
    return delimiter, columns


def _is_head(cells: list[str]) -> bool:
    return "url" in [COLUMN_NAMES.get(_fold(cell)) for cell in cells]


def _fold(cell: str) -> str:
    return cell.strip().casefold()


def _read_rows(columns: list[str], rows: list[list[str]]) -> Iterator[dict[str, Any]]:
    for cells in rows:
        link: dict[str, Any] = {name: unquote_formula(cell) for name, cell in zip(columns, cells, strict=False) if name}
        link |= {name: _fold(link.get(name, "")) in YES for name in FLAGS}
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
