"""Whose turn it is, in what order, and who gets it."""

from datetime import timedelta
from itertools import chain
from random import Random
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django_redis import get_redis_connection
from pytest_django import Settings
from time_machine import travel

from profiles import planner
from profiles.models import Page, Snapshot
from tests.away import take_redis_away
from tests.crowd import at_once
from tests.profiles.turns import MINUTE, fail_until_open, visit
from tiktok_auth import budget
from tiktok_auth.errors import RateLimited
from tiktok_auth.models import Grant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]


def make_page(
    *, wanted: timedelta | None = None, due: timedelta | None = -MINUTE * 60, fetched: timedelta = MINUTE * 20
) -> Page:
    """A connected page that was wanted or due so long ago; its data is older than fresh unless said otherwise."""
    now, name = timezone.now(), uuid4().hex[:12]
    user = User.objects.create_user(name)
    grant = Grant.objects.create(account=SocialAccount.objects.create(user=user, uid=name), granted_at=now)
    page = Page.objects.create(owner=user, grant=grant, handle=name)
    Snapshot.objects.create(
        page=page,
        fetched_at=now - fetched,
        attempted_at=now - fetched,
        wanted_at=None if wanted is None else now - wanted,
        due_at=None if due is None else now - due,
    )
    return page


# Order


def test_wanted_pages_come_first_and_each_kind_longest_first() -> None:
    due_long, due_late = make_page(due=MINUTE * 90), make_page(due=MINUTE)
    wanted_late, wanted_long = make_page(wanted=MINUTE), make_page(wanted=MINUTE * 9)
    make_page(due=-MINUTE)
    make_page(wanted=-MINUTE, due=-MINUTE)
    assert planner.take_turns() == [page.pk for page in (wanted_long, wanted_late, due_long, due_late)]


def test_queries_order_as_the_rule_does() -> None:
    chance, now = Random(7), timezone.now()
    moments = [None, *(now + timedelta(seconds=number * 61) for number in range(-50, 50))]
    users = User.objects.bulk_create(User(username=f"user-{number}") for number in range(300))
    pages = Page.objects.bulk_create(Page(owner=user, handle=user.username) for user in users)
    Snapshot.objects.bulk_create(
        Snapshot(page=page, wanted_at=chance.choice(moments), due_at=chance.choice(moments)) for page in pages
    )
    places = {
        row.pk: planner.turn(planner.seconds(row.wanted_at), planner.seconds(row.due_at), now.timestamp())
        for row in Snapshot.objects.all()
    }
    taken = [row.pk for row in (*Snapshot.objects.wanted(now), *Snapshot.objects.due(now))]
    assert [places[pk] for pk in taken] == sorted(place for place in places.values() if place)
    assert 100 < len(taken) < 200


def test_page_that_is_visited_when_stale_comes_before_those_nobody_visits() -> None:
    make_page(due=MINUTE * 300)
    visited = make_page()
    visit(visited)
    assert planner.take_turns()[0] == visited.pk


def test_fresh_page_is_not_wanted_by_its_visitors() -> None:
    page = make_page(fetched=MINUTE)
    visit(page)
    assert planner.take_turns() == []


def test_page_that_is_wanted_as_soon_as_it_has_aged_comes_before_one_that_waited_for_a_visitor() -> None:
    seldom, often = make_page(fetched=MINUTE * 600), make_page(fetched=MINUTE * 16)
    visit(seldom)
    visit(often)
    assert planner.take_turns() == [often.pk, seldom.pk]


