"""What is replaced: the clock, what remembers and counts by it, and TikTok; and what is measured."""

import random
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tiktok_auth.errors import Code, Unavailable

HOUR = 3600.0
# A call reaches TikTok up to this much after we have counted it.
LONGEST_WAY_SECONDS = 3
BUCKET_SECONDS = 5


@dataclass(frozen=True)
class Scenario:
    """Visits fall on creators by Zipf's law: the one in place k gets a share in proportion to 1 / k ** exponent."""

    creators: int
    exponent: float
    visits_per_second: float
    hours: float
    warm_up_hours: float = 2
    outage_minutes: float = 0
    seed: int = 1

    def is_out(self, now: float) -> bool:
        """TikTok is away once, in the middle of what is measured."""
        middle = (self.warm_up_hours + self.hours / 2) * HOUR
        return abs(now - middle) < self.outage_minutes * 30


class AgeHistogram:
    """How old data was, in a histogram."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        self.counts[int(seconds // BUCKET_SECONDS)] += 1

    def quantile(self, share: float) -> float:
        """Seconds that this share of all were not older than."""
        rest = share * self.counts.total()
        for bucket in sorted(self.counts):
            rest -= self.counts[bucket]
            if rest <= 0:
                return (bucket + 1) * BUCKET_SECONDS
        return 0

    def share_over(self, seconds: float) -> float:
        over = sum(count for bucket, count in self.counts.items() if bucket * BUCKET_SECONDS >= seconds)
        return over / max(self.counts.total(), 1)


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Memory:
    """Django's cache as far as a Budget needs it, by the simulated clock."""

    clock: Clock
    kept: dict[str, tuple[Any, float]] = field(default_factory=dict)

    def get_many(self, keys: list[str]) -> dict[str, Any]:
        return {key: self.kept[key][0] for key in keys if self._has(key)}

    def set(self, key: str, value: Any, timeout: float) -> None:
        self.kept[key] = value, self.clock.now + timeout

    def add(self, key: str, value: Any, timeout: float) -> bool:
        is_new = not self._has(key)
        if is_new:
            self.set(key, value, timeout)
        return is_new

    def incr(self, key: str) -> int:
        value, until = self.kept[key]
        self.kept[key] = value + 1, until
        return int(value) + 1

    def delete_many(self, keys: list[str]) -> None:
        for key in keys:
            self.kept.pop(key, None)

    def _has(self, key: str) -> bool:
        return key in self.kept and self.kept[key][1] > self.clock.now


@dataclass
class TikTok:
    """Answers or is away, and notes when each call arrived."""

    scenario: Scenario
    clock: Clock
    arrivals: dict[str, array[float]] = field(default_factory=lambda: defaultdict(lambda: array("d")))

    def answer(self, endpoint: str) -> None:
        self.arrivals[endpoint].append(self.clock.now + random.uniform(0, LONGEST_WAY_SECONDS))  # noqa: S311
        if self.scenario.is_out(self.clock.now):
            raise Unavailable(Code.NETWORK)

    def most_in_a_minute(self) -> int:
        """Calls to one endpoint within any sixty seconds."""
        return max(map(_most_in_a_minute, self.arrivals.values()), default=0)


def _most_in_a_minute(moments: Iterable[float]) -> int:
    ordered = sorted(moments)
    first = most = 0
    for last, moment in enumerate(ordered):
        while ordered[first] <= moment - 60:
            first += 1
        most = max(most, last - first + 1)
    return most
