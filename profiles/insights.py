"""Views and taps, counted without a cookie, an address or a wait.

A request only notes what happened in this process's memory; once a second the notes go to Redis, once a minute the
worker folds Redis into daily rows. A process that is killed loses a second of counts; a batch folded twice counts once.
"""

import atexit
import functools
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import batched
from typing import Any
from uuid import uuid4

import structlog
from crawleruseragents import is_crawler
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from profiles.models import Count, Fold, Link, Page

FLUSH_SECONDS = 1.0
VIEW = "view"
# Somebody opened the page that helps with sharing.
SHARE = "share"
# Somebody was told that a page is for adults only.
WARNING = "warning"
# Somebody was told that a page is offline.
GONE = "gone"
# What stands before the number of a link, or of a video.
TAP, VISIT, PLAY = "link:", "video:", "play:"
# No browser calls itself anything longer; to look for machines in a name of 380 kB takes a second of the processor.
LONGEST_AGENT = 1000
PREFETCHES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
COUNTS_KEPT = timedelta(days=761)  # 25 months: a year, and the year before to compare it with
FOLDS_KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 10_000
# A batch is cut the same way every time: change this only while no batch lies in Redis.
FOLDED_AT_ONCE = 1000
PENDING = "insights:pending"
FOLDING = "insights:folding:"
TAKEN = "insights:taken:"
# A command that timed out may still run. The batch id is remembered for a minute, so that the retry is not counted
# twice.
TAKEN_SECONDS = 60
ADD_ONCE = """
if redis.call("SET", KEYS[2], 1, "NX", "EX", ARGV[1]) then
  for place = 2, #ARGV, 2 do
    redis.call("HINCRBY", KEYS[1], ARGV[place], ARGV[place + 1])
  end
end
"""

log = structlog.get_logger(__name__)


class Notes:
    """What this process has seen and not yet told Redis."""

    def __init__(self) -> None:
        self.seen: deque[tuple[str, str]] = deque()  # appending is atomic and does not wait
        self.gathered: Counter[tuple[str, str, str]] = Counter()
        # Sent again under the same name until Redis has said that it is there.
        self.unsent: Counter[tuple[str, str, str]] = Counter()
        self.batch = ""
        self.flusher = threading.Thread()  # one that has not begun
        self.lock, self.starting = threading.Lock(), threading.Lock()

    def add(self, page: str, subject: str) -> None:
        self.seen.append((page, subject))
        if not self.flusher.is_alive():
            self._start()

    def flush(self) -> None:
        """Hand what was noted to Redis; while Redis does not say that it has it, the rest waits for the next time."""
        with self.lock:
            today = timezone.now().date().isoformat()
            # Counted by C first: who is answering meanwhile waits for this thread.
            seen = Counter([self.seen.popleft() for _ in range(len(self.seen))])
            self.gathered.update({(today, *note): number for note, number in seen.items()})
            while self.unsent or self.gathered:
                if not self.unsent:
                    self.unsent, self.gathered, self.batch = self.gathered, Counter(), uuid4().hex
                _add_to_redis(self.batch, self.unsent)
                self.unsent = Counter()

    def _start(self) -> None:
        with self.starting:
            if self.flusher.is_alive():  # another visitor's thread was quicker
                return
            self.flusher = threading.Thread(target=self._flush_forever, name="insights", daemon=True)
            self.flusher.start()
        atexit.register(self.flush)

    def _flush_forever(self) -> None:
        while True:
            time.sleep(FLUSH_SECONDS)
            try:
                self.flush()
            except (RedisError, OSError):
                continue  # counts wait in memory: one number per page and subject


notes = Notes()


def count_view(seen: str, environ: Mapping[str, Any]) -> None:
    """Note one view by the request this WSGI environment describes, unless no person sent it.

    `seen` is the id of a page, followed by a space and a subject when only that part of the page was shown.
    """
    if _is_person(environ):
        page, _, subject = seen.partition(" ")
        notes.add(page, subject or VIEW)


def count_tap(link: Link, environ: Mapping[str, Any]) -> None:
    """Note one tap on a link, likewise."""
    if environ["REQUEST_METHOD"] == "GET" and _is_person(environ):
        notes.add(str(link.page_id), tap_on(link))


def tap_on(link: Link) -> str:
    return f"{TAP}{link.pk}"


def visit_of(video_id: int) -> str:
    """Somebody opened a video's own page here."""
    return f"{VISIT}{video_id}"


