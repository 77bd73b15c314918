"""What visitors meet of a link, in one word. `LinkQuerySet.live` asks the database for those that they can see."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import Link, Page, Verdict
from profiles.scanning import is_harmful


class State(models.TextChoices):
    """What visitors meet of a link now."""

    DELETED = "deleted", _("Deleted")
    WITHHELD = "withheld", _("Hidden by staff")
    HIDDEN = "hidden", _("Hidden")
    ENDED = "ended", _("Ended")
    SCHEDULED = "scheduled", _("Scheduled")
    AWAY = "away", _("Offline with its TikTok")
    OFFLINE = "offline", _("Offline with the page")
    BLOCKED = "blocked", _("Blocked")
    WARNED = "warned", _("Live, after a warning")
    HARMFUL = "harmful", _("Live, after a warning: called harmful")
    LABELLED = "labelled", _("Live, labelled")
    LIVE = "live", _("Live")


BLOCKED_BY = _("Blocked by the rule for %(domain)s")
# In these a link leads somewhere.
OPEN = {State.WARNED, State.HARMFUL, State.LABELLED, State.LIVE}


def state_of(link: Link, page: Page) -> State:
    """How the link, which was `judged`, stands on this page, its own.

    Of several that hold the first counts.
    """
    now, verdict = timezone.now(), link.rule.verdict if link.rule else None
    holds = {
        State.DELETED: link.deleted_at,
        State.WITHHELD: link.withheld_at,
        State.HIDDEN: link.is_hidden,
        State.ENDED: link.ends_at and link.ends_at <= now,
        State.SCHEDULED: link.starts_at and link.starts_at > now,
        State.AWAY: link.video and not link.video.is_shown,
        State.OFFLINE: page.is_gone,
        State.BLOCKED: verdict == Verdict.BLOCK,
        State.WARNED: verdict == Verdict.WARN,
        State.HARMFUL: is_harmful(link),
        State.LABELLED: verdict == Verdict.LABEL,
    }
    return next((state for state, is_so in holds.items() if is_so), State.LIVE)


def describe_for_staff(link: Link) -> str:
    """What becomes of the link now, for staff. Of one that was `judged`, by the rule it meets."""
    stands = state_of(link, link.page)
    return BLOCKED_BY % {"domain": link.rule} if stands == State.BLOCKED else str(stands.label)
