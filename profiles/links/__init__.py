"""What creators do with their links. Each verb is one transaction over the page's links, and expires its copies."""

from profiles.links.bin import MOST_BINNED, delete_link, empty_bins, restore_link
from profiles.links.changing import MOST_LINKS
from profiles.links.ordering import Move, move_link, pin_link, place_link, reorder_links, unpin_link
from profiles.links.writing import (
    Changed,
    LinkFields,
    add_link,
    duplicate_link,
    edit_link,
    hide_link,
    set_thumbnail,
    show_link,
)
from profiles.models.link import BIN_DAYS

__all__ = [
    "BIN_DAYS",
    "MOST_BINNED",
    "MOST_LINKS",
    "Changed",
    "LinkFields",
    "Move",
    "add_link",
    "delete_link",
    "duplicate_link",
    "edit_link",
    "empty_bins",
    "hide_link",
    "move_link",
    "pin_link",
    "place_link",
    "reorder_links",
    "restore_link",
    "set_thumbnail",
    "show_link",
    "unpin_link",
]
