"""Audits judge the running site with tools of their own; each says in one line what it saw."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from linkbio.demo import ROOT
from tests.audits import stack

TOOLS = ROOT / ".tools" / "audits"
REPORTS = ROOT / "var" / "audits"
NODE_MODULES = TOOLS / "node_modules"
LINES: list[str] = []

type Say = Callable[[str], None]


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Puts a line with figures into the summary, under the name of the audit."""
    name = request.node.path.stem.removeprefix("test_")
    return lambda line: LINES.append(f"{name:14} {line}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in LINES:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.Site]:
    """The demo's site with its creators and their pictures."""
    with stack.demo(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(scope="session")
def secure(demo: stack.Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.Secure]:
    """The same creators on a production site behind TLS."""
    with stack.secure(demo, tmp_path_factory.mktemp("secure")) as site:
        yield site


@pytest.fixture(scope="session")
def reports() -> Path:
    """Where the tools leave what they have to say in full."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    return REPORTS


@pytest.fixture(scope="session")
def tool_environment() -> dict[str, str]:
    return os.environ | {"CI": "1", "CHROME_PATH": os.environ.get("CHROMIUM", "/usr/bin/chromium")}
