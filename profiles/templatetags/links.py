"""How a creator's links stand, in words."""

from django import template
from django.utils.translation import gettext_lazy as _

from profiles.models import Kind, Link, Page, Video
from profiles.scanning import is_harmful
from profiles.states import State, state_of
from profiles.templatetags.moments import moment
from profiles.texts import shorten

register = template.Library()
register.filter("is_harmful", is_harmful)
register.simple_tag(state_of)
OWN_KINDS = [kind for kind in Kind if kind != Kind.LINK]
# What the studio has words of its own for.
STATES = {
    State.ENDED: _("Ended %(ends)s, your time"),
    State.SCHEDULED: _("Starts %(starts)s, your time"),
    State.OFFLINE: _("Offline with your page"),
    State.BLOCKED: _("Blocked on this site: %(reason)s"),
    State.WARNED: _("Live, after a warning: %(reason)s"),
    State.LABELLED: _("Live, labelled: %(reason)s"),
}
LIVE_UNTIL = _("Live until %(ends)s, your time")


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
    stands = state_of(link, page)
    said = LIVE_UNTIL if stands == State.LIVE and link.ends_at else STATES.get(stands, stands.label)
    starts, ends = (moment(at, page.zone) if at else "" for at in (link.starts_at, link.ends_at))
    return said % {"starts": starts, "ends": ends, "reason": link.rule.reason if link.rule else ""}
