"""What the demo's creators have on their pages, as their forms take it (demo_links.toml)."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# Done after a link is there, not with the form that adds it.
LATER = ("kind", "is_pinned", "cover", "is_hidden")


def read() -> dict[str, dict[str, Any]]:
    """Each creator's plan by TikTok name: `look`, `links`, and `videos` with links of their own."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text())


def fields(link: dict[str, Any]) -> dict[str, Any]:
    """What is typed into the form of its kind; times are counted in days from now."""
    now = datetime.now(UTC).replace(hour=18, minute=0)
    times = {
        name: (now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        for name, days in link.items()
        if name in {"starts_at", "ends_at"}
    }
    return {name: value for name, value in link.items() if name not in LATER} | times
