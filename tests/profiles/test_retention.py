"""What is kept for how long, and what is left of it after that."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from pytest_django import Settings
from structlog.testing import capture_logs
from time_machine import travel

from linkbio.celery import app
from profiles import freshness, insights, snapshots
from profiles.covers import drop_aged, keeping
from profiles.models import Count, Fold, Page, Report, Snapshot, Video
from profiles.pages import create_page
from tests import moderators
from tests.away import take_database_away
from tests.crowd import meanwhile
from tests.profiles import pages
from tests.profiles.creators import grant_access, load, make_page, report
from tests.profiles.pictures import kept_files
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant
from tiktok_auth.payloads import UserInfo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]
DAY, MONTH = timedelta(days=1), timedelta(days=30)
HOURLY = [entry for entry in app.conf.beat_schedule.values() if entry["schedule"] == 3600]


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
    snapshots.forget_tiktok_data(page)
    assert list(page.videos.all()) == [chosen]
    assert page.links.get().thumbnail_video == chosen


def pass_by(time: timedelta) -> None:
    with travel(timezone.now() + time, tick=False):
        drop_aged()
        snapshots.forget_unconfirmed()
        insights.forget_old()


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
    assert kept_files(settings) == []
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


def log_in_as(username: str, *, has_page: bool) -> Grant:
    """What a login leaves before TikTok is asked about anything."""
    grant = grant_access(username)
    SocialAccount.objects.update(extra_data={"display_name": "Ada Bakes"})
    if has_page:
        profile = UserInfo(grant.account.uid, display_name="Ada Bakes")
        create_page(owner=grant.account.user, grant=grant, handle=username, profile=profile)
    return grant


def names_of(grant: Grant) -> list[str]:
    """What is kept of them: at the account, and on their page where they have one."""
    kept = SocialAccount.objects.get(grant=grant).extra_data.get("display_name", "")
    return [kept, *Snapshot.objects.filter(page__grant=grant).values_list("display_name", flat=True)]


@pytest.mark.parametrize("ending", [None, Ended.EXPIRED])
def test_creator_who_never_chose_an_address_is_forgotten_with_their_tokens(ending: Ended | None) -> None:
    grant = log_in_as("ada.bakes", has_page=False)
    if ending:
        tokens.end(grant, ending)
    pass_by(MONTH - timedelta(minutes=1))
    assert names_of(grant) == ["Ada Bakes"]
    pass_by(MONTH + timedelta(minutes=1))
    grant.refresh_from_db()
    assert (names_of(grant), grant.sealed_access, grant.sealed_refresh) == ([""], "", "")
    assert grant.ended_because == Ended.DISCONNECTED


def test_page_about_which_tiktok_never_answered_keeps_no_names() -> None:
    grant = log_in_as("ada.bakes", has_page=True)
    pass_by(MONTH - timedelta(minutes=1))
    assert names_of(grant) == ["Ada Bakes", "Ada Bakes"]
    pass_by(MONTH + timedelta(minutes=1))
    assert names_of(grant) == ["", ""]
    grant.refresh_from_db()
    assert grant.is_live
    assert Snapshot.objects.due(timezone.now() + 2 * MONTH).exists()


def test_page_of_which_nothing_is_left_keeps_its_place_in_the_row_of_tries() -> None:
    log_in_as("ada.bakes", has_page=True)
    pass_by(MONTH + timedelta(minutes=1))
    before = Snapshot.objects.get()
    pass_by(MONTH + timedelta(hours=1))
    assert Snapshot.objects.get() == before


def log_in_again(grant: Grant) -> None:
    """As tokens.keep holds the grant, and writes it."""
    Grant.objects.select_for_update().get(pk=grant.pk)
    Grant.objects.filter(pk=grant.pk).update(granted_at=timezone.now())


@pytest.mark.needs_postgres
def test_creator_without_a_page_who_logs_in_at_that_very_moment_stays() -> None:
    grant = log_in_as("ada.bakes", has_page=False)
    with travel(timezone.now() + MONTH + timedelta(minutes=1), tick=False):
        meanwhile(partial(log_in_again, grant), snapshots.forget_unconfirmed)
    grant.refresh_from_db()
    assert (grant.is_live, names_of(grant)) == (True, ["Ada Bakes"])


def confirm(page: Page) -> None:
    """What a refresh writes last, and holds until its transaction ends."""
    Page.objects.held().get(pk=page.pk)
    page.videos.update(confirmed_at=timezone.now())
    Snapshot.objects.filter(page=page).update(fetched_at=timezone.now())


@pytest.mark.needs_postgres
def test_page_confirmed_at_that_very_moment_keeps_its_data() -> None:
    page = refreshed()
    with travel(timezone.now() + MONTH + timedelta(minutes=1), tick=False):
        meanwhile(partial(confirm, page), snapshots.forget_unconfirmed)
    assert snapshots.read(load(page)).profile.display_name == "Ada Bakes"


@pytest.mark.needs_postgres
def test_old_video_confirmed_at_that_very_moment_keeps_what_tiktok_says() -> None:
    page = refreshed(cover="", confirmed_at=timezone.now() - MONTH - timedelta(minutes=1))
    captions = list(page.videos.order_by("pk").values_list("caption", flat=True))
    Video.objects.filter(pk=page.videos.earliest("pk").pk).update(pin_position=0)
    meanwhile(partial(confirm, page), snapshots.forget_unconfirmed)
    assert list(page.videos.order_by("pk").values_list("caption", flat=True)) == captions


def test_old_video_leaves_its_bare_number_where_its_creator_said_something_about_it() -> None:
    page = refreshed()
    said, _silent = page.videos.order_by("pk")
    Video.objects.filter(pk=said.pk).update(is_hidden=True)
    page.videos.update(cover="", confirmed_at=timezone.now() - MONTH - timedelta(minutes=1))
    snapshots.forget_unconfirmed()
    said.refresh_from_db()
    assert [said.caption, said.share_url, said.views, said.is_listed, said.is_hidden] == ["", "", None, False, True]
    assert list(page.videos.all()) == [said]


def test_counts_are_kept_for_twenty_five_months() -> None:
    page, today = refreshed(), timezone.now().date()
    for days in (0, 760, 762):
        Count.objects.create(page=page, day=today - timedelta(days=days), subject="view", number=1)
    insights.forget_old()
    assert insights.totals(page) == {"view": 2}


def test_names_of_batches_are_kept_for_a_month() -> None:
    for batch, days in (("new", 29), ("old", 31)):
        Fold.objects.create(batch=batch)
        Fold.objects.filter(batch=batch).update(at=timezone.now() - timedelta(days=days))
    insights.forget_old()
    assert [fold.batch for fold in Fold.objects.all()] == ["new"]


def test_page_whose_data_went_is_named_after_those_that_were_tried() -> None:
    page, tried = refreshed(), make_page("mina.eats")
    snapshots.forget_tiktok_data(page)
    Snapshot.objects.filter(page=tried).update(attempted_at=timezone.now())
    Snapshot.objects.update(trouble=Snapshot.RECONNECT)
    status = freshness.status()
    for named in (status.reconnect, status.troubles):
        assert [snapshot.page for snapshot in named] == [tried, page]


def test_what_cannot_be_forgotten_keeps_none_of_the_others_waiting() -> None:
    failing, alone = log_in_as("ada.bakes", has_page=True), log_in_as("mina.eats", has_page=False)
    page, other = Page.objects.get(grant=failing), pages.make_page("otto.knits")
    long_ago = timezone.now() - MONTH - timedelta(minutes=1)
    Snapshot.objects.update(fetched_at=long_ago)
    Grant.objects.update(granted_at=long_ago)
    pages.make_video(other, cover="", confirmed_at=long_ago)
    with take_database_away('UPDATE "socialaccount_socialaccount"'), capture_logs() as logs:
        snapshots.forget_unconfirmed()
    failed = [line for line in logs if line["log_level"] == "error"]
    assert [(one["event"], one.get("page"), one.get("grant")) for one in failed] == [
        ("page_not_forgotten", page.pk, None),
        ("grant_not_forgotten", None, alone.pk),
    ]
    assert names_of(failing) == ["Ada Bakes", "Ada Bakes"]
    assert (load(other).snapshot.display_name, other.videos.count()) == ("", 0)
    snapshots.forget_unconfirmed()
    assert names_of(failing) == ["", ""]


def test_deletion_that_fails_keeps_none_of_the_others_waiting() -> None:
    report(make_page("ada.bakes"), sender="somebody")
    with travel(timezone.now() + 3 * DAY), take_database_away('"profiles_snapshot"'):
        failed = [app.tasks[entry["task"]].apply().failed() for entry in HOURLY]
    assert (sum(failed), Report.objects.get().sender) == (1, "")
