import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.page import Page

TITLE_LENGTH = 100


def new_key() -> str:
    """A name for `/go/<key>` that cannot be guessed or counted through."""
    return secrets.token_urlsafe(9)


class LinkQuerySet(models.QuerySet["Link"]):
    def kept(self) -> Self:
        """Those the creator has not deleted, in the order of the page."""
        return self.filter(deleted_at=None).order_by("position", "pk")

    def live(self) -> Self:
        """Those a visitor sees."""
        return self.kept().filter(is_hidden=False)


class Link(models.Model):
    """A link on a page. Its place on the page is `position`; its identity never changes."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links")
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
