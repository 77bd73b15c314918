from typing import Self

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from profiles.models.measure import Measure, Verb

APPEAL_TEXT_LENGTH = 3000


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        """Those that wait for an answer, the longest first."""
        return self.filter(answer=None).order_by("at")

    def forget(self) -> None:
        """Let go of what their creators say: nobody answers it any more, and of what was answered the answer stays."""
        self.open().delete()
        self.update(text="")


class Appeal(models.Model):
    """What a creator says against a measure. Its answer is the measure that undid the first one, or upheld it.

    The text goes with its creator.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(_("what they say"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Who decided, when and why stands there: all of it, or nothing.
    answer = models.OneToOneField(
        Measure, null=True, on_delete=models.PROTECT, related_name="answers", verbose_name=_("answer")
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=models.Q(answer=None), name="appeal_open_once_per_measure"
            )
        ]
        # AppealQuerySet.open: the queue.
        indexes = [models.Index(fields=["at"], condition=models.Q(answer=None), name="appeal_open")]

    def __str__(self) -> str:
        return f"{self.measure}, {date_format(self.at)}"

    @property
    def is_granted(self) -> bool:
        return self.answer is not None and self.answer.verb != Verb.UPHOLD
