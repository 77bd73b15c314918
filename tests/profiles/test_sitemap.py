from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles.models import Page
from profiles.models.page import PART
from tests import moderators, services
from tests.profiles.pages import make_page

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONFIRMED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def entries(client: Client, path: str, name: str = "loc") -> list[str]:
    answer = client.get(path)
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "application/xml; charset=utf-8",
        "public, max-age=5, s-maxage=1",
    )
    assert not answer.cookies
    return [element.text or "" for element in ElementTree.fromstring(answer.content).iter(f"{NAMESPACE}{name}")]


def number_of(page: Page) -> int:
    return (page.pk - 1) // PART + 1


def part_of(page: Page) -> str:
    return f"/sitemap-{number_of(page)}.xml"


def test_pages_stand_in_parts_with_the_day_of_their_latest_news(client: Client) -> None:
    page = make_page(fetched_at=CONFIRMED)
    new = make_page("otto.knits", fetched_at=None)
    assert f"{services.SITE_URL}{part_of(page)}" in entries(client, "/sitemap.xml")
    assert entries(client, part_of(page)) == [f"{services.SITE_URL}/@{each.handle}" for each in (page, new)]
    assert entries(client, part_of(page), "lastmod") == ["2026-11-23", f"{new.created_at:%Y-%m-%d}"]


def test_every_page_is_in_exactly_one_part(client: Client) -> None:
    for number, handle in ((PART, "last.of.one"), (PART + 1, "first.of.two"), (2 * PART, "last.of.two")):
        Page.objects.create(pk=number, owner=User.objects.create_user(handle), handle=handle)
    parts = [[page.handle for page in Page.objects.part(number).order_by("pk")] for number in (1, 2)]
    assert parts == [["last.of.one"], ["first.of.two", "last.of.two"]]
    assert Page.objects.count_parts() == 2


def test_pages_that_must_not_be_found_are_not_named(client: Client) -> None:
    now, suspended = timezone.now(), make_page("page.suspended")
    moderators.suspend(suspended, reason="Spam")
    states = {"is_noindex": True, "is_adult": True, "unpublished_at": now, "limited_at": now, "sensitive_at": now}
    for name, value in states.items():
        Page.objects.filter(pk=make_page(f"page.{name}").pk).update(**{name: value})
    assert entries(client, part_of(suspended)) == []


def test_site_without_pages_has_one_empty_part(client: Client) -> None:
    assert entries(client, "/sitemap.xml") == [f"{services.SITE_URL}/sitemap-1.xml"]
    assert entries(client, "/sitemap-1.xml") == []
    for path in ("/sitemap-0.xml", "/sitemap-99999999999.xml", "/sitemap-x.xml"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_sitemap_takes_the_same_queries_for_one_page_and_for_many(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [make_page(f"page.{number}") for number in range(count)]
    with django_assert_num_queries(1):
        client.get("/sitemap.xml")
    with django_assert_num_queries(2):
        assert len(entries(client, part_of(pages[0]))) == count
