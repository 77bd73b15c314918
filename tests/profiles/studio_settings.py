"""The settings as a creator finds and sends them."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from profiles.models import Page, Snapshot
from tests.markup import tags
from tests.profiles.creators import make_page
from tiktok_auth.sandbox import control

SETTINGS = "/studio/settings/"


def named_page() -> Page:
    """Mina's page with a name and a bio from TikTok, up to date."""
    control.reset()
    page = make_page("mina.eats")
    past = timezone.now() - timedelta(minutes=5)
    Snapshot.objects.filter(page=page).update(
        display_name="Mina Eats", username="mina.eats", bio="From TikTok", fetched_at=past, attempted_at=timezone.now()
    )
    return page


def keep(mina: Client, part: str, **fields: Any) -> Any:
    return mina.post(SETTINGS, {"part": part, **fields}, follow=True)


def stored(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def values(answer: Any) -> dict[str, str]:
    return {field["name"]: field.get("value", "") for field in tags(answer, "input") if "name" in field}
