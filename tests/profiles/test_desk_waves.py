"""A wave of spam on the desk: more pages are chosen than can be acted on in one request."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from profiles.admin.pages import MOST_AT_ONCE, MOST_FOUND
from profiles.models import Measure, Page, Snapshot, Verb
from tests.markup import tags, words
from tests.profiles.desk import PAGES
from tests.profiles.pages import make_page
from tests.profiles.staff import desk, moderator

pytestmark = pytest.mark.django_db

__all__ = ["desk", "moderator"]

WAVE = 1005
FOUND = f"{PAGES}?q=wave"


def make_wave() -> None:
    users = User.objects.bulk_create(User(username=f"wave.{number}") for number in range(WAVE))
    pages = Page.objects.bulk_create(Page(owner=user, handle=user.username) for user in users)
    Snapshot.objects.bulk_create(Snapshot(page=page, display_name="wave") for page in pages)


def choose_all(desk: Client, verb: Verb, path: str, **fields: Any) -> Any:
    """As "Select all pages" above the list does it."""
    fields |= {"action": verb, "index": "0", "select_across": "1", ACTION_CHECKBOX_NAME: Page.objects.latest("pk").pk}
    return desk.post(path, fields, follow=True)


def ticked(asked: Any) -> list[str]:
    """The pages that the form names, hidden in it."""
    return [tag["value"] for tag in tags(asked, "input") if tag.get("name") == ACTION_CHECKBOX_NAME]


def confirm(desk: Client, asked: Any, path: str) -> Any:
    """Send the form that asks for the reason, for all pages that it names."""
    fields = {ACTION_CHECKBOX_NAME: ticked(asked), "action": Verb.SUSPEND, "choice": "own", "reason": "one ring"}
    return desk.post(path, fields, follow=True)


def count_down() -> int:
    return Page.objects.exclude(suspended_at=None).count()


@pytest.mark.parametrize(("path", "chosen"), [(PAGES, WAVE), (FOUND, MOST_FOUND)])
def test_wave_is_suspended_in_parts_and_says_so(desk: Client, path: str, chosen: int) -> None:
    make_wave()
    asked = choose_all(desk, Verb.SUSPEND, path)
    assert f"{chosen} of the pages you chose are not in that state yet; {MOST_AT_ONCE} are done at once" in words(asked)
    assert (f"Suspend {MOST_AT_ONCE} pages" in asked.text, count_down()) == (True, 0)
    confirm(desk, asked, path)
    assert count_down() == MOST_AT_ONCE
    confirm(desk, choose_all(desk, Verb.SUSPEND, path), path)
    assert count_down() == 2 * MOST_AT_ONCE


def test_wave_is_restored_in_parts_past_those_that_are_banned(desk: Client) -> None:
    make_wave()
    Page.objects.update(suspended_at=timezone.now(), suspended_because="one ring")
    *suspended, last = Page.objects.order_by("pk")
    Measure.objects.bulk_create(Measure(page=page, verb=Verb.SUSPEND, reason="one ring") for page in suspended)
    Measure.objects.create(page=last, verb=Verb.BAN, reason="one ring")
    asked = choose_all(desk, Verb.RESTORE, PAGES)
    assert f"{len(suspended)} of the pages you chose are not in that state yet" in words(asked)
    assert len(ticked(asked)) == MOST_AT_ONCE
    assert str(last.pk) not in ticked(asked)


def test_reason_that_is_sent_for_more_pages_than_fit_holds_for_as_many_as_fit(desk: Client) -> None:
    make_wave()
    choose_all(desk, Verb.SUSPEND, PAGES, choice="own", reason="one ring")
    assert count_down() == MOST_AT_ONCE


def test_few_pages_say_nothing_of_parts(desk: Client) -> None:
    make_page()
    asked = choose_all(desk, Verb.SUSPEND, PAGES)
    assert len(ticked(asked)) == 1
    assert "done at once" not in words(asked)
