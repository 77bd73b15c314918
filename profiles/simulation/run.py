"""Visits, sweeps and refreshes, one step after the other."""

import random
from array import array
from collections import Counter
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate

from django.conf import settings

from profiles import planner
from profiles.page_cache import KEPT_SECONDS
from profiles.simulation.pages import NEVER, Pages
from profiles.simulation.world import HOUR, AgeHistogram, Clock, Memory, Scenario, TikTok
from tiktok_auth.budget import Budget
from tiktok_auth.calls import CallsOfProcess
from tiktok_auth.errors import RateLimited, Unavailable

# A page is in use when somebody looked at it within that time before.
IN_USE_SECONDS = 1800
LONGEST_QUEUE_SECONDS = 2.0


@dataclass(frozen=True)
class Report:
    """What came of a scenario. Ages are of the data that visits saw, on all pages and on those in use."""

    scenario: Scenario
    seen: AgeHistogram
    seen_in_use: AgeHistogram
    calls: int
    allowed: int
    most_in_a_minute: int


class World:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.clock = Clock()
        self.tiktok = TikTok(scenario, self.clock)
        self.budget = Budget(Memory(self.clock), CallsOfProcess(self.clock), self.clock)
        self.pages = Pages(scenario.creators)
        self.under_way: list[tuple[float, int]] = []
        self.wishes: Counter[int] = Counter()
        self.rendered_at = array("d", [-NEVER]) * scenario.creators
        self.seen, self.seen_in_use = AgeHistogram(), AgeHistogram()


def simulate(scenario: Scenario) -> Report:
    """Let the hours of a scenario pass, after those in which it finds its pace."""
    random.seed(scenario.seed)
    world = World(scenario)
    weights = list(accumulate(place**-scenario.exponent for place in range(1, scenario.creators + 1)))
    step = settings.SWEEP_SECONDS
    since, until = scenario.warm_up_hours * HOUR, (scenario.warm_up_hours + scenario.hours) * HOUR
    visits = 0.0
    while world.clock.now < until:
        visits += scenario.visits_per_second * step
        visitors, visits = int(visits), visits % 1
        visited = random.choices(range(scenario.creators), cum_weights=weights, k=visitors)  # noqa: S311
        visit(world, visited, counts_from=since)
        end = world.clock.now + step
        refresh_until(world, end)
        world.clock.now = end
        sweep(world)
    calls = sum(moment >= since for moment in world.tiktok.arrivals["video_list"])
    allowed = int(settings.TIKTOK_CALLS_PER_MINUTE * scenario.hours * 60)
    return Report(scenario, world.seen, world.seen_in_use, calls, allowed, world.tiktok.most_in_a_minute())


def visit(world: World, visited: list[int], *, counts_from: float) -> None:
    """views/public.py, behind profiles/edge.py which answers from a copy in between."""
    now, pages, rendered_at = world.clock.now, world.pages, world.rendered_at
    fetched_at, visited_at = pages.fetched_at, pages.visited_at
    counts = now >= counts_from
    for page in visited:
        if counts:
            world.seen.add(now - fetched_at[page])
            if now - visited_at[page] <= IN_USE_SECONDS:
                world.seen_in_use.add(now - fetched_at[page])
        visited_at[page] = now
        if now - rendered_at[page] >= KEPT_SECONDS:
            rendered_at[page] = now
            if planner.is_stale(pages.attempted_at[page], pages.due_at[page], now):
                world.wishes[page] += 1


def sweep(world: World) -> None:
    """planner.take_turns, and the way to a worker."""
    now = world.clock.now
    for page, meetings in world.wishes.items():
        world.pages.want(page, meetings, now)
    world.wishes.clear()
    room = min(world.budget.left("user_info"), world.budget.left("video_list")) - len(world.under_way)
    for page in world.pages.take(room, now):
        heappush(world.under_way, (now + random.uniform(0, LONGEST_QUEUE_SECONDS), page))  # noqa: S311


def refresh_until(world: World, end: float) -> None:
    while world.under_way and world.under_way[0][0] < end:
        world.clock.now, page = heappop(world.under_way)
        if world.pages.queued_until[page] == world.clock.now:  # it was postponed until now
            world.pages.release(page, world.clock.now)
        else:
            refresh(world, page)


def refresh(world: World, page: int) -> None:
    """snapshots.refresh, as far as planning goes."""
    now, pages = world.clock.now, world.pages
    try:
        if pages.profile_due_at[page] <= now:
            world.budget.spend("user_info", lambda: world.tiktok.answer("user_info"))
            pages.profile_due_at[page] = now + settings.SNAPSHOT_FRESH_SECONDS
        world.budget.spend("video_list", lambda: world.tiktok.answer("video_list"))
    except RateLimited as error:
        pages.queued_until[page] = now + planner.resume_in(error.retry_after)
        heappush(world.under_way, (pages.queued_until[page], page))
    except Unavailable:
        pages.fail(page, now)
    else:
        pages.succeed(page, now)
