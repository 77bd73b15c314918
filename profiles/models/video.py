from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from profiles.models.page import Page

WALL_LENGTH = 12


class VideoQuerySet(models.QuerySet["Video"]):
    def for_wall(self) -> Self:
        """The newest videos that TikTok still lists."""
        return self.filter(is_listed=True).order_by("-posted_at", "-pk")[:WALL_LENGTH]

    def with_aged_cover(self) -> Self:
        """Those with a cover that may not be shown any more, because TikTok has not confirmed the video since."""
        kept_since = timezone.now() - timedelta(seconds=settings.COVER_KEEP_SECONDS)
        return self.exclude(cover="").filter(confirmed_at__lt=kept_since)


class Video(models.Model):
    """A TikTok as TikTok last described it. Counts are None where TikTok did not say."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="videos")
    tiktok_id = models.CharField(max_length=32)
    caption = models.TextField(blank=True)
    share_url = models.TextField(blank=True)
    posted_at = models.DateTimeField()
    duration = models.PositiveBigIntegerField(null=True)
    views = models.PositiveBigIntegerField(null=True)
    likes = models.PositiveBigIntegerField(null=True)
    is_aigc = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField()
    # Name of our own copy of the cover (covers.py), "" while there is none; and what it was made from.
    cover = models.CharField(max_length=64, blank=True)
    cover_color = models.CharField(max_length=7, blank=True)
    cover_source = models.CharField(max_length=64, blank=True)

    objects = VideoQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "tiktok_id"], name="video_once_per_page")]
        indexes = [
            # VideoQuerySet.for_wall: newest first.
            models.Index(fields=["page", "-posted_at"], name="video_page_newest_first"),
            # VideoQuerySet.with_aged_cover: the sweep.
            models.Index(fields=["confirmed_at"], condition=~models.Q(cover=""), name="video_cover_by_age"),
            # covers.delete_unused: does another video show this very picture?
            models.Index(fields=["cover"], condition=~models.Q(cover=""), name="video_by_cover"),
        ]

    def __str__(self) -> str:
        return self.caption[:60] or self.tiktok_id
