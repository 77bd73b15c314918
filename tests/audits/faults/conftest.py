from collections.abc import Iterator

import pytest

from tests.audits.faults.report import report
from tests.audits.faults.site import Site, running


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if report.lines:
        for line in report.text():
            terminalreporter.write_line(line)
        terminalreporter.write_line(f"Written to {report.write()}.")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small site of its own for the audits of one file; its budget is large, so that it is never what is slow."""
    with running(tmp_path_factory.mktemp("faults"), creators=20, TIKTOK_CALLS_PER_MINUTE="6000") as site:
        yield site
