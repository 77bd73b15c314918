"""Pictures whose withdrawal was cut short: the next look at what waits withdraws them."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from structlog.testing import capture_logs

from profiles import covers, links, pages, tasks
from profiles.covers import COVER, keep_bytes
from profiles.covers.files import paths_of
from profiles.media import Media
from profiles.models import Page
from profiles.shapes import address
from tests import moderators
from tests.away import take_database_away
from tests.profiles import creators
from tests.profiles.measures import page
from tests.profiles.pages import make_page
from tests.profiles.pictures import BLUE, draw
from tests.profiles.test_covers import add_video
from tests.profiles.test_media import Answer, behind
from tests.profiles.test_withdrawn import ban, delete_link, fill, hide_link, lose_account, names_on, refuse

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]

suspend = partial(moderators.suspend, reason="spam")
EVERYTHING = {"avatar", "backdrop", "cover", "thumbnail"}
type Act = Callable[[Page], object]


def addresses_of(page: Page, shapes: set[str]) -> set[str]:
    """Where its pictures of these shapes are served."""
    found = covers.names_of(page).items()
    return {
        address(name, shape.small[0], "jpg", shape) for shape, names in found for name in names if shape.name in shapes
    }


def served(addresses: set[str]) -> set[str]:
    return {one for one in addresses if Answer(Media(behind), one).status == "200 OK"}


@contextmanager
def killed_once_committed() -> Iterator[None]:
    """Committing what is done within is the last thing that this process does."""
    with suppress(SystemExit), transaction.atomic():
        transaction.on_commit(partial(sys.exit, 1))
        yield


@contextmanager
def without_copies() -> Iterator[None]:
    """The disk gives no file a second name meanwhile, and copies none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "link", refuse)
        patch.setattr(shutil, "copyfile", refuse)
        yield


@contextmanager
def without_media_folder() -> Iterator[None]:
    """The disk of the pictures is not there meanwhile."""
    folder, aside = Path(settings.MEDIA_ROOT), Path(settings.MEDIA_ROOT).with_name(uuid4().hex)
    folder.rename(aside)
    folder.write_bytes(b"")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


def without_move() -> AbstractContextManager[None]:
    """The database is away when it is told of a picture's new name."""
    return take_database_away('SET "thumbnail" =')


@pytest.fixture
def full(page: Page) -> Page:
    """With pictures of every shape, at addresses that are served."""
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    assert len(served(addresses_of(page, EVERYTHING))) == 5
    return page


@pytest.mark.parametrize(
    ("take_down", "shapes", "trouble"),
    [
        (pages.unpublish, EVERYTHING, killed_once_committed),
        (pages.unpublish, EVERYTHING, without_copies),
        (suspend, EVERYTHING, without_media_folder),
        (ban, EVERYTHING, without_move),
        (lose_account, EVERYTHING - {"cover"}, without_move),
        (hide_link, {"thumbnail"}, killed_once_committed),
        (delete_link, {"thumbnail"}, without_media_folder),
    ],
)
def test_pictures_that_a_takedown_could_not_move_are_moved_by_the_next_look(
    full: Page, take_down: Act, shapes: set[str], trouble: Callable[[], AbstractContextManager[None]]
) -> None:
    known = addresses_of(full, shapes)
    with trouble():
        take_down(creators.load(full))
    assert served(known) & addresses_of(full, shapes)
    tasks.withdraw_overdue()
    assert served(known) == set()
    assert served(addresses_of(full, EVERYTHING)) == addresses_of(full, EVERYTHING)


def test_pictures_that_were_moved_are_not_moved_again(full: Page) -> None:
    suspend(full)
    moved = names_on(full)
    tasks.withdraw_overdue()
    assert names_on(full) == moved


def test_pictures_of_a_page_that_is_online_again_are_not_moved(full: Page) -> None:
    known = names_on(full)
    with killed_once_committed():
        pages.unpublish(full)
    pages.publish(full)
    tasks.withdraw_overdue()
    assert names_on(full) == known
    assert not Page.objects.filter(awaits_withdrawal=True).exists()


def test_picture_of_a_link_that_is_back_is_not_moved(full: Page) -> None:
    known = names_on(full)
    with killed_once_committed():
        delete_link(full)
    links.restore_link(full.links.get())
    tasks.withdraw_overdue()
    assert names_on(full) == known
    assert not full.links.filter(awaits_withdrawal=True).exists()


def test_link_that_is_hidden_later_leaves_nothing_of_what_its_page_still_has_to_move(full: Page) -> None:
    known = addresses_of(full, EVERYTHING)
    with without_move():
        suspend(full)
    hide_link(full)
    tasks.withdraw_overdue()
    assert served(known) == set()


def test_page_whose_pictures_cannot_be_moved_keeps_none_of_the_others_waiting(full: Page) -> None:
    other = make_page("otto.knits")
    add_video(other, cover=keep_bytes(draw(color=BLUE), shape=COVER).name)
    known = addresses_of(other, EVERYTHING)
    for taken_down in (full, other):
        with killed_once_committed():
            suspend(taken_down)
    with without_move(), capture_logs() as logs:
        tasks.withdraw_overdue()
    assert [(line["event"], line["page"]) for line in logs] == [("page_not_withdrawn", full.pk)]
    assert served(known) == set()


def test_picture_of_which_a_file_is_gone_is_moved_and_waits_for_nothing(full: Page) -> None:
    [name] = covers.names_of(full)[COVER]
    paths_of(name, COVER)[-1].unlink()
    known = addresses_of(full, EVERYTHING)
    suspend(full)
    assert served(known) == set()
    assert not Page.objects.filter(awaits_withdrawal=True).exists()
