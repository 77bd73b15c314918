"""What our log says, as an operator reads it."""

import logging

from pytest import LogCaptureFixture


def only_line(caplog: LogCaptureFixture, logger: str) -> str:
    """The line for the one record that this logger has made in the test."""
    (record,) = [record for record in caplog.records if record.name == logger]
    (line,) = [handler.format(record) for handler in logging.getLogger().handlers if handler.name == "out"]
    return line
