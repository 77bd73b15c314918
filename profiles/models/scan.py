from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.domain import Verdict
from profiles.models.link import Link
from profiles.models.page import Page

MISSES_UNTIL_BROKEN = 2


class Opinion(models.TextChoices):
    """What a service that knows harmful sites says about an address."""

    UNCHECKED = "", _("not asked yet")
    CLEAR = "clear", _("knows nothing bad")
    HARMFUL = "harmful", _("calls it harmful")


class Reach(models.TextChoices):
    """What a look at the address showed. UNKNOWN is also what refusals and errors leave, which may
    concern bots only: `reach_at` tells it from a link that was not looked at yet."""

    UNKNOWN = "", _("not looked at yet")
    REACHED = "reached", _("there")
    MISSING = "missing", _("not there")


class ScanQuerySet(models.QuerySet["Scan"]):
    def broken(self, page: Page) -> Self:
        """Those of the page's kept links that were not there whenever we looked lately, in the order of their lists:
        the page's own, then that of each TikTok."""
        found = self.filter(link__page=page, link__deleted_at=None, misses__gte=MISSES_UNTIL_BROKEN)
        order = models.F("link__video").asc(nulls_first=True), "link__position", "pk"
        return found.filter(url=models.F("link__url")).select_related("link").order_by(*order)

    def harmful(self) -> Self:
        """Those of links that visitors see now, on pages that are there."""
        live = Link.objects.live().filter(page__in=Page.objects.online())
        return self.filter(opinion=Opinion.HARMFUL, link__in=live)


class Scan(models.Model):
    """What the last looks at a link's address found. A link that was not looked at yet has none."""

    link = models.OneToOneField(
        Link, primary_key=True, on_delete=models.CASCADE, related_name="scan", verbose_name=_("link")
    )
    # The address that all this is about; after an edit it is about nothing.
    url = models.TextField(_("address"))
    # What the domain rules said, for the desk: visitors are protected by the rules as they are now.
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True)
    opinion = models.CharField(_("scanner"), max_length=8, choices=Opinion, blank=True)
    opinion_at = models.DateTimeField(_("opinion from"), null=True)
    reach = models.CharField(_("found"), max_length=8, choices=Reach, blank=True)
    reach_at = models.DateTimeField(_("looked at"), null=True)
    # How many looks in a row, a day apart, found nothing there.
    misses = models.PositiveSmallIntegerField(_("misses in a row"), default=0)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at a link")
        verbose_name_plural = _("looks at links")
        indexes = [
            # The desk's lists of what was found.
            models.Index(fields=["verdict"], condition=~models.Q(verdict=""), name="scan_by_verdict"),
            models.Index(fields=["opinion"], condition=models.Q(opinion="harmful"), name="scan_harmful"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.verdict} {self.opinion} {self.reach}"
