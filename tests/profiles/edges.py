"""The layer in front of Django, spoken to as a WSGI server speaks to it."""

import threading
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import WSGIApplication

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from tests import services
from tests.profiles.visitors import URL


class Answer:
    """What came out of the edge for one request."""

    def __init__(self, application: WSGIApplication, path: str = URL, method: str = "GET", **environ: str) -> None:
        request = RequestFactory(headers={"Host": services.SITE_URL.removeprefix("http://")})
        chunks = application(request.generic(method, path, **environ).environ, self.start)  # type: ignore[arg-type]
        self.body = b"".join(chunks)

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = status, dict(headers)


class Counting:
    """Django, with how often it was asked; `meanwhile` happens during the first time."""

    def __init__(self, meanwhile: Callable[[], object] = bool) -> None:
        self.django = WSGIHandler()
        self.meanwhile = meanwhile
        self.calls = 0
        self.lock = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.lock:
            self.calls += 1
            is_first = self.calls == 1
        if is_first:
            self.meanwhile()
        return self.django(environ, start_response)
