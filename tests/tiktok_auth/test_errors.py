"""What our own codes mean is written down, for who reads the code and for who reads the log."""

import re
from pathlib import Path

from profiles.models import Snapshot
from tiktok_auth.errors import TikTokError

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r"raise (?:Unavailable|RateLimited|ReconnectNeeded)\((.*)\)")


def ours() -> set[str]:
    """Every code that is raised by its name, and those that pages are in trouble with."""
    code = "".join(path.read_text() for path in sorted((ROOT / "tiktok_auth").glob("*.py")))
    named = {name for call in RAISED.findall(code) for name in re.findall(r'"(\w+)"', call)}
    return named | {*Snapshot.UNANSWERED, *Snapshot.UNREADABLE, Snapshot.KEY_MISSING}


def test_every_code_of_ours_is_named_where_errors_are_made() -> None:
    theirs = {"access_token_invalid", "internal_error", "server_error", "temporarily_unavailable"}
    known = re.findall(r"\w+", TikTokError.__init__.__doc__ or "")
    assert ours() - theirs - set(known) == set()


def test_every_code_of_ours_is_explained_to_operators() -> None:
    explained = re.findall(r"`(\w+)`", (ROOT / "docs" / "operations.md").read_text())
    assert ours() - set(explained) == set()
