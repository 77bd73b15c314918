from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from profiles.models.page import HANDLE_LENGTH, Page
from tiktok_auth.models import Grant

REST = timedelta(days=90)


def digest(text: str) -> str:
    """Keyed hash stored instead of an erased handle or a person's id at TikTok: comparable, not readable."""
    return f"~{salted_hmac('profiles.models.handle', text, algorithm='sha256').hexdigest()[: HANDLE_LENGTH - 1]}"


def digests_of(grant: Grant | None) -> list[str]:
    """Of TikTok's ids for this person; first of the one that all apps of one developer know them by."""
    ids = [grant.union_id, grant.account.uid] if grant else []
    return [digest(one) for one in ids if one]


class FormerHandleQuerySet(models.QuerySet["FormerHandle"]):
    def of(self, handle: str) -> Self:
        """The one for this handle, whether its page is still here or was erased."""
        return self.filter(handle__in=[handle, digest(handle)])

    def of_creator(self, page: Page) -> Self:
        """Those that this page has left, or one of its creator's that was erased."""
        return self.filter(models.Q(page=page) | models.Q(left_by__in=digests_of(page.grant)))

    def rested(self) -> Self:
        """Those that anybody may take."""
        return self.filter(freed_at__lte=timezone.now() - REST)

    def resting(self) -> Self:
        """Those that nobody else may take yet."""
        return self.filter(freed_at__gt=timezone.now() - REST)


class FormerHandle(models.Model):
    """An address that a page has left. It leads to the page until somebody else may take it, and does.

    That of an erased page is kept as a digest and leads nowhere.
    """

    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="former_handles")
    handle = models.CharField(max_length=HANDLE_LENGTH, unique=True)
    # Of an erased page: the first of digests_of its creator, who may come back to it.
    left_by = models.CharField(max_length=HANDLE_LENGTH, blank=True, default="")
    freed_at = models.DateTimeField(default=timezone.now)

    objects = FormerHandleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.handle

    def is_free_for(self, page: Page) -> bool:
        """Whether this page may take it. Somebody else's rests first: who knows it would be misled."""
        is_own = self.page_id is not None and self.page_id == page.pk
        is_back = self.left_by in digests_of(page.grant)
        return is_own or is_back or self.freed_at <= timezone.now() - REST
