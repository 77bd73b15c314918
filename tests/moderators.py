"""Moderators, as tests have them at hand."""

from typing import Any

from profiles import moderation
from profiles.models import Measure, Page, Verb


def suspend(page: Page, **facts: Any) -> Measure:
    """Take the page offline: it answers 410 from now on and TikTok is not asked about it."""
    return moderation.act(page, Verb.SUSPEND, **facts)


def restore(page: Page, **facts: Any) -> Measure:
    """Put a suspended page online again."""
    return moderation.act(page, Verb.RESTORE, **facts)
