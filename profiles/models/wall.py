from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models.link import TITLE_LENGTH
from profiles.models.page import Page
from profiles.models.video import WALL_LENGTH

HASHTAG_LENGTH = 100


class Wall(models.Model):
    """A creator's rules for their wall. A page without a row has these defaults.

    Hashtags are stored without #, as `wall.hashtags` reads them, with single spaces between.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="wall")
    length = models.PositiveSmallIntegerField(
        _("How many TikToks"),
        default=WALL_LENGTH,
        validators=[MaxValueValidator(WALL_LENGTH, _("A wall holds %(limit_value)d TikToks."))],
    )
    hide_after_days = models.PositiveSmallIntegerField(
        _("Hide after this many days"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, _("Give them at least 1 day.")),
            MaxValueValidator(3650, _("Ten years are the most: 3650 days.")),
        ],
    )
    only_hashtags = models.TextField(_("Only with one of these hashtags"), blank=True)
    never_hashtags = models.TextField(_("Never with one of these"), blank=True)
    names_source = models.BooleanField(_("Tell shops which TikTok sent them a visitor"), default=False)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.length}"

    @property
    def longest(self) -> timedelta:
        """How old a TikTok on the wall may be."""
        return timedelta(days=self.hide_after_days) if self.hide_after_days else timedelta.max


class HashtagLink(models.Model):
    """A link that every new TikTok with this hashtag gets by itself."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="hashtag_links")
    hashtag = models.CharField(_("hashtag"), max_length=HASHTAG_LENGTH)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    url = models.TextField(_("address"))
    # What was posted from then on is new to it: after the newest TikTok that was here when it was made.
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["hashtag", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "hashtag", "url"], name="hashtag_link_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"#{self.hashtag} {self.title}"
