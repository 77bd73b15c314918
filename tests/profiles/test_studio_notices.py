"""How much room notices of staff take where a creator works, and how they tell since when, and what is over."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from profiles import moderation, pages
from profiles.models import Page, Verb
from profiles.moderation import appeals
from profiles.templatetags.studio import HEADLINES, PAST_HEADLINES
from tests import moderators
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.measures import take
from tests.profiles.notices import NOTICES, notice_of
from tests.profiles.pages import make_link

pytestmark = pytest.mark.django_db

MORE = {1: "", 2: "1 more notice", 3: "2 more notices"}


@pytest.mark.parametrize("count", MORE)
def test_newest_notice_is_whole_and_the_others_are_counted(mina: Client, page: Page, count: int) -> None:
    for number in range(count):
        moderators.act(page, Verb.WARN, reason=f"careful {number}")
    studio = mina.get("/studio/")
    assert [number for number in range(count) if f"careful {number}" in words(studio)] == [count - 1]
    assert MORE[count] in words(studio)
    assert (NOTICES in [link.get("href") for link in tags(studio, "a")]) == (count > 1)


def test_what_took_the_page_away_stands_before_what_came_later(mina: Client, page: Page) -> None:
    for verb, reason in ((Verb.MARK_SENSITIVE, "bare"), (Verb.SUSPEND, "It is spam."), (Verb.WARN, "careful")):
        moderators.act(page, verb, reason=reason)
    assert [notice.reason for notice in page.measures.pressing(timezone.now())] == ["It is spam.", "careful", "bare"]
    assert "It is spam." in words(mina.get("/studio/"))


def test_warning_is_no_farewell(mina: Client, page: Page) -> None:
    measure = moderators.act(page, Verb.WARN, reason="careful")
    shown = words(mina.get(notice_of(measure)))
    assert "Send the appeal" in shown
    assert "Take your page" not in shown


@pytest.mark.parametrize(("days", "day"), [(0, "today"), (1, "yesterday"), (2, "2 March 2026")])
def test_creator_reads_since_when_by_their_own_clock(client: Client, page: Page, days: int, day: str) -> None:
    pages.change(page, time_zone="Asia/Tokyo")
    with time_machine.travel("2026-03-01T23:30:00Z", tick=False) as now:
        measure = moderators.act(page, Verb.LIMIT, reason="Too many links")
        appeal = appeals.appeal(measure, text="Please look again")
        appeals.uphold(appeal, reason="There are too many")
        now.shift(timedelta(days=days))
        client.force_login(page.owner)
        for path in ("/studio/", NOTICES, notice_of(measure)):
            assert f"Since {day} at 08:30, your time. The reason:" in words(client.get(path))
        told = words(client.get(notice_of(measure)))
        assert f"What you wrote ({day} at 08:30, your time):" in told
        assert f"Our answer ({day} at 08:30, your time):" in told


@pytest.mark.parametrize("verb", HEADLINES)
@pytest.mark.usefixtures("ada_without_videos")
def test_creator_reads_of_what_is_over_as_of_something_past(client: Client, verb: Verb) -> None:
    page = creators.make_page("ada.bakes")
    measure = take(page, verb, make_link(page))
    moderation.undo(measure, reason="a mistake")
    client.force_login(page.owner)
    for path in (NOTICES, notice_of(measure)):
        told = words(client.get(path))
        assert str(PAST_HEADLINES[verb]) in told
        assert str(HEADLINES[verb]) not in told
        assert ", your time, and is over. The reason then: because" in told
        assert "Since" not in told


def test_notice_among_others_says_what_came_of_its_last_appeal(mina: Client, page: Page) -> None:
    measure = moderators.act(page, Verb.WARN, reason="careful")
    first = appeals.appeal(measure, text="No.")
    for path in ("/studio/", NOTICES):
        assert "You have appealed" in words(mina.get(path))
    appeals.uphold(first, reason="It is as we said.")
    for path in ("/studio/", NOTICES):
        assert "Your appeal was turned down" in words(mina.get(path))
    appeals.grant(appeals.appeal(measure, text="Still no."), reason="You are right.")
    shown = words(mina.get(NOTICES))
    assert "Your appeal was right" in shown
    assert "turned down" not in shown


def test_creator_whose_appeal_was_turned_down_reads_why_it_was_undone_later(mina: Client, page: Page) -> None:
    measure = moderators.act(page, Verb.LIMIT, reason="too many links")
    appeals.uphold(appeals.appeal(measure, text="No."), reason="There are too many.")
    moderation.undo(measure, reason="You have tidied up.")
    assert "You have tidied up." in words(mina.get(notice_of(measure)))


def test_answer_that_grants_an_appeal_is_told_once(mina: Client, page: Page) -> None:
    measure = moderators.act(page, Verb.LIMIT, reason="too many links")
    appeals.grant(appeals.appeal(measure, text="No."), reason="You are right.")
    assert words(mina.get(notice_of(measure))).count("You are right.") == 1
