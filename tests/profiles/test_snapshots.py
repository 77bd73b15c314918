"""What a page shows is read from a copy that is fresh and its own, and nothing is left of it after erasing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import travel

from profiles import erasure, snapshots
from profiles.models import Page
from profiles.snapshots import Outcome
from tests.away import take_redis_away
from tests.profiles.creators import PROFILE, is_remembered, load, make_page, remember
from tests.profiles.pictures import kept_files
from tests.profiles.refreshes import read, refresh
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def snapshot_keys() -> list[str]:
    return list(cache.iter_keys("snapshot:*"))  # type: ignore[attr-defined]


# Reading


@pytest.mark.parametrize("videos", [1, 20])
def test_reading_costs_one_query_without_redis_and_none_with_it(
    videos: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = make_page("ada.bakes")
    for number in range(videos):
        page.videos.create(tiktok_id=number, posted_at=timezone.now(), confirmed_at=timezone.now())
    page = Page.objects.for_public_page().get(pk=page.pk)
    with django_assert_num_queries(1):
        fresh = snapshots.read(page)
    with django_assert_num_queries(0):
        assert snapshots.read(page) == fresh
    assert len(fresh.videos) == min(videos, 12)


def test_reading_never_asks_tiktok() -> None:
    page = make_page("ada.bakes")
    read(page)
    assert control.calls() == []


def test_copy_in_redis_lives_as_long_as_data_is_fresh(settings: Settings) -> None:
    page = make_page("ada.bakes")
    read(page)
    (key,) = snapshot_keys()
    assert settings.SNAPSHOT_FRESH_SECONDS - 60 <= cache.ttl(key) <= settings.SNAPSHOT_FRESH_SECONDS  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "garbage",
    ["", "not json", 7, None, [], {"profile": {}, "videos": []}, "eyJhIjoxfQ:1abc:def", [{"bio": "<script>"}, []]],
)
def test_garbage_in_redis_is_no_copy(garbage: Any) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    honest = read(page)
    (key,) = snapshot_keys()
    cache.set(key, garbage)
    assert read(page) == honest


def test_copy_of_another_page_is_no_copy() -> None:
    ada, mina = make_page("ada.bakes"), make_page("mina.eats", scopes=PROFILE)
    refresh(ada)
    refresh(mina)
    cache.set(f"snapshot:{ada.pk}", cache.get(f"snapshot:{mina.pk}"))
    assert read(ada).profile.display_name == "Ada Bakes"


def test_copy_from_before_a_change_is_no_copy() -> None:
    page = make_page("ada.bakes")
    refresh(page)
    (key,) = snapshot_keys()
    old = cache.get(key)
    control.change_account("ada.bakes", name="Ada the Second")
    refresh(page)
    cache.set(key, old)
    assert read(page).profile.display_name == "Ada the Second"


def test_page_reads_the_same_when_redis_is_away(settings: Settings) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    healthy = read(page)
    take_redis_away(settings)
    assert read(page) == healthy


def test_refresh_works_while_redis_is_away(settings: Settings) -> None:
    page = make_page("ada.bakes")
    take_redis_away(settings)
    assert refresh(page) == Outcome.REFRESHED
    assert read(page).videos


def test_refresh_shows_on_the_page_at_once() -> None:
    page = make_page("ada.bakes")
    read(page)
    remember(page)
    refresh(page)
    assert not is_remembered(page)
    assert read(page).videos


def test_cover_is_not_shown_longer_than_tiktok_allows(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SNAPSHOT_FRESH_SECONDS = 10 * settings.COVER_KEEP_SECONDS
    page = make_page("ada.bakes")
    refresh(page)
    loaded = Page.objects.for_public_page().get(pk=page.pk)
    with travel(timezone.now() + timedelta(seconds=settings.COVER_KEEP_SECONDS - 60)):
        assert all(video.picture for video in snapshots.read(loaded).videos)
    with travel(timezone.now() + timedelta(seconds=settings.COVER_KEEP_SECONDS + 60)), django_assert_num_queries(0):
        aged = snapshots.read(loaded).videos
    assert aged
    assert [(video.cover, video.picture) for video in aged] == [("", None)] * len(aged)
    assert all(video.cover_color for video in aged)


# Leaving


@pytest.mark.parametrize(
    "leave", [lambda page: snapshots.forget_tiktok_data(load(page)), lambda page: erasure.erase(page.owner)]
)
def test_read_that_began_before_an_erase_leaves_no_copy(leave: Callable[[Page], object]) -> None:
    page = make_page("ada.bakes")
    refresh(page)
    began = Page.objects.for_public_page().get(pk=page.pk)
    leave(page)
    assert snapshots.read(began).profile.display_name == "Ada Bakes"
    assert snapshot_keys() == []


def test_page_that_was_erased_has_a_copy_again_when_no_such_read_goes_on() -> None:
    page = make_page("ada.bakes")
    snapshots.forget_tiktok_data(load(page))
    cache.delete(f"snapshot-erased:{page.pk}")  # as when its minute has passed
    refresh(page)
    assert snapshot_keys() == [f"snapshot:{page.pk}"]


def test_erasing_leaves_nothing_of_tiktok_s(settings: Settings) -> None:
    page = make_page("ada.bakes")
    page.links.create(title="Shop", url="https://example.org/")
    refresh(page)
    snapshots.forget_tiktok_data(load(page))
    view = read(page)
    assert view.profile == snapshots.Profile("", "", "", "", False, None, None, None, "")
    assert view.videos == ()
    assert kept_files(settings) == []
    assert page.links.count() == 1
    assert "Ada" not in repr([cache.get(key) for key in snapshot_keys()])