def test_page_that_becomes_popular_while_it_waits_overtakes(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    waiting, viral = make_page(fetched=MINUTE * 120), make_page(fetched=MINUTE * 300)
    budget.spend("video_list", lambda: None)
    visit(waiting)
    visit(viral)
    assert planner.take_turns() == []
    visit(viral, times=3)
    assert planner.take_turns() == []
    assert [row.page_id for row in Snapshot.objects.wanted(timezone.now())] == [viral.pk, waiting.pk]


def test_creators_who_ask_come_before_everybody_whom_visitors_want_in_the_order_they_asked() -> None:
    hot, later, first = (make_page(wanted=timedelta(hours=hours)) for hours in (100, 9, 1))
    planner.ask(first)
    planner.ask(later)
    assert planner.take_turns() == [first.pk, later.pk, hot.pk]


@pytest.mark.parametrize("meetings", [1, 10**9])
def test_visitors_move_nobody_before_a_creator_who_asked_nor_that_one(settings: Settings, meetings: int) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    budget.spend("video_list", lambda: None)
    hot, asked = make_page(wanted=MINUTE), make_page()
    planner.ask(asked)
    turn = Snapshot.objects.get(page=asked).wanted_at
    for page in (hot, asked):
        get_redis_connection("default").hincrby(cache.make_key(planner.WANTED), page.pk, meetings)
    assert planner.take_turns() == []
    assert [row.page_id for row in Snapshot.objects.wanted(timezone.now())] == [asked.pk, hot.pk]
    assert Snapshot.objects.get(page=asked).wanted_at == turn


def test_nobody_waits_for_ever_behind_the_popular() -> None:
    now = 1_000_000_000.0
    coldest = planner.move_ahead(None, now - 10 * planner.DAY_SECONDS, 1, now)
    hottest = planner.move_ahead(None, now - 900, 1, now + 2 * planner.DAY_SECONDS)
    assert coldest < hottest


@pytest.mark.needs_postgres
def test_every_query_of_the_sweep_has_its_index() -> None:
    now = timezone.now()
    queries = {
        "snapshot_wanted": Snapshot.objects.wanted(now).free(now).refreshable()[:10],
        "snapshot_due": Snapshot.objects.due(now).free(now).refreshable()[:10],
        "snapshot_queued": Snapshot.objects.filter(queued_until__gt=now),
        "BitmapOr": Snapshot.objects.put_off(now),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # as if there were many rows
        for index, query in queries.items():
            assert index in query.explain()


# Taking


@pytest.mark.parametrize("kept_by", ["due_at", "queued_until", "rests_until"])
def test_page_put_off_by_a_clock_that_was_ahead_is_due_when_it_is_right_again(kept_by: str) -> None:
    page = make_page(fetched=-timedelta(days=1))
    Snapshot.objects.update(**{kept_by: timezone.now() + timedelta(days=1)})
    assert planner.take_turns() == [page.pk]


def test_page_that_waits_for_its_creator_is_not_due_after_a_clock_was_ahead() -> None:
    make_page(due=None, fetched=-timedelta(days=1), wanted=-timedelta(days=1))
    assert planner.take_turns() == []


def test_no_more_are_taken_than_the_budget_has_left(settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 5
    pages = [make_page(due=MINUTE * number) for number in (9, 8, 7, 6, 5, 4)]
    budget.spend("video_list", lambda: None)
    assert planner.take_turns() == [page.pk for page in pages[:3]]
    assert planner.take_turns() == []


def test_page_taken_and_lost_is_taken_again() -> None:
    page = make_page(due=MINUTE)
    assert planner.take_turns() == [page.pk]
    assert planner.take_turns() == []
    with travel(timezone.now() + timedelta(seconds=planner.QUEUED_SECONDS + 1)):
        assert planner.take_turns() == [page.pk]


def test_page_that_is_being_refreshed_is_not_taken() -> None:
    page = make_page(due=MINUTE)
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + MINUTE)
    assert planner.take_turns() == []


def test_page_that_may_not_be_asked_about_is_not_taken() -> None:
    suspended, ended, never_connected, waiting = make_page(due=MINUTE), make_page(due=MINUTE), make_page(), make_page()
    Page.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now(), suspended_because="spam")
    Grant.objects.filter(page=ended).update(ended_at=timezone.now(), ended_because="left")
    Page.objects.filter(pk=never_connected.pk).update(grant=None)
    Snapshot.objects.filter(page=waiting).update(due_at=None)
    assert planner.take_turns() == []


def test_sweeps_at_the_same_time_take_each_page_once() -> None:
    pages = {make_page(due=MINUTE).pk for _ in range(30)}
    assert sorted(chain(*at_once([planner.take_turns] * 4))) == sorted(pages)


@pytest.mark.parametrize("endpoint", ["user_info", "video_list"])
def test_nobody_is_taken_while_the_breaker_is_open_and_one_to_try(endpoint: str) -> None:
    for _ in range(3):
        make_page(due=MINUTE)
    fail_until_open(endpoint)
    assert planner.take_turns() == []
    cache.delete(f"budget:{endpoint}:open")  # as when its pause has passed
    assert len(planner.take_turns()) == 1


@pytest.mark.usefixtures("stopped_clock")
def test_nobody_is_taken_while_tiktok_wants_a_rest() -> None:
    make_page(due=MINUTE)

    def limit() -> None:
        raise RateLimited("rate_limit_exceeded", retry_after=40)

    with pytest.raises(RateLimited):
        budget.spend("video_list", limit)
    assert planner.take_turns() == []


def test_pages_whose_token_ran_out_wait_for_the_token_endpoint_and_one_tries_it() -> None:
    first, second, lively = (make_page(due=MINUTE * minutes) for minutes in (9, 8, 7))
    for page, life in ((first, -MINUTE), (second, -MINUTE), (lively, MINUTE * 9)):
        Grant.objects.filter(page=page).update(access_expires_at=timezone.now() + life)
    fail_until_open("token")
    assert planner.take_turns() == [lively.pk]
    cache.delete("budget:token:open")  # as when its pause has passed
    assert planner.take_turns() == [first.pk]


def test_visitors_and_sweeps_bear_with_a_redis_that_is_away(settings: Settings) -> None:
    page = make_page(due=MINUTE)
    take_redis_away(settings)
    visit(page)
    assert planner.take_turns() == []
