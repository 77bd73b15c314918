"""How every command ends: with one line where an operator can mend it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linkbio.demo import ROOT
from tests.linkbio.test_environment import clean, start

SAY = ("shell", "--no-imports", "--command")


def test_database_that_is_not_up_to_date_is_told_in_one_line(tmp_path: Path) -> None:
    done = start(tmp_path, "refresh", "ada")
    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr.strip()
    assert "\n" not in done.stderr.strip()


def test_word_that_is_no_text_is_told_in_one_line(tmp_path: Path) -> None:
    done = start(tmp_path, "refresh", "caf\udce9")
    assert (done.returncode, done.stderr.partition(".")[0]) == (1, "A word on this line is not UTF-8")


@pytest.mark.parametrize(
    "words",
    [["diffsettings"], ["version"], [*SAY, "print(1); raise SystemExit(1)"]],
    ids=["much", "little", "a failure"],
)
def test_reader_who_has_enough_ends_a_command_in_silence(tmp_path: Path, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=clean(tmp_path), stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_command_that_is_stopped_ends_in_silence(tmp_path: Path) -> None:
    done = start(tmp_path, *SAY, "raise KeyboardInterrupt")
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(("PORT", port, "PORT must be a whole number, from 1 to 65535.") for port in ("http", "0", "-8000", "65536")),
        ("WORKERS", "two", "WORKERS must be a whole number, from 1 to"),
        ("HOST", "999.1.1.1", "HOST must be the number of an address"),
    ],
)
def test_server_that_cannot_be_is_told_in_one_line(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    done = start(tmp_path, "serve", **{name: value})
    assert done.stderr.strip().startswith(sentence)
    assert "\n" not in done.stderr.strip()
    assert done.stdout == ""
