"""The studio's own tags."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.models import Measure, Verb

register = template.Library()

PLACES = (
    ("studio", "links", _("Links")),
    ("studio_videos", "videos", _("Videos")),
    ("studio_design", "design", _("Design")),
    ("studio_insights", "insights", _("Insights")),
    ("studio_settings", "settings", _("Settings")),
)
# What is reached from a place without standing under its address.
ALSO_IN = {"settings": ("export", "import", "notices", "disconnect")}

# What its creator reads about an act, before the reason.
HEADLINES = {
    Verb.WARN: _("This is a warning"),
    Verb.HIDE_LINK: _("We have hidden a link"),
    Verb.MARK_SENSITIVE: _("We warn visitors before they see your page"),
    Verb.LIMIT: _("We keep your page out of search engines and off our front page"),
    Verb.SUSPEND: _("We have taken your page offline"),
    Verb.BAN: _("You may not have a page here any more"),
}
# The same once it was undone.
PAST_HEADLINES = {
    Verb.WARN: _("A warning, taken back"),
    Verb.HIDE_LINK: _("We had hidden a link"),
    Verb.MARK_SENSITIVE: _("We warned visitors before they saw your page"),
    Verb.LIMIT: _("We kept your page out of search engines and off our front page"),
    Verb.SUSPEND: _("We had taken your page offline"),
    Verb.BAN: _("We had closed this site to you"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One of the five, as its bar shows it; the creator is here, or at something in it."""

    url: str
    name: str
    label: Any
    is_here: bool


@register.simple_tag(takes_context=True)
def places(context: dict[str, Any]) -> list[Place]:
    """The five places of the studio, in their order."""
    here = context["request"].path
    part = here.removeprefix(reverse("studio")).partition("/")[0]
    return [
        Place(url := reverse(route), name, label, here == url or part in (name, *ALSO_IN.get(name, ())))
        for route, name, label in PLACES
    ]


@register.filter
def headline(notice: Measure) -> Any:
    """What was done to a creator, as they read it."""
    return (HEADLINES if notice.is_in_force else PAST_HEADLINES)[Verb(notice.verb)]
