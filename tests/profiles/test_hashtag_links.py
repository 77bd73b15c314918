"""Links that come to a video with its hashtags."""

import time
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import links, snapshots, videos, wall
from profiles.models import HashtagLink, Link, Page, Verb, Video
from profiles.models.link import MOST_LINKS_OF_VIDEO
from tests import moderators
from tests.crowd import meanwhile
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page, make_video
from tiktok_auth.sandbox import control

SHOP = "https://shop.example.org/uziza"


def urls(video: Video) -> list[str]:
    return [link.url for link in video.links.kept()]


def test_links_of_hashtags_are_attached_once_and_not_again_after_deletion(page: Page) -> None:
    video = make_video(page, "Soup #Lamp #pot")
    rules = [
        HashtagLink(page=page, hashtag=tag, title=tag, url=f"https://{tag}.example.org/") for tag in ("lamp", "pot")
    ]
    assert wall.attach_links(page, [video, make_video(page, "lamp")], rules, to_old_ones=True) == 2
    video.links.filter(title="pot").update(deleted_at=timezone.now())
    assert wall.attach_links(page, [video], [*rules, *rules], to_old_ones=True) == 0
    assert urls(video) == ["https://lamp.example.org/"]


def test_links_of_hashtags_stop_when_the_video_is_full(page: Page) -> None:
    video = make_video(page, "#lamp")
    for number in range(19):
        make_link(page, url=f"https://example.org/{number}", video=video)
    rules = [HashtagLink(hashtag="lamp", title=str(n), url=f"https://example.com/{n}") for n in range(3)]
    assert wall.attach_links(page, [video], rules, to_old_ones=True) == 1


@pytest.mark.parametrize("count", [1, 60])
def test_attaching_links_takes_three_queries(
    page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = [make_video(page, "#lamp") for _ in range(count)]
    with django_assert_num_queries(3):
        assert (
            wall.attach_links(page, found, [HashtagLink(hashtag="lamp", title="Lamp", url=SHOP)], to_old_ones=True)
            == count
        )
    with django_assert_num_queries(0):
        wall.attach_links(page, found, [])


@pytest.mark.django_db
def test_new_video_gets_the_links_of_its_hashtags_by_itself_and_old_ones_do_not() -> None:
    control.reset()
    page = creators.make_page("mina.eats")
    snapshots.refresh(creators.load(page), force=True)
    videos.add_hashtag_link(page, hashtag="lamp", title="The lamp", url=SHOP)
    tiktok_id = control.publish("mina.eats", "My new #Lamp and #lamp")
    snapshots.refresh(creators.load(page), force=True)
    assert [(link.title, link.url, link.video.tiktok_id) for link in Link.objects.live() if link.video] == [
        ("The lamp", SHOP, tiktok_id)
    ]
    snapshots.refresh(creators.load(page), force=True)
    assert Link.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("was_here", [False, True])
def test_what_was_posted_before_a_hashtags_link_is_not_new_though_it_comes_later(was_here: bool) -> None:
    control.reset()
    page = creators.make_page("mina.eats")
    control.publish("mina.eats", "Old #lamp", posted_at=int(time.time()) - 60)
    if was_here:
        snapshots.refresh(creators.load(page), force=True)
        assert page.videos.filter(caption="Old #lamp").exists()
    rule = videos.add_hashtag_link(page, hashtag="lamp", title="The lamp", url=SHOP)
    snapshots.forget_tiktok_data(page)
    while_away = control.publish("mina.eats", "New #lamp")
    snapshots.refresh(creators.load(page), force=True)
    assert list(page.links.values_list("video__tiktok_id", flat=True)) == [while_away]
    assert videos.attach_to_all(rule) == 1


@pytest.mark.django_db
def test_what_was_posted_and_not_told_yet_is_new_to_a_hashtags_link() -> None:
    control.reset()
    page = creators.load(creators.make_page("mina.eats"))
    snapshots.refresh(page, force=True)
    posted = control.publish("mina.eats", "Seen by me alone at first #lamp", posted_at=int(time.time()) - 60)
    videos.add_hashtag_link(creators.load(page), hashtag="lamp", title="The lamp", url=SHOP)
    snapshots.refresh(creators.load(page), force=True)
    assert page.links.get().video == page.videos.get(tiktok_id=posted)


def test_links_in_the_bin_take_no_room_from_those_of_a_hashtag(page: Page) -> None:
    video = make_video(page, "#lamp")
    for number in range(MOST_LINKS_OF_VIDEO):
        links.delete_link(make_link(page, url=f"https://example.org/{number}", video=video))
    kept = make_link(page, url="https://example.org/kept", video=video)
    links.place_link(kept, at=1)
    assert (
        wall.attach_links(page, [video], [HashtagLink(hashtag="lamp", title="Lamp", url=SHOP)], to_old_ones=True) == 1
    )
    assert [(link.url, link.position) for link in video.links.kept()] == [(kept.url, 0), (SHOP, 1)]


def test_link_that_staff_has_hidden_comes_with_no_hashtag(page: Page) -> None:
    video = make_video(page, "#lamp")
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=make_link(page, url=SHOP))
    assert (
        wall.attach_links(page, [video], [HashtagLink(hashtag="lamp", title="Lamp", url=SHOP)], to_old_ones=True) == 0
    )


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_link_that_staff_hides_while_a_refresh_writes_comes_with_no_hashtag() -> None:
    control.reset()
    page = creators.make_page("mina.eats")
    snapshots.refresh(creators.load(page), force=True)
    videos.add_hashtag_link(page, hashtag="lamp", title="The lamp", url=SHOP)
    hide = partial(moderators.act, page, Verb.HIDE_LINK, reason="spam", link=make_link(page, url=SHOP))
    control.publish("mina.eats", "My new #lamp")
    meanwhile(hide, partial(snapshots.refresh, creators.load(page), force=True))
    assert page.videos.filter(caption="My new #lamp").exists()
    assert not page.links.live().exists()


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_link_added_while_links_come_with_a_hashtag_finds_the_video_full() -> None:
    page = make_page()
    video = make_video(page, "#lamp")
    for number in range(MOST_LINKS_OF_VIDEO - 1):
        make_link(page, url=f"https://example.org/{number}", video=video)
    rule = videos.add_hashtag_link(page, hashtag="lamp", title="The lamp", url=SHOP)
    add = partial(links.add_link, page, video=video, title="One more", url="https://example.org/more")
    with pytest.raises(ValidationError, match="A TikTok holds 20 links"):
        meanwhile(partial(videos.attach_to_all, rule), add)
    assert len(urls(video)) == MOST_LINKS_OF_VIDEO


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_hashtag_that_is_removed_while_it_brings_links_brings_none_afterwards() -> None:
    page = make_page()
    video = make_video(page, "#lamp")
    rule = videos.add_hashtag_link(page, hashtag="lamp", title="The lamp", url=SHOP)
    meanwhile(partial(videos.attach_to_all, rule), partial(videos.delete_hashtag_link, page.hashtag_links.get()))
    assert (urls(video), page.hashtag_links.count()) == ([SHOP], 0)


@pytest.mark.django_db
def test_link_by_hashtag_that_was_removed_meanwhile_is_not_attached(page: Page) -> None:
    video, rule = make_video(page, "#lamp"), videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url=SHOP)
    HashtagLink.objects.get().delete()
    assert (videos.attach_to_all(rule), urls(video)) == (0, [])
