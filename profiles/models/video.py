from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator

from profiles.models.link import Link
from profiles.models.page import Page

TIKTOK = "https://www.tiktok.com"
WALL_LENGTH = 12
# As many are looked through for those that the creator's rules let on the wall.
CANDIDATES = 100
# A TikTok that nobody asks about any more has a page of its own for this long after TikTok last named it.
UNNAMED_LIFE = timedelta(days=1)


def covers_shown_since() -> datetime:
    """Since when TikTok has to have named a video for its cover to be shown now: it allows some hours, not longer."""
    return timezone.now() - timedelta(seconds=settings.COVER_KEEP_SECONDS)


def _in_use() -> models.Q:
    """Pinned, or with a link of its own, or its cover beside one."""
    own, shown = models.Q(video=models.OuterRef("pk")), models.Q(thumbnail_video=models.OuterRef("pk"))
    return models.Exists(Link.objects.kept().filter(own | shown)) | models.Q(pin_position__isnull=False)


class VideoQuerySet(models.QuerySet["Video"]):
    def listed(self) -> Self:
        """Those that TikTok still lists: the pinned in their order, then the newest."""
        pinned_first = models.F("pin_position").asc(nulls_last=True)
        return self.filter(is_listed=True).order_by(pinned_first, "-posted_at", "-pk")

    def among(self, ids: Iterable[int]) -> Self:
        """Those of them that have one of these ids."""
        return self.listed().filter(pk__in=ids)

    def shown(self) -> Self:
        """Those of them that a visitor may see."""
        return self.listed().filter(is_hidden=False)

    def for_wall(self) -> Self:
        """Those that wall.choose chooses from, with the rules it goes by and whose they are."""
        return self.shown().select_related("page__wall", "page__snapshot")[:CANDIDATES]

    def to_confirm(self) -> Self:
        """Those that visitors may meet however old they are: TikTok has to be asked whether they are still there."""
        return self.shown().filter(_in_use())

    def with_doorway(self) -> Self:
        """Videos with a public page: pinned, linked, or confirmed within a day of the last refresh.

        Others may be private by now.
        """
        last_answer = models.F("page__snapshot__fetched_at")
        return self.shown().filter(_in_use() | models.Q(confirmed_at__gte=last_answer - UNNAMED_LIFE))

    def arrived(self) -> tuple[int, int]:
        """How many of those for a wall are here, and how many of them with their cover."""
        covers = list(self.listed()[:WALL_LENGTH].values_list("cover", flat=True))
        return len(covers), sum(map(bool, covers))

    def with_aged_cover(self) -> Self:
        """Those with a cover that may not be shown any more, because TikTok has not confirmed the video since."""
        return self.exclude(cover="").filter(confirmed_at__lt=covers_shown_since())


class Video(models.Model):
    """A TikTok as TikTok last described it. Counts are None where TikTok did not say."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="videos")
    tiktok_id = models.CharField(max_length=32)
    caption = models.TextField(blank=True)
    share_url = models.TextField(blank=True)
    posted_at = models.DateTimeField()
    duration = models.PositiveBigIntegerField(null=True)
    views = models.PositiveBigIntegerField(null=True)
    is_aigc = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField()
    # Name of our own copy of the cover (covers), "" while there is none; and what it was made from.
    cover = models.CharField(max_length=64, blank=True)
    cover_color = models.CharField(max_length=7, blank=True)
    cover_source = models.CharField(max_length=64, blank=True)
    # What the creator says about it; a refresh leaves these alone. Pinned are those with a place among the pinned.
    pin_position = models.PositiveSmallIntegerField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)

    objects = VideoQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "tiktok_id"], name="video_once_per_page")]
        indexes = [
            # VideoQuerySet.listed: newest first.
            models.Index(fields=["page", "-posted_at"], name="video_page_newest_first"),
            # VideoQuerySet.with_aged_cover: the sweep.
            models.Index(fields=["confirmed_at"], condition=~models.Q(cover=""), name="video_cover_by_age"),
            # snapshots.forget_unconfirmed: the oldest.
            models.Index(fields=["confirmed_at"], condition=models.Q(cover=""), name="video_unconfirmed"),
            # covers.delete_unused: does another video show this very picture?
            models.Index(fields=["cover"], condition=~models.Q(cover=""), name="video_by_cover"),
        ]

    def __str__(self) -> str:
        return Truncator(self.caption).chars(60) or self.tiktok_id

    @property
    def address(self) -> str:
        """Where it is on TikTok: what TikTok said, else by its creator's username; "" where neither is known."""
        if self.share_url:
            return self.share_url
        username = self.page.snapshot.username
        return f"{TIKTOK}/@{quote(username, safe='')}/video/{self.tiktok_id}" if username else ""

    @property
    def is_pinned(self) -> bool:
        return self.pin_position is not None

    @property
    def is_shown(self) -> bool:
        """Whether a visitor may see it."""
        return self.is_listed and not self.is_hidden

    @property
    def may_show_cover(self) -> bool:
        """Whether visitors may see it: the TikTok is on show, and TikTok named it not too long ago."""
        return self.is_shown and self.confirmed_at >= covers_shown_since()
