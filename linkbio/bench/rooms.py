"""What each request of the studio costs in one process, without a network: run by `make bench-studio`, prints JSON.

Each is taken in turns with an empty view: the studio's frame around nothing, for the same creator, behind the same
middleware. What may be compared between machines is only the ratio of the two.
"""

import json
import logging
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import include, path

from linkbio.wsgi import django_application
from profiles.models import Page
from profiles.urls.studio import urlpatterns as studio
from profiles.views.access import own_page

CALLS = 21
PART = re.compile(r"<(?:\w+:)?(\w+)>")
FORM = "application/x-www-form-urlencoded"  # as browsers and the studio's script send it
ADDRESS = "https://shop.example.com/book"


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "studio/_base.html", {"page": own_page(request)})


urlpatterns = [path("empty/", empty), path("", include("linkbio.urls"))]


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the studio; with `data` it is a POST."""

    path: str
    data: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{'GET ' if self.data is None else 'POST'} {re.sub(r'[0-9]+', 'N', self.path)}"


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of a request, those that its queries took, and how many these were."""

    total: float
    queries: float
    count: int


class Creator:
    """Somebody logged in, whose requests are handed over as the server does."""

    def __init__(self, page: Page) -> None:
        client = Client()
        client.force_login(page.owner)
        self.factory = RequestFactory(headers={"host": settings.SITE_HOST})
        self.factory.cookies.update(client.cookies)

    def ask(self, call: Call) -> tuple[Cost, int]:
        """The cost of one request, and how it was answered."""
        request = self._request(call)
        request.urlconf = __name__
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        queries: list[float] = []
        with connection.execute_wrapper(partial(note, queries)):
            began = time.perf_counter()
            response = django_application.get_response(request)
            total = time.perf_counter() - began
        return Cost(total * 1000, sum(queries) * 1000, len(queries)), response.status_code

    def _request(self, call: Call) -> HttpRequest:
        if call.data is None:
            return self.factory.get(call.path)
        return self.factory.post(call.path, urlencode(call.data, doseq=True), FORM)


def note(queries: list[float], execute: Callable[..., Any], *words: Any) -> Any:
    """Runs a query and writes down how long it took."""
    began = time.perf_counter()
    try:
        return execute(*words)
    finally:
        queries.append(time.perf_counter() - began)


def reads(page: Page) -> Iterator[Call]:
    """Every route of the studio with this page's own things in it; which of them can be read is found out by asking."""
    link, video = page.links.of_page().kept()[0].pk, page.videos.all()[0].pk
    own = {"video": video, "kind": "link", "step": "link"}
    for route in studio:
        parts = own | {"pk": video if str(route.pattern).startswith("videos/") else link}
        yield Call("/studio/" + PART.sub(partial(fill, parts), str(route.pattern)))


def fill(parts: dict[str, Any], found: re.Match[str]) -> str:
    return str(parts[found[1]])


def writes(page: Page) -> list[Call]:
    """What creators do most."""
    ids = [link.pk for link in page.links.of_page().kept()]
    link, video = f"/studio/links/{ids[0]}/", f"/studio/videos/{page.videos.all()[0].pk}/"
    return [
        Call("/studio/links/order/", {"id": ids[::-1]}),
        Call(f"{link}move/", {"to": "down"}),
        Call(f"{link}hide/", {}),
        Call(f"{link}show/", {}),
        Call(f"{link}delete/", {}),
        Call(f"{link}restore/", {}),
        Call("/studio/settings/", {"part": "about", "display_name": "Mina"}),
        Call("/studio/design/", {"preset": "ink"}),
        Call(f"{video}pin/", {}),
        Call(f"{video}hide/", {}),
        Call(f"{video}show/", {}),
        Call("/studio/videos/rules/", {"length": "12"}),
        Call("/studio/", {"url": ADDRESS}),
    ]


def compare(creator: Creator, call: Call) -> dict[str, Any] | None:
    """This request and the empty view in turns, by the median call; None for what cannot be asked in this way."""
    _first, status = creator.ask(call)
    if status in {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND}:
        return None
    turns = [(creator.ask(Call("/empty/"))[0], creator.ask(call)[0]) for _ in range(CALLS)]
    nothing, ours = (middle(side) for side in zip(*turns, strict=True))
    # An empty view and the queries that this one asks beyond those of the empty one.
    allowed = nothing.total + max(ours.queries - nothing.queries, 0)
    told = {"name": str(call), "status": int(status), "ratio": ours.total / allowed, "empty": nothing.total}
    return told | asdict(ours)


def middle(costs: tuple[Cost, ...]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*(asdict(cost).values() for cost in costs), strict=True)))


def measure() -> dict[int, list[dict[str, Any]]]:
    """By the number of the page's links: what every request costs."""
    logging.disable(logging.WARNING)  # which routes can be read is found out by asking
    told = {}
    for page in Page.objects.order_by("pk"):
        creator, count = Creator(page), page.links.count()
        costs = [compare(creator, call) for call in (*reads(page), *writes(page))]
        told[count] = [cost for cost in costs if cost]
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()))
