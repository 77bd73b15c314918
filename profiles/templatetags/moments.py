"""How long something is ago, in words."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

register = template.Library()


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
