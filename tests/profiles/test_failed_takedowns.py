"""Takedowns that the database fails: no picture has a copy that nobody knows of, and none outlives its creator."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from pytest_django import Settings

from profiles import erasure, pages
from profiles.covers import COVER, keep_bytes
from profiles.models import Page
from tests import moderators
from tests.away import take_database_away
from tests.profiles import creators
from tests.profiles.measures import page
from tests.profiles.pictures import draw, kept_files
from tests.profiles.test_withdrawn import delete_link, fill, hide_link, lose_account, names_on, refuse
from tiktok_auth import events
from tiktok_auth.models import Event, Grant

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]


def is_named(path: Path, page: Page) -> bool:
    return (path.parts[-3], path.name.split("-")[0]) in names_on(page)


def test_removal_that_fails_at_its_end_and_then_succeeds_leaves_nothing_to_outlive_the_account(
    page: Page, settings: Settings
) -> None:
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    before, open_id = kept_files(settings), Grant.objects.get().account.uid
    told = Event.objects.create(digest="x", name=events.REMOVED, open_id=open_id, reason=2, created_at=timezone.now())
    with take_database_away('UPDATE "tiktok_auth_event"'):
        events.attempt(told.pk)
    assert (kept_files(settings), creators.load(page).is_gone) == (before, False)
    events.attempt(told.pk)
    assert creators.load(page).is_gone
    assert set(kept_files(settings)).isdisjoint(before)
    erasure.erase(page.owner)
    assert kept_files(settings) == []


def test_takedown_within_something_that_fails_later_leaves_pictures_as_they_were(
    page: Page, settings: Settings
) -> None:
    names, before = fill(page, cover=keep_bytes(draw(), shape=COVER).name), kept_files(settings)
    with pytest.raises(OperationalError), transaction.atomic():
        moderators.suspend(page, reason="spam")
        raise OperationalError
    assert names_on(page) == names
    assert kept_files(settings) == before


@pytest.mark.parametrize(
    ("take_down", "words"),
    [
        (pages.unpublish, 'UPDATE "profiles_page"'),
        (partial(moderators.suspend, reason="spam"), 'UPDATE "profiles_page"'),
        (hide_link, 'UPDATE "profiles_link" SET "withheld_at"'),
        (delete_link, 'UPDATE "profiles_link" SET "deleted_at"'),
    ],
)
def test_takedown_that_fails_leaves_no_second_copy_of_a_picture(
    page: Page, take_down: Callable[[Page], object], words: str, settings: Settings
) -> None:
    names, before = fill(page, cover=keep_bytes(draw(), shape=COVER).name), kept_files(settings)
    with take_database_away(words), pytest.raises(OperationalError):
        take_down(creators.load(page))
    assert names_on(page) == names
    assert kept_files(settings) == before


@pytest.mark.parametrize(
    ("take_down", "words"),
    [
        (pages.unpublish, 'UPDATE "profiles_video"'),
        (partial(moderators.suspend, reason="spam"), 'UPDATE "profiles_video"'),
        (lose_account, 'UPDATE "profiles_link" SET "thumbnail" ='),
        (hide_link, 'UPDATE "profiles_link" SET "thumbnail"'),
        (delete_link, 'UPDATE "profiles_link" SET "thumbnail"'),
    ],
)
@pytest.mark.parametrize("is_refused", [False, True])
def test_pictures_that_cannot_be_moved_stay_as_they_are_and_go_with_their_creator(
    page: Page,
    take_down: Callable[[Page], object],
    words: str,
    is_refused: bool,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names, before = fill(page, cover=keep_bytes(draw(), shape=COVER).name), kept_files(settings)
    taken_down = creators.load(page)
    if is_refused:
        monkeypatch.setattr(os, "link", refuse)
        monkeypatch.setattr(shutil, "copyfile", refuse)
    with take_database_away(words):
        take_down(taken_down)
    assert names_on(page) <= names
    assert kept_files(settings) == [path for path in before if is_named(path, page)]
    erasure.erase(page.owner)
    assert kept_files(settings) == []


def test_pictures_of_a_page_that_is_online_again_before_they_move_stay(page: Page, settings: Settings) -> None:
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    before = kept_files(settings)
    with transaction.atomic():
        transaction.on_commit(partial(moderators.restore, creators.load(page), reason="it was not"))
        moderators.suspend(page, reason="spam")
    assert (kept_files(settings), creators.load(page).is_gone) == (before, False)


def test_pictures_of_a_page_that_is_erased_before_they_move_go(page: Page, settings: Settings) -> None:
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    with transaction.atomic():
        transaction.on_commit(partial(erasure.erase, page.owner))
        moderators.suspend(page, reason="spam")
    assert kept_files(settings) == []
