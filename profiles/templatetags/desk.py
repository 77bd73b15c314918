"""What the desk's lists need."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from profiles import sites
from profiles.models import Link, State

register = template.Library()
CELL = "<td"


@register.filter
def headed(cells: Iterable[SafeString], headers: list[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with its column's heading: on a phone none stands above it."""
    return [_head(cell, header) for cell, header in zip(cells, headers, strict=False)]


@register.filter
def state_of(link: Link) -> str:
    """What becomes of the link now, for staff."""
    if link.deleted_at:
        return str(_("Deleted"))
    return str(_("Offline with the page") if link.state == State.LIVE and link.page.is_gone else link.state.label)


@register.filter
def has_own_domain(link: Link) -> bool:
    """Whether the domain it leads to may be blocked for its sake: nobody means all of Instagram, or all mail."""
    return bool(link.host) and not sites.is_known(link.url)


def _head(cell: SafeString, header: dict[str, Any]) -> SafeString:
    if not cell.startswith(CELL) or "action-checkbox" in header["class_attrib"]:
        return cell
    heading = escape(capfirst(str(header["text"])))
    return format_html('<td data-heading="{}"{}', heading, SafeString(cell.removeprefix(CELL)))
