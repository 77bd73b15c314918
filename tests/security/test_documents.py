"""docs/security.md names what is there."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
WORDS = (TESTS.parent / "docs" / "security.md").read_text()


def test_every_test_that_the_document_names_exists() -> None:
    named = set(re.findall(r"`((?:\w+/)*test_\w+)`", WORDS))
    assert len(named) > 20
    missing = [name for name in named if not list(TESTS.rglob(f"{name}.py"))]
    assert missing == []


def test_every_chapter_has_its_verdict() -> None:
    chapters = re.findall(r"^## (V\d+) .*\n\n(Applies|Hardly applies|Does not apply)", WORDS, re.MULTILINE)
    assert [chapter for chapter, _verdict in chapters] == [f"V{number}" for number in range(1, 18)]
