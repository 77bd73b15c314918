"""The columns of Snapshot that planning looks at, and its queries, in memory."""

import math
import random
from array import array
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from django.conf import settings

from profiles import planner

NEVER = math.inf


class Pages:
    """NEVER stands for None; `visited_at` is for measuring only."""

    def __init__(self, count: int) -> None:
        # As if all had been confirmed one after the other, for as long as that takes.
        round_seconds = max(planner.confirm_in(), count / settings.TIKTOK_CALLS_PER_MINUTE * 60)
        self.fetched_at = array("d", (-random.uniform(0, round_seconds) for _ in range(count)))  # noqa: S311
        self.attempted_at = array("d", self.fetched_at)
        self.due_at = array("d", (moment + planner.confirm_in() for moment in self.fetched_at))
        self.profile_due_at = array("d", (moment + settings.SNAPSHOT_FRESH_SECONDS for moment in self.fetched_at))
        self.wanted_at = array("d", [NEVER]) * count
        self.queued_until = array("d", [-NEVER]) * count
        self.visited_at = array("d", [-NEVER]) * count
        self.failures = bytearray(count)
        self.heaps: tuple[list[tuple[float, int]], ...] = ([], [(due, page) for page, due in enumerate(self.due_at)])
        heapify(self.heaps[1])

    def want(self, page: int, meetings: int, now: float) -> None:
        """planner._keep_wishes, for one page."""
        wanted_at = self.wanted(page)
        if planner.is_stale(self.attempted_at[page], self.due_at[page], now) and (wanted_at or 0) <= now:
            self.wanted_at[page] = planner.move_ahead(wanted_at, self.attempted_at[page], meetings, now)
            self.line_up(page)

    def take(self, room: int, now: float) -> Iterator[int]:
        """Those whose turn it is, in order, taken as planner.take_turns takes them."""
        for kind, heap in enumerate(self.heaps):
            while room > 0 and heap and heap[0][0] <= now:
                moment, page = heappop(heap)
                if self.queued_until[page] <= now and self._place(page, now) == (kind, moment):
                    self.queued_until[page] = now + planner.QUEUED_SECONDS
                    room -= 1
                    yield page

    def succeed(self, page: int, now: float) -> None:
        self.fetched_at[page] = self.attempted_at[page] = now
        self.wanted_at[page], self.due_at[page], self.failures[page] = NEVER, now + planner.confirm_in(), 0
        self.release(page, now)

    def fail(self, page: int, now: float) -> None:
        self.failures[page] = min(self.failures[page] + 1, 100)
        self.attempted_at[page], self.due_at[page] = now, now + planner.retry_in(self.failures[page])
        if self.wanted(page) is not None:
            self.wanted_at[page] = self.due_at[page]
        self.release(page, now)

    def release(self, page: int, now: float) -> None:
        self.queued_until[page] = now
        self.line_up(page)

    def wanted(self, page: int) -> float | None:
        wanted_at = self.wanted_at[page]
        return None if wanted_at == NEVER else wanted_at

    def line_up(self, page: int) -> None:
        """Put it where its turn will be. Entries of its former places stay, and are passed by."""
        if place := self._place(page, NEVER):
            heappush(self.heaps[place[0]], (place[1], page))

    def _place(self, page: int, now: float) -> tuple[int, float] | None:
        return planner.turn(self.wanted(page), self.due_at[page], now)
