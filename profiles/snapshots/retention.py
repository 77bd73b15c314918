"""What TikTok has not confirmed for too long is deleted, whatever the reason: nobody may keep it for ever."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from profiles.models import Page, Snapshot, Video
from profiles.snapshots.refreshing import erase, strip

KEPT = timedelta(days=30)
AT_ONCE = 1000


def forget_unconfirmed() -> None:
    """Delete the oldest of it, at most AT_ONCE pages and videos. Whoever is still connected is asked about anew."""
    before = timezone.now() - KEPT
    for page in Page.objects.for_refresh().filter(snapshot__fetched_at__lt=before)[:AT_ONCE]:
        _forget_page(page, before)
    # Their covers went long ago, hours after they were last confirmed.
    oldest = Video.objects.filter(cover="", confirmed_at__lt=before).values("pk")[:AT_ONCE]
    strip(Video.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))))


@transaction.atomic
def _forget_page(page: Page, before: datetime) -> None:
    """Unless it is confirmed at this very moment."""
    if Snapshot.objects.select_for_update().filter(page=page, fetched_at__lt=before).exists():
        erase(page, due_at=timezone.now() if page.may_refresh else None)
