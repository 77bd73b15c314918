"""Where the desk stands, a page that came onto it, and a decision made there."""

from typing import Any

import pytest
from django.test import Client

from profiles.models import Link, Page, Verb
from tests.profiles.creators import make_page

INBOX = "/admin/profiles/report/"
PAGES = "/admin/profiles/page/"


@pytest.fixture
def page(ada_without_videos: None) -> Page:
    return make_page("ada.bakes")


@pytest.fixture(name="link")
def phishing_link(page: Page) -> Link:
    return page.links.create(title="Shop", url="https://shop.phish.example.com/login")


def desk_of(page: Page) -> str:
    return f"{PAGES}{page.pk}/change/"


def act_on(page: Page, verb: Verb) -> str:
    return f"{PAGES}{page.pk}/act/{verb}/"


def decide(desk: Client, path: str, choice: str = "own", reason: str = "because", **fields: Any) -> Any:
    return desk.post(path, {"choice": choice, "reason": reason, "settles": "on", **fields}, follow=True)
