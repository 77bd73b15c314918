"""The layer in front of Django, spoken to as a WSGI server speaks to it."""

import threading
import time
from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from profiles.edge import Application
from tests import services
from tests.profiles.visitors import URL


class Answer:
    """What came out of the edge for one request."""

    def __init__(self, application: Application, path: str = URL, method: str = "GET", **environ: str) -> None:
        request = RequestFactory(headers={"Host": services.SITE_URL.removeprefix("http://")})
        chunks = application(request.generic(method, path, **environ).environ, self.start)  # type: ignore[arg-type]
        self.body = b"".join(chunks)

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


class Counting:
    """Django, with how often it was asked and how many of those at once."""

    def __init__(self, delay: float = 0) -> None:
        self.django = WSGIHandler()
        self.delay = delay
        self.calls = 0
        self.lock = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.lock:
            self.calls += 1
        time.sleep(self.delay)  # a slow rendering, so that others come while it lasts
        return self.django(environ, start_response)
