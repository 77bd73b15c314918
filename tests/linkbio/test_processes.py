"""The server and the workers as an operator starts them."""

import subprocess
import sys
from pathlib import Path

import pytest

from linkbio import processes
from linkbio.demo import ROOT
from linkbio.management.commands.serve import connections_fault
from tests import services
from tests.linkbio.test_environment import clean
from tests.linkbio.test_server import ask_until_up
from tests.running import running


def test_server_is_started_from_any_folder(tmp_path: Path) -> None:
    port = services.free_port()
    environment = clean(tmp_path, SITE_URL=f"http://localhost:{port}", PORT=str(port), WORKERS="1")
    command = [sys.executable, f"{ROOT}/manage.py", "serve"]
    with running(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout
        with server.stdout:
            assert any(b"Serving" in line for line in server.stdout)
            assert "</html>" in ask_until_up(port)


def test_worker_is_started_from_any_folder(tmp_path: Path) -> None:
    environment = clean(tmp_path, REDIS_URL=f"unix://{tmp_path}/nobody.sock")
    command = [sys.executable, f"{ROOT}/manage.py", "worker"]
    with running(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as worker:
        assert worker.stdout
        with worker.stdout:
            assert any(b"consumer: Cannot connect" in line for line in worker.stdout)


@pytest.mark.needs_postgres
@pytest.mark.django_db
def test_server_says_that_postgresql_lets_too_few_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "OTHER_CONNECTIONS", 10**6)
    assert "max_connections" in connections_fault()


@pytest.mark.django_db
def test_server_says_nothing_where_enough_may_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "1")
    assert connections_fault() == ""
