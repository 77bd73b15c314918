"""One refresh of a page at a time, and none for a page that may not have one or whose creator is gone."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import planner, snapshots
from profiles.models import Page, Snapshot
from profiles.snapshots import Outcome
from tests import hostile
from tests.crowd import at_once
from tests.hostile import Behaviour, Wire
from tests.profiles.creators import PROFILE, grant_access, load, make_page
from tests.profiles.pictures import draw, kept_files
from tests.profiles.refreshes import refresh, say_user
from tiktok_auth import tokens
from tiktok_auth.models import Ended
from tiktok_auth.payloads import UserInfo
from tiktok_auth.sandbox import control
from tiktok_auth.sandbox.grants import SCOPES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def test_refreshes_at_the_same_time_ask_tiktok_once() -> None:
    page = make_page("ada.bakes")
    outcomes = at_once(partial(snapshots.refresh, load(page)) for _ in range(6))
    assert sorted(outcomes) == [Outcome.BUSY] * 5 + [Outcome.REFRESHED]
    assert len(control.calls("user_info")) == 1


@pytest.mark.parametrize(("scopes", "refused"), [(PROFILE, ""), (SCOPES, "video_list"), (SCOPES, "user_info")])
def test_login_during_a_refresh_has_its_turn_afterwards(scopes: Sequence[str], refused: str) -> None:
    page = make_page("ada.bakes", scopes=scopes)
    running = load(page)
    grant_access("ada.bakes")
    planner.ask(page)
    if refused:
        control.break_next(refused, "scope_not_authorized")
    snapshots.refresh(running, force=True)
    assert load(page).snapshot.trouble == ""
    assert planner.take_turns() == [page.pk]
    assert snapshots.refresh(load(page)) == Outcome.REFRESHED
    assert page.videos.exists()


@pytest.mark.parametrize("mode", ["500", "access_token_invalid"])
@pytest.mark.parametrize("broken", ["user_info", "video_list"])
def test_login_during_a_refresh_that_fails_has_its_turn_afterwards(broken: str, mode: str) -> None:
    page = make_page("ada.bakes")
    Snapshot.objects.filter(page=page).update(failures=6)
    running = load(page)
    grant = grant_access("ada.bakes")
    snapshots.renew(load(page), UserInfo(grant.account.uid, display_name="Ada Bakes"))
    planner.ask(page)
    control.break_next(broken, mode, times=3)
    snapshots.refresh(running, force=True)
    snapshot = load(page).snapshot
    assert (snapshot.failures, snapshot.trouble) == (0, "")
    assert planner.take_turns() == [page.pk]


def test_claim_of_a_lost_worker_runs_out() -> None:
    page = make_page("ada.bakes")
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=5))
    assert refresh(page) == Outcome.BUSY
    with travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert refresh(page) == Outcome.REFRESHED


def test_trouble_frees_the_page_for_the_next_refresh() -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    refresh(page)
    assert refresh(page) == Outcome.REFRESHED


def test_suspended_page_is_not_refreshed() -> None:
    page = make_page("ada.bakes")
    Page.objects.filter(pk=page.pk).update(suspended_at=timezone.now(), suspended_because="spam")
    assert refresh(page) == Outcome.NOT_ALLOWED
    assert control.calls("user_info") == []


def test_page_without_tiktok_is_not_refreshed() -> None:
    page = make_page("ada.bakes")
    Page.objects.filter(pk=page.pk).update(grant=None)
    assert refresh(page) == Outcome.NOT_ALLOWED


def leave(page: Page) -> Behaviour:
    """The creator leaves, just before what comes next is answered."""

    def behave(wire: Wire) -> None:
        grant = load(page).grant
        assert grant
        tokens.end(grant, Ended.LEFT)
        connection.close()

    return behave


def after(first: Behaviour, second: Behaviour) -> Behaviour:
    def behave(wire: Wire) -> None:
        first(wire)
        second(wire)

    return behave


@pytest.mark.parametrize("leaves_at", ["profile", "avatar"])
def test_creator_who_leaves_while_tiktok_answers_stays_gone(leaves_at: str, settings: Settings) -> None:
    page = make_page("ada.bakes", scopes=("user.info.basic",))
    with hostile.serve() as server:
        settings.TIKTOK_API_BASE, settings.TIKTOK_IMAGE_HOSTS = server.url, [f"127.0.0.1:{server.port}"]
        answers = {
            "profile": say_user("Ada", avatar_url=f"{server.url}/ada.png"),
            "avatar": hostile.answer(draw(format="PNG")),
        }
        answers[leaves_at] = after(leave(page), answers[leaves_at])
        server.behave(*answers.values())
        refresh(page)
    snapshot = load(page).snapshot
    assert (snapshot.display_name, snapshot.avatar, snapshot.fetched_at) == ("", "", None)
    assert kept_files(settings) == []


@pytest.mark.parametrize("leaves_at", ["profile", "avatar"])
def test_page_erased_with_its_creator_while_tiktok_answers_leaves_nothing(leaves_at: str, settings: Settings) -> None:
    page = make_page("ada.bakes", scopes=("user.info.basic",))

    def delete(wire: Wire) -> None:
        User.objects.get(page=page).delete()
        connection.close()

    with hostile.serve() as server:
        settings.TIKTOK_API_BASE, settings.TIKTOK_IMAGE_HOSTS = server.url, [f"127.0.0.1:{server.port}"]
        answers = {
            "profile": say_user("Ada", avatar_url=f"{server.url}/ada.png"),
            "avatar": hostile.answer(draw(format="PNG")),
        }
        answers[leaves_at] = after(delete, answers[leaves_at])
        server.behave(*answers.values())
        assert refresh(page) == Outcome.NOT_ALLOWED
    assert kept_files(settings) == []


def test_refresh_that_outlives_its_claim_leaves_the_page_to_who_has_claimed_it_since(settings: Settings) -> None:
    page = make_page("ada.bakes", scopes=("user.info.basic",))

    def be_overtaken(wire: Wire) -> None:
        Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=9))
        connection.close()

    with hostile.serve() as server:
        settings.TIKTOK_API_BASE = server.url
        server.behave(after(be_overtaken, say_user("Ada")))
        assert refresh(page) == Outcome.REFRESHED
    assert refresh(page) == Outcome.BUSY
