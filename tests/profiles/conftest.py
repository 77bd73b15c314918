"""A creator's page, and a browser in which its creator is logged in. Tests that need more on it say so themselves."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from profiles import page_cache
from profiles.models import Page
from tests.profiles.pages import make_link, make_page


@pytest.fixture
def noon() -> Iterator[None]:
    """For tests of what is kept by days: none of them ends under way."""
    with time_machine.travel("2026-11-25T12:00Z"):
        yield


@pytest.fixture
def edge_clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The edge's own, which stands still: a page gets older when a test makes it, however long a busy machine takes.

    Nothing that is shared or claimed runs out meanwhile.
    """
    clock = SimpleNamespace(monotonic=lambda: 1000.0, sleep=time.sleep)
    monkeypatch.setattr("profiles.edge.time", clock)
    for lifetime in ("KEPT_SECONDS", "CLAIM_SECONDS"):
        monkeypatch.setattr(page_cache, lifetime, 600)
    return clock


@pytest.fixture
def profile() -> dict[str, Any]:
    """What the page's profile says besides a name; the two below add to it."""
    return {}


@pytest.fixture
def short_bio(profile: dict[str, Any]) -> None:
    profile.update(bio="Small kitchen, big pots")


@pytest.fixture
def bio_and_followers(profile: dict[str, Any]) -> None:
    profile.update(bio="Small kitchen, big pots.\nLagos & Lisbon", followers=1_240_000, likes=1)


@pytest.fixture
def page(db: None, profile: dict[str, Any]) -> Page:
    return make_page(**profile)


@pytest.fixture
def mina(client: Client, page: Page) -> Client:
    client.force_login(page.owner)
    return client


@pytest.fixture
def ada(mina: Client) -> Client:
    """The same, where the page is Ada's."""
    return mina


@pytest.fixture
def otto(db: None) -> Page:
    """The page of somebody else, with a link."""
    page = make_page("otto.knits")
    make_link(page, "Patterns")
    return page
