"""What the Videos place of the studio shows and may change."""

from typing import Any

from profiles.models import HashtagLink, Link, Page, Snapshot, Video, Wall
from tests.markup import words

HOME = "/studio/videos/"
URL = "https://shop.example.org/lamp"


def rows() -> list[Any]:
    """Everything in the database that a creator's act could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Page, Link, Video, Wall, HashtagLink, Snapshot)]


def on_wall(answer: Any) -> str:
    """What the studio says is on the wall, before what is not."""
    return words(answer).split("Your wall See your page")[1].split("Not on your wall")[0]
