"""A page's links as a table for a spreadsheet: CSV (RFC 4180), one row a link."""

import csv
import re
from io import StringIO
from typing import Any

from profiles import insights
from profiles.models import Link, Page
from profiles.portability.document import all_links
from profiles.portability.fields import values

FLAGS = ("is_pinned", "is_hidden", "is_sensitive", "is_ad")
TEXTS = ("kind", "title", "url", "note", "code", "email", "phone")
COLUMNS = (*TEXTS, *FLAGS, "starts_at", "ends_at", "deleted_at", "video", "taps")
# What a spreadsheet would run. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]")
QUOTED_FORMULA = re.compile(rf"'(?='*{FORMULA.pattern})")


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
    return f"'{text}" if FORMULA.match(text.lstrip("'")) else text


def unquote_formula(cell: str) -> str:
    return QUOTED_FORMULA.sub("", cell, count=1) if cell.startswith("'") else cell


def _row(link: Link, totals: dict[str, int]) -> dict[str, Any]:
    row = values(link, (*TEXTS, *FLAGS, "starts_at", "ends_at", "deleted_at"))
    row |= {name: "yes" for name in FLAGS if row[name]}
    # A number so long would come back from a spreadsheet rounded.
    row["video"] = f"#{link.video.tiktok_id}" if link.video else ""
    row["taps"] = totals.get(insights.click_on(link), "")
    return {name: quote_formula(str(value or "")) for name, value in row.items()}
