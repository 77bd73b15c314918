"""What somebody brings, recognised by its content and never by its name, and turned into a document of ours.

Nothing here is believed: `offer` sends every value through the forms. Nothing here opens a connection either.
"""

import codecs
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from profiles.forms.fields import MEGABYTE
from profiles.models.link import TITLE_LENGTH
from profiles.portability import addresses, plain, saved_page, table
from profiles.portability.document import FORMAT, VERSION
from profiles.validators import clean_text

MOST_BYTES = MEGABYTE
# Our own documents hold captions, counts and pictures beside the links. What is sent at once may have 12 MB
# (linkbio/bodies.py), and an offer goes along with its file.
MOST_BYTES_OF_DOCUMENT = 10 * MOST_BYTES
MOST_LINKS_BROUGHT = 200

type Links = list[dict[str, Any]]


class Source(models.TextChoices):
    """What it turned out to be."""

    DOCUMENT = "document", _("a page taken from here")
    LINKTREE = "linktree", _("a page from Linktree")
    TABLE = "table", _("a table")
    WEBSITE = "website", _("a saved web page")
    ADDRESSES = "addresses", _("a list of addresses")


@dataclass(frozen=True, slots=True)
class Brought:
    """A document of ours, whatever it was before; unchecked. `is_cut`: there was more than may come at once.
    `left_out`: lines that have no address. `digest`: of the file that is a document of ours; "" for others."""

    source: Source
    document: dict[str, Any]
    is_cut: bool = False
    left_out: Sequence[str] = ()
    digest: str = ""


def decode(content: bytes) -> str:
    """The text of a file. Raises ValidationError, in words, when it is none."""
    if len(content) > MOST_BYTES_OF_DOCUMENT:
        said = _(
            "This file is larger than %(limit)d MB. Take out what is not about your links, pictures and counts first."
        )
        raise ValidationError(said % {"limit": MOST_BYTES_OF_DOCUMENT // MEGABYTE})
    if content.startswith(b"PK\x03\x04"):
        raise ValidationError(_("This is a ZIP file. Open it, and bring the file inside that has your links."))
    encodings = (
        ["utf-16"] if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "cp1252"]
    )
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("This file is not text. Bring a JSON, CSV, HTML or text file."))


def read(text: str) -> Brought:
    """What this text brings. Raises ValidationError, in words, when there is nothing in it that we can read."""
    text = text.removeprefix("\ufeff").strip()
    if text.startswith("{"):
        return _read_json(text)
    if len(text) > MOST_BYTES:
        said = _("This is more than %(limit)d MB of text. Take out what is not about your links.")
        raise ValidationError(said % {"limit": MOST_BYTES // MEGABYTE})
    if text.startswith("<") or "<a " in text.lower() or saved_page.DATA_ID in text:
        return _read_html(text)
    if links := table.read(text):
        return _bring(Source.TABLE, links)
    links, left_out = addresses.read(text)
    return _bring(Source.ADDRESSES, links, left_out)


def load(text: str) -> Any:
    """JSON as Python has it, or ValidationError; of two values under one name the last one counts."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("This JSON cannot be read. Was the file cut off? Save it once more.")) from None


def _read_json(text: str) -> Brought:
    document = load(text)
    if isinstance(document, dict) and document.get("format") == FORMAT:
        if document.get("version") != VERSION:
            raise ValidationError(
                _("This file is from a newer version of this site. It can be read once we are updated.")
            )
        # One that an offer carries says what it was at first.
        said = plain.text(document.get("source"))
        digest = plain.text(document.get("digest")) or sha256(text.encode(errors="replace")).hexdigest()
        return Brought(Source(said) if said in Source else Source.DOCUMENT, document, digest=digest)
    return _bring(Source.LINKTREE, saved_page.read_data(document))


def _read_html(text: str) -> Brought:
    page = saved_page.parse(text)
    data = load(page.data) if page.data else None
    if links := saved_page.read_data(data):
        return _bring(Source.LINKTREE, links)
    return _bring(Source.WEBSITE, page.links)


def _bring(source: Source, links: Links, left_out: Sequence[str] = ()) -> Brought:
    if not links:
        raise _nothing()
    first = links[:MOST_LINKS_BROUGHT]
    for link in first:
        title = clean_text(str(link.get("title") or ""))
        link["title"] = Truncator(title).chars(TITLE_LENGTH)
    document = {"format": FORMAT, "version": VERSION, "links": first}
    return Brought(source, document, is_cut=len(links) > MOST_LINKS_BROUGHT, left_out=left_out)


def _nothing() -> ValidationError:
    return ValidationError(
        _("We found no link in it. Bring one address per line, a table with a column “url”, or a saved page.")
    )
