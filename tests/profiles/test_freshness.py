"""What operators are told: the command, and the page in the admin."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from pytest import CaptureFixture, LogCaptureFixture
from pytest_django import Settings
from time_machine import travel

from linkbio.celery import app as site_app
from profiles import freshness, planner, snapshots, tasks
from profiles.models import Count, Page, Snapshot
from tests.markup import words
from tests.profiles.creators import load, make_page
from tests.profiles.test_admin import desk, moderator  # noqa: F401 - fixtures
from tests.profiles.test_tasks import use_broker
from tests.profiles.turns import fail_until_open
from tests.tiktok_auth.steps import logged
from tiktok_auth import budget, clock
from tiktok_auth.replies import Reply
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok", "stopped_clock")]

URL = "/admin/freshness/"
USERNAMES = ("ada.bakes", "mina.eats", "nova.skies")


@pytest.fixture(autouse=True)
def queue() -> Iterator[str]:
    """A queue of this test's own; its name."""
    app = use_broker(site_app.conf.broker_url)
    yield app.conf.task_default_queue
    app.close()
    site_app.set_current()


def fetched(page: Page, ago: timedelta) -> None:
    moment = timezone.now() - ago
    Snapshot.objects.filter(page=page).update(
        fetched_at=moment, attempted_at=moment, due_at=timezone.now() + timedelta(hours=1)
    )


def told(capsys: CaptureFixture[str]) -> str:
    """What the command prints when nothing needs a person."""
    planner.take_turns()
    call_command("freshness")
    return capsys.readouterr().out.replace("\xa0", " ")


def complaint() -> str:
    with pytest.raises(CommandError) as complaint:
        call_command("freshness")
    return str(complaint.value)


def test_ages_of_all_pages_and_of_visited_ones(capsys: CaptureFixture[str]) -> None:
    pages = [make_page(username) for username in USERNAMES]
    for page, minutes in zip(pages, (1, 10, 300), strict=True):
        fetched(page, timedelta(minutes=minutes, seconds=1))
    Count.objects.create(page=pages[1], day=timezone.now().date(), subject="view", number=7)
    said = told(capsys)
    ages = "half are no older than 10 minutes, 95 of 100 no older than 10 minutes, the oldest is"
    assert f"Pages that we may refresh: 3: {ages} 5 hours old\n" in said
    assert f"Of these, visited since yesterday: 1: {ages} 10 minutes old\n" in said