def play_of(video_id: int) -> str:
    """Somebody loaded TikTok's player there."""
    return f"{PLAY}{video_id}"


def on_videos(ids: Iterable[int]) -> list[str]:
    """What is counted of these videos: visits and plays."""
    return [subject for video_id in ids for subject in (visit_of(video_id), play_of(video_id))]


def totals(page: Page, subjects: Iterable[str] | None = None) -> dict[str, int]:
    """How often these were ever counted for a page, or whatever was: VIEW, `tap_on(link)`, `visit_of(...)` and
    `play_of(...)`."""
    counted = Count.objects.filter(page=page)
    return (counted if subjects is None else counted.filter(subject__in=subjects)).by_subject()


def numbers_of(kind: str, totals: Mapping[str, int]) -> dict[int, int]:
    """Those of the totals that are of one kind, TAP, VISIT or PLAY, by the number of the link or video."""
    return {int(subject[len(kind) :]): number for subject, number in totals.items() if subject.startswith(kind)}


def fold() -> int:
    """Move what Redis has counted into daily rows, and say how many changed. Raises RedisError when Redis is away."""
    redis = get_redis_connection("default")
    if redis.exists(cache.make_key(PENDING)):
        redis.rename(cache.make_key(PENDING), cache.make_key(f"{FOLDING}{uuid4().hex}"))
    batches = redis.scan_iter(cache.make_key(f"{FOLDING}*"), count=settings.DJANGO_REDIS_SCAN_ITERSIZE)
    return sum(_fold_batch(redis, key.decode()) for key in batches)


def forget_old() -> None:
    """Delete old counts, FORGOTTEN_AT_ONCE in each step; and the names of batches that cannot come back any more."""
    old = Count.objects.filter(day__lt=(timezone.now() - COUNTS_KEPT).date()).values_list("pk", flat=True)
    while some := list(old[:FORGOTTEN_AT_ONCE]):
        Count.objects.filter(pk__in=some).delete()
    Fold.objects.filter(at__lt=timezone.now() - FOLDS_KEPT).delete()


def _fold_batch(redis: Any, key: str) -> int:
    """In parts, so that nobody waits for longer than one of them takes; those of a killed worker are gone on with."""
    parts = batched(sorted(redis.hgetall(key).items()), FOLDED_AT_ONCE)
    batch = key.rsplit(":", 1)[1]
    changed = sum(_fold_part(f"{batch}:{place}", dict(part)) for place, part in enumerate(parts))
    redis.delete(key)
    return changed


@transaction.atomic
def _fold_part(name: str, counted: Mapping[bytes, bytes]) -> int:
    numbers = {tuple(field.decode().split("|")): int(number) for field, number in counted.items()}
    _, is_new = Fold.objects.get_or_create(batch=name)
    return _add_to_rows(numbers) if is_new else 0


def _add_to_rows(numbers: Mapping[tuple[str, ...], int]) -> int:
    """Add to the rows there are and make those there are not; what was counted for a page that is gone goes too."""
    # Locked in one order: of two workers at once the second adds to what the first has written.
    pages = Page.objects.held().order_by("pk").in_bulk({page for _, page, _ in numbers})
    days = {day for day, _, _ in numbers}
    old = {(str(row.day), str(row.page_id), row.subject): row.number for row in Count.objects.of(pages, days)}
    rows = [
        Count(day=day, page_id=page, subject=subject, number=number + old.get((day, page, subject), 0))
        for (day, page, subject), number in numbers.items()
        if int(page) in pages
    ]
    unique = ["page", "day", "subject"]
    Count.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=["number"])
    return len(rows)


def _add_to_redis(batch: str, numbers: Mapping[tuple[str, str, str], int]) -> None:
    pairs = [value for note, number in numbers.items() for value in ("|".join(note), number)]
    redis = get_redis_connection("default")
    redis.eval(ADD_ONCE, 2, cache.make_key(PENDING), cache.make_key(f"{TAKEN}{batch}"), TAKEN_SECONDS, *pairs)


def _is_person(environ: Mapping[str, Any]) -> bool:
    for name in PREFETCHES:
        if "prefetch" in environ.get(name, ""):
            return False
    agent = environ.get("HTTP_USER_AGENT", "")
    return len(agent) <= LONGEST_AGENT and _is_persons_agent(agent)


@functools.lru_cache(4096)
def _is_persons_agent(agent: str) -> bool:
    return bool(agent) and not is_crawler(agent)
