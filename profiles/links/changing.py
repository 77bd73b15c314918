"""What all verbs over links share: the lock, and the numbers that make the order."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from profiles import page_cache
from profiles.models import Link, Page
from profiles.models.link import MOST_LINKS_OF_VIDEO, LinkQuerySet

MOST_LINKS = 200


@contextmanager
def changing(page: Page) -> Iterator[None]:
    """One transaction that has this page's links for itself. Visitors see the change before any picture goes."""
    with transaction.atomic():
        Page.objects.held().only("pk").get(pk=page.pk)
        page_cache.expire(page.handle)
        yield


def beside(link: Link) -> LinkQuerySet:
    """The links it stands among, in order: those of its video, or those of the page itself."""
    return link.page.links.kept().filter(video=link.video_id)


def count_for_one_more(link: Link) -> int:
    """How many it would stand among. Raises ValidationError where there is no room, or staff has hidden the same."""
    count = beside(link).count()
    if count >= (MOST_LINKS_OF_VIDEO if link.video_id else MOST_LINKS):
        said = _("%(limit)s Delete one to make room for another.")
        raise ValidationError(said % {"limit": describe_limit(is_of_video=bool(link.video_id))})
    refuse_withheld(link.page, link.marks)
    return count


def describe_limit(*, is_of_video: bool) -> str:
    """How many links there may be in one place, in a sentence."""
    if is_of_video:
        return _("A TikTok holds %(limit)d links.") % {"limit": MOST_LINKS_OF_VIDEO}
    return _("A page holds %(limit)d links.") % {"limit": MOST_LINKS}


def refuse_withheld(page: Page, marks: set[str]) -> None:
    """Raises ValidationError where staff has hidden on the page what one of these marks stands for."""
    if page.measures.marks() & marks:
        raise ValidationError(_("Staff has hidden this on your page. The reason stands among your notices."))


def place(link: Link, *, at: int) -> None:
    links = list(beside(link).exclude(pk=link.pk).places())
    links.insert(at, link)
    number(links)


def number(links: Iterable[Link]) -> None:
    """Number these from 0, the pinned first, and write those whose number is new."""
    pinned_first = sorted(links, key=lambda link: not link.is_pinned)
    moved = [(position, link) for position, link in enumerate(pinned_first) if link.position != position]
    for position, link in moved:
        link.position = position
    Link.objects.bulk_update([link for _position, link in moved], ["position"])
