"""The wall in the studio: what is on it, what is not and why, and its pins."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import videos
from profiles.models import Page, Snapshot, Wall
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_link, make_video
from tests.profiles.studio import PAYLOAD
from tests.profiles.studio_videos import HOME, URL, on_wall
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.grants import SCOPES

pytestmark = pytest.mark.django_db


def order(page: Page) -> str:
    """The captions of the pinned; also holds that their numbers have no gap."""
    pinned = list(page.videos.listed().filter(pin_position__isnull=False))
    assert [video.pin_position for video in pinned] == list(range(len(pinned)))
    return "".join(video.caption for video in pinned)


def test_studio_shows_the_wall_and_why_the_others_are_not_on_it(mina: Client, page: Page) -> None:
    _fresh, _old, _plain, hidden, pinned = (
        make_video(page, caption, posted_at=timezone.now() - timedelta(days=days))
        for caption, days in [("New #a", 0), ("Old #a", 40), ("Plain", 1), ("Secret #a", 2), ("Pin", 90)]
    )
    videos.pin_video(pinned)
    videos.hide_video(hidden)
    videos.set_rules(Wall(page=page, hide_after_days=30, only_hashtags="a"))
    answer = mina.get(HOME)
    wall, rest = on_wall(answer), words(answer).split("Not on your wall")[1]
    assert wall.index("Pin ") < wall.index("New #a")
    assert not any(word in wall for word in ("Old #a", "Plain", "Secret"))
    for caption, reason in (
        ("Plain", "Has none of your hashtags"),
        ("Secret #a", "Hidden"),
        ("Old #a", "Older than your wall shows"),
    ):
        assert reason in rest[rest.index(caption) :][:80]


def test_studio_says_why_there_is_nothing(client: Client) -> None:
    control.reset()
    page = creators.make_page("mina.eats", scopes=creators.PROFILE)
    client.force_login(page.owner)
    assert "You have not allowed us to see your TikToks." in words(client.get(HOME))
    Grant.objects.update(scope=",".join(SCOPES))
    assert "No TikToks have arrived yet." in words(client.get(HOME))
    Snapshot.objects.update(fetched_at=timezone.now())
    shown = words(client.get(HOME))
    assert "You have no public TikToks." in shown
    assert "Posted one just now? Sync now" in shown
    assert "Nothing: all" not in shown


def test_studio_says_when_tiktok_is_away_and_when_nothing_fits(mina: Client, page: Page) -> None:
    assert "TikTok is disconnected" in words(mina.get(HOME))
    make_video(page)
    assert "Nothing: all of your TikToks are on it." in words(mina.get(HOME))
    videos.set_rules(Wall(page=page, only_hashtags="nothing"))
    assert "Your wall is empty: nothing fits the rules." in words(mina.get(HOME))


def test_wall_that_is_hidden_by_hand_says_so_whatever_is_searched_for(mina: Client, page: Page) -> None:
    videos.hide_video(make_video(page, "#lamp"))
    for query in ("", "?q=lamp", "?q=no-such-caption"):
        assert "you have hidden every TikTok. Press Show on one below." in words(mina.get(f"{HOME}{query}"))
    videos.set_rules(Wall(page=page, only_hashtags="nothing"))
    make_video(page, "#chair")
    assert "nothing fits the rules." in words(mina.get(f"{HOME}?q=no-such-caption"))


def test_studio_without_videos_has_nothing_to_search_and_no_rules(mina: Client, page: Page) -> None:
    for words_of_use in ("Search captions", "Save rules", "Add hashtag"):
        assert words_of_use not in mina.get(HOME).text
    make_video(page)
    for words_of_use in ("Search captions", "Save rules", "Add hashtag"):
        assert words_of_use in mina.get(HOME).text


def test_hashtag_without_videos_can_still_be_taken_away(mina: Client, page: Page) -> None:
    rule = videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=URL)
    assert f"{HOME}hashtags/{rule.pk}/delete/" in mina.get(HOME).text


def test_pins_are_put_in_order_by_buttons(mina: Client, page: Page) -> None:
    a, b, c, d = (make_video(page, letter) for letter in "abcd")
    for video in (c, a, d, a):
        mina.post(f"{HOME}{video.pk}/pin/")
    assert order(page) == "cad"
    for video, to, result in [
        (d, "up", "cda"),
        (c, "down", "dca"),
        (a, "top", "adc"),
        (a, "up", "adc"),
        (c, "down", "adc"),
    ]:
        assert "is number" in words(mina.post(f"{HOME}{video.pk}/move/", {"to": to}, follow=True))
        assert order(page) == result
    for video, to in ((b, "up"), (a, "elsewhere"), (a, "")):
        mina.post(f"{HOME}{video.pk}/move/", {"to": to})
    assert order(page) == "adc"
    assert "\u2068d\u2069 is no longer pinned." in words(mina.post(f"{HOME}{d.pk}/unpin/", follow=True))
    assert order(page) == "ac"


def test_wall_holds_twelve_pinned_videos(mina: Client, page: Page) -> None:
    for number in range(13):
        answer = mina.post(f"{HOME}{make_video(page, str(number)).pk}/pin/", follow=True)
    assert "Your wall is full of pinned TikToks." in words(answer)
    assert page.videos.filter(pin_position__isnull=False).count() == 12


def test_hiding_leads_to_what_moves_up_and_can_be_undone(mina: Client, page: Page) -> None:
    for name in "abc":
        make_video(page, name)
    first, second, third = (video.pk for video in page.videos.listed())
    # What comes after it, else what came before it; one that stands alone, or not on the wall, itself.
    for hidden, led_to in (
        (first, f"near-video-{second}"),
        (third, f"near-video-{second}"),
        (second, f"video-{second}"),
        (second, f"video-{second}"),
    ):
        assert mina.post(f"{HOME}{hidden}/hide/")["Location"] == f"{HOME}#{led_to}"
    answer = mina.get(HOME)
    assert f'id="near-video-{second}"' in answer.text
    undoing = [tag["action"] for tag in tags(answer, "form") if tag.get("action", "").endswith("/show/")]
    mina.post(undoing[0])
    assert not page.videos.get(pk=first).is_hidden


def test_video_hidden_is_gone_for_visitors_and_comes_back(
    mina: Client, page: Page, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    video, visitor = make_video(page, "Soup"), Client()
    for verb, said, is_shown in (
        ("hide", "hidden here. On TikTok it stays", False),
        ("show", "no longer hidden", True),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert said in words(mina.post(f"{HOME}{video.pk}/{verb}/", follow=True))
        assert ("Soup" in words(visitor.get("/@mina.eats"))) is is_shown
        assert ("Soup" in words(visitor.get(f"/@mina.eats/v/{video.tiktok_id}"))) is is_shown


def test_video_shown_again_or_pinned_says_why_it_is_not_on_the_wall(mina: Client, page: Page) -> None:
    Wall.objects.create(page=page, never_hashtags="soup")
    video = make_video(page, "Dinner #soup", is_hidden=True)
    pinned = mina.post(f"{HOME}{video.pk}/pin/", follow=True)
    assert "is pinned, but hidden: visitors do not see it." in words(pinned)
    mina.post(f"{HOME}{video.pk}/unpin/")
    shown = mina.post(f"{HOME}{video.pk}/show/", follow=True)
    assert "is no longer hidden, but the rules of your wall leave it out." in words(shown)


def test_search_finds_captions_among_all_listed(mina: Client, page: Page) -> None:
    for number in range(130):
        make_video(page, f"Video {number}")
    make_video(page, "Pepper SOUP", posted_at=timezone.now() - timedelta(days=900))
    answer = mina.get(HOME, {"q": "soup"})
    assert "Found" in words(answer)
    assert "Pepper SOUP" in words(answer)
    assert len([tag for tag in tags(mina.get(HOME, {"q": "Video"}), "li") if "clip" in tag["class"]]) == 12 + 60


@pytest.mark.parametrize("search", ["%", "_", "\0", "'", "\\", PAYLOAD, "x" * 5000, "\ud800"])
def test_search_for_anything_is_only_a_search(mina: Client, page: Page, search: str) -> None:
    make_video(page, "Soup")
    answer = mina.get(HOME, {"q": search.encode("utf-8", "surrogatepass")})
    assert all(script.get("src", "").startswith("/static/js/") for script in tags(answer, "script"))
    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 60])
def test_studio_asks_as_often_for_one_video_as_for_sixty(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_link(page, video=make_video(page, "#lamp"))
    videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=URL)
    videos.set_rules(Wall(page=page))
    one = f"{HOME}{page.videos.earliest('pk').pk}/"
    with django_assert_num_queries(7):  # session, user, page, newest videos, those not on the wall, hashtags, counts
        mina.get(HOME)
    with django_assert_num_queries(7):  # session, user, page, video, links, rules on their addresses, counts
        mina.get(one)
