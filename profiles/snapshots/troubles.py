"""What comes of a refresh that TikTok refused, whole or in part: a wait, or a trouble that is said and tried again."""

from datetime import timedelta
from functools import partial

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from profiles import planner
from profiles.models import Page, Snapshot
from profiles.references import new_reference
from tiktok_auth.errors import RateLimited, ReconnectNeeded, ScopeMissing, TikTokError
from tiktok_auth.models import Grant

log = structlog.get_logger(__name__)


def has_to_wait(page: Page) -> bool:
    """Whether the last refresh found nothing left to spend, or was asked to wait, and the wait is not over."""
    return cache.get(_wait_key(page)) is not None


def is_asked_again(page: Page) -> bool:
    """Whether planner.ask made it this page's turn while TikTok answered, after a login say: what is allowed now is
    not among the answer, and the turn is kept."""
    return Snapshot.objects.filter(page=page).exclude(profile_due_at=page.snapshot.profile_due_at).exists()


def note_refusal(page: Page, refusal: TikTokError | None) -> None:
    """What comes of the part that TikTok refused, once the rest is kept. A wait is nobody's trouble."""
    if isinstance(refusal, RateLimited):
        postpone(page, refusal)
    elif refusal:
        _note_trouble(page, refusal)


def postpone(page: Page, error: RateLimited) -> None:
    """Leave everything as it is: it stays this page's turn, only not before there is something to spend again."""
    seconds = planner.resume_in(error.retry_after)
    Snapshot.objects.filter(page=page).update(rests_until=timezone.now() + timedelta(seconds=seconds))
    transaction.on_commit(partial(cache.set, _wait_key(page), True, round(seconds)))


@transaction.atomic
def fail(page: Page, error: TikTokError) -> None:
    """Say why nothing is new, except where it is the page's turn again by now: that is another question."""
    Snapshot.objects.select_for_update().filter(page=page).exists()  # a login that comes now waits, and has its turn
    if is_asked_again(page):
        log.warning("refresh_outdated", page=page.handle, code=error.code, log_id=error.log_id)
    else:
        _note_trouble(page, error)


def _note_trouble(page: Page, error: TikTokError) -> None:
    """Say why something is not new. Who has left is not asked about again before they log in."""
    reference = new_reference()
    log.warning("refresh_failed", page=page.handle, code=error.code, log_id=error.log_id, reference=reference)
    now = timezone.now()
    failures = page.snapshot.failures + 1
    for_creator = {ReconnectNeeded: Snapshot.RECONNECT, ScopeMissing: Snapshot.SCOPE}.get(type(error))
    if for_creator == Snapshot.RECONNECT and Grant.objects.filter(page=page, ended_at=None).exists():
        for_creator = None  # they have logged in again meanwhile
    # However many visitors come, what is not allowed is asked for as seldom as for a page that nobody visits.
    is_refused = for_creator == Snapshot.SCOPE
    wait = planner.confirm_in() if is_refused else planner.retry_in(failures)
    retry_at = None if for_creator == Snapshot.RECONNECT else now + timedelta(seconds=wait)
    wanted = Q() if is_refused else Q(wanted_at__isnull=False)
    Snapshot.objects.filter(wanted, page=page).update(wanted_at=retry_at)
    Snapshot.objects.filter(page=page).update(
        attempted_at=now,
        due_at=retry_at,
        trouble=for_creator or error.code,
        trouble_reference=reference,
        trouble_log_id=error.log_id,
        failures=failures,
    )


def _wait_key(page: Page) -> str:
    return f"refresh-waits:{page.pk}"
