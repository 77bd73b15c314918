"""A limit and the sentence that tells of it never part: they are one number."""

import pytest
from django.core.exceptions import ValidationError

from profiles import links, videos
from profiles.forms.fields import MEGABYTE
from profiles.links import changing
from profiles.models import Page
from profiles.portability import reading
from profiles.validators import clean_destination, destinations
from tests.profiles.pages import make_link, make_video

pytestmark = pytest.mark.django_db

URL = "https://shop.example.org/lamp"


def test_room_for_links_is_told_as_it_is(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "MOST_LINKS", 2)
    monkeypatch.setattr(changing, "MOST_LINKS_OF_VIDEO", 3)
    video = make_video(page)
    for _ in range(3):
        make_link(page)
        make_link(page, video=video)
    with pytest.raises(ValidationError, match="A page holds 2 links"):
        links.add_link(page, title="Lamp", url=URL)
    with pytest.raises(ValidationError, match="A TikTok holds 3 links"):
        links.add_link(page, video=video, title="Lamp", url=URL)


def test_room_for_hashtags_is_told_as_it_is(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(videos, "MOST_HASHTAG_LINKS", 0)
    with pytest.raises(ValidationError, match="0 links by hashtag are the most"):
        videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=URL)


def test_length_of_what_is_brought_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES_OF_DOCUMENT", 2 * MEGABYTE)
    with pytest.raises(ValidationError, match="larger than 2 MB"):
        reading.decode(b" " * 3 * MEGABYTE)


def test_length_of_an_address_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(destinations, "DESTINATION_LENGTH", 1500)
    with pytest.raises(ValidationError, match="longer than 1,500 characters"):
        clean_destination(URL + "/" + "x" * 1600)
