"""What the codes of errors mean is written down, for who reads the code and for who reads the log."""

import re
from pathlib import Path

from tiktok_auth.errors import Code

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r"raise (?:Unavailable|RateLimited|ReconnectNeeded)\((.*)\)")


def test_every_code_of_ours_is_named_where_errors_are_made() -> None:
    code = "".join(path.read_text() for path in sorted((ROOT / "tiktok_auth").glob("*.py")))
    assert RAISED.search(code)
    assert [call for call in RAISED.findall(code) if '"' in call] == []


def test_every_code_is_explained_to_operators() -> None:
    explained = re.findall(r"`(\w+)`", (ROOT / "docs" / "operations.md").read_text())
    assert {*Code} - {*explained} == set()
