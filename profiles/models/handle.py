from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from profiles.models.page import HANDLE_LENGTH, Page

REST = timedelta(days=90)


def digest(handle: str) -> str:
    """What is left of the handle of an erased page: enough to know it again, nothing to read."""
    return f"~{salted_hmac('profiles.models.handle', handle, algorithm='sha256').hexdigest()[: HANDLE_LENGTH - 1]}"


class FormerHandleQuerySet(models.QuerySet["FormerHandle"]):
    def of(self, handle: str) -> Self:
        """The one for this handle, whether its page is still here or was erased."""
        return self.filter(handle__in=[handle, digest(handle)])

    def resting(self) -> Self:
        """Those that nobody else may take yet."""
        return self.filter(freed_at__gt=timezone.now() - REST)


class FormerHandle(models.Model):
    """An address that a page has left. It leads to the page until somebody else may take it, and does.

    That of an erased page is kept as a digest and leads nowhere.
    """

    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="former_handles")
    handle = models.CharField(max_length=HANDLE_LENGTH, unique=True)
    freed_at = models.DateTimeField(default=timezone.now)

    objects = FormerHandleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.handle

    @property
    def is_resting(self) -> bool:
        """Whether nobody but the page that left it may take it: those who know it by that name would be misled."""
        return self.freed_at > timezone.now() - REST
