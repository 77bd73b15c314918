"""The order of links. The pinned stand before the others, whatever is moved where."""

from collections.abc import Sequence
from typing import assert_never

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.links.changing import beside, changing, number, place
from profiles.models import Kind, Link, Page, Video
from profiles.models.link import LinkQuerySet


class Move(models.TextChoices):
    UP = "up", _("up")
    DOWN = "down", _("down")
    TOP = "top", _("to the top")


def move_link(link: Link, *, to: Move) -> int:
    """Move it one place or to the top, as far as there is room; returns its place, counted from 1.

    Icons stand in a row of their own on the page: an icon steps over icons, every other link over the others.
    """
    with changing(link.page):
        link.refresh_from_db()
        alike = _fellows(link).filter(is_pinned=link.is_pinned)
        above, below = alike.filter(position__lt=link.position), alike.filter(position__gt=link.position)
        match to:
            case Move.UP:
                passed = above.last()
            case Move.DOWN:
                passed = below.first()
            case Move.TOP:
                passed = above.first()
            case _:
                assert_never(to)
        if passed:
            place(link, at=passed.position)
        return _place_of(link)


def place_link(link: Link, *, at: int) -> int:
    """Put it at this place of the whole list, counted from 1, or as near to it as there is one; returns its place where
    visitors see it."""
    with changing(link.page):
        link.refresh_from_db()
        place(link, at=max(at - 1, 0))
        return _place_of(link)


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


def _fellows(link: Link) -> LinkQuerySet:
    """Those that it stands among for visitors: icons among icons, every other link among the others."""
    icons = models.Q(kind=Kind.SOCIAL)
    return beside(link).filter(icons if link.kind == Kind.SOCIAL else ~icons)


def _place_of(link: Link) -> int:
    return _fellows(link).filter(position__lt=link.position).count() + 1


def _set_pinned(link: Link, *, is_pinned: bool) -> None:
    with changing(link.page):
        link.refresh_from_db()
        link.is_pinned = is_pinned
        link.save(update_fields=["is_pinned"])
        place(link, at=0)
