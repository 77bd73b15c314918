"""The pictures that come with a refresh."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from profiles import covers, planner, wall
from profiles.models import Page, Snapshot
from profiles.snapshots.asking import Answer

# A picture may take ten seconds, a refresh has up to a hundred, and a worker has eight threads: where their host hangs
# other pages have their turn, too.
SECONDS = 30


def fetch(page: Page, answer: Answer, *, failures: int) -> None:
    """Fetch the pictures the page shows that are missing or have changed; one that fails is missing, nothing more.

    None is begun after SECONDS: the next refresh brings what is left. Where the disk does not take one, TikTok is asked
    again as soon as after so many failures in a row and this one.
    """
    is_kept, ends = True, time.monotonic() + SECONDS
    for bring in _fetches(page, answer):
        if time.monotonic() >= ends:
            break
        try:
            bring()
        except covers.Unkept:
            is_kept = False
    if not is_kept:
        _ask_again(page, failures + 1)
    Snapshot.objects.revise(page)


def _fetches(page: Page, answer: Answer) -> Iterator[Callable[[], None]]:
    if answer.profile:
        yield partial(covers.renew_avatar, page.snapshot, answer.profile.avatar_url)
    sources = {video.id: video.cover_url for video in answer.listing.videos} if answer.listing else {}
    named = page.videos.to_confirm().filter(tiktok_id__in=sources)
    for video in dict.fromkeys([*wall.choose(page.videos.for_wall()), *named]):
        yield partial(covers.renew_cover, video, sources.get(video.tiktok_id, ""))


def _ask_again(page: Page, failures: int) -> None:
    """For everything: the avatar may be among what is missing."""
    retry_at = timezone.now() + timedelta(seconds=planner.retry_in(failures))
    later = Snapshot.objects.filter(page=page, due_at__gt=retry_at)
    later.update(due_at=retry_at, profile_due_at=retry_at, failures=failures)
