"""What the Videos place of the studio shows and may change."""

from typing import Any

from django.test import Client

from profiles.models import HashtagLink, Link, Page, Snapshot, Video, Wall
from tests.markup import tags, words

HOME = "/studio/videos/"
URL = "https://shop.example.org/lamp"


def rows() -> list[Any]:
    """Everything in the database that a creator's act could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Page, Link, Video, Wall, HashtagLink, Snapshot)]


def on_wall(answer: Any) -> str:
    """What the studio says is on the wall, before what is not."""
    return words(answer).split("Your wall See your page")[1].split("Not on your wall")[0]


def clips(answer: Any) -> list[str]:
    """The TikToks that the place shows, in order: those on the wall, then the others."""
    return [tag["id"] for tag in tags(answer, "li") if "clip" in tag.get("class", "")]


def walk(client: Client, address: str = HOME) -> tuple[list[str], Any]:
    """All that stands below the wall, from here on by "Show older ones" until there is no way on; and the last answer.

    The wall stands in front in each answer.
    """
    on_wall = len(clips(client.get(HOME, {"q": "no such caption"})))
    seen: list[str] = []
    while address:
        answer = client.get(address)
        seen += clips(answer)[on_wall:]
        more = [tag["href"] for tag in tags(answer, "a") if tag.get("href", "").startswith(f"{HOME}?before=")]
        address = more[0] if more else ""
    return seen, answer
