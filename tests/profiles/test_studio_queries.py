"""How often every place of the studio asks the database: as often with a hundred links as with one."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import videos
from profiles.models import Page
from tests.profiles.pages import make_link, make_video
from tests.profiles.studio import page

pytestmark = pytest.mark.django_db

__all__ = ["page"]

# Session, user and page are in each of them.
PLACES = {
    "/studio/": 7,
    "/studio/address/": 3,
    "/studio/design/": 5,
    "/studio/disconnect/": 3,
    "/studio/export/": 3,
    "/studio/export/links.csv": 5,
    "/studio/export/page.json": 8,
    "/studio/import/": 3,
    "/studio/insights/": 8,
    "/studio/links/deleted/": 5,
    "/studio/links/new/link/": 3,
    "/studio/links/{link}/": 5,
    "/studio/links/{link}/thumbnail/": 5,
    "/studio/notices/": 5,
    "/studio/preview/": 5,
    "/studio/preview/look.css": 3,
    "/studio/settings/": 5,
    "/studio/settings/delete/": 3,
    "/studio/share/": 3,
    "/studio/status/": 3,
    "/studio/videos/": 7,
    "/studio/videos/{video}/": 7,
    "/studio/videos/{video}/new/link/": 4,
}
# With what opens and closes a transaction.
ACTS = {
    "/studio/links/order/": 8,
    "/studio/links/{link}/delete/": 16,
    "/studio/links/{link}/hide/": 11,
    "/studio/links/{link}/move/": 14,
    "/studio/preview/about/": 5,
    "/studio/preview/links/{link}/": 7,
}


def fill(page: Page, count: int) -> dict[str, int]:
    """This many links on the page, half as many again on a TikTok and in the bin; what stands in addresses."""
    video = make_video(page, "Soup #lamp")
    videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url="https://example.org/")
    for number in range(count):
        make_link(page, f"Link {number}", f"https://{number}.example.org/")
    for _ in range((count + 1) // 2):
        make_link(page, video=video)
        make_link(page, deleted_at=timezone.now())
    return {"link": page.links.of_page().kept()[0].pk, "video": video.pk}


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize("path", PLACES)
def test_place_asks_as_often_with_one_link_as_with_a_hundred(
    mina: Client, page: Page, path: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = path.format(**fill(page, count))
    mina.get("/studio/preview/")  # everything kept in memory has been read once
    with django_assert_num_queries(PLACES[path]):
        mina.get(address)


@pytest.mark.parametrize("count", [2, 100])
@pytest.mark.parametrize("path", ACTS)
def test_act_asks_as_often_with_two_links_as_with_a_hundred(
    mina: Client, page: Page, path: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = path.format(**fill(page, count))
    ids = [link.pk for link in page.links.of_page().kept()]
    mina.get("/studio/preview/")
    with django_assert_num_queries(ACTS[path]):
        mina.post(address, {"id": ids[::-1], "to": "up", "title": "Typed", "url": "https://example.org/"})
