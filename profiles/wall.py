"""Which TikToks the wall shows, and what a hashtag does: rules over rows, decided here and nowhere else."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import HashtagLink, Link, Page, Video, Wall
from profiles.models.link import MOST_LINKS_OF_VIDEO
from profiles.models.video import WALL_LENGTH
from profiles.models.wall import HASHTAG_LENGTH
from profiles.validators import normal, place_of


class Reason(models.TextChoices):
    """Why a TikTok is not on the wall."""

    HIDDEN = "hidden", _("Hidden")
    OLD = "old", _("Older than your wall shows")
    LACKING = "lacking", _("Has none of your hashtags")
    EXCLUDED = "excluded", _("Has a hashtag you leave out")
    FULL = "full", _("No room on your wall")


def choose(videos: Iterable[Video], rules: Wall | None = None) -> list[Video]:
    """Those that go on the wall: the pinned ones, then as many more as there is room for, in the order they come in.

    `videos` are of one page; its stored rules count unless others are given.
    """
    videos = list(videos)
    rules = rules or (rules_of(videos[0].page) if videos else Wall())
    pinned = [video for video in videos if video.is_pinned and not video.is_hidden]
    others = [video for video in videos if not video.is_pinned and object_to(video, rules) is None]
    # Who pins another one while TikTok does not list one of theirs may have one too many afterwards.
    return pinned[:WALL_LENGTH] + others[: max(rules.length - len(pinned), 0)]


def object_to(video: Video, rules: Wall) -> Reason | None:
    """What speaks against a TikTok on the wall. Nothing but being hidden speaks against a pinned one."""
    if video.is_hidden:
        return Reason.HIDDEN
    if video.is_pinned:
        return None
    if timezone.now() - video.posted_at > rules.longest:
        return Reason.OLD
    tags = hashtags(video.caption)
    if rules.only_hashtags and tags.isdisjoint(rules.only_hashtags.split()):
        return Reason.LACKING
    if not tags.isdisjoint(rules.never_hashtags.split()):
        return Reason.EXCLUDED
    return None


def rules_of(page: Page) -> Wall:
    """The page's rules; those of a page that never set any are the defaults."""
    return getattr(page, "wall", None) or Wall(page=page)


def hashtags(text: str) -> set[str]:
    """The hashtags in a caption, without #, in the one form in which they are compared and stored."""
    tagged = re.findall(r"#([^\s#]+)", normal("NFKC", text).casefold())
    return {tag for tag in ("".join(takewhile(_is_part_of_hashtag, word))[:HASHTAG_LENGTH] for word in tagged) if tag}


def attach_links(
    page: Page, videos: Iterable[Video], rules: Iterable[HashtagLink], *, to_old_ones: bool = False
) -> int:
    """Give each video the links of its hashtags, at the end; returns how many were added. Whoever calls holds the page.

    What is not new to the rule gets its link only with `to_old_ones`. What the video has, or had until its
    creator deleted it, is not added again; nor is what it has no room for, or what staff has hidden on the page.
    """
    withheld = page.measures.marks() if rules else set()
    rules = [rule for rule in rules if place_of(rule.url) not in withheld]
    videos = list(videos) if rules else []
    known: dict[int | None, set[str]] = {video.pk: set() for video in videos}
    places: Counter[int | None] = Counter()
    for video_id, url, deleted_at in Link.objects.filter(video__in=known).values_list("video", "url", "deleted_at"):
        known[video_id].add(url)
        places[video_id] += deleted_at is None
    added = []
    for video in videos:
        urls, tags, place = known[video.pk], hashtags(video.caption), places[video.pk]
        for rule in rules:
            is_new = video.posted_at >= rule.since.replace(microsecond=0)  # TikTok tells whole seconds
            if (
                rule.hashtag in tags
                and (is_new or to_old_ones)
                and rule.url not in urls
                and place < MOST_LINKS_OF_VIDEO
            ):
                added.append(Link(page=page, video=video, title=rule.title, url=rule.url, position=place))
                urls.add(rule.url)
                place += 1
    return len(Link.objects.bulk_create(added))


def _is_part_of_hashtag(letter: str) -> bool:
    # Marks are parts of letters in many scripts; \w does not know them.
    return letter == "_" or unicodedata.category(letter)[0] in "LMN"
