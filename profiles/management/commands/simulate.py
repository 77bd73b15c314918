import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from profiles.simulation import HOUR, Report, Scenario, simulate

SMALL = [
    Scenario(creators, exponent, visits_per_second, hours=24, outage_minutes=30)
    for creators in (10_000, 100_000)
    for exponent in (1.0, 1.2)
    for visits_per_second in (1, 10, 100)
]
LARGE = [
    Scenario(1_000_000, exponent, visits_per_second, hours=8, outage_minutes=minutes)
    for exponent, visits_per_second, minutes in (
        *((1.0, rate, 0) for rate in (1, 10, 30, 50, 100)),
        *((1.2, rate, 0) for rate in (1, 10, 100, 200, 300)),
        *((1.0, 30, 30), (1.2, 100, 30)),
    )
]
HEADINGS = (
    f"{'creators':>9} {'zipf':>4} {'visits/s':>8} {'out':>4}"
    f" | {'all visits: median':>18} {'p95':>6} {'p99':>6} {'covers out':>10}"
    f" | {'pages in use':>12} {'median':>6} {'p95':>6} {'p99':>6}"
    f" | {'calls used':>10} {'a 60 s':>6} {'/1000 visits':>12}"
)


class Command(BaseCommand):
    help = "Let planner and budget serve up to a million simulated creators, and say how old their pages were."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=1_000_000, help="leave out what has more creators")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        logging.disable(logging.ERROR)  # the breaker tells of every outage
        self.stdout.write("Ages in minutes of the data that visits saw. 600 calls a minute, 540 of them for refreshes.")
        self.stdout.write(HEADINGS)
        for scenario in [*SMALL, *LARGE]:
            if scenario.creators <= most:
                self.stdout.write(describe(simulate(scenario)))
                self.stdout.flush()


def describe(report: Report) -> str:
    """One line under HEADINGS."""
    asked, seen, used = report.scenario, report.seen, report.seen_in_use
    visits = seen.counts.total()
    return (
        f"{asked.creators:>9,} {asked.exponent:>4} {asked.visits_per_second:>8g} {asked.outage_minutes:>4g}"
        f" | {_minutes(seen, 0.5):>18} {_minutes(seen, 0.95):>6} {_minutes(seen, 0.99):>6}"
        f" {seen.share_over(6 * HOUR):>10.2%}"
        f" | {used.counts.total() / visits:>12.1%} {_minutes(used, 0.5):>6}"
        f" {_minutes(used, 0.95):>6} {_minutes(used, 0.99):>6}"
        f" | {report.calls / report.allowed:>10.1%} {report.most_in_a_minute:>6} {report.calls / visits * 1000:>12.1f}"
    )


def _minutes(ages: Any, share: float) -> str:
    return f"{ages.quantile(share) / 60:.1f}"
