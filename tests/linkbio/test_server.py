"""What the web server itself stands."""

import pytest
from requests import Session, get
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from linkbio import processes
from tests import services
from tests.running import running


def ask_until_up(port: int) -> str:
    with Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(99, read=0, backoff_factor=0.1, backoff_max=0.2)))
        return session.get(f"http://127.0.0.1:{port}/", timeout=20).text


def test_deeply_nested_json_ends_no_process_and_endless_headers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    port = services.free_port()
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "1"}.items():
        monkeypatch.setenv(name, value)
    with running([*processes.server()[:-1], "tests.linkbio.nesting:application"]):
        assert ask_until_up(port) == "read"
        assert get(f"http://127.0.0.1:{port}/", headers={"X-Long": "x" * 100_000}, timeout=20).status_code == 431
