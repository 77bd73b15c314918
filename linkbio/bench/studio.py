"""What a request of the studio costs beside an empty place for the same creator: run by `make bench`, prints JSON.

All in one process and one transaction, which is taken back. Milliseconds are medians; "ratio" is what the request takes
beyond its own queries, of what the empty place takes beyond its own.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need Django to be set up
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from linkbio.bench import empty  # noqa: E402
from profiles.models import Link, Page  # noqa: E402

TURNS = 30
LINKS = (1, 100)
PLACES = [
    *("studio", "studio_videos", "studio_design", "studio_insights", "studio_settings"),
    *("studio_preview", "studio_share", "studio_status", "studio_bin", "studio_export", "studio_import"),
    "studio_delete_account",
]

type Ask = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over TURNS: milliseconds altogether, of them in queries, and how many those were."""

    total: float
    queries: float
    count: int

    @property
    def own(self) -> float:
        return self.total - self.queries


@contextmanager
def counting() -> Iterator[list[float]]:
    """The seconds of each query inside."""
    took: list[float] = []

    def watch(execute: Callable[..., Any], *query: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*query)
        finally:
            took.append(time.perf_counter() - began)

    with connection.execute_wrapper(watch):
        yield took


def cost(ask: Ask) -> Cost:
    """Raises SystemExit unless every answer is a page or leads to one."""
    turns = []
    for _ in range(TURNS):
        with counting() as queries:
            began = time.perf_counter()
            status = ask().status_code
            total = time.perf_counter() - began
        if status not in {200, 302}:
            raise SystemExit(f"The studio answered with {status}.")
        turns.append((total * 1000, sum(queries) * 1000, len(queries)))
    total, spent, count = (statistics.median(column) for column in zip(*turns, strict=True))
    return Cost(total, spent, round(count))


def requests_of(creator: Client, page: Page) -> dict[str, Ask]:
    """Every place, and what creators do most."""
    link, video = page.links.of_page().first(), page.videos.first()
    if link is None or video is None:
        raise SystemExit("The creator has nothing to show.")
    places = {name: reverse(name) for name in PLACES}
    places |= {"studio_link": reverse("studio_link", args=[link.pk])}
    places |= {"studio_video": reverse("studio_video", args=[video.pk])}
    acts = {name: reverse(name, args=[link.pk]) for name in ("studio_hide", "studio_show", "studio_pin_link")}
    asks: dict[str, Ask] = {f"GET {name}": _get(creator, path) for name, path in places.items()}
    return asks | {f"POST {name}": _post(creator, path) for name, path in acts.items()}


def _get(creator: Client, path: str) -> Ask:
    return lambda: creator.get(path)


def _post(creator: Client, path: str) -> Ask:
    return lambda: creator.post(path)


def measure(handle: str) -> list[dict[str, Any]]:
    """A row for each request and number of links."""
    page = Page.objects.get(handle=handle)
    creator = Client(headers={"host": settings.SITE_HOST})
    creator.force_login(page.owner)
    rows = []
    for number in LINKS:
        page.links.all().delete()
        Link.objects.bulk_create(
            Link(page=page, title=f"Link {place}", url=f"https://example.org/{place}", position=place)
            for place in range(number)
        )
        nothing = cost(_get(creator, empty.PATH))
        for name, ask in requests_of(creator, page).items():
            found = cost(ask)
            rows.append({"name": name, "links": number, **asdict(found), "ratio": found.own / nothing.own})
    return rows


if __name__ == "__main__":
    settings.ROOT_URLCONF = empty.__name__
    with transaction.atomic():
        sys.stdout.write(json.dumps(measure(sys.argv[1])))
        transaction.set_rollback(True)
