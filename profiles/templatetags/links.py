"""How a creator's links stand, in words."""

from datetime import datetime, timedelta, tzinfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles.links import BIN_DAYS
from profiles.models import DomainRule, Kind, Link, Page, State, Verdict, Video
from profiles.texts import shorten

register = template.Library()
OWN_KINDS = [kind for kind in Kind if kind != Kind.LINK]


@register.simple_tag
def other_kinds(video: Video | None = None) -> list[Kind]:
    """What can be added beside pasted links: to a page, or to one of its TikToks, which have no row of icons."""
    return [kind for kind in OWN_KINDS if not (video and kind == Kind.SOCIAL)]


@register.filter
def name(link: Link) -> str:
    """What a link is called in the studio: its title, or the beginning of its text."""
    return shorten(str(link))


@register.simple_tag
def state(link: Link, page: Page) -> str:
    """How a link on this page stands, by the creator's clock: "Live", "Starts Friday at 18:00, your time"."""
    zone = page.zone
    match link.state:
        case State.LIVE if page.is_gone:
            return _("Offline with your page")
        case State.LIVE if link.rule:
            return _ruled(link.rule)
        case State.SCHEDULED if link.starts_at:
            return _("Starts %(moment)s, your time") % {"moment": moment(link.starts_at, zone)}
        case State.ENDED if link.ends_at:
            return _("Ended %(moment)s, your time") % {"moment": moment(link.ends_at, zone)}
        case State.LIVE if link.ends_at:
            return _("Live until %(moment)s, your time") % {"moment": moment(link.ends_at, zone)}
        case stands:
            return str(stands.label)


def _ruled(rule: DomainRule) -> str:
    """What visitors meet where staff has said something about the address."""
    said = {
        Verdict.BLOCK: _("Blocked on this site: %(reason)s"),
        Verdict.WARN: _("Live, after a warning: %(reason)s"),
        Verdict.LABEL: _("Live, labelled: %(reason)s"),
    }
    return said[Verdict(rule.verdict)] % {"reason": rule.reason}


def moment(at: datetime, zone: tzinfo) -> str:
    """A moment as people say it: "today at 18:00", "Friday at 18:00", "3 May 2027 at 18:00"."""
    local = at.astimezone(zone)
    days = (local.date() - timezone.now().astimezone(zone).date()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    day = near.get(days) or date_format(local, "l" if 1 < days < 7 else "DATE_FORMAT")
    return _("%(day)s at %(time)s") % {"day": day, "time": date_format(local, "H:i")}


@register.filter
def days_left(link: Link) -> int:
    """For how many days a deleted link can still come back, the one that has begun among them."""
    gone = timezone.now() - (link.deleted_at or timezone.now())
    return max(BIN_DAYS - gone // timedelta(days=1), 0)
