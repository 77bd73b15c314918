"""The studio's own tags."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
