"""What creators say about themselves and for search engines, their clock, and whether their page is online."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from profiles import pages
from profiles.forms.fields import UPLOAD_BYTES
from profiles.models import Page, Snapshot
from tests import moderators
from tests.markup import tags, words
from tests.profiles.pages import make_link, stored
from tests.profiles.pictures import draw, kept_files
from tests.profiles.studio import PAYLOAD, page
from tests.profiles.studio_settings import SETTINGS, keep, values
from tiktok_auth import tokens
from tiktok_auth.models import Ended, Grant

pytestmark = pytest.mark.django_db

__all__ = ["page"]


# ---- about ----


def test_name_and_bio_are_kept_and_shown(mina: Client, page: Page) -> None:
    answer = keep(mina, "about", display_name="Mina\u202e  at home", bio="Soup,\nmostly")
    assert "Saved." in words(answer)
    assert (stored(page).display_name, stored(page).bio) == ("Mina at home", "Soup, mostly")
    visitor = words(Client().get("/@mina.eats"))
    assert "Mina at home" in visitor
    assert "Soup, mostly" in visitor


def test_empty_name_says_what_tiktok_says(mina: Client, page: Page) -> None:
    shown = mina.get(SETTINGS)
    assert "On TikTok: Mina Eats" in words(shown)
    (field,) = [field for field in tags(shown, "input") if field.get("name") == "display_name"]
    assert field["aria-describedby"] in [hint.get("id") for hint in tags(shown, "p")]
    pages.change(page, display_name="Mina at home")
    keep(mina, "about", display_name="", bio="")
    assert "Mina Eats" in words(Client().get("/@mina.eats"))


def test_counts_are_kept_from_visitors_and_machines(mina: Client, page: Page) -> None:
    Snapshot.objects.update(followers=1_240_000, likes=7)
    visitor = Client()
    assert {"followers", "likes"} <= set(words(visitor.get("/@mina.eats")).split())
    keep(mina, "about", hides_counts="on")
    shown = visitor.get("/@mina.eats")
    assert {"followers", "likes"}.isdisjoint(words(shown).split())
    assert "1240000" not in shown.text
    keep(mina, "about")
    assert {"followers", "likes"} <= set(words(visitor.get("/@mina.eats")).split())


def test_hostile_words_are_only_words(mina: Client, page: Page) -> None:
    keep(mina, "about", display_name=PAYLOAD, bio=PAYLOAD)
    keep(mina, "search", search_title=PAYLOAD, search_description=PAYLOAD)
    for answer in (mina.get(SETTINGS), mina.get("/studio/preview/"), Client().get("/@mina.eats")):
        assert "alert" not in [script.get("src") for script in tags(answer, "script")]
        assert "<script>alert" not in answer.text


def test_words_too_long_are_refused_and_stay_typed(mina: Client, page: Page) -> None:
    answer = keep(mina, "about", display_name="x" * 81, bio="y" * 161)
    assert "Keep it to 80 characters; this has 81." in words(answer)
    assert values(answer)["display_name"] == "x" * 81
    assert stored(page).display_name == ""


def test_picture_replaces_that_of_tiktok_and_can_be_dropped(
    mina: Client, page: Page, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    for color in ((200, 30, 30), (30, 30, 200)):
        with django_capture_on_commit_callbacks(execute=True):
            keep(mina, "about", picture=SimpleUploadedFile("me.jpg", draw(color=color)))
        assert len(kept_files(settings)) == 4
    portrait = stored(page).portrait
    assert f"/media/avatar/{portrait[:2]}/{portrait}-96.jpg" in Client().get("/@mina.eats").text
    with django_capture_on_commit_callbacks(execute=True):
        keep(mina, "about", drop_picture="on")
    assert stored(page).portrait == ""
    assert kept_files(settings) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg onload=alert(1)>", "We cannot read this picture."),
        (b"x" * (UPLOAD_BYTES + 1), "This picture has more than 8 MB."),
        (b"", "This file is empty."),
    ],
    ids=["no picture", "too large", "empty"],
)
def test_picture_refused_says_why(mina: Client, page: Page, settings: Settings, content: bytes, sentence: str) -> None:
    answer = keep(mina, "about", display_name="Mina", picture=SimpleUploadedFile("me.jpg", content))
    assert sentence in words(answer)
    assert values(answer)["display_name"] == "Mina"
    assert stored(page).portrait == ""
    assert kept_files(settings) == []


# ---- search, language, time ----


def test_search_and_region_are_kept(mina: Client, page: Page) -> None:
    keep(mina, "search", search_title="Soups", search_description="By Mina", is_noindex="on")
    keep(mina, "region", language="ar", time_zone="Africa/Lagos")
    now = stored(page)
    assert (now.search_title, now.search_description, now.is_noindex) == ("Soups", "By Mina", True)
    assert (now.language, now.zone.key) == ("ar", "Africa/Lagos")
    answer = mina.get(SETTINGS)
    assert values(answer)["search_title"] == "Soups"
    selected = [option["value"] for option in tags(answer, "option") if "selected" in option]
    assert selected == ["ar", "Africa/Lagos"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "", "posixrules"])
def test_time_zone_that_is_none_is_refused(mina: Client, page: Page, zone: str) -> None:
    keep(mina, "region", time_zone=zone)
    assert stored(page).time_zone == ""


def test_clock_is_the_browsers_until_its_creator_says_another(mina: Client, page: Page) -> None:
    assert 'id="clock"' in mina.get("/studio/").text
    assert mina.post(f"{SETTINGS}clock/", {"time_zone": "Moon/Sea"}).content == b""
    assert stored(page).zone.key == "UTC"
    mina.post(f"{SETTINGS}clock/", {"time_zone": "Africa/Lagos"})
    assert stored(page).zone.key == "Africa/Lagos"
    assert 'id="clock"' not in mina.get("/studio/").text
    mina.post(f"{SETTINGS}clock/", {"time_zone": "Asia/Tokyo"})
    assert stored(page).zone.key == "Africa/Lagos"


def test_part_that_a_script_sends_is_kept_and_answered_with_its_place(mina: Client, page: Page) -> None:
    answer = mina.post(SETTINGS, {"part": "search", "search_title": "Soups"}, headers={"X-In-Place": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (201, f"{SETTINGS}#search")
    assert stored(page).search_title == "Soups"


def test_settings_take_only_the_fields_of_their_part(mina: Client, page: Page) -> None:
    keep(mina, "search", search_title="Soups", handle="mina-x", language="ar", suspended_at="", owner=1, part_="about")
    assert (stored(page).handle, stored(page).language) == ("mina.eats", "")
    keep(mina, "nothing", display_name="x")
    assert stored(page).display_name == ""


# ---- offline and online ----


def test_page_goes_offline_and_comes_back(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/settings/unpublish/", follow=True)
    assert "Your page is offline" in words(answer)
    assert Client().get("/@mina.eats").status_code == 410
    assert "Your page is offline" in words(mina.get("/studio/"))
    assert "Your page is online again." in words(mina.post("/studio/settings/publish/", follow=True))
    assert "Mina Eats" in words(Client().get("/@mina.eats"))


def test_suspended_page_taken_offline_says_what_visitors_read(mina: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    said = words(mina.post("/studio/settings/unpublish/", follow=True))
    assert "Until staff restores it, visitors read that staff has closed it." in said
    assert "you have taken it down" not in said


def test_page_put_back_without_its_tiktok_account_says_what_is_left_to_do(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    tokens.end(Grant.objects.get(), Ended.GONE)
    said = words(mina.post("/studio/settings/publish/", follow=True))
    assert "Your page is online again." not in said
    assert "once you log in with TikTok again it is online." in said


def test_page_put_back_that_staff_took_down_says_where_the_reason_is(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    moderators.suspend(page, reason="spam")
    said = words(mina.post("/studio/settings/publish/", follow=True))
    assert "Your page is online again." not in said
    assert "Staff still keeps it offline: the reason is in your notices." in said


@pytest.mark.parametrize("count", [1, 100])
def test_settings_ask_the_database_as_often_for_one_link_as_for_a_hundred(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_link(page, str(number))
    with django_assert_num_queries(5):  # session, user, page with its connection, owner, sessions
        mina.get(SETTINGS)
