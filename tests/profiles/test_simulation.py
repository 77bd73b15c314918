"""The simulation against the rules and the database it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles import planner
from profiles.simulation import HOUR, Scenario, simulate
from profiles.simulation.pages import NEVER, Pages

SMALL = Scenario(creators=300, exponent=1.0, visits_per_second=0.5, hours=2, warm_up_hours=1)
moments = st.none() | st.integers(-5000, 5000)


@given(rows=st.lists(st.tuples(moments, st.integers(-5000, 5000)), min_size=1, max_size=30), room=st.integers(0, 30))
def test_pages_are_taken_in_the_order_of_the_rule(rows: list[tuple[int | None, int]], room: int) -> None:
    pages = Pages(len(rows))
    pages.heaps = ([], [])
    for page, (wanted_at, due_at) in enumerate(rows):
        pages.wanted_at[page] = NEVER if wanted_at is None else wanted_at
        pages.due_at[page] = due_at
        pages.line_up(page)
    places = [place for row in rows if (place := planner.turn(*row, 0))]
    assert [planner.turn(*rows[page], 0) for page in pages.take(room, 0)] == sorted(places)[:room]


def test_page_taken_is_not_taken_again_before_it_is_released() -> None:
    pages = Pages(1)
    now = pages.due_at[0] + 1
    assert list(pages.take(9, now)) == [0]
    pages.want(0, 1, now)
    assert list(pages.take(9, now)) == []
    pages.release(0, now)
    assert list(pages.take(9, now)) == [0]


def test_visited_pages_are_fresh_and_all_are_confirmed_while_the_budget_allows() -> None:
    report = simulate(SMALL)
    assert report.seen_in_use.quantile(0.95) < 30 * 60
    assert report.seen.share_over(6 * HOUR) == 0


@pytest.mark.parametrize("creators", [300, 30_000])
def test_budget_is_never_exceeded(creators: int) -> None:
    report = simulate(Scenario(creators, 1.0, visits_per_second=30, hours=0.5, warm_up_hours=0, outage_minutes=5))
    assert 0 < report.calls <= report.allowed
    assert report.most_in_a_minute <= 600


def test_same_seed_tells_the_same_story() -> None:
    first, second = simulate(SMALL), simulate(SMALL)
    assert (first.calls, first.seen.counts) == (second.calls, second.seen.counts)
