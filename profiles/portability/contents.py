"""The parts of a document, by name. What reads and writes them stands in the other modules, above the forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """What a document holds beside the links of the page itself."""

    SETTINGS = "settings", _("What you say about yourself")
    LOOK = "look", _("Your look")
    RULES = "rules", _("The rules of your wall")
    HASHTAGS = "hashtags", _("Links by hashtag")
    TIKTOKS = "tiktoks", _("What you pinned, hid and linked on your TikToks")
    BIN = "bin", _("Deleted links")
    COUNTS = "counts", _("Views and taps, by day")
