"""What an address alone says about where it leads."""

import pytest

from profiles.forms import guess_kind, guess_title
from profiles.models import Kind


@pytest.mark.parametrize(
    "url",
    [
        "https://www.instagram.com/mina.eats/",
        "https://www.instagram.com/mina.eats?igsh=MWx0&utm_source=qr",
        "https://www.youtube.com/@mina",
        "https://www.youtube.com/@mina?si=1&sub_confirmation=1",
        "https://www.youtube.com/channel/UC1",
        "https://www.facebook.com/profile.php?id=1000&mibextid=2",
        "https://www.facebook.com/p/Mina-1000/",
        "https://de.linkedin.com/in/mina",
        "https://bsky.app/profile/mina.bsky.social",
        "https://x.com/mina?s=21&t=abc",
        "https://www.tiktok.com/@mina?_t=8&_r=1",
        "https://www.tiktok.com/@explore",
        "https://github.com/mina",
        "https://soundcloud.com/mina",
        "https://wa.me/351211234567",
        "https://signal.me/#p/+351211234567",
    ],
)
def test_own_place_on_a_social_site_is_guessed_to_be_an_icon(url: str) -> None:
    assert guess_kind(url, guess_title(url)) == Kind.SOCIAL


@pytest.mark.parametrize(
    "url",
    [
        "https://instagram.com/mina/reel/1",
        "https://instagram.com/p/C1",
        "https://instagram.com/explore/",
        "https://instagram.com/",
        "https://www.youtube.com/watch?v=1",
        "https://www.youtube.com/playlist?list=1",
        "https://www.youtube.com/results?search_query=soup",
        "https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.org",
        "https://www.youtube.com/@mina?v=1",
        "https://www.youtube.com/Shorts/",
        "https://www.facebook.com/watch?v=1",
        "https://www.facebook.com/photo?fbid=1",
        "https://www.facebook.com/story.php?story_fbid=1&id=2",
        "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
        "https://www.facebook.com/profile.php",
        "https://www.facebook.com/marketplace",
        "https://github.com/features",
        "https://on.soundcloud.com/abc",
        "https://vm.tiktok.com/ZM1/",
        "https://vt.tiktok.com/ZS1/",
        "https://open.spotify.com/playlist/1",
        "https://instagram.com.example.org/mina",
        "mailto:mina@example.org",
    ],
)
def test_one_thing_on_a_social_site_is_guessed_to_be_a_link(url: str) -> None:
    assert guess_kind(url, guess_title(url)) == Kind.LINK


@pytest.mark.parametrize(("title", "kind"), [("instagram", Kind.SOCIAL), ("Where I cook", Kind.LINK)])
def test_profile_with_a_title_of_its_own_stays_readable(title: str, kind: str) -> None:
    assert guess_kind("https://instagram.com/mina", title) == kind
