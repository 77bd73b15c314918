"""Deleting links, and the thirty days in which they can come back."""

from django.utils import timezone

from profiles import covers
from profiles.links.changing import beside, changing, count_for_one_more, number, place
from profiles.models import Link, Page

AT_ONCE = 1000
MOST_BINNED = 1000


def delete_link(link: Link) -> None:
    """Take it off the page and put it into the bin; `restore_link` brings it back to where it was.

    Its own picture waits there, too, at an address that no visitor knows. One that is there already stays as it is; of
    more than MOST_BINNED the latest stay.
    """
    now = timezone.now()
    with changing(link.page):
        if Link.objects.filter(pk=link.pk, deleted_at=None).update(deleted_at=now):
            link.deleted_at = now
            number(beside(link).places())
            covers.withdraw_thumbnails(link.page, Link.objects.binned().filter(pk=link.pk))
            _delete_oldest(link.page)


def restore_link(link: Link) -> None:
    """Undo a deletion. Raises ValidationError when there is no room for it by now, Link.DoesNotExist when its time is
    over."""
    with changing(link.page):
        link.refresh_from_db(from_queryset=Link.objects.there())
        if link.deleted_at:
            count_for_one_more(link)
            link.deleted_at = None
            link.save(update_fields=["deleted_at"])
            place(link, at=link.position)


def empty_bins() -> None:
    """Delete for good what has been in a bin for too long, AT_ONCE links in each step, so that nobody waits for all."""
    aged = Link.objects.aged()
    while links := dict(aged.values_list("pk", "thumbnail")[:AT_ONCE]):
        # Asked again, since one of them may have been restored meanwhile.
        aged.filter(pk__in=list(links)).delete()
        covers.delete_unused(list(links.values()), covers.THUMBNAIL)


def _delete_oldest(page: Page) -> None:
    """Delete for good what a full bin does not hold, as if its time were over."""
    oldest = dict(page.links.binned().values_list("pk", "thumbnail")[MOST_BINNED:])
    Link.objects.filter(pk__in=oldest).delete()
    covers.delete_once_committed(list(oldest.values()), covers.THUMBNAIL)
