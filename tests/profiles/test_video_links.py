"""The links of one video in the studio, and what was counted of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from profiles import insights, links
from profiles.models import Count, Page
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_video
from tests.profiles.studio import PAYLOAD
from tests.profiles.studio_videos import HOME, URL, rows

pytestmark = pytest.mark.django_db


def test_videos_links_have_every_verb_of_the_pages_links(mina: Client, page: Page) -> None:
    video, on_page = make_video(page, "Soup"), make_link(page, "Cookbook")
    home = f"{HOME}{video.pk}/"
    for title in "abc":
        mina.post(home, {"url": "example.org", "title": title})
    a, b, c = video.links.kept()
    assert mina.post(f"/studio/links/{c.pk}/move/", {"to": "top"})["Location"] == f"{home}#link-{c.pk}"
    assert mina.post(f"{home}order/", {"id": [b.pk, c.pk, a.pk]}).text == "Saved"
    mina.post(f"/studio/links/{a.pk}/", {"url": "example.org/pot", "title": "A"})
    mina.post(f"/studio/links/{b.pk}/hide/")
    answer = mina.post(f"/studio/links/{c.pk}/delete/", follow=True)
    assert answer.redirect_chain[0][0] == f"{home}#near-link-{a.pk}"
    assert [link.title for link in video.links.kept()] == ["b", "A"]
    undo = next(form["action"] for form in tags(answer, "form") if form["action"].endswith("/restore/"))
    mina.post(undo)
    assert [(link.title, link.position, link.is_hidden) for link in video.links.kept()] == [
        ("b", 0, True),
        ("c", 1, False),
        ("A", 2, False),
    ]
    assert list(page.links.of_page()) == [on_page]
    assert "Cookbook" not in words(mina.get(home))
    assert "Cookbook" in words(mina.get("/studio/"))
    assert "pot" not in words(mina.get("/studio/"))


def test_links_are_reordered_only_among_themselves(mina: Client, page: Page) -> None:
    video, other = make_video(page), make_video(page)
    own = [make_link(page, title, video=video).pk for title in "ab"]
    foreign = [make_link(page, video=other).pk, make_link(page).pk]
    before = rows()
    for ids in ([*reversed(own), foreign[0]], [*reversed(own), foreign[1]], [own[0], foreign[1]], own[:1], []):
        assert "changed in the meantime" in mina.post(f"{HOME}{video.pk}/order/", {"id": ids}).text
    assert "changed in the meantime" in mina.post("/studio/links/order/", {"id": own}).text
    assert rows() == before


def test_video_holds_twenty_links(mina: Client, page: Page) -> None:
    video = make_video(page)
    for number in range(20):
        links.add_link(page, title=str(number), url=URL, video=video)
    answer = mina.post(f"{HOME}{video.pk}/", {"url": "etsy.com"})
    assert "A TikTok holds 20 links. Delete one to make room for another." in words(answer)
    assert "etsy.com" in {field.get("value") for field in tags(answer, "input")}
    make_link(page)
    assert page.links.count() == 21


def test_studio_shows_what_was_counted_beside_links_and_videos(mina: Client, page: Page) -> None:
    video = make_video(page, "Soup")
    link, on_page = make_link(page, "The pot", video=video), make_link(page, "Cookbook")
    for subject, number in (
        (insights.tap_on(link), 1_234),
        (insights.tap_on(on_page), 1),
        (insights.visit_of(video.pk), 56),
        (insights.play_of(video.pk), 7),
    ):
        Count.objects.create(page=page, day=timezone.now().date(), subject=subject, number=number)
    one = words(mina.get(f"{HOME}{video.pk}/"))
    assert "1.2K1.2 thousand taps" in one
    assert "56 visits here played 7 times" in one
    assert "1 tap" in words(mina.get("/studio/"))
    assert "56 visits here played 7 times" in words(mina.get(HOME))


@pytest.mark.parametrize("caption", [PAYLOAD, "رقصة على رصيف البحر", "", "x" * 4000, "\n\n#"])
def test_videos_with_any_caption_are_named(mina: Client, page: Page, caption: str) -> None:
    video = make_video(page, caption)
    for path in (HOME, f"{HOME}{video.pk}/"):
        answer = mina.get(path)
        assert all(script.get("src", "").startswith("/static/js/") for script in tags(answer, "script"))
        assert (caption.strip().split("\n")[0] or "A TikTok without a caption")[:40] in words(answer)
    assert mina.post(f"{HOME}{video.pk}/pin/", follow=True).status_code == 200


def test_link_of_a_tiktok_that_is_gone_leads_back_to_the_others(mina: Client, page: Page) -> None:
    link = make_link(page, video=make_video(page, is_listed=False))
    answer = mina.post(f"/studio/links/{link.pk}/hide/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/studio/videos/#")
    assert "hidden" in words(answer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [f"{HOME}{{}}/", f"{HOME}{{}}/new/link/"])
def test_link_on_a_tiktok_that_goes_at_this_moment_is_refused(mina: Client, page: Page, path: str) -> None:
    video = make_video(page, "Soup")

    def go_first(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        """The TikTok goes before the page is held for the link."""
        if sql.startswith('SELECT "profiles_page"."id" FROM'):
            page.videos.all().delete()
        return execute(sql, *args)

    with connection.execute_wrapper(go_first):
        answer = mina.post(path.format(video.pk), {"url": "etsy.com", "title": "Pot"})
    assert "This TikTok is not on your page any more. Choose another one." in words(answer)
    assert "etsy.com" in {field.get("value") for field in tags(answer, "input")}
    assert not page.links.exists()
