"""What is taken down moves its pictures: nobody finds them at the addresses that visitors knew."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.db.models import QuerySet

from profiles.covers import files
from profiles.covers.files import invent_name, paths_of
from profiles.covers.keeping import DROP_AT_ONCE, PLACES, delete_once_committed, delete_unused
from profiles.models import Page, Snapshot
from profiles.models.link import LinkQuerySet
from profiles.shapes import THUMBNAIL, Shape

log = structlog.get_logger(__name__)

# The names that pictures are given within one transaction.
type NewNames = dict[Shape, list[str]]


@contextmanager
def withdrawing() -> Iterator[NewNames]:
    """Stands around the transaction that withdraws pictures: where it fails, the files with new names go again."""
    new: NewNames = defaultdict(list)
    try:
        yield new
    except BaseException:
        for shape, names in new.items():
            delete_unused(names, shape)
        raise


def withdraw(page: Page, new: NewNames) -> None:
    """Leave nothing at the addresses of this page's pictures that visitors may know."""
    # The copy in Redis has the old names. First, for a refresh locks the snapshot before its videos.
    Snapshot.objects.revise(page)
    for shape, places in PLACES.items():
        for rows, field, of in places:
            _move(rows.filter(**{of: page.pk}), field, shape, new)


def withdraw_thumbnails(links: LinkQuerySet, new: NewNames) -> None:
    """Leave nothing at the addresses of these links' own pictures that visitors may know."""
    _move(links, "thumbnail", THUMBNAIL, new)


def _move(rows: QuerySet[Any], field: str, shape: Shape, new: NewNames) -> None:
    """Give the pictures of these rows other names; the old ones go unless others show the same."""
    moved = list(rows.exclude(**{field: ""}).only(field))
    names = [getattr(row, field) for row in moved]
    for row, name in zip(moved, names, strict=True):
        other = _name_anew(name, shape)
        new[shape].append(other)
        setattr(row, field, other)
    rows.bulk_update(moved, [field], batch_size=DROP_AT_ONCE)
    delete_once_committed(names, shape)


def _name_anew(name: str, shape: Shape) -> str:
    """Another name for a kept picture, which nobody can guess; its own where its files are gone."""
    other = invent_name()
    for path, new in zip(paths_of(name, shape), paths_of(other, shape), strict=True):
        if not path.is_file():
            log.error("picture_not_withdrawn", file=path.name, reason="not in DATA_DIR")
            return name
        if not files.copy(path, new):
            delete_unused([other], shape)
            return name
    return other
