from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

DISPLAY_NAME_LENGTH = 80
BIO_LENGTH = 160
# As much as search engines show.
SEARCH_TITLE_LENGTH = 70
SEARCH_DESCRIPTION_LENGTH = 160


class Own(models.Model):
    """What a creator says about themselves here. Where it is empty, the page follows TikTok."""

    display_name = models.CharField(_("name"), max_length=DISPLAY_NAME_LENGTH, blank=True, default="")
    bio = models.CharField(_("bio"), max_length=BIO_LENGTH, blank=True, default="")
    hides_counts = models.BooleanField(_("counts hidden"), default=False)
    # Name of our own copy of a picture the creator gave us (covers).
    portrait = models.CharField(_("picture"), max_length=64, blank=True, default="")
    search_title = models.CharField(_("title for search"), max_length=SEARCH_TITLE_LENGTH, blank=True, default="")
    search_description = models.CharField(
        _("description for search"), max_length=SEARCH_DESCRIPTION_LENGTH, blank=True, default=""
    )
    is_noindex = models.BooleanField(_("not in search"), default=False)
    # The language the page is written in, as settings.LANGUAGES names it; "" is the site's own.
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    # Where the creator's clock is, by its IANA name; "" until they or their browser have said it.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def zone(self) -> ZoneInfo:
        """The creator's clock: what they type is meant by it, what they read is told by it."""
        return ZoneInfo(self.time_zone or "UTC")
