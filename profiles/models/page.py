from contextlib import AbstractContextManager
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from profiles.models.own import Own
from profiles.models.theme import Themed
from tiktok_auth.models import Ended, Grant

HANDLE_LENGTH = 40
# Keys in one part of the sitemap.
PART = 1000


class Step(models.TextChoices):
    """What a creator is asked to do in the first minute."""

    LINK = "link", _("Add a link")
    LOOK = "look", _("Choose a look")
    TIKTOK = "tiktok", _("Put the address on TikTok")


class PageQuerySet(models.QuerySet["Page"]):
    def at(self, handle: str) -> "Page | None":
        """The page at this address, or the one that has left it; that one's own handle is another then."""
        return self.filter(handle=handle).first() or self.filter(former_handles__handle=handle).first()

    def online(self) -> Self:
        """Those that visitors may see: Page.is_gone."""
        return self.filter(suspended_at=None, unpublished_at=None).exclude(grant__ended_because=Ended.GONE)

    def presentable(self) -> Self:
        """Those of them that our own pages show, and search engines are told about: staff and creator let us."""
        return self.online().filter(limited_at=None, sensitive_at=None, is_adult=False, is_noindex=False)

    def findable(self) -> Self:
        """Those that search engines are told about, with what they are told."""
        told = self.only("handle", "created_at", "snapshot__fetched_at").select_related("snapshot")
        return told.presentable().order_by("pk")

    def part(self, number: int) -> Self:
        """Those of one part of the sitemap, counted from 1. By keys: the last part costs no more than the first."""
        return self.filter(pk__gt=(number - 1) * PART, pk__lte=number * PART)

    def count_parts(self) -> int:
        """How many parts all pages come to; one while there are none."""
        last = self.aggregate(last=models.Max("pk"))["last"] or 1
        return -(-last // PART)

    def held(self) -> Self:
        """Kept from everybody else until the transaction ends: of two at once the second sees what the first did."""
        return self.select_for_update(no_key=True)

    def for_public_page(self) -> Self:
        """With what the public page shows beside links and videos, in one query."""
        return self.select_related("snapshot", "grant")

    def for_refresh(self) -> Self:
        """With all that a refresh looks at."""
        return self.select_related("snapshot", "grant__account")


class Page(Themed, Own):
    """A creator's public page."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="page")
    grant = models.OneToOneField(Grant, null=True, blank=True, on_delete=models.SET_NULL, related_name="page")
    handle = models.CharField(_("address"), max_length=HANDLE_LENGTH, unique=True)
    watches_links = models.BooleanField(_("tell me about dead links"), default=False)
    created_at = models.DateTimeField(_("here since"), auto_now_add=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    suspended_because = models.TextField(_("reason"), blank=True)
    # Its creator says that visitors be warned before they see it.
    is_adult = models.BooleanField(_("for adults only"), default=False)
    # When its creator took it down themselves.
    unpublished_at = models.DateTimeField(null=True, blank=True)
    # Those Steps of the first minute that were done, or skipped.
    steps_done = models.JSONField(default=list, blank=True)
    # Since when staff keeps it out of search engines and off our front page.
    limited_at = models.DateTimeField(_("limited"), null=True, blank=True)
    # Since when visitors are warned because staff says so.
    sensitive_at = models.DateTimeField(_("sensitive"), null=True, blank=True)
    # Its pictures have yet to leave the addresses that visitors know: covers.withdraw.
    awaits_withdrawal = models.BooleanField(default=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.CheckConstraint(condition=models.Q(handle=Lower("handle")), name="page_handle_is_lowercase"),
            models.CheckConstraint(
                condition=models.Q(suspended_at=None, suspended_because="")
                | models.Q(suspended_at__isnull=False) & ~models.Q(suspended_because=""),
                name="page_suspension_has_a_reason",
            ),
        ]
        indexes = [
            # covers.delete_unused: does another page show this very picture?
            models.Index(fields=["portrait"], condition=~models.Q(portrait=""), name="page_by_portrait"),
            models.Index(fields=["backdrop"], condition=~models.Q(backdrop=""), name="page_by_backdrop"),
            # covers.withdraw_overdue: those that wait.
            models.Index(fields=["id"], condition=models.Q(awaits_withdrawal=True), name="page_awaits_withdrawal"),
        ]
        permissions = [("moderate_page", "Can moderate pages")]

    def __str__(self) -> str:
        return f"@{self.handle}"

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.handle])

    def way_to(self, name: str, *more: str, is_warned: bool = True) -> str:
        """The address of what belongs to it by the name of its route: of the one past the page's question for adults,
        if it has one, where the visitor was asked it already."""
        return reverse(f"{name}_enter" if self.is_sensitive and is_warned else name, args=[self.handle, *more])

    def in_its_language(self) -> AbstractContextManager[None]:
        """What is said within is said in the language that its creator chose, or in the site's."""
        return override(self.language or get_language())

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @property
    def is_unpublished(self) -> bool:
        return self.unpublished_at is not None

    @property
    def is_limited(self) -> bool:
        return self.limited_at is not None

    @property
    def is_unlisted(self) -> bool:
        """Whether search engines are asked to leave it out: its creator says so, or staff, or it is for adults."""
        return self.is_noindex or self.is_limited or self.is_sensitive

    @property
    def is_sensitive(self) -> bool:
        """Whether visitors are warned before they see it."""
        return self.is_adult or self.sensitive_at is not None

    @property
    def is_gone(self) -> bool:
        """Whether visitors are told that it is: taken down, by us or its creator, or its TikTok account is no more."""
        return self.is_suspended or self.is_unpublished or self.is_account_gone

    @property
    def is_account_gone(self) -> bool:
        """Whether its TikTok account is no more."""
        return self.grant is not None and self.grant.ended_because == Ended.GONE

    @property
    def is_connected(self) -> bool:
        """Whether its creator lets us ask TikTok."""
        return self.grant is not None and self.grant.is_live

    @property
    def name(self) -> str:
        """What its creator calls themselves, here or else on TikTok; "" where neither says so."""
        return self.display_name or self.snapshot.display_name

    @property
    def proven_handle(self) -> str:
        """Its creator's name on TikTok as an address has it, as long as TikTok says so."""
        return self.snapshot.username.lower() if self.is_connected else ""

    @property
    def is_renamed(self) -> bool:
        """Whether its creator has another name on TikTok by now, and it is at an older one rather than a chosen one."""
        return self.proven_handle not in {"", self.handle} and "-" not in self.handle

    @property
    def may_refresh(self) -> bool:
        """Whether TikTok may be asked about it at all."""
        return not self.is_suspended and self.is_connected

    @property
    def is_logged_out(self) -> bool:
        """Whether TikTok tells us nothing more before its creator logs in again, without their having ended it."""
        if self.is_suspended or self.grant is None:
            return False
        is_refused = self.grant.is_live and self.snapshot.needs_login
        return is_refused or self.grant.ended_because == Ended.EXPIRED
