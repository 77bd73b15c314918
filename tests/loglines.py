"""What our log says, as an operator reads it."""

import logging

from pytest import LogCaptureFixture


def lines(caplog: LogCaptureFixture, logger: str) -> list[str]:
    """The line for each record that this logger has made in the test."""
    [out] = [handler for handler in logging.getLogger().handlers if handler.name == "out"]
    return [out.format(record) for record in caplog.records if record.name == logger]


def only_line(caplog: LogCaptureFixture, logger: str) -> str:
    """The line for the one record that this logger has made in the test."""
    [line] = lines(caplog, logger)
    return line
