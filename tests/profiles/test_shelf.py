"""What is not on the wall, or was searched for, can be seen to its end, a part at a time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from profiles.models import Page, Video
from profiles.models.video import WALL_LENGTH
from tests.markup import words
from tests.profiles.pages import make_video
from tests.profiles.studio_videos import HOME, walk

pytestmark = pytest.mark.django_db


def make_videos(page: Page, captions: list[str]) -> list[Video]:
    """TikToks with these captions, each an hour older than the one before it."""
    newest = timezone.now().replace(microsecond=0)
    return [
        make_video(page, caption, posted_at=newest - timedelta(hours=number)) for number, caption in enumerate(captions)
    ]


def names(videos: list[Video]) -> list[str]:
    return [f"video-{video.pk}" for video in videos]


def test_search_goes_on_until_all_matches_were_shown(mina: Client, page: Page) -> None:
    videos = make_videos(page, [f"{'Soup' if number % 2 else 'Bread'} & #{number}" for number in range(260)])
    seen, last = walk(mina, f"{HOME}?q=soup+%26")
    assert seen == names([video for video in videos if "Soup" in video.caption])
    assert "Found" in words(last)


def test_search_shows_matches_in_the_order_of_time_pinned_ones_too(mina: Client, page: Page) -> None:
    videos = make_videos(page, ["Soup"] * 150)
    page.videos.filter(pk__in=[videos[149].pk, videos[70].pk]).update(pin_position=0)
    assert walk(mina, f"{HOME}?q=soup")[0] == names(videos)


@pytest.mark.parametrize("query", ["", "?q=soup"])
def test_tiktoks_of_one_second_are_each_shown_once(mina: Client, page: Page, query: str) -> None:
    videos = make_videos(page, ["Soup"] * 150)
    for start in (50, 110):  # across the ends of the first and of the second part
        moment = videos[start].posted_at
        page.videos.filter(pk__in=[video.pk for video in videos[start : start + 30]]).update(posted_at=moment)
    newest_first = list(page.videos.order_by("-posted_at", "-pk"))
    on_wall = 0 if query else WALL_LENGTH
    assert walk(mina, f"{HOME}{query}")[0] == names(newest_first[on_wall:])


def test_address_of_a_second_shows_those_posted_before_it(mina: Client, page: Page) -> None:
    videos = make_videos(page, ["Soup"] * 20)
    seconds = int(videos[15].posted_at.timestamp())
    assert walk(mina, f"{HOME}?before={seconds}")[0] == names(videos[16:])
    assert walk(mina, f"{HOME}?before={seconds}-{10**18}")[0] == names(videos[15:])
