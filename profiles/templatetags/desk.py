"""What the desk's lists need."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from profiles import sites
from profiles.models import Link
from profiles.states import describe_for_staff

register = template.Library()
register.filter(describe_for_staff)
CELL = "<td"


@register.filter
def headed(cells: Iterable[SafeString], headers: list[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with its column's heading: on a phone none stands above it."""
    return [_head(cell, header) for cell, header in zip(cells, headers, strict=False)]


@register.filter
def domain_to_block(link: Link) -> str:
    """The domain that may be blocked for its sake; "" where one is, or nobody means it: all of Instagram, all mail."""
    return "" if link.is_blocked or sites.is_known(link.url) else link.domain


def _head(cell: SafeString, header: dict[str, Any]) -> SafeString:
    if not cell.startswith(CELL) or "action-checkbox" in header["class_attrib"]:
        return cell
    heading = escape(capfirst(str(header["text"])))
    return format_html('<td data-heading="{}"{}', heading, SafeString(cell.removeprefix(CELL)))
