"""Pictures of what was taken down: nobody finds them at the addresses that visitors knew."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from profiles import covers, design, erasure, links, page_cache, pages, snapshots
from profiles.covers import AVATAR, COVER, keep_bytes
from profiles.models import Page, Snapshot, Verb
from profiles.snapshots import asking
from tests import moderators
from tests.away import take_database_away
from tests.crowd import PATIENCE_SECONDS, at_once, let_somebody_wait
from tests.profiles import creators
from tests.profiles.measures import page
from tests.profiles.pages import make_link, make_page, stored
from tests.profiles.pictures import draw, kept_files
from tests.profiles.test_covers import add_video
from tiktok_auth import tokens
from tiktok_auth.budget import Purpose
from tiktok_auth.models import Ended, Grant

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page"]


def names_on(page: Page) -> set[tuple[str, str]]:
    """The shapes and names of all its pictures."""
    return {(shape.name, name) for shape, names in covers.names_of(page).items() for name in names}


def fill(page: Page, *, cover: str) -> set[tuple[str, str]]:
    """Everything on it that can have a picture has one; returns them as `names_on` does."""
    add_video(page, cover=cover)
    avatar = keep_bytes(draw(color=(1, 2, 3)), shape=AVATAR).name
    Snapshot.objects.filter(page=page).update(avatar=avatar)
    pages.set_portrait(page, picture=draw())
    design.set_backdrop(page, picture=draw())
    links.set_thumbnail(make_link(page), picture=draw())
    return names_on(page)


def ban(page: Page) -> None:
    moderators.act(page, Verb.BAN, reason="spam")


@pytest.mark.parametrize("take_down", [pages.unpublish, partial(moderators.suspend, reason="spam"), ban])
def test_addresses_of_pictures_are_empty_once_their_page_is_down(
    page: Page, take_down: Callable[[Page], object], settings: Settings
) -> None:
    shared = keep_bytes(draw(), shape=COVER).name
    add_video(make_page("otto.knits"), cover=shared)
    before = fill(page, cover=shared)
    take_down(page)
    after = names_on(page)
    assert {shape for shape, _name in after} == {"avatar", "backdrop", "cover", "thumbnail"}
    assert len(after) == len(before) == 5
    assert after.isdisjoint(before)
    kept = {(path.parts[-3], path.name.split("-")[0]) for path in kept_files(settings)}
    assert kept == {*after, ("cover", shared)}


def lose_account(page: Page) -> None:
    tokens.end(Grant.objects.get(), Ended.GONE)


def hide_link(page: Page) -> None:
    moderators.act(page, Verb.HIDE_LINK, reason="spam", link=page.links.get())


def delete_link(page: Page) -> None:
    links.delete_link(page.links.get())


def change_picture_of_link(page: Page) -> None:
    links.set_thumbnail(page.links.get())


def erase(page: Page) -> None:
    erasure.erase(page.owner)


@pytest.mark.parametrize(
    "act",
    [
        pages.unpublish,
        partial(moderators.suspend, reason="spam"),
        ban,
        hide_link,
        delete_link,
        partial(pages.set_portrait, picture=None),
        design.remove_backdrop,
        change_picture_of_link,
        snapshots.forget_tiktok_data,
        lose_account,
        erase,
    ],
)
def test_no_visitor_meets_a_kept_answer_whose_pictures_are_gone(
    page: Page, act: Callable[[Page], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = page.get_absolute_url()
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    page_cache.keep(path, page_cache.prepare("", "200 OK", [], b"before"), version=page_cache.get(path)[0])
    answers, unlink = [page_cache.get(path)[1]], Path.unlink

    def look_and_unlink(file: Path, missing_ok: bool = False) -> None:
        answers.append(page_cache.get(path)[1])
        unlink(file, missing_ok)

    monkeypatch.setattr(Path, "unlink", look_and_unlink)
    act(creators.load(page))
    assert answers[0] and len(answers) > 1
    assert not any(answers[1:])


@pytest.mark.parametrize("act", [erase, partial(moderators.suspend, reason="spam")])
def test_pictures_go_though_those_of_another_shape_cannot_be_looked_up(
    page: Page, act: Callable[[Page], object], settings: Settings
) -> None:
    before = fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    with take_database_away('"avatar" IN'):
        act(creators.load(page))
    left = {(path.parts[-3], path.name.split("-")[0]) for path in kept_files(settings)} & before
    assert {shape for shape, _name in left} == {"avatar"}


def test_page_that_is_up_again_has_its_pictures(page: Page, client: Client) -> None:
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    page.videos.update(confirmed_at=timezone.now())
    client.get(page.get_absolute_url())
    pages.unpublish(page)
    pages.publish(page)
    shown = client.get(page.get_absolute_url())
    view = shown.context["profile"], shown.context["videos"][0]
    assert {view[0].avatar, view[1].cover} <= {name for names in covers.names_of(page).values() for name in names}


@pytest.mark.needs_postgres
@pytest.mark.parametrize("take_down", [pages.unpublish, partial(moderators.suspend, reason="spam")])
@pytest.mark.parametrize("avatar", ["", "0" * 32])
def test_page_is_taken_down_while_a_refresh_writes_a_new_video(
    page: Page, take_down: Callable[[Page], object], avatar: str
) -> None:
    fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    Snapshot.objects.filter(page=page).update(avatar=avatar)
    is_writing = Event()

    @transaction.atomic
    def write() -> None:
        Snapshot.objects.select_for_update().get(page=page)
        is_writing.set()
        let_somebody_wait()
        page.videos.update(confirmed_at=timezone.now())
        page.videos.create(tiktok_id="2", posted_at=timezone.now(), confirmed_at=timezone.now())

    def act() -> None:
        assert is_writing.wait(PATIENCE_SECONDS)
        take_down(stored(page))

    at_once([write, act])
    assert (page.videos.count(), Page.objects.for_public_page().get(pk=page.pk).is_gone) == (2, True)


@pytest.mark.usefixtures("ada_at_tiktok")
@pytest.mark.parametrize("take_down", [pages.unpublish, partial(moderators.suspend, reason="spam")])
def test_pictures_that_are_fetched_while_their_page_is_taken_down_are_not_kept(
    take_down: Callable[[Page], object], settings: Settings
) -> None:
    page = creators.load(creators.make_page("ada.bakes"))
    snapshots.refresh(page, force=True)
    under_way, videos = creators.load(page), list(page.videos.all())
    answer = asking.ask(under_way, Grant.objects.get(), purpose=Purpose.REFRESH, everything=True)
    take_down(creators.load(page))
    before = kept_files(settings)
    covers.renew_avatar(under_way.snapshot, answer.profile.avatar_url if answer.profile else "")
    for video in videos:
        covers.renew_cover(video, answer.listing.videos[0].cover_url if answer.listing else "")
    assert kept_files(settings) == before


def refuse(*paths: object) -> None:
    raise OSError(95, "Operation not supported")


def test_pictures_are_withdrawn_on_a_disk_without_second_names(
    page: Page, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    before = fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    monkeypatch.setattr(os, "link", refuse)
    moderators.suspend(page, reason="spam")
    kept = {(path.parts[-3], path.name.split("-")[0]) for path in kept_files(settings)}
    assert (len(kept), kept & before) == (5, set())


def test_page_goes_down_though_its_pictures_cannot_be_moved(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fill(page, cover=keep_bytes(draw(), shape=COVER).name)
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(shutil, "copyfile", refuse)
    moderators.suspend(page, reason="spam")
    page.refresh_from_db()
    assert page.is_suspended
    assert names_on(page) == before


def test_picture_whose_files_are_gone_keeps_its_name(page: Page) -> None:
    add_video(page, cover="0" * 32)
    pages.unpublish(page)
    assert page.videos.get().cover == "0" * 32
