"""The sandbox from the outside: what a person in a browser, or TikTok's portal, would do."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from django.test import Client

from tests.crowd import PATIENCE_SECONDS
from tiktok_auth.sandbox import control

LOGIN_PATH = "/accounts/tiktok/login/"


@pytest.fixture(autouse=True)
def fresh_sandbox() -> None:
    """For modules and folders that import it: each test begins with a sandbox that knows nobody yet."""
    control.reset()


def log_in(client: Client, username: str, *, scopes: Iterable[str] | None = None) -> Any:
    """Walks the whole road as this persona and gives back the site's answer to the callback.

    Without `scopes` the boxes stay as the consent page shows them for this persona.
    """
    started = client.post(LOGIN_PATH)
    return come_back(client, decide(started["Location"], username, scopes=scopes))


def come_back(client: Client, callback_url: str) -> Any:
    """Follows TikTok's redirect into the site."""
    parts = urlsplit(callback_url)
    return client.get(f"{parts.path}?{parts.query}")


def decide(authorize_url: str, username: str, *, scopes: Iterable[str] | None = None, decision: str = "allow") -> str:
    """Fills in the consent page as a browser would, and gives back the address it redirects to."""
    url = f"{authorize_url}&{urlencode({'persona': username})}"
    with requests.Session() as browser:
        page = browser.get(url, timeout=PATIENCE_SECONDS).text
        form = {
            "csrfmiddlewaretoken": re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page),
            "persona": username,
            "scope": re.findall(r'name="scope" value="([\w.]+)" checked', page) if scopes is None else list(scopes),
            "decision": decision,
        }
        answer = browser.post(url, data=form, headers={"Referer": url}, allow_redirects=False, timeout=PATIENCE_SECONDS)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]
