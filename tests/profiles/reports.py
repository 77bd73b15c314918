"""Reports as visitors send them, about a page with something on it."""

from typing import Any

import pytest
from django.test import Client

from profiles.models import Page
from tests.profiles.pages import make_link, make_page

REPORT = "/@mina.eats/report"


@pytest.fixture
def page() -> Page:
    page = make_page("mina.eats", bio="Soups")
    make_link(page, "My cookbook")
    return page


def send(client: Client, path: str = REPORT, *, address: str = "198.51.100.7", **fields: Any) -> Any:
    return client.post(path, {"ground": "phishing", **fields}, REMOTE_ADDR=address)
