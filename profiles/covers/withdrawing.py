"""What is taken down moves its pictures: nobody finds them at the addresses that visitors knew.

A takedown marks the rows whose pictures have to move. They move once it is committed, in a transaction of their own:
whatever fails around a takedown, at its end or far outside, has made no file that no row names. Where that fails,
or nobody is left to do it, the mark stays, and `withdraw_overdue` tries again.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet

from profiles.covers import files
from profiles.covers.files import invent_name, paths_of
from profiles.covers.keeping import DROP_AT_ONCE, PLACES, delete_once_committed
from profiles.models import Link, Page, Snapshot
from profiles.models.link import LinkQuerySet
from profiles.shapes import THUMBNAIL, Shape
from tiktok_auth.apart import apart

log = structlog.get_logger(__name__)


def withdraw(page: Page) -> None:
    """Once the transaction at hand is committed, leave nothing at the addresses of this page's pictures that visitors
    may know, unless it is online again by then."""
    Page.objects.filter(pk=page.pk).update(awaits_withdrawal=True)
    transaction.on_commit(partial(_withdraw, page), robust=True)


def withdraw_thumbnails(page: Page, links: LinkQuerySet) -> None:
    """The same of the own pictures of these links of the page, as far as no visitor sees them by then."""
    if links.exclude(thumbnail="").update(awaits_withdrawal=True):
        transaction.on_commit(partial(_withdraw, page), robust=True)


def withdraw_overdue() -> None:
    """Withdraw what still waits for it, say because a process was killed, of some pages; the next run does more.

    One that fails is logged, and keeps none of the others waiting. While the disk takes nothing, all of them wait.
    """
    if files.disk_fault():
        return
    marked = Page.objects.filter(awaits_withdrawal=True)
    of_links = Link.objects.filter(awaits_withdrawal=True).values("page")
    with_links = Page.objects.filter(awaits_withdrawal=False, pk__in=of_links)
    # By chance, so that those that fail each time keep no place from the others.
    for page in chain(*(pages.order_by("?")[:DROP_AT_ONCE] for pages in (marked, with_links))):
        with apart("page_not_withdrawn", page=page.pk):
            _withdraw(page)


def _withdraw(page: Page) -> None:
    if reason := files.disk_fault():
        # Without its disk, pictures that are there look as if they were gone.
        log.error("page_not_withdrawn", page=page.pk, reason=reason)
        return
    with suppress(Page.DoesNotExist), _moving(page) as new:
        if page.awaits_withdrawal and _leave(page, new):
            Page.objects.filter(pk=page.pk).update(awaits_withdrawal=False)
        links = page.links.filter(awaits_withdrawal=True)
        unseen = links.exclude(deleted_at=None, withheld_at=None)
        if _move(unseen, "thumbnail", THUMBNAIL, new):
            links.update(awaits_withdrawal=False)


@contextmanager
def _moving(page: Page) -> Iterator[list[Path]]:
    """One transaction that has the page for itself; where it fails, the new files that were noted go again. Raises
    Page.DoesNotExist."""
    new: list[Path] = []
    try:
        with transaction.atomic():
            page.refresh_from_db(fields=["awaits_withdrawal"], from_queryset=Page.objects.held())
            transaction.on_commit(new.clear)  # rows name them from then on, whatever ends what follows
            yield new
    except BaseException:
        # The database is not asked whether a row names them: it may be what failed.
        for path in new:
            files.delete(path)
        raise


def _leave(page: Page, new: list[Path]) -> bool:
    """Move all pictures of the page, unless it is online again. Whether none is left to be moved."""
    if Page.objects.online().filter(pk=page.pk).exists():
        return True
    # The copy in Redis has the old names. First, for a refresh locks the snapshot before its videos.
    Snapshot.objects.revise(page)
    places = [(shape, *place) for shape, places in PLACES.items() for place in places]
    return all([_move(rows.filter(**{of: page.pk}), field, shape, new) for shape, rows, field, of in places])


def _move(rows: QuerySet[Any], field: str, shape: Shape, new: list[Path]) -> bool:
    """Give the pictures of these rows other names; the old ones go unless others show the same. Whether all moved."""
    moved = list(rows.exclude(**{field: ""}).only(field))
    names = [getattr(row, field) for row in moved]
    for row, name in zip(moved, names, strict=True):
        setattr(row, field, _name_anew(name, shape, new))
    rows.bulk_update(moved, [field], batch_size=DROP_AT_ONCE)
    delete_once_committed(names, shape)
    stayed = {getattr(row, field) for row in moved}.intersection(names)
    return not any(path.exists() for name in stayed for path in paths_of(name, shape))


def _name_anew(name: str, shape: Shape, new: list[Path]) -> str:
    """Another name for a kept picture, which nobody can guess; its own where no file of it is there, or one cannot
    be copied."""
    other = invent_name()
    pairs = [pair for pair in zip(paths_of(name, shape), paths_of(other, shape), strict=True) if pair[0].exists()]
    new += [copy for _path, copy in pairs]
    if pairs and all(files.copy(path, copy) for path, copy in pairs):
        return other
    for _path, copy in pairs:
        files.delete(copy)
    return name
