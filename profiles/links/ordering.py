"""The order of links. The pinned stand before the others, whatever is moved where."""

from collections.abc import Sequence
from typing import assert_never

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.links.changing import changing, number, place
from profiles.models import Link, Page, Video


class Move(models.TextChoices):
    UP = "up", _("up")
    DOWN = "down", _("down")
    TOP = "top", _("to the top")


def move_link(link: Link, *, to: Move) -> int:
    """Move it one place or to the top, as far as there is room; returns its place, counted from 1."""
    with changing(link.page):
        link.refresh_from_db()
        match to:
            case Move.UP:
                place(link, at=max(link.position - 1, 0))
            case Move.DOWN:
                place(link, at=link.position + 1)
            case Move.TOP:
                place(link, at=0)
            case _:
                assert_never(to)
    return link.position + 1


def place_link(link: Link, *, at: int) -> int:
    """Put it at this place, counted from 1, or as near to it as there is one; returns its place."""
    with changing(link.page):
        link.refresh_from_db()
        place(link, at=max(at - 1, 0))
    return link.position + 1


def reorder_links(page: Page, *, ids: Sequence[int], seen: Sequence[int] = (), video: Video | None = None) -> None:
    """Put the links of the page, or of one of its videos, in the order of `ids`.

    Raises ValidationError unless these are all of them, each once, and still in the order that was `seen`, where one
    is named.
    """
    with changing(page):
        links = {link.pk: link for link in page.links.kept().filter(video=video).places()}
        if sorted(ids) != sorted(links) or (seen and list(seen) != list(links)):
            raise ValidationError(_("Your links have changed in the meantime. Load this page again, then move them."))
        number([links[pk] for pk in ids])


def pin_link(link: Link) -> None:
    """Put it on top, above what was pinned before."""
    _set_pinned(link, is_pinned=True)


def unpin_link(link: Link) -> None:
    """Let it stand below the pinned again."""
    _set_pinned(link, is_pinned=False)


def _set_pinned(link: Link, *, is_pinned: bool) -> None:
    with changing(link.page):
        link.refresh_from_db()
        link.is_pinned = is_pinned
        link.save(update_fields=["is_pinned"])
        place(link, at=0)
