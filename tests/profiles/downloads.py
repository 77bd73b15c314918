"""What a creator can download of a page with one of everything."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles import insights
from profiles.models import Count, HashtagLink, Page, Wall
from tests.profiles.pages import make_link, make_page, make_video


@pytest.fixture
def page(db: None) -> Page:
    """A page with one of everything."""
    page = make_page()
    page.preset, page.accent = "citrus", "#aa3300"
    page.save()
    shop = make_link(page, "My shop", "https://shop.example.com/")
    make_link(page, "Not now", "https://example.org/later", is_hidden=True)
    make_link(page, "Gone", "https://example.org/gone", deleted_at=timezone.now())
    make_link(page, "Call me", "tel:+905551234567")
    video = make_video(page, "Pepper soup", pin_position=0)
    make_video(page, "Hidden", is_hidden=True)
    make_link(page, "The pan", "https://example.org/pan", video=video)
    Wall.objects.create(page=page, length=6, never_hashtags="ad")
    HashtagLink.objects.create(page=page, hashtag="lamp", title="The lamp", url="https://example.org/lamp")
    for subject, number in {"view": 7, insights.tap_on(shop): 3, insights.visit_of(video.pk): 2}.items():
        Count.objects.create(page=page, day="2026-11-01", subject=subject, number=number)
    return page


def download(client: Client, name: str) -> bytes:
    response: Any = client.get(f"/studio/export/{name}")
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    return bytes(response.getvalue() if response.streaming else response.content)


def unpack(client: Client) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(download(client, "website.zip"))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}
