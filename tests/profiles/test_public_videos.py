"""What a visitor sees of a creator's videos."""

import re

import pytest
from django.test import Client

from profiles import pages
from profiles.models import Page, Snapshot
from tests.markup import tags, words
from tests.profiles.pages import PICTURE, make_page, make_video
from tests.profiles.visitors import URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bio_and_followers")]


def test_video_shows_its_cover_with_the_caption_as_its_words(client: Client, page: Page) -> None:
    make_video(page, 'Soup "for two"\n#soup', views=1_240_000)
    response = client.get(URL)
    (image,), (source,) = tags(response, "img"), tags(response, "source")
    assert image["alt"] == 'Soup "for two"\n#soup'
    assert (image["width"], image["height"]) == ("270", "360")
    assert source["type"] == "image/webp"
    assert [candidate.split()[1] for candidate in source["srcset"].split(", ")] == ["270w", "540w"]
    assert 'Soup "for two" 1.2M1.2 million views' in words(response)


def test_video_links_to_tiktok_with_credit(client: Client, page: Page) -> None:
    video = make_video(page)
    response = client.get(URL)
    assert video.share_url in [link["href"] for link in tags(response, "a")]
    assert "@mina.eats on TikTok" in words(response)


def test_credit_is_in_sight_where_the_page_is_called_something_else(client: Client, page: Page) -> None:
    make_video(page)
    assert '<span class="words">@mina.eats</span> on TikTok' in client.get(URL).text
    pages.change_handle(page, handle="mina-cooks")
    assert "<bdi>@mina.eats on TikTok</bdi>" in client.get("/@mina-cooks").text


def test_credit_without_a_username_is_the_name(client: Client) -> None:
    make_video(make_page(username=""))
    assert "Mina Eats on TikTok" in words(client.get(URL))


def test_video_that_came_without_its_address_leads_to_where_it_is_on_tiktok(client: Client, page: Page) -> None:
    Snapshot.objects.update(username="Mina.Eats/?")
    video = make_video(page, share_url="")
    assert opened(client) == f"https://www.tiktok.com/@Mina.Eats%2F%3F/video/{video.tiktok_id}"
    assert opened(client) == f"https://www.tiktok.com/@Mina.Eats%2F%3F/video/{video.tiktok_id}"


def test_video_without_an_address_is_no_link_where_nobody_knows_the_username(client: Client) -> None:
    make_video(make_page(username=""), share_url="")
    assert opened(client) is None


def opened(client: Client) -> str | None:
    """Where the only TikTok on the page leads."""
    (video,) = [link for link in tags(client.get(URL), "a") if link.get("class") == "video"]
    return video.get("href")


def test_video_made_with_ai_is_labelled(client: Client, page: Page) -> None:
    make_video(page, is_aigc=True)
    assert "AI-generated" in words(client.get(URL))


def test_only_covers_below_the_first_row_wait(client: Client, page: Page) -> None:
    for _ in range(4):
        make_video(page)
    assert [image.get("loading") for image in tags(client.get(URL), "img")] == [None, None, "lazy", "lazy"]


def test_wall_shows_the_newest_twelve_that_tiktok_lists(client: Client, page: Page) -> None:
    make_video(page, "Gone from TikTok", is_listed=False)
    for number in range(13):
        make_video(page, f"Number {number}!")
    text = words(client.get(URL))
    assert re.findall(r"Number \d+!", text) == [f"Number {number}!" for number in range(12)]
    assert "Gone from TikTok" not in text


@pytest.mark.parametrize(("color", "ink"), [("#f4e2c0", "black"), ("#1d2b4a", "white"), ("", "white")])
def test_video_without_a_cover_is_a_tile_that_can_be_read(client: Client, page: Page, color: str, ink: str) -> None:
    make_video(page, "Cold sesame noodles", cover="", cover_color=color)
    response = client.get(URL)
    assert tags(response, "img") == []
    assert f"cover tile {ink}" in [span.get("class") for span in tags(response, "span")]
    assert tags(response, "path")[0]["fill"].startswith(color or "#")
    assert "Cold sesame noodles" in words(response)


@pytest.mark.parametrize("cover", [PICTURE, ""])
def test_video_without_a_caption_still_has_a_name(client: Client, page: Page, cover: str) -> None:
    make_video(page, "", cover=cover)
    assert "A TikTok without a caption" in client.get(URL).text
