from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.page import Page


class Verb(models.TextChoices):
    SUSPEND = "suspend", _("suspended")
    RESTORE = "restore", _("restored")


class Measure(models.Model):
    """One act of moderation: who did what to which page, when and why. Written once, never changed."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="measures")
    verb = models.CharField(max_length=16, choices=Verb)
    reason = models.TextField()
    # None when it was done from a shell.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="measure_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.page} {self.get_verb_display()}"
