"""What creators do with their TikToks. Each verb is one transaction over the page's videos, and expires its copies."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles import snapshots, wall
from profiles.links import Move
from profiles.models import HashtagLink, Page, Snapshot, Video, Wall
from profiles.models.video import WALL_LENGTH

MOST_HASHTAG_LINKS = 20


def pin_video(video: Video) -> None:
    """Put it on the wall for good, after those pinned already. Raises ValidationError when they fill the wall."""
    with _changing(video.page):
        pinned = _pinned(video.page)
        if video not in pinned:
            if len(pinned) >= WALL_LENGTH:
                raise ValidationError(_("Your wall is full of pinned TikToks. Unpin one to make room for this one."))
            _number([*pinned, video])


def unpin_video(video: Video) -> None:
    with _changing(video.page):
        Video.objects.filter(pk=video.pk).update(pin_position=None)
        _number(_pinned(video.page))


def move_pin(video: Video, *, to: Move) -> int:
    """Move it one place or to the top among the pinned, as far as there is room; its place, counted from 1, or 0."""
    with _changing(video.page):
        pinned = _pinned(video.page)
        if video not in pinned:
            return 0
        place = pinned.index(video)
        pinned.remove(video)
        place = {Move.UP: max(place - 1, 0), Move.DOWN: min(place + 1, len(pinned)), Move.TOP: 0}[to]
        _number([*pinned[:place], video, *pinned[place:]])
    return place + 1


def hide_video(video: Video) -> None:
    """Take it and its own page from visitors; it keeps its pin and its links."""
    _set_hidden(video, is_hidden=True)


def show_video(video: Video) -> None:
    _set_hidden(video, is_hidden=False)


def mark_videos(page: Page, *, pinned: Sequence[int], hidden: Iterable[int]) -> None:
    """Pin those with these ids, in this order after those pinned already, as far as there is room; hide the others."""
    with _changing(page):
        page.videos.filter(pk__in=hidden).update(is_hidden=True)
        there, named = _pinned(page), page.videos.in_bulk(list(pinned))
        new = [named[pk] for pk in pinned if pk in named and named[pk] not in there]
        _number([*there, *new][:WALL_LENGTH])


def set_rules(rules: Wall) -> None:
    """Store the rules of a page's wall, new or changed; they are clean."""
    with _changing(rules.page):
        # Of two at once that are the first ones the later takes the place of the other.
        rules.pk = Wall.objects.filter(page=rules.page).values_list("pk", flat=True).first()
        rules.save()


def add_hashtag_link(page: Page, *, hashtag: str, title: str, url: str) -> HashtagLink:
    """Every new TikTok with this hashtag gets this link from now on, also one that is posted and not known here yet;
    `url` is a clean destination. The same one again has the new title.

    Raises ValidationError when there are enough of them.
    """
    with _changing(page):
        others = page.hashtag_links.exclude(hashtag=hashtag, url=url)
        if others.count() >= MOST_HASHTAG_LINKS:
            said = _("%(limit)d links by hashtag are the most. Remove one to make room for another.")
            raise ValidationError(said % {"limit": MOST_HASHTAG_LINKS})
        rule, _is_new = page.hashtag_links.update_or_create(
            hashtag=hashtag,
            url=url,
            defaults={"title": title},
            create_defaults={"title": title, "since": _newest(page)},
        )
        return rule


def delete_hashtag_link(rule: HashtagLink) -> None:
    """New TikToks no longer get it; those that have it keep it."""
    with _changing(rule.page):
        rule.delete()


def attach_to_all(rule: HashtagLink) -> int:
    """Give its link to the TikToks that are here already; returns how many got it."""
    with _changing(rule.page):
        kept = rule.page.hashtag_links.filter(pk=rule.pk)  # it may have been removed meanwhile
        return wall.attach_links(rule.page, rule.page.videos.listed(), kept, to_old_ones=True)


def _newest(page: Page) -> datetime:
    """The first moment of which no TikTok is known: what is posted from then on is new, however late it is told."""
    last = page.videos.listed().aggregate(last=Max("posted_at"))["last"]
    return last + timedelta(seconds=1) if last else page.snapshot.fetched_at or timezone.now()


@contextmanager
def _changing(page: Page) -> Iterator[None]:
    """One transaction that has this page's videos and their links for itself: a refresh waits for the same locks."""
    with transaction.atomic():
        Page.objects.held().only("pk").get(pk=page.pk)
        Snapshot.objects.select_for_update().only("pk").get(page=page)
        yield
        Snapshot.objects.revise(page)
        snapshots.expire(page)


def _pinned(page: Page) -> list[Video]:
    return list(page.videos.listed().filter(pin_position__isnull=False))


def _set_hidden(video: Video, *, is_hidden: bool) -> None:
    with _changing(video.page):
        Video.objects.filter(pk=video.pk).update(is_hidden=is_hidden)
        video.is_hidden = is_hidden


def _number(videos: Iterable[Video]) -> None:
    """Number these from 0 and write those whose number is new."""
    moved = [(place, video) for place, video in enumerate(videos) if video.pin_position != place]
    for place, video in moved:
        video.pin_position = place
    Video.objects.bulk_update([video for _place, video in moved], ["pin_position"])
