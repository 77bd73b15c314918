"""How a page stands with TikTok, and asking TikTok about it at its creator's wish."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from profiles import snapshots, tasks
from profiles.models import Page, Snapshot
from profiles.models.video import WALL_LENGTH
from tiktok_auth.models import Grant

SYNC_PAUSE_SECONDS = 60
# After a login or a "Sync now" the first answer is expected within that time.
FETCH_TIME = timedelta(minutes=2)


def sync(page: Page) -> bool:
    """Ask TikTok now; False where that was done less than a minute ago."""
    is_first = cache.add(_sync_key(page), timezone.now().timestamp(), SYNC_PAUSE_SECONDS)
    if is_first:
        tasks.queue_refresh(page)
    return bool(is_first)


def describe(page: Page) -> dict[str, Any]:
    """How things stand with TikTok, in one word for the templates; what was not granted, and what has arrived."""
    grant, snapshot = page.grant, page.snapshot
    if grant is None or not grant.is_live:
        return {"connection": "away", "missing_scopes": []}
    if _is_fetching(snapshot, grant):
        connection = "fetching"
    elif snapshot.trouble:
        connection = "trouble"
    elif snapshot.fetched_at is None:
        connection = "waiting"
    else:
        connection = "fresh" if timezone.now() - snapshot.fetched_at < timedelta(minutes=1) else "updated"
    arrived = _describe_arrival(page) if connection == "fetching" else {}
    return {"connection": connection, "missing_scopes": grant.missing_scopes, **arrived}


def _describe_arrival(page: Page) -> dict[str, int]:
    """How far a fetch has come, in TikToks and covers of those that fit on a wall, and whether TikTok lets it wait."""
    videos, covers = page.videos.arrived()
    expected = min(WALL_LENGTH, page.snapshot.video_count or WALL_LENGTH)
    arrived = {"arrived": videos, "arrived_covers": covers, "progress": videos + covers, "expected": 2 * expected}
    return arrived | {"has_to_wait": snapshots.has_to_wait(page)}


def _is_fetching(snapshot: Snapshot, grant: Grant) -> bool:
    """Whether a refresh runs, or was asked for a moment ago and has not been tried yet."""
    now = timezone.now()
    if snapshot.claimed_until and snapshot.claimed_until > now:
        return True
    asked_at = max(grant.granted_at.timestamp(), cache.get(_sync_key(snapshot.page)) or 0)
    is_tried = snapshot.attempted_at is not None and snapshot.attempted_at.timestamp() > asked_at
    return not is_tried and asked_at > (now - FETCH_TIME).timestamp()


def _sync_key(page: Page) -> str:
    return f"sync-asked:{page.pk}"
