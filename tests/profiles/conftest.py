"""A creator's page, and a browser in which its creator is logged in. Tests that need more on it say so themselves."""

import pytest
from django.test import Client

from profiles.models import Page
from tests.profiles.pages import make_page


@pytest.fixture
def page(db: None) -> Page:
    return make_page()


@pytest.fixture
def mina(client: Client, page: Page) -> Client:
    client.force_login(page.owner)
    return client
