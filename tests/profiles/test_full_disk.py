"""A disk that takes no pictures: what is said, and that everything else goes on."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest import CaptureFixture, LogCaptureFixture
from pytest_django import Settings

from profiles import covers, pages, planner
from profiles.covers import AVATAR, COVER, Shape
from profiles.models import Page
from profiles.snapshots import Outcome
from tests.markup import words
from tests.profiles.creators import load, make_page
from tests.profiles.imports import bring, titles
from tests.profiles.pages import make_link, stored
from tests.profiles.pictures import draw, kept_files
from tests.profiles.refreshes import read, refresh
from tests.profiles.studio_links import at
from tests.profiles.test_covers import add_video
from tests.profiles.test_large_imports import pictured
from tests.tiktok_auth.steps import logged

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ada_at_tiktok")]

SAID = "We could not keep this picture. Nothing was changed; try again later."


def block(settings: Settings, *shapes: Shape) -> None:
    """From here on nothing can be written where pictures of these shapes lie, of all shapes without one."""
    folder = Path(settings.MEDIA_ROOT)
    for path in [folder / shape.name for shape in shapes] or [folder]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """The system takes so many bytes of each file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_picture_that_does_not_fit_leaves_nothing_behind(settings: Settings, caplog: LogCaptureFixture) -> None:
    with room_for(2000), pytest.raises(covers.Unkept):
        covers.keep_bytes(draw(), shape=COVER)
    assert kept_files(settings) == []
    assert [line["shape"] for line in logged(caplog, "picture_not_kept")] == ["cover"]


def test_picture_that_another_page_shows_stays_when_it_does_not_fit_again(settings: Settings) -> None:
    add_video(make_page("ada.bakes"), cover=covers.keep_bytes(draw(), shape=COVER).name)
    before = kept_files(settings)
    with room_for(2000), pytest.raises(covers.Unkept):
        covers.keep_bytes(draw(), shape=COVER)
    assert kept_files(settings) == before


def test_refresh_goes_on_past_a_picture_that_cannot_be_kept(settings: Settings, caplog: LogCaptureFixture) -> None:
    page = make_page("ada.bakes")
    block(settings, AVATAR)
    assert refresh(page) == Outcome.REFRESHED
    view = read(page)
    assert view.profile.picture is None
    assert [bool(video.picture) for video in view.videos] == [True, True]
    assert [line["shape"] for line in logged(caplog, "picture_not_kept")] == ["avatar"]


@pytest.mark.usefixtures("stopped_clock")
def test_pictures_that_could_not_be_kept_are_asked_for_again_soon_and_then_later(settings: Settings) -> None:
    page = make_page("ada.bakes")
    block(settings)
    for minutes in (5, 10, 20):
        refresh(page)
        turn = load(page).snapshot
        assert turn.due_at and turn.due_at == turn.profile_due_at
        assert turn.due_at - timezone.now() == pytest.approx(timedelta(minutes=minutes), rel=0.15)
    Path(settings.MEDIA_ROOT).unlink()
    refresh(page)
    view, turn = read(page), load(page).snapshot
    assert view.profile.picture and all(video.picture for video in view.videos)
    assert (turn.failures, turn.trouble) == (0, "")


def test_refresh_by_hand_says_what_came_without_its_pictures(settings: Settings, capsys: CaptureFixture[str]) -> None:
    make_page("ada.bakes")
    block(settings)
    call_command("refresh", "ada.bakes")
    assert capsys.readouterr().out == "@ada.bakes: Ada Bakes, videos: 2.\n"


def test_picture_that_its_disk_keeps_is_named_and_everything_else_of_its_creator_goes(
    mina: Client, page: Page, settings: Settings, caplog: LogCaptureFixture
) -> None:
    pages.set_portrait(page, picture=draw())
    stuck = kept_files(settings)[0]
    stuck.unlink()
    (stuck / "full").mkdir(parents=True)
    answer = mina.post("/studio/settings/delete/", {"handle": page.handle}, follow=True)
    assert "Your account is deleted, with everything on it." in words(answer)
    assert [file for file in kept_files(settings) if file.is_file()] == []
    assert [line["file"] for line in logged(caplog, "picture_not_deleted")] == [str(stuck)]


def test_media_folder_that_takes_nothing_needs_a_person(settings: Settings) -> None:
    planner.take_turns()
    block(settings)
    with pytest.raises(CommandError, match=f"Pictures cannot be written to {settings.MEDIA_ROOT}: File exists"):
        call_command("freshness")


@pytest.mark.parametrize("place", ["/studio/settings/", "/studio/design/backdrop/", "beside a link"])
def test_picture_that_cannot_be_kept_is_said_at_its_form_and_changes_nothing(
    mina: Client, page: Page, settings: Settings, place: str
) -> None:
    link = make_link(page)
    url = place if place.startswith("/") else at(link, "thumbnail")
    block(settings)
    answer = mina.post(url, {"part": "about", "bio": "New", "picture": SimpleUploadedFile("me.jpg", draw())})
    assert SAID in words(answer)
    now = stored(page)
    link.refresh_from_db()
    assert (now.portrait, now.backdrop, now.bio, link.thumbnail) == ("", "", "", "")


def test_import_whose_pictures_cannot_be_kept_adds_nothing(mina: Client, page: Page, settings: Settings) -> None:
    block(settings)
    answer = bring(mina, pictured(2))
    assert "We could not keep the pictures. Nothing was changed; try again later." in words(answer)
    assert titles(page) == []
    Path(settings.MEDIA_ROOT).unlink()
    bring(mina, pictured(2))
    assert [bool(link.thumbnail) for link in page.links.all()] == [True, True]
