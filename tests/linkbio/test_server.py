"""What the web server itself stands."""

import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import takewhile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from requests import Session, get
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from linkbio import environment, processes
from tests import services
from tests.linkbio.test_environment import PRODUCTION, ROOT, clean, start
from tests.running import PATIENCE_SECONDS, running

CROWD = 400
H2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def ask_until_up(port: int) -> str:
    with Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(99, read=0, backoff_factor=0.1, backoff_max=0.2)))
        return session.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE_SECONDS).text


def test_deeply_nested_json_ends_no_process_and_endless_headers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    port = services.free_port()
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}.items():
        monkeypatch.setenv(name, value)
    with running([*processes.server()[:-1], "tests.linkbio.nesting:application"]):
        assert ask_until_up(port) == "read"
        assert (
            get(f"http://127.0.0.1:{port}/", headers={"X-Long": "x" * 200_000}, timeout=PATIENCE_SECONDS).status_code
            == 431
        )


@pytest.mark.parametrize(
    "said", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", H2], ids=["silent", "idle", "HTTP/2"]
)
def test_connections_over_which_nothing_comes_keep_nobody_out(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    port = services.free_port()
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}.items():
        monkeypatch.setenv(name, value)
    with running([*processes.server()[:-1], "tests.linkbio.nesting:application"]), ExitStack() as others:
        ask_until_up(port)
        for _ in range(CROWD):
            other = others.enter_context(socket.create_connection(("127.0.0.1", port)))
            other.sendall(said)
        assert get(f"http://127.0.0.1:{port}/", timeout=PATIENCE_SECONDS).text == "read"


CHUNK = b"Transfer-Encoding: chunked\r\n\r\n4\r\nname\r\n"


def test_body_in_chunks_is_refused_since_nobody_says_whether_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    port = services.free_port()
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}.items():
        monkeypatch.setenv(name, value)
    answers = []
    with running([*processes.server()[:-1], "tests.linkbio.nesting:behind_bodies"]):
        ask_until_up(port)
        for sent in (b"Content-Length: 4\r\n\r\nname", CHUNK + b"0\r\n\r\n", CHUNK + b"zz\r\n", CHUNK + b"4\r\nna"):
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as sender:
                sender.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + sent)
                answers.append(sender.recv(1000).split()[1])
    assert answers == [b"200", b"411", b"411", b"411"]


def test_as_many_files_may_be_open_as_connections_need() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    try:
        processes.allow_connections()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert hard == before[1]
    assert soft == hard or soft > processes.CONNECTIONS


@pytest.mark.parametrize(
    "option", [socket.SO_REUSEADDR, socket.SO_REUSEPORT], ids=["something else", "a server of ours"]
)
def test_server_whose_port_is_taken_says_so_and_touches_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: int
) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, option, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        monkeypatch.setenv("PORT", port)
        monkeypatch.setenv("HOST", "0.0.0.0")
        # Without the `db` fixture a migration would be an error of its own.
        with pytest.raises(ImproperlyConfigured, match=f"^Port {port} of 0.0.0.0 is taken"):
            call_command("serve")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["static", "media"])
def test_server_whose_folders_cannot_be_made_says_so_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    done = start(tmp_path, "serve", PORT=str(services.free_port()))
    assert done.stderr.startswith("DATA_DIR cannot be written to: ")
    assert (done.stdout, done.stderr.count("\n"), done.returncode) == ("", 1, 1)


@pytest.fixture
def new_database(transactional_db: None) -> Iterator[str]:
    """The address of a database in which nothing is yet."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_new"
    connection.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.cursor().execute(f'CREATE DATABASE "{name}"')
    yield f"{services.POSTGRES_URL.rpartition('/')[0]}/{name}"
    connection.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_servers_that_start_together_on_a_new_database_all_serve(tmp_path: Path, new_database: str) -> None:
    said = []
    with ExitStack() as together:
        servers = [
            together.enter_context(
                running(
                    [sys.executable, "manage.py", "serve"],
                    cwd=ROOT,
                    env=clean(tmp_path, DATABASE_URL=new_database, PORT=str(services.free_port()), WORKERS="1"),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                )
            )
            for _ in range(2)
        ]
        for server in servers:
            lines = together.enter_context(server.stdout or BytesIO())
            said.append(list(takewhile(lambda line: b"Serving" not in line, lines)))
    assert sorted(said) == [[], [b"Bringing the database up to date.\n"]]


def test_worker_whose_pictures_cannot_be_kept_says_so_and_works_on(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("")
    settings = {**PRODUCTION, "DATA_DIR": str(tmp_path), "REDIS_URL": f"unix://{tmp_path}/nobody.sock"}
    command = [sys.executable, "manage.py", "worker"]
    with running(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as worker:
        assert worker.stdout
        with worker.stdout:
            assert worker.stdout.readline().startswith(b"DATA_DIR cannot be written to: File exists.")
            assert b"Working on what the site queues.\n" in worker.stdout  # its nodes may have said something before


def test_secret_that_cannot_be_kept_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SOME_SECRET", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"^DATA_DIR cannot be written to: "):
        environment.secret("SOME_SECRET", made_in=tmp_path / "nowhere")
