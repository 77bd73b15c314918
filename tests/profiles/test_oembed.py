import json
from urllib.parse import quote

import pytest
from django.test import Client
from pytest import LogCaptureFixture
from pytest_django import DjangoAssertNumQueries

from profiles import cards
from profiles.models import Page
from tests import moderators, services
from tests.loglines import only_line
from tests.markup import tags, words
from tests.profiles.pages import make_video

pytestmark = pytest.mark.django_db

ADDRESS = f"{services.SITE_URL}/@mina.eats"


def ask(client: Client, url: str, more: str = "") -> dict[str, object]:
    answer = client.get(f"/oembed?url={quote(url, safe='')}{more}")
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=5, s-maxage=1"
    assert not answer.cookies
    found: dict[str, object] = answer.json()
    return found


def test_page_is_a_link_with_its_card(client: Client, page: Page) -> None:
    found = ask(client, ADDRESS)
    assert str(found.pop("thumbnail_url")).startswith(f"{ADDRESS}/card.png?")
    assert found == {
        "version": "1.0",
        "type": "link",
        "title": "Mina Eats (@mina.eats)",
        "author_name": "Mina Eats",
        "author_url": ADDRESS,
        "provider_name": "Linkbio",
        "provider_url": services.SITE_URL,
        "thumbnail_width": cards.SIZE[0],
        "thumbnail_height": cards.SIZE[1],
    }


def test_video_is_a_link_with_its_cover(client: Client, page: Page) -> None:
    video = make_video(page, "Pepper soup")
    found = ask(client, f"{ADDRESS}/v/{video.tiktok_id}?utm_source=x#top")
    assert found["title"] == "Pepper soup · Mina Eats (@mina.eats)"
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (540, 720)


def test_tiktok_on_a_page_with_a_warning_shows_nothing_before_it(client: Client, page: Page) -> None:
    address = f"{ADDRESS}/v/{make_video(page, 'Pepper soup').tiktok_id}"
    Page.objects.update(is_adult=True)
    answer = client.get("/oembed", {"url": address})
    assert (answer.status_code, b"Pepper soup" in answer.content) == (404, False)


@pytest.mark.parametrize("more", ["&maxwidth=600", "&maxheight=300", "&maxwidth=0"])
def test_picture_is_left_out_where_there_is_no_room_for_it(client: Client, page: Page, more: str) -> None:
    assert "thumbnail_url" not in ask(client, ADDRESS, more)
    assert "thumbnail_url" in ask(client, ADDRESS, "&maxwidth=1200&maxheight=wide")
    assert "thumbnail_url" in ask(client, ADDRESS, f"&maxwidth={'9' * 5000}")


def where_to_ask(client: Client, path: str) -> list[str]:
    links = tags(client.get(f"/@mina.eats{path}"), "link")
    return [link["href"] for link in links if link.get("type") == "application/json+oembed"]


@pytest.mark.parametrize("path", ["", "/v/7000000"])
def test_page_says_where_to_ask(client: Client, page: Page, path: str) -> None:
    make_video(page)
    (address,) = where_to_ask(client, path)
    assert client.get(address.removeprefix(services.SITE_URL)).json()["version"] == "1.0"


def test_tiktok_behind_a_warning_says_nowhere_to_ask(client: Client, page: Page) -> None:
    make_video(page)
    Page.objects.update(is_adult=True)
    assert (len(where_to_ask(client, "/enter")), where_to_ask(client, "/v/7000000/enter")) == (1, [])


@pytest.mark.parametrize(
    "url",
    [
        "", "https://evil.example/@mina.eats", "SITE.evil.example/@mina.eats", "/@mina.eats",
        "SITE/", "SITE/studio/", "SITE/@nobody", "SITE/@mina.eats/share",
        "SITE/@mina.eats/v/1", "SITE@evil.example/@mina.eats", "SITE/@mina.eats%00", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_only_pages_of_ours_are_described(client: Client, page: Page, url: str) -> None:
    answer = client.get("/oembed", {"url": url.replace("SITE", services.SITE_URL)})
    assert "There is no page here" in words(answer)


def test_another_format_is_not_spoken_and_no_error(client: Client, page: Page, caplog: LogCaptureFixture) -> None:
    assert client.get("/oembed", {"url": ADDRESS, "format": "xml"}).status_code == 501
    assert json.loads(only_line(caplog, "django.request"))["level"] == "warning"


def test_page_that_is_taken_down_is_described_no_more(client: Client, page: Page) -> None:
    moderators.suspend(page, reason="Spam")
    answer = client.get("/oembed", {"url": ADDRESS})
    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (410, {}, "public, max-age=5, s-maxage=1")


def test_old_address_is_described_as_the_new_one(client: Client, page: Page) -> None:
    assert ask(client, f"{services.SITE_URL}/@Mina.Eats")["author_url"] == ADDRESS


def test_describing_a_page_takes_two_queries(
    client: Client, page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # page, videos
        ask(client, ADDRESS)
