"""Pages as they are after a refresh, without the road there."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from profiles.models import Link, Page, Snapshot, Video

PICTURE = "0123456789abcdef0123456789abcdef"


def stored(page: Page) -> Page:
    """The page as it is in the database now."""
    return Page.objects.get(pk=page.pk)


def make_page(handle: str = "mina.eats", **snapshot: Any) -> Page:
    """A page with an up-to-date profile and nothing else on it."""
    page = Page.objects.create(owner=User.objects.create_user(handle), handle=handle)
    now = timezone.now()
    profile = {"display_name": "Mina Eats", "username": handle, "due_at": now + timedelta(hours=1), "fetched_at": now}
    Snapshot.objects.create(page=page, **profile | snapshot)
    return page


def make_link(page: Page, title: str = "My cookbook", url: str = "https://shop.example.com/book", **link: Any) -> Link:
    return Link.objects.create(page=page, title=title, url=url, position=page.links.count(), **link)


def make_video(page: Page, caption: str = "Pepper soup for a rainy Tuesday", **video: Any) -> Video:
    """A video with a cover, older than those made before it."""
    number, now = page.videos.count(), timezone.now()
    described = {
        "tiktok_id": str(7_000_000 + number),
        "share_url": f"https://www.tiktok.com/@{page.handle}/video/{number}",
        "posted_at": now - timedelta(days=number),
        "confirmed_at": now,
        "cover": PICTURE,
        "cover_color": "#336699",
    }
    return Video.objects.create(page=page, caption=caption, **described | video)
