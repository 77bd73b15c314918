"""How TikTok data goes: with the creator who leaves, and once TikTok has not confirmed it for too long."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from profiles import covers
from profiles.models import Page, Snapshot, Video
from profiles.models.video import VideoQuerySet
from profiles.snapshots.reading import erase_copy
from tiktok_auth import tokens
from tiktok_auth.apart import apart
from tiktok_auth.models import Ended, Grant

KEPT = timedelta(days=30)
AT_ONCE = 1000
# A video as it is left when TikTok's data has to go.
BARE: dict[str, Any] = {
    **dict.fromkeys(["caption", "share_url", "cover", "cover_color", "cover_source"], ""),
    **dict.fromkeys(["duration", "views"]),
    **dict.fromkeys(["is_aigc", "is_listed"], False),
}


@transaction.atomic
def forget_tiktok_data(page: Page, *, due_at: datetime | None = None) -> None:
    """Remove everything that came from TikTok. The page and its own links stay; TikTok is asked again at `due_at`.

    Of a page that is deleted meanwhile nothing is left to remove.
    """
    if not Page.objects.held().filter(pk=page.pk).exists():
        return
    # Whoever refreshes right now waits for the page, and then asks whether TikTok's data may still be kept.
    old = Snapshot.objects.select_for_update().get(page=page)
    old.delete()
    page.snapshot = Snapshot.objects.create(page=page, revision=old.revision + 1, due_at=due_at)
    erase_copy(page)
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
    """Delete some of it, of at most AT_ONCE pages, videos of as many, and as many creators without a page; the next
    run deletes more, and what failed. Whoever is still connected is asked about anew."""
    before = timezone.now() - KEPT
    for page in Page.objects.for_refresh().filter(snapshot__in=Snapshot.objects.unconfirmed(before))[:AT_ONCE]:
        with apart("page_not_forgotten", page=page.pk):
            _forget_page(page, before)
    for grant in _without_page(before)[:AT_ONCE]:
        with apart("grant_not_forgotten", grant=grant.pk):
            _forget_grant(grant, before)
    # Their covers went long ago, hours after they were last confirmed.
    aged = Video.objects.filter(cover="", confirmed_at__lt=before)
    for page_id in set(aged.values_list("page", flat=True)[:AT_ONCE]):
        with apart("videos_not_forgotten", page=page_id):
            _forget_videos(aged.filter(page=page_id), page_id)


@transaction.atomic
def _forget_page(page: Page, before: datetime) -> None:
    """Unless it is confirmed at this very moment."""
    is_there = Page.objects.held().filter(pk=page.pk).exists()
    unconfirmed = Snapshot.objects.unconfirmed(before).select_for_update(of=("self",))
    if is_there and unconfirmed.filter(page=page).first():
        # A suspended page takes its turn once it is restored: Snapshot.objects.refreshable.
        forget_tiktok_data(page, due_at=timezone.now() if page.is_connected else None)


def _without_page(before: datetime) -> QuerySet[Grant]:
    """Of creators who logged in before that and never chose an address: what of them is kept."""
    is_kept = Q(ended_at=None) | ~Q(account__extra_data={})
    return Grant.objects.filter(is_kept, page=None, granted_at__lt=before)


@transaction.atomic
def _forget_grant(grant: Grant, before: datetime) -> None:
    """Unless they log in at this very moment. Names go with the tokens: receivers.part."""
    if _without_page(before).select_for_update(of=("self",)).filter(pk=grant.pk).first():
        tokens.end(grant, Ended.DISCONNECTED)


@transaction.atomic
def _forget_videos(aged: VideoQuerySet, page_id: int) -> None:
    """Those of them, all of this page, that are still aged once nobody else writes to it."""
    Page.objects.held().filter(pk=page_id).first()
    _strip(aged)
