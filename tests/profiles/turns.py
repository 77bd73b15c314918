"""What brings a page its turn sooner, and what keeps every page waiting."""

from datetime import timedelta

import pytest
from django.test import Client

from profiles.models import Page
from tiktok_auth import budget
from tiktok_auth.errors import Unavailable

MINUTE = timedelta(minutes=1)


def visit(page: Page, times: int = 1) -> None:
    for _ in range(times):
        Client().get(page.get_absolute_url())


def fail_until_open(endpoint: str) -> None:
    def fail() -> None:
        raise Unavailable("network")

    for _ in range(budget.FAILURES_THAT_OPEN):
        with pytest.raises(Unavailable):
            budget.spend(endpoint, fail)
