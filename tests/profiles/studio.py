"""Mina's page as she finds it in the studio."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from profiles.models import Page, Snapshot
from tests.profiles import creators
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

PAYLOAD = "</title><script>alert(1)</script>"


@pytest.fixture
def page() -> Page:
    """Mina's page, connected and up to date, with a name and a bio from TikTok."""
    control.reset()
    page = creators.make_page("mina.eats")
    profile = {"display_name": "Mina Eats", "username": "mina.eats", "bio": "From TikTok"}
    refresh(page, fetched_at=timezone.now() - timedelta(minutes=4), **profile)
    return page


def refresh(page: Page, **snapshot: Any) -> None:
    """The snapshot as a refresh may have left it, with a login that was before that."""
    yesterday = timezone.now() - timedelta(days=1)
    Grant.objects.filter(page=page).update(granted_at=yesterday)
    Snapshot.objects.filter(page=page).update(attempted_at=timezone.now(), **snapshot)


def titles(page: Page) -> list[str]:
    return [link.title for link in page.links.kept()]
