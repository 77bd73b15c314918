"""When a link is to be seen, as its creator's clock says it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from profiles.models import Link, Page
from profiles.templatetags.links import state
from profiles.templatetags.moments import moment
from tests.markup import tags, words
from tests.profiles.pages import make_link
from tests.profiles.studio_links import HOME, at

pytestmark = pytest.mark.django_db

LATELY = datetime(2026, 5, 6, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-05-06T18:00", "today at 18:00"),
        ("2026-05-07T09:05", "tomorrow at 09:05"),
        ("2026-05-05T18:00", "yesterday at 18:00"),
        ("2026-05-08T18:00", "Friday at 18:00"),
        ("2026-05-12T18:00", "Tuesday at 18:00"),
        ("2026-05-13T18:00", "13 May 2026 at 18:00"),
        ("2026-05-01T18:00", "1 May 2026 at 18:00"),
    ],
)
def test_moment_is_said_as_people_say_it(at: str, said: str) -> None:
    with time_machine.travel(datetime(2026, 5, 6, 12, tzinfo=BERLIN), tick=False):
        assert moment(datetime.fromisoformat(at).replace(tzinfo=BERLIN), BERLIN) == said


def test_state_is_told_by_the_creators_clock(mina: Client, page: Page) -> None:
    with time_machine.travel(datetime(2026, 5, 6, 12, tzinfo=UTC), tick=False):
        begin, end = datetime(2026, 5, 8, 16, tzinfo=UTC), datetime(2026, 5, 9, 22, 30, tzinfo=UTC)
        page.time_zone = "Europe/Berlin"
        link = make_link(page, starts_at=begin, ends_at=end).judged()
        assert state(link, page) == "Starts Friday at 18:00, your time"
    with time_machine.travel(begin + timedelta(hours=1), tick=False):
        assert state(link, page) == "Live until Sunday at 00:30, your time"
    with time_machine.travel(end + timedelta(hours=1), tick=False):
        assert state(link, page) == "Ended today at 00:30, your time"
    assert state(make_link(page).judged(), page) == "Live"
    assert state(make_link(page, is_hidden=True, ends_at=end).judged(), page) == "Hidden"


@pytest.mark.parametrize("away", [{"suspended_at": LATELY, "suspended_because": "spam"}, {"unpublished_at": LATELY}])
def test_no_link_is_called_live_while_its_page_is_away(mina: Client, page: Page, away: dict[str, Any]) -> None:
    make_link(page)
    Page.objects.update(**away)
    shown = words(mina.get(HOME))
    assert "Offline with your page" in shown
    assert "Live" not in shown


def test_times_typed_are_those_of_the_pages_zone(mina: Client, page: Page) -> None:
    Page.objects.update(time_zone="Europe/Berlin")
    link = make_link(page)
    mina.post(at(link), {"url": link.url, "starts_at": "2031-07-01T18:00"})
    link.refresh_from_db()
    assert link.starts_at == datetime(2031, 7, 1, 16, tzinfo=UTC)
    assert 'value="2031-07-01T18:00"' in mina.get(at(link)).text
    assert "Starts 1 July 2031 at 18:00, your time" in words(mina.get(HOME))


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
@pytest.mark.parametrize(
    "typed", ["9999-12-31T23:59", "0001-01-01T00:00", "9999-12-31T23:59:59-20:00", "2100-01-01T00:00"]
)
def test_year_that_no_clock_here_shows_is_refused(mina: Client, page: Page, zone: str, typed: str) -> None:
    Page.objects.update(time_zone=zone)
    link = make_link(page)
    answer = mina.post(
        f"/studio/links/{link.pk}/", {"title": "Shop", "url": "https://example.org/", "version": 0, "ends_at": typed}
    )
    assert "Write a year from 2000 to 2099, or leave it empty." in words(answer)
    assert Link.objects.get().ends_at is None


def test_time_that_is_left_as_it_was_stays_the_same_moment(mina: Client, page: Page) -> None:
    Page.objects.update(time_zone="Europe/Berlin")
    second_of_two = datetime(2026, 10, 25, 1, 30, 45, tzinfo=UTC)
    link = make_link(page, "Old", starts_at=second_of_two)
    (shown,) = [field["value"] for field in tags(mina.get(at(link)), "input") if field.get("name") == "starts_at"]
    assert shown == "2026-10-25T02:30"
    mina.post(at(link), {"url": link.url, "title": "New", "starts_at": shown})
    link.refresh_from_db()
    assert (link.title, link.starts_at) == ("New", second_of_two)
