"""Moderators, as tests have them at hand."""

from typing import Any

from profiles import moderation
from profiles.models import Link, Measure, Page, Verb
from profiles.models.measure import Decided


def act(page: Page, verb: Verb, *, link: Link | None = None, **facts: Any) -> Measure:
    """What staff decides, for a reason among these facts."""
    return moderation.act(page, verb, Decided(**facts), link=link)


def suspend(page: Page, **facts: Any) -> Measure:
    """Take the page offline: it answers 410 from now on and TikTok is not asked about it."""
    return act(page, Verb.SUSPEND, **facts)


def restore(page: Page, **facts: Any) -> Measure:
    """Put a suspended page online again."""
    return act(page, Verb.RESTORE, **facts)
