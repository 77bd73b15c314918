"""A picture that comes from TikTok while its page goes: nothing of it is where visitors could find it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from profiles import covers, pages, snapshots
from profiles.models import Page, Snapshot
from profiles.snapshots import asking
from tests import moderators
from tests.crowd import PATIENCE_SECONDS, at_once, let_somebody_wait
from tests.profiles.creators import load, make_page
from tests.profiles.pictures import draw, kept_files
from tiktok_auth.budget import Purpose
from tiktok_auth.models import Grant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]

suspend = partial(moderators.suspend, reason="spam")


@pytest.fixture
def page() -> Page:
    """Ada's, with all its pictures."""
    page = make_page("ada.bakes")
    snapshots.refresh(load(page), force=True)
    return load(page)


def fetches(page: Page) -> list[Callable[[], None]]:
    """What fetches the avatar and a cover, as the page was read and TikTok answered before anything happened to it."""
    under_way, video = load(page), page.videos.earliest("pk")
    answer = asking.ask(under_way, Grant.objects.get(), purpose=Purpose.REFRESH, everything=True)
    assert answer.profile
    assert answer.listing
    cover = next(listed.cover_url for listed in answer.listing.videos if listed.id == video.tiktok_id)
    return [
        partial(covers.renew_avatar, under_way.snapshot, answer.profile.avatar_url),
        partial(covers.renew_cover, video, cover),
    ]


@contextmanager
def once_told(words: str, act: Callable[[], object]) -> Iterator[None]:
    """Acts as soon as the database has answered a question with these words, the first time."""
    acts = [act]

    def ask(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        answer = execute(sql, *args)
        if words in sql and acts:
            acts.pop()()
        return answer

    with connection.execute_wrapper(ask):
        yield


def names(settings: Settings) -> set[str]:
    return {path.name.split("-")[0] for path in kept_files(settings)}


@pytest.mark.parametrize("take_down", [pages.unpublish, suspend])
@pytest.mark.parametrize("which", [0, 1])
def test_picture_that_is_drawn_while_its_page_is_taken_down_is_not_back_where_visitors_knew_it(
    page: Page, take_down: Callable[[Page], object], which: int, settings: Settings
) -> None:
    known = names(settings)
    page.videos.update(cover="", cover_source="")
    Snapshot.objects.filter(page=page).update(avatar="", avatar_source="")
    for shape in (covers.COVER, covers.AVATAR):
        covers.delete_unused(known, shape)
    fetch = fetches(page)[which]
    with once_told('"suspended_at" IS NULL', partial(take_down, load(page))):
        fetch()
    assert not names(settings) & known


@pytest.mark.needs_postgres
@pytest.mark.parametrize("go", [pages.unpublish, suspend, snapshots.forget_tiktok_data])
def test_cover_that_comes_while_its_page_goes_leaves_no_other_file_than_what_is_shown(
    page: Page, go: Callable[[Page], object], settings: Settings
) -> None:
    fetched = names(settings)
    page.videos.update(cover=covers.keep_bytes(draw(), shape=covers.COVER).name, cover_source="elsewhere")
    covers.delete_unused(fetched)
    _avatar, fetch = fetches(page)
    is_read = Event()

    def hold() -> None:
        is_read.set()
        let_somebody_wait()

    def leave() -> None:
        with once_told(
            'SELECT "profiles_video"."cover"' if go == snapshots.forget_tiktok_data else '"cover" FROM', hold
        ):
            go(load(page))

    def come() -> None:
        assert is_read.wait(PATIENCE_SECONDS)
        fetch()

    at_once([leave, come])
    shown = covers.names_of(load(page))
    assert names(settings) == {name for kept in shown.values() for name in kept}
