"""No text that anybody can write becomes anything but text, on any surface that shows it."""

import csv
import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from tests.markup import elements
from tests.security.infection import infect, prepare
from tests.security.payloads import PAYLOADS
from tests.security.routes import routes
from tests.security.world import World, build

# Half a minute of rendering that a second database makes no surer.
pytestmark = [pytest.mark.django_db, pytest.mark.needs_postgres]

# With fancy letters, so that what we put around those for screen readers is known.
PLAIN = "Plain pwn() \U0001d5d4\U0001d5d5"
VIEWERS = {"everyone": "visitor", "door": "visitor", "creators": "creator", "owner": "creator", "staff": "superuser"}
ADDRESSED = ("href", "src", "action", "formaction", "data", "srcdoc", "poster", "xlink:href")
BAD_ADDRESS = re.compile(r"^\s*(javascript|data:text|vbscript|//evil)", re.IGNORECASE)
PARTS = 8

type Surface = tuple[str, str]


@pytest.fixture
def world() -> World:
    world = build()
    prepare(world.page)
    return world


def browsers(world: World) -> dict[str, Client]:
    clients = {role: Client() for role in set(VIEWERS.values())}
    for role, client in clients.items():
        if user := world.people[role]:
            client.force_login(user)
    return clients


def read(client: Client, path: str) -> tuple[str, bytes]:
    """Content type and body, freshly rendered. A server error fails the test by itself."""
    cache.delete_pattern("*")  # type: ignore[attr-defined]  # of this test alone; others run beside it
    response: Any = client.get(path)
    return response.get("Content-Type", "").split(";")[0], response.getvalue()


def surfaces(world: World, clients: dict[str, Client]) -> list[Surface]:
    """Who opens what to see somebody's text, found by opening everything."""
    infect(PLAIN)
    seen = [(VIEWERS[route.audience], route.path(world.parts)) for route in routes() if route.audience in VIEWERS]
    seen += [("visitor", "/@gone.page"), ("visitor", "/@bad.page"), ("creator", "/studio/export/website.zip")]
    return [(role, path) for role, path in dict.fromkeys(seen) if shows(*read(clients[role], path))]


def shows(kind: str, body: bytes) -> bool:
    return kind == "application/zip" or b"Plain pwn" in body


def documents(kind: str, body: bytes) -> list[str]:
    """The pages of HTML that an answer holds."""
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]
    return [body.decode()] if kind == "text/html" else []


def shape(kind: str, body: bytes) -> set[tuple[str, ...]]:
    """Every kind of element, with the names of its attributes."""
    return {(tag, *names) for text in documents(kind, body) for tag, names in elements(text)}


def holes(kind: str, body: bytes, plain: set[tuple[str, ...]]) -> list[object]:
    """What of an answer is more than text."""
    found: list[object] = []
    for text in documents(kind, body):
        for tag, names in elements(text):
            led = [value for name, value in names.items() if name in ADDRESSED and BAD_ADDRESS.match(value)]
            found += [*led, *([] if (tag, *names) in plain else [(tag, names)])]
        found += [script for script in re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL) if "<" in script]
    return found + MACHINE_READ.get(kind, lambda _body: [])(body)


def broken_json(body: bytes) -> list[object]:
    json.loads(body)
    return []


def broken_xml(body: bytes) -> list[object]:
    ElementTree.fromstring(body)
    return []


def formulas(body: bytes) -> list[object]:
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    return [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))]


MACHINE_READ = {
    "application/json": broken_json,
    "application/json+oembed": broken_json,
    "application/rss+xml": broken_xml,
    "application/xml": broken_xml,
    "image/svg+xml": broken_xml,
    "text/csv": formulas,
}


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60
    assert max(map(len, PAYLOADS)) <= 70


# Few at a time: all of them take longer on a slow machine than one test may.
@pytest.mark.parametrize("part", range(PARTS))
def test_text_stays_text_on_every_surface(world: World, part: int) -> None:
    clients = browsers(world)
    shown = surfaces(world, clients)
    plain = {surface: shape(*read(clients[surface[0]], surface[1])) for surface in shown}
    assert {role for role, _path in shown} == {"visitor", "creator", "superuser"}
    assert len(shown) >= 20
    wrong = {}
    for payload in PAYLOADS[part::PARTS]:
        assert infect(payload) > 30
        for role, path in shown:
            kind, body = read(clients[role], path)
            if found := holes(kind, body, plain[role, path]):
                wrong[payload, path] = found
    assert wrong == {}
