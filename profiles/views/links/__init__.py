"""A creator's links. Every view starts at the page of whoever is logged in."""

from profiles.views.links.acts import (
    delete,
    duplicate,
    hide,
    move,
    pin,
    reorder,
    restore,
    show,
    unpin,
)
from profiles.views.links.editing import add, bin, edit, thumbnail

__all__ = [
    "add",
    "bin",
    "delete",
    "duplicate",
    "edit",
    "hide",
    "move",
    "pin",
    "reorder",
    "restore",
    "show",
    "thumbnail",
    "unpin",
]
