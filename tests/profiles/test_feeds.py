from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import covers
from profiles.models import Page
from tests import services
from tests.markup import tags
from tests.profiles.hostile_texts import PAYLOADS
from tests.profiles.pages import make_page, make_video
from tests.profiles.pictures import draw

pytestmark = pytest.mark.django_db

URL = "/@mina.eats"
FEED = f"{URL}/feed"


@pytest.fixture
def page() -> Page:
    return make_page(bio="Small kitchen, big pots.")


def channel(client: Client) -> ElementTree.Element:
    answer = client.get(FEED)
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    found = ElementTree.fromstring(answer.content).find("channel")
    assert found is not None
    return found


def test_feed_says_whose_it_is_and_where(client: Client, page: Page) -> None:
    feed = channel(client)
    assert feed.findtext("title") == "Mina Eats (@mina.eats)"
    assert feed.findtext("description") == "Small kitchen, big pots."
    assert feed.findtext("link") == f"{services.SITE_URL}{URL}"
    assert feed.findall("item") == []


def test_feed_holds_the_wall_and_leads_to_each_videos_own_page(client: Client, page: Page) -> None:
    make_video(page, "Hidden", is_hidden=True)
    kept = covers.keep_bytes(draw(), shape=covers.COVER)
    video = make_video(page, "Pepper soup\nThe trick is #uziza", cover=kept.name)
    make_video(page, "", cover="")
    first, second = channel(client).findall("item")
    address = f"{services.SITE_URL}{URL}/v/{video.tiktok_id}"
    assert [first.findtext("title"), first.findtext("link"), first.findtext("guid")] == [
        "Pepper soup",
        address,
        address,
    ]
    assert first.findtext("description") == "<p>Pepper soup<br>The trick is #uziza</p>"
    assert parsedate_to_datetime(first.findtext("pubDate") or "") == video.posted_at.replace(microsecond=0)
    enclosure = first.find("enclosure")
    assert enclosure is not None
    picture = client.get(enclosure.get("url", "").removeprefix(services.SITE_URL))
    assert enclosure.get("type") == "image/jpeg"
    assert int(enclosure.get("length", "0")) == covers.weigh(kept.name, covers.COVER) > 500
    assert picture.status_code in {200, 404}  # served beside the application
    assert (second.findtext("title"), second.find("enclosure")) == ("A TikTok without a caption", None)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_for_readers_that_take_it_for_html(client: Client, page: Page, payload: str) -> None:
    make_video(page, payload)
    (item,) = channel(client).findall("item")
    for name in ("title", "description"):
        text = item.findtext(name) or ""
        assert not set(ElementTree.fromstring(f"<x>{text}</x>").itertext()) & {""}
        assert [element.tag for element in ElementTree.fromstring(f"<x>{text}</x>").iter()][1:] in (["p"], [])


def test_characters_that_xml_cannot_say_are_left_out(client: Client, page: Page) -> None:
    make_video(page, "Soup\x07 of \x1bthe\uffff day")
    item = channel(client).find("item")
    assert item is not None
    assert [item.findtext("title"), item.findtext("description")] == ["Soup of the day", "<p>Soup of the day</p>"]


@pytest.mark.parametrize("count", [1, 12])
def test_feed_takes_two_queries(
    client: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_video(page)
    with django_assert_num_queries(2):  # page, videos
        client.get(FEED)


def test_page_leads_readers_to_its_feed(client: Client, page: Page) -> None:
    found = [link for link in tags(client.get(URL), "link") if link.get("type") == "application/rss+xml"]
    assert [link["href"] for link in found] == [f"{services.SITE_URL}{FEED}"]


def test_feed_hands_nothing_out_that_visitors_are_warned_about(client: Client, page: Page) -> None:
    make_video(page)
    Page.objects.update(sensitive_at=timezone.now())
    answer = client.get(FEED)
    assert (answer.status_code, "Pepper soup" in answer.text) == (404, False)
