"""What a refresh makes of a page's turn."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import planner, snapshots
from profiles.models import Snapshot
from profiles.snapshots import Outcome
from tests import moderators
from tests.profiles.creators import load
from tests.profiles.creators import make_page as connect_page
from tests.profiles.turns import MINUTE, fail_until_open, visit
from tiktok_auth import budget
from tiktok_auth.budget import Purpose
from tiktok_auth.calls import WINDOW_SECONDS
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def test_refresh_ends_the_wait(settings: Settings) -> None:
    page = connect_page("ada.bakes")
    visit(page)
    planner.take_turns()
    assert snapshots.refresh(load(page)) == Outcome.REFRESHED
    visit(page)
    assert planner.take_turns() == []
    snapshot = load(page).snapshot
    assert snapshot.due_at
    assert snapshot.due_at < timezone.now() + timedelta(seconds=settings.COVER_KEEP_SECONDS)


def test_profile_that_counts_as_fresh_is_not_asked_for_again() -> None:
    page = connect_page("ada.bakes")
    asked = []
    for minutes in (0, 5, 20):
        with travel(datetime(2026, 11, 23, 12, tzinfo=UTC) + MINUTE * minutes):
            control.issue_tokens("ada.bakes")
            Snapshot.objects.filter(page=page).update(due_at=timezone.now())
            control_calls = len(control.calls("user_info"))
            snapshots.refresh(load(page))
            asked.append(len(control.calls("user_info")) - control_calls)
    assert asked == [1, 0, 1]
    assert len(control.calls("video_list")) == 3


def test_spent_budget_is_no_trouble_and_keeps_the_page_its_turn(settings: Settings) -> None:
    page = connect_page("ada.bakes")
    Snapshot.objects.filter(page=page).update(wanted_at=timezone.now() - MINUTE)
    before = load(page).snapshot
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    budget.spend("user_info", lambda: None)
    assert snapshots.refresh(load(page)) == Outcome.POSTPONED
    after = load(page).snapshot
    assert (after.trouble, after.wanted_at, after.due_at) == ("", before.wanted_at, before.due_at)
    assert control.calls() == []
    settings.TIKTOK_CALLS_PER_MINUTE = 600
    assert planner.take_turns() == []
    with travel(timezone.now() + timedelta(seconds=WINDOW_SECONDS + 4)):
        assert planner.take_turns() == [page.pk]


@pytest.mark.parametrize("mode", ["429", "429_retry_after"])
def test_tiktok_asking_to_slow_down_is_no_trouble(mode: str) -> None:
    page = connect_page("ada.bakes")
    control.break_next("user_info", mode)
    assert snapshots.refresh(load(page)) == Outcome.POSTPONED
    assert load(page).snapshot.trouble == ""
    assert budget.rest("user_info") > 0


@pytest.mark.parametrize("endpoint", ["user_info", "token"])
def test_open_breaker_is_no_trouble(endpoint: str) -> None:
    page = connect_page("ada.bakes")
    Grant.objects.update(access_expires_at=timezone.now())
    fail_until_open(endpoint)
    assert snapshots.refresh(load(page)) == Outcome.POSTPONED
    assert load(page).snapshot.trouble == ""
    assert control.calls(endpoint) == []


def test_creator_who_waits_has_a_share_that_refreshes_cannot_spend(settings: Settings) -> None:
    page = connect_page("ada.bakes")
    settings.TIKTOK_CALLS_PER_MINUTE = 2
    for endpoint in budget.ENDPOINTS:
        budget.spend(endpoint, lambda: None)
    assert snapshots.refresh(load(page)) == Outcome.POSTPONED
    assert snapshots.refresh(load(page), purpose=Purpose.INTERACTIVE) == Outcome.REFRESHED


def test_next_try_is_later_after_each_failure_up_to_two_hours() -> None:
    waits = [planner.retry_in(failures) for failures in (1, 2, 3, 4, 5, 6, 60)]
    for wait, minutes in zip(waits, (5, 10, 20, 40, 80, 120, 120), strict=True):
        assert minutes * 54 <= wait <= minutes * 66


def test_page_in_trouble_is_not_tried_earlier_for_its_visitors() -> None:
    page = connect_page("ada.bakes")
    visit(page)
    assert planner.take_turns() == [page.pk]
    control.break_next("user_info", "500")
    assert snapshots.refresh(load(page)) == Outcome.TROUBLE
    visit(page, times=3)
    assert planner.take_turns() == []
    with travel(timezone.now() + MINUTE * 6):
        assert planner.take_turns() == [page.pk]


def test_failures_are_counted_until_the_next_success() -> None:
    page = connect_page("ada.bakes")
    control.break_next("video_list", "500", times=2)
    for failures in (1, 2, 0):
        snapshots.refresh(load(page), force=True)
        assert load(page).snapshot.failures == failures


def test_visits_to_a_page_that_is_down_are_no_wish(client: Client) -> None:
    page = connect_page("ada.bakes")
    moderators.suspend(page, reason="Spam")
    for _ in range(3):
        client.get(page.get_absolute_url())
        planner.take_turns()
    assert load(page).snapshot.wanted_at is None
