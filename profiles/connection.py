"""How a page stands with TikTok, and asking TikTok about it at its creator's wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles import snapshots, tasks
from profiles.models import Page, Snapshot
from profiles.models.video import WALL_LENGTH
from tiktok_auth.models import Ended, Grant

SYNC_PAUSE_SECONDS = 60
# After a login or a "Sync now" the first answer is expected within that time.
FETCH_TIME = timedelta(minutes=2)


class Standing(TextChoices):
    """How a page stands with TikTok, with what its creator reads of it; of a trouble they read which it is."""

    SUSPENDED = "suspended", _("While your page is offline we leave TikTok alone.")
    UNCONNECTED = "unconnected", _("Your page is not connected with TikTok. Your links are on it all the same.")
    DISCONNECTED = (
        Ended.DISCONNECTED.value,
        _("You disconnected TikTok. Your links stay on your page; your TikToks are no longer on it."),
    )
    LEFT = (
        Ended.LEFT.value,
        _("You removed us in TikTok's settings. Your links stay on your page; your TikToks are no longer on it."),
    )
    GONE = (
        Ended.GONE.value,
        _(
            "TikTok says this account is gone, so your page is closed. "
            "It is back as soon as you log in with TikTok again."
        ),
    )
    EXPIRED = (
        Ended.EXPIRED.value,
        _("TikTok asks you to log in again. Until then your page keeps your TikToks as we last knew them."),
    )
    PAUSED = "paused", _("TikTok asks us to wait. Your page is fine; we look again in a minute.")
    ASKING = "asking", _("Asking TikTok for your name and picture…")
    LOOKING = "looking", _("Looking for something new on TikTok…")
    FETCHING = "fetching", _("Fetching your TikToks…")
    TROUBLE = "trouble", ""
    NAMELESS = (
        "nameless",
        _("TikTok has not answered yet. Your page is live; your name and picture come by themselves."),
    )
    WAITING = (
        "waiting",
        _("Your TikToks have not arrived yet. Your page is live without them; they come by themselves."),
    )
    FRESH = "fresh", _("Updated just now.")
    UPDATED = "updated", ""


@dataclass(frozen=True, slots=True)
class Connection:
    """How a page stands with TikTok, and what was not granted.

    While its TikToks are fetched: how many are here, and how many with a cover, of `expected` of both together.
    """

    standing: Standing
    missing_scopes: Sequence[str] = ()
    videos: int = 0
    covers: int = 0
    expected: int = 0

    @property
    def progress(self) -> int:
        return self.videos + self.covers

    @property
    def is_fetching(self) -> bool:
        """Whether something is expected within moments."""
        return self.standing in {Standing.PAUSED, Standing.ASKING, Standing.LOOKING, Standing.FETCHING}

    @property
    def sentence(self) -> str:
        """What its creator reads; "" where the template has more to say than words."""
        if not self.videos:
            return str(self.standing.label)
        said = gettext("Fetching your TikToks: %(arrived)d here so far, %(arrived_covers)d with a cover.")
        return said % {"arrived": self.videos, "arrived_covers": self.covers}


def sync(page: Page) -> bool:
    """Ask TikTok now; False where that was done less than a minute ago."""
    is_first = cache.add(_sync_key(page), timezone.now().timestamp(), SYNC_PAUSE_SECONDS)
    if is_first:
        tasks.queue_refresh(page)
    return bool(is_first)


def describe(page: Page) -> Connection:
    """How things stand with TikTok now."""
    missing = page.grant.missing_scopes if page.grant and page.grant.is_live else ()
    if page.grant and page.may_refresh and _is_fetching(page.snapshot, page.grant):
        return _describe_fetch(page, missing)
    return Connection(_standing(page, missing), missing)


def _describe_fetch(page: Page, missing: Sequence[str]) -> Connection:
    if snapshots.has_to_wait(page):
        return Connection(Standing.PAUSED, missing)
    if "video.list" in missing:
        return Connection(Standing.ASKING, missing)
    videos, covers = page.videos.arrived()
    expected = 2 * min(WALL_LENGTH, page.snapshot.video_count or WALL_LENGTH)
    if videos + covers >= expected:
        return Connection(Standing.LOOKING, missing)
    return Connection(Standing.FETCHING, missing, videos, covers, expected)


def _standing(page: Page, missing: Sequence[str]) -> Standing:
    if page.is_suspended:
        return Standing.SUSPENDED
    if page.grant is None:
        return Standing.UNCONNECTED
    if not page.grant.is_live:
        return Standing(page.grant.ended_because)
    if page.snapshot.trouble:
        return Standing.TROUBLE
    if page.snapshot.fetched_at is None:
        return Standing.NAMELESS if "video.list" in missing else Standing.WAITING
    is_fresh = timezone.now() - page.snapshot.fetched_at < timedelta(minutes=1)
    return Standing.FRESH if is_fresh else Standing.UPDATED


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
