"""What `make demo` refuses before it touches anything."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkbio.demo import ROOT, nothing_set


@pytest.fixture
def taken() -> Iterator[str]:
    """A port where something else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


def start(tmp_path: Path, port: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | nothing_set() | {"DATA_DIR": str(tmp_path / "demo"), "PORT": port}
    command = [sys.executable, "-m", "linkbio.demo"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_demo_whose_port_is_taken_says_so_and_starts_nothing(tmp_path: Path, taken: str) -> None:
    done = start(tmp_path, taken)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {taken} of 127.0.0.1 is taken")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536"])
def test_demo_at_no_port_says_what_a_port_is(tmp_path: Path, port: str) -> None:
    done = start(tmp_path, port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PORT must be a whole number, from 1 to 65535. Try PORT=8001 make demo.\n"
