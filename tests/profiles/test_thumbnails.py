"""The picture beside a link: uploaded, chosen among the covers, or refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from profiles import covers, links
from profiles.models import Link, Page
from tests.markup import words
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.studio_links import HOME, at, files, photo

pytestmark = pytest.mark.django_db


def test_uploaded_picture_is_drawn_anew_and_stands_beside_the_link(mina: Client, page: Page) -> None:
    link = make_link(page)
    mina.post(at(link, "thumbnail"), {"picture": photo()})
    link.refresh_from_db()
    assert len(files(link)) == 4
    assert link.thumbnail in mina.get(HOME).text


def test_picture_replaced_takes_the_old_files_away(
    mina: Client, page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    assert 'name="none" value="1"' in mina.get(at(link, "thumbnail")).text
    with django_capture_on_commit_callbacks(execute=True):
        mina.post(at(link, "thumbnail"), {"none": "1"})
    assert files(link) == []
    link.refresh_from_db()
    assert link.thumbnail == ""


def test_picture_that_was_not_chosen_leaves_the_one_that_is_there(mina: Client, page: Page) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    assert "Choose a picture first." in words(mina.post(at(link, "thumbnail"), {"picture": ""}))
    link.refresh_from_db()
    assert len(files(link)) == 4


def test_picture_that_a_copy_shows_too_stays(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    links.duplicate_link(link)
    with django_capture_on_commit_callbacks(execute=True):
        links.set_thumbnail(Link.objects.get(pk=link.pk))
    assert len(files(link)) == 4


def test_cover_of_a_tiktok_is_chosen_instead(mina: Client, page: Page) -> None:
    link, video = make_link(page), make_video(page)
    assert video.cover in mina.get(at(link, "thumbnail")).text
    mina.post(at(link, "thumbnail"), {"video": video.pk})
    link.refresh_from_db()
    assert (link.thumbnail, link.thumbnail_video) == ("", video)
    assert list(page.videos.to_confirm()) == [video]


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("a.png", b"<svg onload=alert(1)>"), "We cannot read this picture."),
        (SimpleUploadedFile("a.png", b""), "This file is empty."),
        (SimpleUploadedFile("a.png", b"x" * (8 * 1024 * 1024 + 1)), "more than 8 MB"),
    ],
)
def test_picture_refused_is_explained(mina: Client, page: Page, upload: SimpleUploadedFile, said: str) -> None:
    link = make_link(page)
    upload.seek(0)
    assert said in words(mina.post(at(link, "thumbnail"), {"picture": upload}))
    link.refresh_from_db()
    assert link.thumbnail == ""


def test_cover_of_somebody_elses_tiktok_is_refused(mina: Client, page: Page) -> None:
    link, theirs = make_link(page), make_video(make_page("otto.knits"))
    assert "not on your page any more" in words(mina.post(at(link, "thumbnail"), {"video": theirs.pk}))
    link.refresh_from_db()
    assert link.thumbnail_video is None


def test_thumbnail_in_use_is_kept_when_others_go(page: Page) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    covers.delete_unused([link.thumbnail], covers.THUMBNAIL)
    assert len(files(link)) == 4


@pytest.mark.django_db(transaction=True)
def test_cover_of_a_tiktok_that_goes_at_this_moment_is_refused(mina: Client, page: Page) -> None:
    link, video = make_link(page), make_video(page)

    def go_first(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        """The TikTok goes before the page is held for the link."""
        if sql.startswith('SELECT "profiles_page"."id" FROM'):
            page.videos.all().delete()
        return execute(sql, *args)

    with connection.execute_wrapper(go_first):
        answer = mina.post(at(link, "thumbnail"), {"video": video.pk})
    assert "not on your page any more. Choose another one." in words(answer)
    link.refresh_from_db()
    assert link.thumbnail_video is None
