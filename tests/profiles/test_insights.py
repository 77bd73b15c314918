import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django_redis import get_redis_connection
from pytest_django import Settings
from redis import Redis
from redis.exceptions import RedisError

from profiles import insights
from profiles.models import Count, Page
from tests.away import take_redis_away
from tests.crowd import at_once
from tests.profiles.pages import make_link, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 musical_ly_2023 BytedanceWebview"
PERSON = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": AGENT}
NOT_PEOPLE = [
    {},
    {"HTTP_USER_AGENT": ""},
    {"HTTP_USER_AGENT": "curl/8.5.0"},
    {"HTTP_USER_AGENT": "python-requests/2.34"},
    {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    {"HTTP_USER_AGENT": "facebookexternalhit/1.1"},
    {"HTTP_USER_AGENT": "WhatsApp/2.23.20.0"},
    {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"},
    {"HTTP_USER_AGENT": "Twitterbot/1.0"},
    {"HTTP_USER_AGENT": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
    {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (compatible; TikTokSpider)"},
    {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)"},
    {"HTTP_USER_AGENT": AGENT + " and so on" * 100},
    PERSON | {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
    PERSON | {"HTTP_PURPOSE": "prefetch"},
    PERSON | {"HTTP_X_MOZ": "prefetch"},
]


@pytest.fixture(autouse=True)
def nothing_noted() -> None:
    insights.notes.seen.clear()
    insights.notes.gathered.clear()
    insights.notes.unsent.clear()


INSERT = 'INSERT INTO "profiles_count"'


def fail(*_asked: Any) -> None:
    raise ConnectionError


def fail_at_second_insert() -> Callable[..., Any]:
    """As when a worker is killed between two parts of a batch."""
    inserts = iter([False, True])

    def execute_or_fail(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if sql.startswith(INSERT) and next(inserts):
            raise ConnectionError
        return execute(sql, *args)

    return execute_or_fail


def see(page: Page, times: int = 1) -> None:
    for _ in range(times):
        insights.count_view(str(page.pk), PERSON)


def fold() -> int:
    insights.notes.flush()
    return insights.fold()


def test_views_and_clicks_become_daily_rows(page: Page) -> None:
    link = make_link(page)
    see(page, 3)
    insights.count_tap(link, PERSON)
    assert fold() == 2
    assert insights.totals(page) == {insights.VIEW: 3, insights.tap_on(link): 1}
    assert set(Count.objects.values_list("day", flat=True)) == {timezone.now().date()}


def test_later_counts_are_added_to_the_same_row(page: Page) -> None:
    for _ in range(3):
        see(page, 2)
        fold()
    assert insights.totals(page) == {insights.VIEW: 6}
    assert Count.objects.count() == 1


def test_each_page_has_its_own_numbers(page: Page) -> None:
    other = make_page("otto.knits")
    see(page)
    see(other, 2)
    fold()
    assert [insights.totals(page), insights.totals(other)] == [{insights.VIEW: 1}, {insights.VIEW: 2}]


@pytest.mark.parametrize("environ", NOT_PEOPLE, ids=str)
def test_machines_and_prefetches_are_not_counted(page: Page, environ: dict[str, str]) -> None:
    insights.count_view(str(page.pk), environ)
    fold()
    assert insights.totals(page) == {}


def test_click_through_go_is_counted(client: Client, page: Page) -> None:
    link = make_link(page)
    client.get(f"/go/{link.key}", headers={"User-Agent": AGENT})
    client.head(f"/go/{link.key}", headers={"User-Agent": AGENT})
    fold()
    assert insights.totals(page) == {insights.tap_on(link): 1}


def test_moving_a_link_keeps_its_clicks(page: Page) -> None:
    link = make_link(page)
    insights.count_tap(link, PERSON)
    fold()
    link.position += 5
    link.save()
    assert insights.totals(page) == {insights.tap_on(link): 1}


def test_batch_that_was_added_but_not_deleted_is_not_added_again(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    see(page, 2)
    insights.notes.flush()
    with monkeypatch.context() as kill, pytest.raises(ConnectionError):
        kill.setattr(Redis, "delete", fail)
        insights.fold()
    assert insights.fold() == 0
    assert insights.totals(page) == {insights.VIEW: 2}
    assert not get_redis_connection("default").keys(cache.make_key(f"{insights.FOLDING}*"))


def test_batch_that_was_added_in_part_is_added_whole(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights, "FOLDED_AT_ONCE", 1)
    pages = [page, make_page("otto.knits"), make_page("nova.skies")]
    for number, seen in enumerate(pages, 1):
        see(seen, number)
    insights.notes.flush()
    with connection.execute_wrapper(fail_at_second_insert()), pytest.raises(ConnectionError):
        insights.fold()
    assert Count.objects.count() == 1
    assert insights.fold() == 2
    assert [insights.totals(seen) for seen in pages] == [{insights.VIEW: number} for number in (1, 2, 3)]


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_page_can_be_changed_while_others_are_counted(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights, "FOLDED_AT_ONCE", 1)
    other = make_page("otto.knits")
    free: list[list[int]] = []

    @transaction.atomic
    def find_free() -> list[int]:
        return [page.pk for page in Page.objects.order_by("pk").select_for_update(skip_locked=True, no_key=True)]

    def look_who_is_free(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if sql.startswith(INSERT):
            free.extend(at_once([find_free]))
        return execute(sql, *args)

    see(page)
    see(other)
    with connection.execute_wrapper(look_who_is_free):
        assert fold() == 2
    assert free == [[other.pk], [page.pk]]


def test_batch_that_was_begun_but_not_added_is_added(page: Page) -> None:
    see(page, 2)
    insights.notes.flush()
    redis = get_redis_connection("default")
    redis.rename(cache.make_key(insights.PENDING), cache.make_key(f"{insights.FOLDING}killed"))
    assert insights.fold() == 1
    assert insights.totals(page) == {insights.VIEW: 2}


def test_counts_of_a_page_that_is_gone_go_too(page: Page) -> None:
    see(page)
    page.delete()
    assert fold() == 0


def test_counts_wait_in_memory_while_redis_is_away(page: Page, settings: Settings) -> None:
    there = settings.CACHES
    see(page, 2)
    take_redis_away(settings)
    with pytest.raises(RedisError):
        insights.notes.flush()
    settings.CACHES = there
    see(page)
    fold()
    assert insights.totals(page) == {insights.VIEW: 3}


def test_counts_whose_receipt_is_lost_count_once(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Redis.eval

    def take_and_say_nothing(*asked: Any) -> None:
        take(*asked)
        raise TimeoutError

    see(page, 2)
    with monkeypatch.context() as silence:
        silence.setattr(Redis, "eval", take_and_say_nothing)
        for _ in range(3):
            with pytest.raises(TimeoutError):
                insights.notes.flush()
            see(page)
    fold()
    assert insights.totals(page) == {insights.VIEW: 5}


def test_first_visitors_at_once_start_one_flusher() -> None:
    others, interval = set(threading.enumerate()), sys.getswitchinterval()
    notes = insights.Notes()
    sys.setswitchinterval(1e-6)
    try:
        at_once([partial(notes.add, "0", insights.VIEW)] * 10)
    finally:
        sys.setswitchinterval(interval)
    notes.seen.clear()
    started = set(threading.enumerate()) - others
    assert [thread.name for thread in started].count("insights") == 1


def test_nothing_to_fold_is_no_work() -> None:
    assert insights.fold() == 0


def test_totals_may_be_asked_for_a_few_subjects_alone() -> None:
    page = make_page()
    for subject in (insights.VIEW, *insights.on_videos([1, 2])):
        page.counts.create(day=timezone.now(), subject=subject, number=3)
    assert insights.totals(page, insights.on_videos([2, 3])) == {insights.visit_of(2): 3, insights.play_of(2): 3}
    assert insights.totals(page, []) == {}
