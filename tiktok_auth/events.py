"""What TikTok's events do here. Each is stored before TikTok hears that we have it, and takes effect once."""

from datetime import timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tiktok_auth import clock, tokens
from tiktok_auth.apart import apart
from tiktok_auth.models import Ended, Event, Grant

REMOVED = "authorization.removed"
# Account deleted, age changed, account banned. The others leave the account: unknown, by the creator, by ourselves.
# https://developers.tiktok.com/doc/webhooks-events/
GONE_REASONS = {2, 3, 4}
FINAL = {Ended.LEFT, Ended.GONE, Ended.DISCONNECTED}
# TikTok dates its events in whole seconds.
PRECISION = timedelta(seconds=1)
# Far longer than TikTok repeats an event.
KEPT = timedelta(days=30)

log = structlog.get_logger(__name__)


def keep(event: Event) -> bool:
    """Store an event, so that it is handled whatever happens next. False when it is stored already."""
    if Event.objects.filter(digest=event.digest).exists():
        return False
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def handle(event_id: int) -> None:
    """Let an event take effect: all of it or nothing, and once, however many try at the same moment."""
    event = Event.objects.select_for_update().filter(pk=event_id, handled_at=None).first()
    if event is None:
        return
    _end_grant(event)
    event.open_id, event.handled_at = "", now()
    event.save(update_fields=["open_id", "handled_at"])


def attempt(event_id: int) -> None:
    """Handle an event; whatever is wrong with it is logged, and left for the next look at what is pending."""
    with apart("event_not_handled", id=event_id):
        handle(event_id)


def handle_pending() -> None:
    """Handle what no task got to, oldest first. What fails keeps none of those behind it waiting."""
    for event_id in Event.objects.filter(handled_at=None).order_by("received_at").values_list("pk", flat=True):
        attempt(event_id)


def forget_handled() -> None:
    """Delete what was handled long ago."""
    Event.objects.filter(handled_at__lt=now() - KEPT).delete()


def delete(open_id: str) -> None:
    """Delete what TikTok has told us about this person and we have not handled yet."""
    Event.objects.filter(open_id=open_id).delete()


def _end_grant(event: Event) -> None:
    """End the grant that the event is about. One renewed since then is not; of two endings the more final one stays."""
    because = Ended.GONE if event.reason in GONE_REASONS else Ended.LEFT
    meant = Grant.objects.filter(account__provider="tiktok", account__uid=event.open_id)
    renewed_before = event.created_at + PRECISION + timedelta(seconds=clock.skew())
    grant = meant.filter(granted_at__lt=renewed_before).select_for_update(of=("self",)).first()
    if grant and (because == Ended.GONE or grant.ended_because not in FINAL):
        tokens.end(grant, because)
        log.info("event_handled", id=event.pk, grant=grant.pk, because=because)
    else:
        log.info("event_without_effect", id=event.pk, reason=event.reason)
