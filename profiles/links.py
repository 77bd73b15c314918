"""What creators do with their links. Each verb is one transaction over the page's links, and forgets the page."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import assert_never

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import page_cache
from profiles.models import Link, Page, Video
from profiles.models.link import MOST_LINKS_OF_VIDEO, LinkQuerySet

MOST_LINKS = 200


class Move(models.TextChoices):
    UP = "up", _("up")
    DOWN = "down", _("down")
    TOP = "top", _("to the top")


def add_link(page: Page, *, title: str, url: str, video: Video | None = None) -> Link:
    """A new link at the end of the page or of one of its videos; `url` is a clean destination.

    Raises ValidationError when there is no room for another.
    """
    with _changing(page):
        link = Link(page=page, video=video, title=title, url=url)
        link.position = _count_for_one_more(link)
        link.save()
    return link


def edit_link(link: Link, *, title: str, url: str) -> None:
    with _changing(link.page):
        link.title, link.url = title, url
        link.save(update_fields=["title", "url"])


def hide_link(link: Link) -> None:
    """Keep it in the studio and take it off the page."""
    _set_hidden(link, is_hidden=True)


def show_link(link: Link) -> None:
    _set_hidden(link, is_hidden=False)


def delete_link(link: Link) -> None:
    """Take it off the page and out of the studio; `restore_link` brings it back to where it was."""
    with _changing(link.page):
        link.deleted_at = timezone.now()
        link.save(update_fields=["deleted_at"])
        _number(_beside(link))


def restore_link(link: Link) -> None:
    """Undo a deletion. Raises ValidationError when there is no room for it by now."""
    with _changing(link.page):
        link.refresh_from_db()
        if link.deleted_at:
            _count_for_one_more(link)
            link.deleted_at = None
            link.save(update_fields=["deleted_at"])
            _place(link, at=link.position)


def move_link(link: Link, *, to: Move) -> int:
    """Move it one place or to the top, as far as there is room; returns its place, counted from 1."""
    with _changing(link.page):
        link.refresh_from_db()
        match to:
            case Move.UP:
                _place(link, at=max(link.position - 1, 0))
            case Move.DOWN:
                _place(link, at=link.position + 1)
            case Move.TOP:
                _place(link, at=0)
            case _:
                assert_never(to)
    return link.position + 1


def reorder_links(page: Page, *, ids: Sequence[int], video: Video | None = None) -> None:
    """Put the links of the page, or of one of its videos, in the order of `ids`.

    Raises ValidationError unless these are all of them, each once.
    """
    with _changing(page):
        links = {link.pk: link for link in page.links.kept().filter(video=video)}
        if sorted(ids) != sorted(links):
            raise ValidationError(_("Your links have changed in the meantime. Load this page again, then move them."))
        _number([links[pk] for pk in ids])


@contextmanager
def _changing(page: Page) -> Iterator[None]:
    """One transaction that has this page's links for itself."""
    with transaction.atomic():
        Page.objects.select_for_update().only("pk").get(pk=page.pk)
        yield
        page_cache.forget(page)


def _beside(link: Link) -> LinkQuerySet:
    """The links it stands among, in order: those of its video, or those of the page itself."""
    return link.page.links.kept().filter(video=link.video_id)


def _count_for_one_more(link: Link) -> int:
    count = _beside(link).count()
    if link.video_id and count >= MOST_LINKS_OF_VIDEO:
        raise ValidationError(_("A TikTok holds 20 links. Delete one to make room for another."))
    if count >= MOST_LINKS:
        raise ValidationError(_("A page holds 200 links. Delete one to make room for another."))
    return count


def _set_hidden(link: Link, *, is_hidden: bool) -> None:
    with _changing(link.page):
        link.is_hidden = is_hidden
        link.save(update_fields=["is_hidden"])


def _place(link: Link, *, at: int) -> None:
    links = list(_beside(link).exclude(pk=link.pk))
    links.insert(at, link)
    _number(links)


def _number(links: Iterable[Link]) -> None:
    """Number these from 0 and write those whose number is new."""
    moved = [(position, link) for position, link in enumerate(links) if link.position != position]
    for position, link in moved:
        link.position = position
    Link.objects.bulk_update([link for _position, link in moved], ["position"])
