from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.measure import STRIKE_LIFE, TAKEDOWNS, Measure, Verb
from tiktok_auth.models import Grant


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def of(self, *grants: Grant) -> Self:
        """The person of these grants, by either of the names that TikTok has for them."""
        open_ids = [grant.account.uid for grant in grants]
        union_ids = [grant.union_id for grant in grants if grant.union_id]
        return self.filter(models.Q(open_id__in=open_ids) | models.Q(union_id__in=union_ids))

    def barred(self) -> Self:
        """Those who get no page for as long as that stands."""
        return self.filter(measure__verb__in=TAKEDOWNS, measure__undone_by=None)

    def spent(self, now: datetime) -> Self:
        """Those whose measure holds nothing against them any more, and has not for as long as a strike counts."""
        until = now - STRIKE_LIFE
        is_over = models.Q(measure__undone_by__at__lte=until) | models.Q(
            measure__verb=Verb.WARN, measure__at__lte=until
        )
        return self.filter(is_over)


class Addressee(models.Model):
    """Ties a measure to a TikTok account (open_id, union_id), so that it survives renaming and account deletion.

    Written at a ban, and at erasure for each measure that is in force then.
    """

    measure = models.OneToOneField(
        Measure, on_delete=models.PROTECT, related_name="addressee", verbose_name=_("measure")
    )
    open_id = models.CharField(_("open id"), max_length=128)
    union_id = models.TextField(_("union id"), blank=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("person under a measure")
        verbose_name_plural = _("people under measures")
        indexes = [
            # AddresseeQuerySet.of: at each login that would make a page, and for who reads what staff did.
            models.Index(fields=["open_id"], name="addressee_by_open_id"),
            models.Index(fields=["union_id"], condition=~models.Q(union_id=""), name="addressee_by_union_id"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}"
