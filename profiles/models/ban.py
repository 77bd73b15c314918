from typing import Self

from django.db import models

from profiles.models.measure import Measure
from tiktok_auth.models import Grant


class BanQuerySet(models.QuerySet["Ban"]):
    def of(self, grant: Grant) -> Self:
        """Those in force against the person of this grant, by either of the names that TikTok has for them."""
        same_person = models.Q(open_id=grant.account.uid)
        if grant.union_id:
            same_person |= models.Q(union_id=grant.union_id)
        return self.filter(same_person, measure__undone_by=None).select_related("measure")


class Ban(models.Model):
    """Whom a ban holds out, or a suspension whose page was erased: a person at TikTok, under any name."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="ban")
    open_id = models.CharField(max_length=128)
    union_id = models.TextField(blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        indexes = [
            # BanQuerySet.of: at each login that would make a page.
            models.Index(fields=["open_id"], name="ban_by_open_id"),
            models.Index(fields=["union_id"], condition=~models.Q(union_id=""), name="ban_by_union_id"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}"
