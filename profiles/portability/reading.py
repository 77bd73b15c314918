"""What somebody brings, recognised by its content and never by its name, and turned into a document of ours.

Nothing here is believed: `offer` sends every value through the forms. Nothing here opens a connection either.
"""

import codecs
import json
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from hashlib import sha256
from threading import BoundedSemaphore
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
from tiktok_auth.slots import held

MOST_BYTES = MEGABYTE
# Our own documents hold captions, counts and pictures beside the links. What is sent at once may have 12 MB
# (linkbio/bodies.py), and an offer goes along with its file.
MOST_BYTES_OF_DOCUMENT = 10 * MOST_BYTES
MOST_LINKS_BROUGHT = 200
# 10 MB of JSON may be 300 MB of objects while they are read: no more of that than once in a process.
readers = BoundedSemaphore(1)
PATIENCE = 10.0
# https://www.rfc-editor.org/rfc/rfc2557 and what browsers write of it. Safari has a format of its own.
MHTML = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
MHTML_HEAD = 2000
# What begins like this is an element, and no address between brackets.
HTML = re.compile(r"<(?:[!?]|/?[a-z][a-z0-9-]*[\s/>])", re.IGNORECASE)
JSON = re.compile(r"\{|\[\s*[\[{\"\]]")

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


def slot() -> AbstractContextManager[None]:
    """Stands around reading and preparing what was brought. Raises slots.Busy rather than do much of that at once."""
    return held(readers, timeout=PATIENCE)


def decode(content: bytes) -> str:
    """The text of a file. Raises ValidationError, in words, when it is none."""
    if len(content) > MOST_BYTES_OF_DOCUMENT:
        said = _(
            "This file is larger than %(limit)d MB. Take out what is not about your links: counts and pictures first."
        )
        raise ValidationError(said % {"limit": MOST_BYTES_OF_DOCUMENT // MEGABYTE})
    if content.startswith(b"PK\x03\x04"):
        raise ValidationError(_("This is a ZIP file. Open it, and bring the file inside that has your links."))
    if content.startswith(b"bplist") or MHTML.search(content[:MHTML_HEAD]):
        said = _("This is a web archive. Save the page once more, as “HTML only” or “Page Source”, and bring that.")
        raise ValidationError(said)
    encodings = (
        ["utf-16"] if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "cp1252"]
    )
    whole = _without_half_a_letter(content)
    for encoding in encodings:
        try:
            text = whole.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("This file is not text. Bring a JSON, CSV, HTML or text file."))


def _without_half_a_letter(content: bytes) -> bytes:
    """What a file that was cut inside of a letter has before it; all of it where that makes no UTF-8 either."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        whole = content[: error.start]
        # One strange byte at the end of plain letters is a letter of another encoding.
        return content if error.reason != "unexpected end of data" or whole.isascii() else whole
    return content


def read(text: str) -> Brought:
    """What this text brings. Raises ValidationError, in words, when there is nothing in it that we can read."""
    text = text.removeprefix("\ufeff").strip()
    if JSON.match(text):
        return _read_json(text)
    if len(text) > MOST_BYTES:
        said = _("This is more than %(limit)d MB of text. Take out what is not about your links.")
        raise ValidationError(said % {"limit": MOST_BYTES // MEGABYTE})
    if HTML.match(text):
        return _read_html(text)
    if links := table.read(text):
        return _bring(Source.TABLE, links)
    if saved_page.DATA_ID in text:
        return _read_html(text)
    if "<a " in text.lower():
        with suppress(ValidationError):
            return _read_html(text)
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
    if isinstance(document, list):
        rows = [{"url": one} if isinstance(one, str) else plain.record(one) for one in document[: plain.MOST_READ]]
        return _bring(Source.ADDRESSES, table.read_records(rows))
    return _bring(Source.LINKTREE, saved_page.read_data(document))


def _read_html(text: str) -> Brought:
    page = saved_page.parse(text)
    data = load(page.data) if page.data else None
    if links := saved_page.read_data(data):
        return _bring(Source.LINKTREE, links)
    # What stands at the foot of every Linktree page is nobody's link.
    is_built_like_one = bool(page.data)
    links = [link for link in page.links if not (is_built_like_one and saved_page.LINKTREE.match(link["url"]))]
    return _bring(Source.WEBSITE, links)


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
