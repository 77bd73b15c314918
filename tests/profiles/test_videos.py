"""Who may come to the studio's videos, and what changes nothing there."""

from typing import Any

import pytest
from django.test import Client

from profiles import videos
from profiles.models import Page, Wall
from tests.markup import words
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.studio_videos import HOME, URL, rows

pytestmark = pytest.mark.django_db

VERBS = ("", "hide/", "move/", "order/", "pin/", "show/", "unpin/")
EVERYTHING = {"title": "x", "url": URL, "to": "top", "id": ["1"], "hashtag": "#x", "length": "3"}


@pytest.fixture
def otto() -> Page:
    """The page of somebody else, with everything on it that has a route."""
    page = make_page("otto.knits")
    make_link(page, "Patterns", video=make_video(page, "Otto's cardigan"))
    videos.add_hashtag_link(page, hashtag="wool", title="Otto's wool", url=URL)
    return page


def paths(page: Page) -> list[str]:
    """Every address of the studio's videos that names something of this page."""
    found = [f"{HOME}{video.pk}/{verb}" for video in page.videos.all() for verb in VERBS]
    return found + [
        f"{HOME}hashtags/{rule.pk}/{verb}/" for rule in page.hashtag_links.all() for verb in ("apply", "delete")
    ]


def test_videos_are_for_those_who_are_logged_in(client: Client, otto: Page) -> None:
    before = rows()
    rooms = {HOME, f"{HOME}{otto.videos.get().pk}/"}
    for path in [HOME, f"{HOME}rules/", f"{HOME}hashtags/", *paths(otto)]:
        for method in (client.get, client.post):
            back = path if path in rooms else HOME
            assert method(path)["Location"].removesuffix("&ended=1") == f"/accounts/login/?next={back}"
    assert rows() == before


def test_videos_of_somebody_else_are_not_there(mina: Client, otto: Page) -> None:
    before = rows()
    for path in paths(otto):
        answers = [mina.post(path, EVERYTHING)]
        if path.endswith(f"{otto.videos.get().pk}/"):
            answers.append(mina.get(path))
        for answer in answers:
            assert "There is no page here" in words(answer)
            assert "Otto" not in words(answer)
    assert "Otto" not in words(mina.get(HOME, {"q": "cardigan"}))
    assert rows() == before


def test_looking_at_videos_changes_nothing(mina: Client, page: Page) -> None:
    videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=URL)
    make_link(page, video=make_video(page, "#lamp"))
    before = rows()
    for path in [HOME, f"{HOME}rules/", f"{HOME}hashtags/", *paths(page)]:
        mina.get(path, EVERYTHING)
    assert rows() == before


def test_videos_change_nothing_without_the_forms_token(page: Page) -> None:
    make_video(page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(page.owner)
    before = rows()
    for path in [f"{HOME}rules/", f"{HOME}hashtags/", *paths(page)]:
        assert strict.post(path, EVERYTHING).status_code == 403
    assert rows() == before


def test_forms_take_only_their_own_fields(mina: Client, page: Page, otto: Page) -> None:
    video = make_video(page)
    extra = {"page": otto.pk, "video": otto.videos.get().pk, "position": 9, "is_hidden": "on", "id": 7, "key": "mine"}
    mina.post(f"{HOME}rules/", {"length": 3, **extra})
    mina.post(f"{HOME}hashtags/", {"hashtag": "#lamp", "url": URL, **extra})
    mina.post(f"{HOME}{video.pk}/", {"url": URL, "title": "Lamp", **extra})
    assert Wall.objects.get().page == page
    assert page.hashtag_links.get().hashtag == "lamp"
    link = page.links.get()
    assert (link.video, link.position, link.is_hidden, link.title) == (video, 0, False, "Lamp")
    assert link.key != "mine"


def test_staff_without_a_page_have_no_videos(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("staff", is_staff=True))
    assert "There is no page here" in words(client.get(HOME))


def test_video_that_tiktok_no_longer_lists_is_not_there(mina: Client, page: Page) -> None:
    video = make_video(page, "Gone", is_listed=False)
    assert "Gone" not in words(mina.get(HOME))
    assert "There is no page here" in words(mina.get(f"{HOME}{video.pk}/"))
