"""What planner and budget make of many creators: the clock and TikTok are replaced, the rules and the counting are not.

Time goes in steps of one sweep. Heaps stand in for the two queries of SnapshotQuerySet; a test holds both to the same
order. Every call that a refresh makes goes through a Budget, over a store and a count that live by the simulated clock.
"""

from profiles.simulation.run import Report, simulate
from profiles.simulation.world import HOUR, Scenario

__all__ = ["HOUR", "Report", "Scenario", "simulate"]
