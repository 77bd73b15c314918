"""A page as a folder of HTML that can be put anywhere, or opened from a disk: what visitors see, without us.

The pages are the ones visitors get. Each address in them that leads to this site becomes the file beside it, or the
destination it stands for; links to what only this site can do are left out, and so are scripts, comments and what
names the page's address here. Nothing else is changed.
"""

import re
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils._os import safe_join
from django.utils.html import escape

from profiles import vcards
from profiles.models import Kind, Link, Page, Video
from tiktok_auth.slots import held

INDEX = "index.html"
# A file of the same content is the same file, whenever it is made.
NO_DATE = (1980, 1, 1, 0, 0, 0)
# Every page is rendered and every picture read, which takes seconds.
MOST = 1
turns = threading.BoundedSemaphore(MOST)
KEPT_IN_MEMORY = 1024 * 1024
ADDRESSES = {"href", "src", "poster", "action", "formaction"}
# What a copy elsewhere keeps of <link>; the others speak of addresses here, or are for a server to answer.
KEPT_LINKS = {"icon", "stylesheet", "me"}
SPEAKING_OF_HERE = re.compile(r"(?:og|twitter):(?:url|image)")
CSS_URL = re.compile(r'url\("([^"]+)"\)')


def doorways(page: Page) -> QuerySet[Video]:
    """The TikToks with a page of their own: those that visitors see links on."""
    return page.videos.shown().filter(Exists(Link.objects.live().filter(video=OuterRef("pk"))))


@held(turns)
def write(page: Page, answers: Iterable[tuple[str, str]]) -> IO[bytes]:
    """The folder as a ZIP file, open at its beginning; the same bytes for the same page.

    `answers` are the addresses of the page and of its `doorways`, each with the HTML that visitors get there. They
    are asked for one at a time, so that no more than one is in memory. Raises slots.Busy rather than let more than MOST
    in a process do this at once.
    """
    places = _places(page)
    files: set[str] = set()
    folder = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as archive:
        for address, html in answers:
            if (name := places.get(address)) is None:  # come to be a moment ago
                continue
            mover = Mover(places, depth=name.count("/"))
            archive.writestr(_entry(name), mover.move(html))
            files |= mover.files
        for name, card in _cards(page).items():
            archive.writestr(_entry(name), vcards.write(card))
        for name in sorted(files):
            if content := _read(name):
                archive.writestr(_entry(name), content)
    folder.seek(0)
    return folder


class Mover(HTMLParser):
    """Writes a document as it was, but with addresses that work `depth` folders below the top of a folder of files.

    `files` are those it needs from there.
    """

    def __init__(self, places: Mapping[str, str], *, depth: int) -> None:
        super().__init__(convert_charrefs=False)
        self.places, self.top = places, "../" * depth
        self.files: set[str] = set()
        self.pieces: list[str] = []
        # The element that is being left out, with all that is in it; "" for none.
        self.left_out = ""

    def move(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.left_out:
            return
        if tag == "script" or (tag == "a" and self._stays_here(dict(attrs).get("href") or "")):
            self.left_out = tag
        elif not _speaks_of_here(tag, dict(attrs)):
            moved = [(name, self._move_value(name, value)) for name, value in attrs]
            self.pieces.append(_tag(tag, moved) if moved != attrs else self.get_starttag_text() or "")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self._write(f"</{tag}>")
        if tag == self.left_out:
            self.left_out = ""

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            data = CSS_URL.sub(lambda found: f'url("{self._move_address(found[1])}")', data)
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def _write(self, piece: str) -> None:
        if not self.left_out:
            self.pieces.append(piece)

    def _stays_here(self, address: str) -> bool:
        """Whether it leads to a page of this site that the folder does not have, the front page aside."""
        path = address.removeprefix(settings.SITE_URL)
        return path.startswith("/") and not path.startswith("//") and path != "/" and not self.places.get(path)

    def _move_value(self, name: str, value: str | None) -> str | None:
        if value and name in ADDRESSES:
            return self._move_address(value)
        if value and name == "srcset":
            pictures = [picture.split() for picture in value.split(",")]
            return ", ".join(" ".join([self._move_address(address), *size]) for address, *size in pictures)
        return value

    def _move_address(self, address: str) -> str:
        path = address.removeprefix(settings.SITE_URL)
        if not path.startswith("/") or path.startswith("//"):
            return address
        if place := self.places.get(path):
            return place if ":" in place else self.top + place
        if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
            self.files.add(path[1:])
            return self.top + path[1:]
        return f"{settings.SITE_URL}{path}"


def _places(page: Page) -> dict[str, str]:
    """Where each address of the page leads in the folder, or outside of it."""
    places = {page.get_absolute_url(): INDEX}
    places[reverse("page_enter", args=[page.handle])] = INDEX
    for link in page.links.live():
        places[reverse("go", args=[link.key])] = link.url
    places |= {reverse("vcard", args=[link.key]): name for name, link in _cards(page).items()}
    for video in doorways(page):
        for way in ("doorway", "doorway_enter"):
            places[reverse(way, args=[page.handle, video.tiktok_id])] = f"v/{video.tiktok_id}.html"
        places[reverse("watch", args=[page.handle, video.tiktok_id])] = video.address
    return places


def _cards(page: Page) -> dict[str, Link]:
    """The contact cards that visitors may take from the page and its doorways, by the names of their files."""
    cards = page.links.live().filter(kind=Kind.CONTACT).judged()
    allowed = [card for card in cards if not card.is_blocked]
    return {f"contacts/{number}.vcf": card for number, card in enumerate(allowed, 1)}


def _speaks_of_here(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether this element in the head is about the address that the page has on this site."""
    if tag == "link":
        return attributes.get("rel") not in KEPT_LINKS
    named = attributes.get("property") or attributes.get("name") or ""
    return tag == "meta" and bool(SPEAKING_OF_HERE.match(named))


def _tag(tag: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    written = [name if value is None else f'{name}="{escape(value)}"' for name, value in attributes]
    return f"<{' '.join([tag, *written])}>"


def _read(name: str) -> bytes | None:
    """A file of ours by its address without the first slash; None where it is gone by now."""
    root, _slash, rest = name.partition("/")
    is_static = f"/{root}/" == settings.STATIC_URL
    # Where static files have been collected, those with a hash in their name are there only.
    folders = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS] if is_static else [settings.MEDIA_ROOT]
    paths = [Path(safe_join(folder, rest)) for folder in folders]
    return next((path.read_bytes() for path in paths if path.is_file()), None)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
