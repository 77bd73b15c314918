"""What is kept for how long, and what is left of it after that."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import insights, snapshots, tasks
from profiles.covers import keeping
from profiles.models import Count, Fold, Page, Snapshot, Video
from tests import moderators
from tests.crowd import meanwhile
from tests.profiles.creators import load, make_page
from tests.profiles.refreshes import media_files
from tiktok_auth import tokens
from tiktok_auth.models import Ended

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]
DAY, MONTH = timedelta(days=1), timedelta(days=30)


def refreshed(**video: Any) -> Page:
    page = make_page("ada.bakes")
    snapshots.refresh(page)
    page.links.create(title="Shop", url="https://example.org/")
    page.videos.update(**video)
    return load(page)


def test_cover_chosen_beside_a_link_comes_back_with_its_creator() -> None:
    page = refreshed()
    chosen, _other = page.videos.order_by("pk")
    page.links.update(thumbnail_video=chosen)
    snapshots.erase(page)
    assert list(page.videos.all()) == [chosen]
    assert page.links.get().thumbnail_video == chosen


def pass_by(time: timedelta) -> None:
    with travel(timezone.now() + time, tick=False):
        tasks.drop_covers()
        tasks.forget_old()


def test_everything_too_old_goes_at_once_in_small_steps(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights, "FORGOTTEN_AT_ONCE", 2)
    monkeypatch.setattr(keeping, "DROP_AT_ONCE", 1)
    page = refreshed()
    covers = page.videos.exclude(cover="")
    assert covers.count() > 1
    for days in range(5):
        Count.objects.create(page=page, day=timezone.now() - insights.COUNTS_KEPT + DAY * (days - 4), number=1)
    pass_by(timedelta(seconds=settings.COVER_KEEP_SECONDS) + DAY)
    assert (covers.count(), Count.objects.count()) == (0, 0)


def test_data_that_tiktok_has_not_confirmed_for_a_month_is_deleted(settings: Settings) -> None:
    page = refreshed()
    pass_by(MONTH + timedelta(minutes=1))
    view = snapshots.read(load(page))
    assert [view.profile.display_name, view.profile.bio, view.videos, page.videos.count()] == ["", "", (), 0]
    assert media_files(settings) == set()
    assert page.links.count() == 1


def test_data_of_a_month_stays() -> None:
    page = refreshed()
    before = snapshots.read(page).profile
    pass_by(MONTH - timedelta(minutes=1))
    assert snapshots.read(load(page)).profile == before
    assert page.videos.count() == 2


def test_names_at_tiktok_are_deleted_too() -> None:
    page = refreshed()
    account = page.grant and page.grant.account
    assert account
    account.extra_data = {"username": "ada.bakes", "display_name": "Ada Bakes"}
    account.save()
    pass_by(MONTH + timedelta(minutes=1))
    account.refresh_from_db()
    assert account.extra_data == {}


def test_creator_who_is_still_connected_is_asked_about_anew() -> None:
    page = refreshed()
    pass_by(MONTH + timedelta(minutes=1))
    snapshots.refresh(load(page), force=True)
    assert snapshots.read(load(page)).profile.display_name == "Ada Bakes"


def test_creator_whose_permission_is_over_is_not() -> None:
    page = refreshed()
    assert page.grant
    tokens.end(page.grant, Ended.EXPIRED)
    pass_by(MONTH + timedelta(minutes=1))
    assert load(page).snapshot.due_at is None
    assert snapshots.read(load(page)).profile.display_name == ""


def test_creator_whose_page_is_restored_later_is_asked_about_anew() -> None:
    page = refreshed()
    moderators.suspend(page, reason="Spam")
    pass_by(MONTH + timedelta(minutes=1))
    assert snapshots.read(load(page)).profile.display_name == ""
    moderators.restore(load(page), reason="It was not")
    assert list(Snapshot.objects.refreshable().due(timezone.now() + 2 * MONTH)) == [load(page).snapshot]


def confirm(page: Page) -> None:
    """What a refresh writes last, and holds until its transaction ends."""
    Page.objects.held().get(pk=page.pk)
    page.videos.update(confirmed_at=timezone.now())
    Snapshot.objects.filter(page=page).update(fetched_at=timezone.now())


@pytest.mark.needs_postgres
def test_page_confirmed_at_that_very_moment_keeps_its_data() -> None:
    page = refreshed()
    with travel(timezone.now() + MONTH + timedelta(minutes=1), tick=False):
        meanwhile(partial(confirm, page), tasks.forget_old)
    assert snapshots.read(load(page)).profile.display_name == "Ada Bakes"


@pytest.mark.needs_postgres
def test_old_video_confirmed_at_that_very_moment_keeps_what_tiktok_says() -> None:
    page = refreshed(cover="", confirmed_at=timezone.now() - MONTH - timedelta(minutes=1))
    captions = list(page.videos.order_by("pk").values_list("caption", flat=True))
    Video.objects.filter(pk=page.videos.earliest("pk").pk).update(pin_position=0)
    meanwhile(partial(confirm, page), tasks.forget_old)
    assert list(page.videos.order_by("pk").values_list("caption", flat=True)) == captions


def test_old_video_leaves_its_bare_number_where_its_creator_said_something_about_it() -> None:
    page = refreshed()
    said, _silent = page.videos.order_by("pk")
    Video.objects.filter(pk=said.pk).update(is_hidden=True)
    page.videos.update(cover="", confirmed_at=timezone.now() - MONTH - timedelta(minutes=1))
    tasks.forget_old()
    said.refresh_from_db()
    assert [said.caption, said.share_url, said.views, said.is_listed, said.is_hidden] == ["", "", None, False, True]
    assert list(page.videos.all()) == [said]


def test_counts_are_kept_for_twenty_five_months() -> None:
    page, today = refreshed(), timezone.now().date()
    for days in (0, 760, 762):
        Count.objects.create(page=page, day=today - timedelta(days=days), subject="view", number=1)
    tasks.forget_old()
    assert insights.totals(page) == {"view": 2}


def test_names_of_batches_are_kept_for_a_month() -> None:
    for batch, days in (("new", 29), ("old", 31)):
        Fold.objects.create(batch=batch)
        Fold.objects.filter(batch=batch).update(at=timezone.now() - timedelta(days=days))
    tasks.forget_old()
    assert [fold.batch for fold in Fold.objects.all()] == ["new"]