def test_creator_who_leaves_while_ages_are_read_is_no_failure(capsys: CaptureFixture[str]) -> None:
    fetched(make_page(USERNAMES[0]), timedelta(minutes=1))

    def leave_once_counted(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        answer = execute(sql, *args)
        if sql.startswith("SELECT COUNT"):
            Snapshot.objects.all().delete()
        return answer

    planner.take_turns()
    with connection.execute_wrapper(leave_once_counted):
        call_command("freshness")
    assert "Pages that we may refresh: 1\n" in capsys.readouterr().out


def test_site_without_creators_has_nothing_to_say(capsys: CaptureFixture[str]) -> None:
    assert "Pages that we may refresh: 0\n" in told(capsys)


def test_waiting_pages_are_counted_by_why_they_wait() -> None:
    wanted, _due, under_way = (make_page(username) for username in USERNAMES)
    now = timezone.now()
    Snapshot.objects.filter(page=wanted).update(wanted_at=now)
    Snapshot.objects.filter(page=under_way).update(claimed_until=now + timedelta(minutes=1), due_at=None)
    status = freshness.status()
    assert (status.wanted, status.due, status.under_way, status.never_fetched) == (1, 1, 1, 3)


def test_queue_is_as_long_as_what_waits_in_it() -> None:
    assert freshness.status().queue == 0
    for username in USERNAMES:
        planner.ask(make_page(username))
    tasks.sweep()
    assert freshness.status().queue == 3


def test_messages_for_the_prompt_worker_wait_in_the_queue_too() -> None:
    current_app.conf.task_routes = {tasks.sweep.name: {"queue": uuid4().hex}}
    tasks.sweep.apply_async()
    assert freshness.status().queue == 1


def test_budget_is_told_by_endpoint(settings: Settings, capsys: CaptureFixture[str]) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 20
    budget.spend("video_list", lambda: None)
    said = told(capsys)
    answers = "calls left in this minute. TikTok answers: breaker closed.\n"
    assert f"Calls about creators (user_info): 18 of 18 {answers}" in said
    assert f"Calls for their newest TikToks (video_list): 17 of 18 {answers}" in said


@pytest.mark.parametrize(
    ("endpoint", "calls"),
    [("video_list", "Calls for their newest TikToks (video_list)"), ("token", "Calls that renew permissions (token)")],
    ids=["video_list", "token"],
)
def test_open_breaker_needs_a_person(endpoint: str, calls: str) -> None:
    planner.take_turns()
    fail_until_open(endpoint)
    assert complaint() == f"Calls keep failing at TikTok, and one is tried every half minute: {calls}."


@pytest.mark.parametrize("seconds", [600, -600])
def test_clock_that_tiktok_contradicts_needs_a_person(seconds: int, caplog: LogCaptureFixture) -> None:
    reply = Reply(200, {"Date": http_date(time.time() - seconds)}, b"")
    planner.take_turns()
    clock.compare(reply)
    clock.compare(reply)
    [line] = logged(caplog, "clock_skew")
    assert line["seconds"] == pytest.approx(seconds, abs=2)
    assert complaint().startswith(f"Our clock is {clock.skew():+d} s off TikTok's")


@pytest.mark.parametrize("date", ["", "yesterday", None])
def test_clock_that_is_right_or_cannot_be_compared_needs_nobody(date: str | None, capsys: CaptureFixture[str]) -> None:
    clock.compare(Reply(200, {"Date": http_date() if date is None else date}, b""))
    assert "clock" not in told(capsys)


def test_grants_that_need_their_creator_are_named(capsys: CaptureFixture[str]) -> None:
    page = make_page("ada.bakes")
    control.revoke_by_user("ada.bakes")
    snapshots.refresh(load(page))
    assert "Reconnect needed: 1 @ada.bakes\n" in told(capsys)


def test_trouble_is_told_with_what_finds_it_here_and_at_tiktok(capsys: CaptureFixture[str]) -> None:
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    snapshots.refresh(load(page))
    snapshot = load(page).snapshot
    assert snapshot.trouble_log_id
    said = told(capsys)
    assert f"internal_error, reference {snapshot.trouble_reference}, TikTok log id {snapshot.trouble_log_id}\n" in said


def test_silent_worker_needs_a_person() -> None:
    assert "No worker has looked for pages" in complaint()


def test_pages_that_lost_their_covers_need_a_person(settings: Settings) -> None:
    planner.take_turns()
    fetched(make_page("ada.bakes"), timedelta(seconds=settings.COVER_KEEP_SECONDS + 1))
    assert "1 page lost its covers" in complaint()


def test_keys_that_tiktok_refuses_need_a_person() -> None:
    planner.take_turns()
    tried = {"attempted_at": timezone.now(), "trouble": "invalid_client"}
    Snapshot.objects.filter(page=make_page("ada.bakes")).update(**tried)
    assert "TikTok refuses this site's keys." in complaint()


def test_grants_without_their_key_need_a_person(settings: Settings) -> None:
    planner.take_turns()
    page, lost = make_page("ada.bakes"), settings.TOKEN_KEYS
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    assert snapshots.refresh(load(page), force=True) == snapshots.Outcome.TROUBLE
    assert "1 grant cannot be read" in complaint()
    settings.TOKEN_KEYS = lost
    assert snapshots.refresh(load(page), force=True) == snapshots.Outcome.REFRESHED
    call_command("freshness")  # nothing needs a person any more


def test_staff_see_the_same_lines_in_the_admin(desk: Client) -> None:  # noqa: F811
    page = make_page("ada.bakes")
    control.break_next("user_info", "500")
    snapshots.refresh(load(page))
    shown = desk.get(URL).content.decode()
    assert "No worker has looked for pages" in shown
    assert load(page).snapshot.trouble_log_id in shown
    fetched(page, timedelta(minutes=19, seconds=30))
    shown = " ".join(words(desk.get(URL)).split())
    assert (
        "1: half are no older than 19 minutes, 95 of 100 no older than 19 minutes, the oldest is 19 minutes old"
        in shown
    )
    assert re.search(
        r"Calls about creators \(user_info\) \d+ of \d+ calls left in this minute. TikTok answers: breaker closed.",
        shown,
    )
    assert URL in desk.get("/admin/").content.decode()


def test_nobody_else_sees_it(client: Client) -> None:
    client.force_login(User.objects.create_user("creator"))
    assert client.get(URL)["Location"].startswith("/admin/login/")


def test_trouble_of_a_page_that_was_put_off_by_a_wrong_clock_is_told(capsys: CaptureFixture[str]) -> None:
    page = make_page("ada.bakes")
    with travel(timezone.now() + timedelta(days=2), tick=False):
        control.break_next("user_info", "500")
        snapshots.refresh(load(page), force=True)
    planner.take_turns()
    assert load(page).snapshot.attempted_at is None
    assert "@ada.bakes - internal_error" in told(capsys)


def test_clock_that_was_set_right_needs_nobody() -> None:
    planner.take_turns()
    clock.compare(Reply(200, {"Date": http_date(time.time() - 600)}, b""))
    clock.compare(Reply(200, {"Date": http_date()}, b""))
    assert clock.skew() == 0
