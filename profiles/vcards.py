"""A contact card as a file, https://www.rfc-editor.org/rfc/rfc6350."""

from collections.abc import Iterator

from django.conf import settings

from profiles.models import Link

LINE_OCTETS = 75
ESCAPES = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})


def write(link: Link) -> str:
    """The card of a contact link, with the page it stands on among its addresses."""
    name = _escape(link.title)
    page = f"{settings.SITE_URL}{link.page.get_absolute_url()}"
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{name}", f"N:{name};;;;"]
    fields = {"TITLE": link.note, "TEL": link.phone, "EMAIL": link.email, "URL": link.url}
    lines += [f"{field}:{_escape(value)}" for field, value in fields.items() if value]
    return "".join(f"{folded}\r\n" for line in [*lines, f"URL:{page}", "END:VCARD"] for folded in _fold(line))


def _escape(text: str) -> str:
    """One value, with nothing in it that would end it: section 3.4."""
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
