"""A contact card as a file, https://www.rfc-editor.org/rfc/rfc6350."""

from collections.abc import Iterator

from django.conf import settings

from profiles.models import Link

LINE_OCTETS = 75
ESCAPES = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})


def write(link: Link) -> str:
    """The card of a contact link, with the page it stands on among its addresses."""
    name = _escape(link.title)
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{name}", f"N:{name};;;;"]
    texts = {"TITLE": link.note, "TEL": link.phone, "EMAIL": link.email}
    lines += [f"{field}:{_escape(text)}" for field, text in texts.items() if text]
    # A URI is no text and has none of its escapes: section 6.7.8. Clean as it is, nothing in it ends its line.
    addresses = filter(None, [link.url, f"{settings.SITE_URL}{link.page.get_absolute_url()}"])
    lines += [f"URL:{address}" for address in addresses]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCARD"] for folded in _fold(line))


def _escape(text: str) -> str:
    """One text, with nothing in it that would end it: section 3.4."""
    return "\n".join(text.splitlines()).translate(ESCAPES)


def _fold(line: str) -> Iterator[str]:
    """In pieces of 75 octets, the later ones behind a space, no letter torn: section 3.2."""
    piece = ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > LINE_OCTETS:
            yield piece
            piece = " "
        piece += letter
    yield piece
