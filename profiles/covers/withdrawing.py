"""What is taken down moves its pictures: nobody finds them at the addresses that visitors knew.

They move once the takedown is committed, in a transaction of their own: whatever fails around a takedown, at its end
or far outside, has made no file that no row names. A failure to move them is logged and leaves them as they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from profiles.covers import files
from profiles.covers.files import invent_name, paths_of
from profiles.covers.keeping import DROP_AT_ONCE, PLACES, delete_once_committed
from profiles.models import Page, Snapshot
from profiles.models.link import LinkQuerySet
from profiles.shapes import THUMBNAIL, Shape


def withdraw(page: Page) -> None:
    """Once the transaction at hand is committed, leave nothing at the addresses of this page's pictures that visitors
    may know, unless it is online again by then."""
    transaction.on_commit(partial(_withdraw, page), robust=True)


def withdraw_thumbnails(page: Page, links: LinkQuerySet) -> None:
    """The same of the own pictures of these links of the page, as far as they still are what was asked for by then."""
    if links.exclude(thumbnail="").exists():
        transaction.on_commit(partial(_withdraw_thumbnails, page, links), robust=True)


def _withdraw(page: Page) -> None:
    with _moving(page) as new:
        if Page.objects.online().filter(pk=page.pk).exists():
            return
        # The copy in Redis has the old names. First, for a refresh locks the snapshot before its videos.
        Snapshot.objects.revise(page)
        for shape, places in PLACES.items():
            for rows, field, of in places:
                _move(rows.filter(**{of: page.pk}), field, shape, new)


def _withdraw_thumbnails(page: Page, links: LinkQuerySet) -> None:
    with _moving(page) as new:
        _move(links, "thumbnail", THUMBNAIL, new)


@contextmanager
def _moving(page: Page) -> Iterator[list[Path]]:
    """One transaction that has the page for itself; where it fails, the new files that were noted go again."""
    new: list[Path] = []
    try:
        with transaction.atomic():
            Page.objects.held().filter(pk=page.pk).exists()
            transaction.on_commit(new.clear)  # rows name them from then on, whatever ends what follows
            yield new
    except BaseException:
        # The database is not asked whether a row names them: it may be what failed.
        for path in new:
            files.delete(path)
        raise


def _move(rows: QuerySet[Any], field: str, shape: Shape, new: list[Path]) -> None:
    """Give the pictures of these rows other names; the old ones go unless others show the same."""
    moved = list(rows.exclude(**{field: ""}).only(field))
    names = [getattr(row, field) for row in moved]
    for row, name in zip(moved, names, strict=True):
        setattr(row, field, _name_anew(name, shape, new))
    rows.bulk_update(moved, [field], batch_size=DROP_AT_ONCE)
    delete_once_committed(names, shape)


def _name_anew(name: str, shape: Shape, new: list[Path]) -> str:
    """Another name for a kept picture, which nobody can guess; its own where a file of it is gone, or cannot be."""
    other = invent_name()
    copies = paths_of(other, shape)
    new += copies
    if all(files.copy(path, copy) for path, copy in zip(paths_of(name, shape), copies, strict=True)):
        return other
    for path in copies:
        files.delete(path)
    return name
