"""How TikTok data goes: with the creator who leaves, and once TikTok has not confirmed it for too long."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from profiles import covers
from profiles.models import Page, Snapshot, Video
from profiles.models.video import VideoQuerySet
from profiles.snapshots.reading import expire
from tiktok_auth import tokens

KEPT = timedelta(days=30)
AT_ONCE = 1000
# A video as it is left when TikTok's data has to go.
BARE: dict[str, Any] = {
    **dict.fromkeys(["caption", "share_url", "cover", "cover_color", "cover_source"], ""),
    **dict.fromkeys(["duration", "views"]),
    **dict.fromkeys(["is_aigc", "is_listed"], False),
}


@transaction.atomic
def erase(page: Page, *, due_at: datetime | None = None) -> None:
    """Remove everything that came from TikTok. The page and its own links stay; TikTok is asked again at `due_at`.

    Of a page that is deleted meanwhile nothing is left to remove.
    """
    if not Page.objects.held().filter(pk=page.pk).exists():
        return
    # Whoever refreshes right now waits for the page, and then asks whether TikTok's data may still be kept.
    old = Snapshot.objects.select_for_update().get(page=page)
    old.delete()
    page.snapshot = Snapshot.objects.create(page=page, revision=old.revision + 1, due_at=due_at)
    expire(page)
    erase_videos(page)
    if page.grant:
        tokens.forget_names(page.grant)
    covers.delete_once_committed([old.avatar], covers.AVATAR)


def erase_videos(page: Page) -> None:
    """Forget what TikTok said of all its videos, and delete their covers."""
    names = list(page.videos.values_list("cover", flat=True))
    _strip(page.videos.all())
    covers.delete_once_committed(names)


def _strip(videos: VideoQuerySet) -> None:
    """Forget what TikTok said of these videos; what their creators said waits under bare numbers for them."""
    videos.filter(links=None, thumbnail_of=None, pin_position=None, is_hidden=False).delete()
    videos.update(**BARE, posted_at=timezone.now(), confirmed_at=timezone.now())


def forget_unconfirmed() -> None:
    """Delete the oldest of it, of at most AT_ONCE pages, and videos of as many. Whoever is still connected is asked
    about anew."""
    before = timezone.now() - KEPT
    for page in Page.objects.for_refresh().filter(snapshot__fetched_at__lt=before)[:AT_ONCE]:
        _forget_page(page, before)
    # Their covers went long ago, hours after they were last confirmed.
    aged = Video.objects.filter(cover="", confirmed_at__lt=before)
    for page_id in set(aged.values_list("page", flat=True)[:AT_ONCE]):
        _forget_videos(aged.filter(page=page_id), page_id)


@transaction.atomic
def _forget_page(page: Page, before: datetime) -> None:
    """Unless it is confirmed at this very moment."""
    is_there = Page.objects.held().filter(pk=page.pk).exists()
    if is_there and Snapshot.objects.select_for_update().filter(page=page, fetched_at__lt=before).exists():
        # A suspended page takes its turn once it is restored: Snapshot.objects.refreshable.
        erase(page, due_at=timezone.now() if page.is_connected else None)


@transaction.atomic
def _forget_videos(aged: VideoQuerySet, page_id: int) -> None:
    """Those of them, all of this page, that are still aged once nobody else writes to it."""
    Page.objects.held().filter(pk=page_id).first()
    _strip(aged)
