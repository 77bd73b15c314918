"""When something is, and how long ago, in words."""

from datetime import datetime, timedelta, tzinfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from profiles.models import Page

register = template.Library()


def moment(at: datetime, zone: tzinfo) -> str:
    """A moment as people say it: "today at 18:00", "Friday at 18:00", "3 May 2027 at 18:00"."""
    local = at.astimezone(zone)
    days = (local.date() - timezone.now().astimezone(zone).date()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    day = near.get(days) or date_format(local, "l" if 1 < days < 7 else "DATE_FORMAT")
    return _("%(day)s at %(time)s") % {"day": day, "time": date_format(local, "H:i")}


@register.filter(expects_localtime=True)
def by_clock_of(at: datetime, page: Page | None) -> str:
    """ "yesterday at 18:00, your time"; with the zone for whoever is banned and has no page any more, and no clock."""
    if page is None:
        return date_format(at, "DATETIME_FORMAT")
    return _("%(moment)s, your time") % {"moment": moment(at, page.zone)}


@register.filter
def ago(moment: datetime) -> str:
    """ "within the last hour", "about 2 hours ago": of what is noted once an hour."""
    if timezone.now() - moment < timedelta(hours=1):
        return _("within the last hour")
    return _("about %(age)s ago") % {"age": timesince(moment, depth=1)}


@register.filter
def waiting(since: datetime) -> str:
    """ "for 2 hours, 5 minutes"; "since just now" within the first minute."""
    if timezone.now() - since < timedelta(minutes=1):
        return _("since just now")
    return _("for %(age)s") % {"age": timesince(since)}
