"""What creators say about themselves, where they are logged in, and the first minute."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import travel

from profiles import pages, snapshots
from profiles.forms.fields import UPLOAD_BYTES
from profiles.models import Page, Snapshot, Step
from tests.markup import tags, words
from tests.profiles.creators import load, make_page
from tests.profiles.pages import make_link, make_video
from tests.profiles.pages import make_page as make_other
from tests.profiles.test_covers import draw, kept_files
from tiktok_auth import sessions
from tiktok_auth.models import Session
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

SETTINGS = "/studio/settings/"
PAYLOAD = "</title><script>alert(1)</script>"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture
def page() -> Page:
    control.reset()
    page = make_page("mina.eats")
    past = timezone.now() - timedelta(minutes=5)
    Snapshot.objects.filter(page=page).update(
        display_name="Mina Eats", username="mina.eats", bio="From TikTok", fetched_at=past, attempted_at=timezone.now()
    )
    return page


def keep(mina: Client, part: str, **fields: Any) -> Any:
    return mina.post(SETTINGS, {"part": part, **fields}, follow=True)


def stored(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def values(answer: Any) -> dict[str, str]:
    return {field["name"]: field.get("value", "") for field in tags(answer, "input") if "name" in field}


# ---- about ----


def test_name_and_bio_are_kept_and_shown(mina: Client, page: Page) -> None:
    answer = keep(mina, "about", display_name="Mina\u202e  at home", bio="Soup,\nmostly")
    assert "Saved." in words(answer)
    assert (stored(page).display_name, stored(page).bio) == ("Mina at home", "Soup, mostly")
    visitor = words(Client().get("/@mina.eats"))
    assert "Mina at home" in visitor
    assert "Soup, mostly" in visitor


def test_empty_name_says_what_tiktok_says(mina: Client, page: Page) -> None:
    assert "On TikTok: Mina Eats" in words(mina.get(SETTINGS))
    pages.describe(page, display_name="Mina at home")
    keep(mina, "about", display_name="", bio="")
    assert "Mina Eats" in words(Client().get("/@mina.eats"))


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


# ---- the address ----


@pytest.mark.parametrize("typed", ["mina-bakes", " @Mina-Bakes "])
def test_address_changes_and_the_old_one_leads_there(mina: Client, page: Page, typed: str) -> None:
    keep(mina, "handle", handle=typed)
    assert stored(page).handle == "mina-bakes"
    assert Client().get("/@mina.eats")["Location"] == "/@mina-bakes"


def test_address_becomes_the_new_name_on_tiktok(mina: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(username="Mina.Cooks")
    keep(mina, "handle", handle="mina.cooks")
    assert stored(page).handle == "mina.cooks"


def test_address_that_stays_the_same_is_no_change(mina: Client, page: Page) -> None:
    assert "Saved." in words(keep(mina, "handle", handle="mina.eats"))
    assert not page.former_handles.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("otto-knits", "Somebody has this address, or had it until lately."),
        ("otto.knits", "Put a hyphen in it"),
        ("ad-min", "looks like the site's own"),
        ("", "Type the address that you would like."),
    ],
)
def test_address_refused_says_why_and_stays_typed(mina: Client, page: Page, typed: str, sentence: str) -> None:
    make_other("otto-knits")
    answer = keep(mina, "handle", handle=typed)
    assert sentence in words(answer)
    assert values(answer)["handle"] == typed
    assert stored(page).handle == "mina.eats"


def test_name_of_a_disconnected_tiktok_proves_nothing(mina: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(username="mina.cooks")
    Page.objects.filter(pk=page.pk).update(grant=None)
    assert "Put a hyphen in it" in words(keep(mina, "handle", handle="mina.cooks"))


def test_addresses_are_not_collected(mina: Client, page: Page) -> None:
    for number in range(5):
        keep(mina, "handle", handle=f"mina-{number}")
    assert "five times in 90 days" in words(keep(mina, "handle", handle="mina-again"))
    assert stored(page).handle == "mina-4"
    keep(mina, "handle", handle="mina.eats")
    assert stored(page).handle == "mina.eats"
    with travel(timezone.now() + timedelta(days=91)):
        mina.force_login(page.owner)
        keep(mina, "handle", handle="mina-again")
    assert stored(page).handle == "mina-again"


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


# ---- sessions ----


def log_in(page: Page, agent: str) -> Client:
    client = Client()
    client.force_login(page.owner)
    session = client.session
    session[sessions.BROWSER] = sessions.name_browser(agent)
    session.save()
    return client


def test_sessions_are_listed_and_the_others_can_be_ended(mina: Client, page: Page) -> None:
    other = log_in(page, ANDROID)
    stranger = Client()
    stranger.force_login(make_other("otto.knits").owner)
    answer = mina.get(SETTINGS)
    assert "Chrome, Android last used about 0" in words(answer)
    assert words(answer).count("this one") == 1
    assert Session.objects.get(browser="Chrome, Android").session_key not in answer.text
    mina.post("/studio/settings/sessions/")
    assert other.get(SETTINGS)["Location"].startswith("/accounts/login/")
    assert "this one" in words(mina.get(SETTINGS))
    assert "this one" in words(stranger.get(SETTINGS))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) musical_ly_41.0 TikTok", "TikTok, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_browser_is_named_as_people_call_it(agent: str, name: str) -> None:
    assert sessions.name_browser(agent) == name


def test_login_notes_the_browser_and_nothing_more(page: Page) -> None:
    client = Client(headers={"User-Agent": ANDROID})
    client.force_login(page.owner)
    session = Session.objects.get()
    assert (session.user, session.used_at.date()) == (page.owner, timezone.now().date())
    assert "127.0.0.1" not in str(session.get_decoded())


def test_session_in_use_is_noted_once_an_hour(mina: Client) -> None:
    began = Session.objects.get().used_at
    with travel(began + timedelta(minutes=50)):
        mina.get(SETTINGS)
        assert Session.objects.get().used_at == began
    with travel(began + timedelta(minutes=70), tick=False):
        mina.get(SETTINGS)
        assert Session.objects.get().used_at > began + timedelta(minutes=69)


# ---- offline and online ----


def test_page_goes_offline_and_comes_back(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/settings/unpublish/", follow=True)
    assert "Your page is offline" in words(answer)
    assert Client().get("/@mina.eats").status_code == 410
    assert "Your page is offline" in words(mina.get("/studio/"))
    mina.post("/studio/settings/publish/")
    assert "Mina Eats" in words(Client().get("/@mina.eats"))


@pytest.mark.parametrize("count", [1, 100])
def test_settings_ask_the_database_as_often_for_one_link_as_for_a_hundred(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_link(page, str(number))
    with django_assert_num_queries(5):  # session, user, page with its connection, owner, sessions
        mina.get(SETTINGS)


# ---- preview and sharing ----


def test_preview_is_the_public_template_with_nothing_to_tap(mina: Client, page: Page) -> None:
    make_link(page)
    answer = mina.get("/studio/preview/")
    assert "My cookbook" in words(answer)
    assert "inert" in next(div for div in tags(answer, "div") if "look-own" in div.get("class", ""))
    part = mina.get("/studio/preview/", headers={"X-In-Place": "1"})
    assert tags(part, "html") == []
    assert "My cookbook" in words(part)


def test_preview_of_a_page_that_is_offline_shows_it_all_the_same(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    assert "Mina Eats" in words(mina.get("/studio/preview/"))


def test_preview_counts_nothing(mina: Client, page: Page) -> None:
    assert "X-Page" not in mina.get("/studio/preview/")
    assert mina.get("/studio/preview/")["Cache-Control"] == "private, no-store"


def test_look_of_the_preview_is_the_pages_own(mina: Client, page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(accent="#123456", mode="light")
    answer = mina.get("/studio/preview/look.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "#123456" in answer.text


@pytest.mark.parametrize("count", [1, 100])
def test_preview_asks_the_database_as_often_for_one_link_as_for_a_hundred(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_link(page, str(number), f"https://{number}.example.org/")
    mina.get("/studio/preview/")
    with django_assert_num_queries(5):  # session, user, page, links, what was decided about their domains
        mina.get("/studio/preview/")


def test_share_has_the_address_the_code_and_the_rule(mina: Client, page: Page) -> None:
    answer = mina.get("/studio/share/")
    assert "from about 1,000 followers." in words(answer)
    assert "/@mina.eats/qr.svg" in [image["src"] for image in tags(answer, "img")]
    assert "/@mina.eats/qr.png" in [link["href"] for link in tags(answer, "a")]
    Snapshot.objects.filter(page=page).update(followers=812)
    assert "and you have 812." in words(mina.get("/studio/share/"))


def test_share_of_a_page_that_is_offline_offers_no_code(mina: Client, page: Page) -> None:
    pages.unpublish(page)
    answer = mina.get("/studio/share/")
    assert "The code is there again as soon as your page is online." in words(answer)
    assert not any("/@mina.eats/" in image["src"] for image in tags(answer, "img"))


# ---- the first minute ----


def test_first_minute_asks_for_three_things_and_each_goes_when_done(mina: Client, page: Page) -> None:
    assert all(str(step.label) in words(mina.get("/studio/")) for step in Step)
    mina.post("/studio/", {"url": "etsy.com"})
    mina.post("/studio/design/", {"preset": "citrus"})
    answer = words(mina.get("/studio/"))
    assert [str(step.label) in answer for step in Step] == [False, False, True]
    mina.post("/studio/steps/tiktok/")
    assert "To make it yours" not in words(mina.get("/studio/"))


def test_first_minute_can_be_skipped_step_by_step(mina: Client, page: Page) -> None:
    for step in Step:
        assert str(step.label) in words(mina.get("/studio/"))
        mina.post(f"/studio/steps/{step}/")
        assert str(step.label) not in words(mina.get("/studio/"))
    assert "There is no page here" in words(mina.post("/studio/steps/other/"))


def test_fetch_is_told_by_what_has_arrived(mina: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=1), video_count=3)
    (bar,) = tags(mina.get("/studio/status/"), "progress")
    assert (bar["value"], bar["max"]) == ("0", "6")
    make_video(page)
    make_video(page, cover="")
    answer = mina.get("/studio/status/")
    assert "Fetching your TikToks: 2 are here, 1 with their covers." in words(answer)
    assert tags(answer, "progress")[0]["value"] == "3"
    Snapshot.objects.filter(page=page).update(claimed_until=None)
    assert tags(mina.get("/studio/status/"), "progress") == []


def test_fetch_in_the_end_has_filled_the_bar(mina: Client, page: Page) -> None:
    snapshots.refresh(load(page), force=True)
    Snapshot.objects.filter(page=page).update(claimed_until=timezone.now() + timedelta(minutes=1))
    (bar,) = tags(mina.get("/studio/status/"), "progress")
    assert bar["value"] == bar["max"] == "24"


# ---- what the studio sends ----


@pytest.mark.parametrize("path", ["/studio/", "/studio/videos/", "/studio/design/", "/studio/insights/", SETTINGS])
def test_place_sends_little_script(mina: Client, page: Page, path: str) -> None:
    make_link(page)
    sources = {script["src"] for script in tags(mina.get(path), "script")}
    files = [find(source.removeprefix("/static/")) for source in sources]
    assert sum(Path(str(file)).stat().st_size for file in files) <= 60_000
