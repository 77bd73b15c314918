"""Imports as a creator's browser without script makes them: something is put on offer, and taken."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from profiles.models import Page
from tests.markup import tags

OFFER, ACCEPT = "/studio/import/", "/studio/import/accept/"


def offer(client: Client, text: str | bytes, *, name: str = "") -> Any:
    """The answer to something that was pasted, or brought in a file of this name."""
    content = text.encode() if isinstance(text, str) else text
    sent = {"file": SimpleUploadedFile(name, content)} if name else {"text": text}
    return client.post(OFFER, sent)


def rows(response: Any) -> list[str]:
    """The links on offer, by their titles; ticked ones carry a tick."""
    offered = response.context["offer"].rows
    ticked = {box["value"] for box in tags(response, "input") if "checked" in box}
    return [f"{'✓ ' if str(row.number) in ticked else ''}{row.link}" for row in offered]


def problems(response: Any) -> list[str]:
    return [problem for row in response.context["offer"].refused for problem in row.problems]


def accept(client: Client, response: Any, **changes: Any) -> Any:
    """Press the button below an offer, with the ticks as they are but for `changes`."""
    sent: dict[str, list[str]] = {}
    for box in tags(response, "input"):
        if box.get("type") == "hidden" or "checked" in box:
            sent.setdefault(box["name"], []).append(box["value"])
    return client.post(ACCEPT, sent | changes, follow=True)


def bring(client: Client, text: str, **changes: Any) -> Any:
    return accept(client, offer(client, text), **changes)


def titles(page: Page) -> list[str]:
    return [str(link) for link in page.links.kept().of_page()]
