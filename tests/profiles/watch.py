"""A page whose creator wants its links watched, and the only server that may be looked at."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from profiles.models import Link, Page, Scan
from tests import hostile
from tests.hostile import Server
from tests.profiles.pages import make_page

KEY = "AIzaNotAKeyOfAnybody-0123456789abcdefgh"


@pytest.fixture
def page() -> Page:
    page = make_page()
    page.watches_links = True
    page.save()
    return page


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """The only host that may be looked at, and the one that is asked for opinions."""
    with hostile.serve() as server:
        settings.WATCHED_HOSTS = [server.url]
        settings.WEB_RISK_BASE, settings.WEB_RISK_KEY = server.url, KEY
        yield server


def scan_of(link: Link) -> Scan:
    return Scan.objects.get(link=link)
