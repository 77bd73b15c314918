"""Values out of JSON that may be anything."""

from collections.abc import Iterable, Mapping
from typing import Any

# More than anybody may bring, so that whoever counts what a reader found knows.
MOST_READ = 1000


def text(value: Any) -> str:
    """A text or a number as text; "" for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def record(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def records(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; none for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def only(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Those of the values that have one of these names."""
    return {name: values[name] for name in names if name in values}
