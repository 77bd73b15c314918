"""What a process keeps in memory."""

from dataclasses import dataclass

from profiles.table import Table


@dataclass
class Sized:
    size: int


def test_table_is_bounded_and_drops_the_longest_unrenewed() -> None:
    table: Table[Sized] = Table(20)
    for path in "abc":
        table.keep(path, Sized(8))
    assert (list(table.entries), table.size) == (["b", "c"], 16)


def test_entry_that_is_renewed_stays_longer_and_counts_once() -> None:
    table: Table[Sized] = Table(20)
    for path, size in (("a", 8), ("b", 8), ("a", 10), ("c", 8)):
        table.keep(path, Sized(size))
    assert (list(table.entries), table.size) == (["a", "c"], 18)


def test_entry_larger_than_the_table_is_not_kept() -> None:
    table: Table[Sized] = Table(20)
    table.keep("a", Sized(21))
    assert (table.get("a"), table.size) == (None, 0)


def test_dropped_entry_is_gone_and_dropping_it_twice_is_no_mistake() -> None:
    table: Table[Sized] = Table(20)
    table.keep("a", Sized(8))
    table.drop("a")
    table.drop("a")
    assert (table.get("a"), table.size) == (None, 0)
