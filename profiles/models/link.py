import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.page import Page

TITLE_LENGTH = 100
MOST_LINKS_OF_VIDEO = 20


def new_key() -> str:
    """A name for `/go/<key>` that cannot be guessed or counted through."""
    return secrets.token_urlsafe(9)


class LinkQuerySet(models.QuerySet["Link"]):
    def kept(self) -> Self:
        """Those the creator has not deleted, in the order of the page."""
        return self.filter(deleted_at=None).order_by("position", "pk")

    def live(self) -> Self:
        """Those a visitor sees, on the page or on one of its videos."""
        on_view = models.Q(video=None) | models.Q(video__is_listed=True, video__is_hidden=False)
        return self.kept().filter(on_view, is_hidden=False)

    def of_page(self) -> Self:
        """Those of the page itself, not of one of its videos."""
        return self.filter(video=None)


class Link(models.Model):
    """A link on a page, or on one of its videos. Its place there is `position`; its identity never changes."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links")
    video = models.ForeignKey(
        "profiles.Video",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="links",
        verbose_name=_("TikTok"),
    )
    key = models.CharField(max_length=16, unique=True, editable=False, default=new_key)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    url = models.TextField(_("address"))
    position = models.PositiveIntegerField(default=0)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        # The page's links in order: the public page and the studio.
        indexes = [models.Index(fields=["page", "position"], name="link_page_in_order")]

    def __str__(self) -> str:
        return self.title
