"""What moderators do to pages. Each act is one row of Measure, written with the act and never changed."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from profiles import page_cache
from profiles.models import Measure, Page, Verb


def suspend(page: Page, *, reason: str, by: User | None = None) -> Measure:
    """Take the page offline: it answers 410 from now on and TikTok is not asked about it."""
    return _take(page, Verb.SUSPEND, reason, by, suspended_at=timezone.now(), suspended_because=reason)


def restore(page: Page, *, reason: str, by: User | None = None) -> Measure:
    """Put a suspended page online again."""
    return _take(page, Verb.RESTORE, reason, by, suspended_at=None, suspended_because="")


@transaction.atomic
def _take(page: Page, verb: Verb, reason: str, by: User | None, **changes: Any) -> Measure:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save(update_fields=changes)
    page_cache.forget(page)
    return Measure.objects.create(page=page, verb=verb, reason=reason, by=by)


VERBS = {Verb.SUSPEND: suspend, Verb.RESTORE: restore}
