"""Logs of what staff did: written once, never changed. PostgreSQL refuses to change them, too."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """The log is written, never changed."""


class WrittenQuerySet[Line: models.Model](models.QuerySet[Line]):
    """What each log needs for its `objects`."""

    def update(self, **changes: Any) -> Never:
        raise AppendOnly

    def delete(self) -> Never:
        raise AppendOnly


class Written(models.Model):
    """One line of a log: who did it, and when. It outlives their account; `by_name` says whose it was."""

    # None, and no name, when it was done from a shell.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly
