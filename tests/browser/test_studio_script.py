"""What the studio's script adds to its forms."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from profiles import links
from profiles.models import Page, Snapshot
from tests.browser.conftest import WIDE
from tests.browser.studio import Browse, enter, findings, shown, stored
from tests.browser.test_share import NO_CLIPBOARD, OLD_CLIPBOARD
from tests.profiles import creators
from tests.profiles.pages import make_link, make_video

LINKS = ("{}/", "new/contact/", "new/code/", "{}/thumbnail/", "deleted/")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_link_is_edited_in_place(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    edit = browsed.get_by_role("link", name="Edit b")
    edit.click()
    title = browsed.locator(".link .edit").get_by_label("Title")
    expect(title).to_be_focused()
    assert findings(window.page) == []
    browsed.get_by_role("link", name="Cancel").click()
    expect(title).to_have_count(0)
    expect(edit).to_be_focused()
    edit.click()
    title.fill("Bread")
    browsed.get_by_role("button", name="Save").click()
    expect(browsed.locator("#order")).to_contain_text("Bread")
    assert stored(page) == "aBreadcd"
    assert window.noise == []


def test_what_was_typed_survives_a_failure_and_a_new_start(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    browsed.route("**/studio/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field = browsed.get_by_label("Address", exact=True).first
    field.fill("https://example.org/long-and-precious")
    browsed.get_by_role("button", name="Add link").click()
    expect(browsed.locator(".add output")).to_have_text("That could not be saved. What you typed is kept; try again.")
    browsed.unroute("**/studio/")
    window.open("/studio/")
    expect(field).to_have_value("https://example.org/long-and-precious")
    expect(browsed.locator(".add output")).to_have_text("This is what you typed before. It is not saved yet.")
    browsed.get_by_role("button", name="Add link").click()
    expect(browsed.locator(".messages")).to_contain_text("is added.")
    expect(field).to_have_value("")
    assert page.links.count() == 5


def test_what_was_typed_waits_for_another_login(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    field = browsed.get_by_label("Address", exact=True).first
    field.fill("https://example.org/long-and-precious")
    window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    browsed.get_by_role("button", name="Add link").click()
    expect(browsed.locator(".add output")).to_contain_text("You are logged out. Log in again")
    expect(browsed.locator(".add output")).to_be_in_viewport(ratio=1)
    browsed.locator(".add").get_by_role("link", name="Log in").click()
    expect(browsed.get_by_role("heading", name="Log in")).to_be_visible()
    enter(lambda: window, page)
    expect(field).to_have_value("https://example.org/long-and-precious")


def test_what_one_creator_typed_is_not_shown_to_another(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    field = window.page.get_by_label("Address", exact=True).first
    field.fill("https://example.org/secret-launch")
    enter(lambda: window, creators.make_page("otto.knits"))
    expect(field).to_have_value("")
    enter(lambda: window, page)
    expect(field).to_have_value("https://example.org/secret-launch")


def test_what_is_typed_after_a_discarded_draft_meets_no_conflict(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed, link = window.page, page.links.get(title="b")
    title = browsed.locator(".edit").get_by_label("Title")
    window.open(f"/studio/links/{link.pk}/")
    title.fill("Bread")
    links.edit_link(link, title="Butter")
    window.open(f"/studio/links/{link.pk}/")
    expect(title).to_have_value("Bread")
    browsed.get_by_role("button", name="Discard it").click()
    expect(title).to_have_value("Butter")
    title.fill("Beans")
    browsed.get_by_role("button", name="Save").click()
    expect(browsed.locator("#order")).to_contain_text("Beans")


def test_link_that_was_deleted_meanwhile_says_so_where_it_is_edited(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.get_by_role("link", name="Edit b").click()
    browsed.locator(".link .edit").get_by_label("Title").fill("Bread")
    links.delete_link(page.links.get(title="b"))
    browsed.get_by_role("button", name="Save").click()
    expect(browsed.locator(".edit output")).to_have_text("It is not here any more. Look in Deleted links.")


def test_form_is_sent_where_the_browser_keeps_nothing(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    window.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    browsed = window.open("/studio/")
    browsed.get_by_label("Address", exact=True).first.fill("https://example.org/precious")
    browsed.get_by_role("button", name="Add link").click()
    expect(browsed.locator(".messages")).to_contain_text("is added.")
    assert window.noise == []


@pytest.mark.parametrize(("clipboard", "answer"), [(OLD_CLIPBOARD, "Copied"), (NO_CLIPBOARD, "Copy")])
def test_address_is_copied_the_old_way_or_stays_selected(
    browse: Browse, page: Page, clipboard: str, answer: str
) -> None:
    window = enter(browse, page)
    window.context.add_init_script(clipboard)
    browsed = window.open("/studio/share/")
    browsed.get_by_role("button", name="Copy").click()
    expect(browsed.locator("[data-copies]")).to_have_text(answer)
    assert browsed.evaluate("getSelection().toString()") == f"{settings.SITE_URL}/@mina.eats"
    assert window.noise == []


def test_saving_one_part_of_the_settings_keeps_what_is_typed_in_another(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    window.open("/studio/settings/")
    browsed.get_by_label("Bio").fill("Soups, slowly")
    browsed.get_by_label("Title", exact=True).fill("Mina cooks")
    browsed.get_by_role("button", name="Save Search engines").click()
    expect(browsed.locator(".messages")).to_contain_text("Saved.")
    expect(browsed.get_by_label("Bio")).to_have_value("Soups, slowly")
    expect(browsed.locator("#about output")).to_contain_text("not saved yet")
    browsed.get_by_role("button", name="Discard it").click()
    window.open("/studio/settings/")
    expect(browsed.get_by_label("Bio")).to_have_value("")
    page.refresh_from_db()
    assert (page.search_title, page.bio) == ("Mina cooks", "")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_undo_is_in_sight_where_the_tap_was(browse: Browse, page: Page, options: dict[str, Any]) -> None:
    for number in range(20):
        make_link(page, f"More {number}")
    browsed = enter(browse, page, viewport={"width": 360, "height": 640}, **options).page
    browsed.get_by_role("button", name="Hide More 15", exact=True).click()
    undo = browsed.locator(".messages").get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport()
    expect(browsed.get_by_role("button", name="Show More 15", exact=True)).to_be_in_viewport()
    undo.click()
    expect(browsed.locator(".messages")).to_be_in_viewport()
    assert not page.links.get(title="More 15").is_hidden


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 640}, WIDE], ids=["phone", "wide"])
def test_page_beside_the_choices_follows_them(browse: Browse, page: Page, viewport: dict[str, int]) -> None:
    window = enter(browse, page, viewport=viewport)
    browsed = window.page
    window.open("/studio/design/")
    now = browsed.locator(".now")
    expect(now).to_contain_text("Your page as it is now.")
    browsed.get_by_role("radio", name="JetBrains Mono").click()
    expect(now).to_contain_text("It is not on your page yet.")
    expect(now.locator(".page")).to_have_css("font-family", re.compile("JetBrains Mono"))
    expect(now).to_be_in_viewport(ratio=0.9)
    page.refresh_from_db()
    assert page.typeface == ""
    browsed.get_by_role("button", name="Put it on my page").click()
    expect(now).to_contain_text("Your page as it is now.")
    expect(now.locator(".page")).to_have_css("font-family", re.compile("JetBrains Mono"))
    assert window.noise == []


def test_browsers_clock_is_the_creators(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, timezone_id="Africa/Lagos").page
    browsed.wait_for_load_state("networkidle")
    page.refresh_from_db()
    assert page.zone.key == "Africa/Lagos"


def test_double_tap_adds_one_link(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.get_by_label("Address", exact=True).first.fill("https://example.org/once")
    browsed.get_by_role("button", name="Add link").dblclick()
    expect(browsed.locator(".messages")).to_contain_text("is added.")
    browsed.wait_for_load_state("networkidle")
    assert page.links.filter(url="https://example.org/once").count() == 1


def test_two_windows_at_once_are_told_of_each_other(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.get_by_role("link", name="Edit b").click()
    form = browsed.locator(".link .edit")
    form.get_by_label("Title").fill("From here")
    links.edit_link(page.links.get(title="b"), title="From there")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Now it says: Title: From there.")
    expect(form.get_by_label("Title")).to_have_value("From here")
    form.get_by_role("button", name="Save").click()
    expect(browsed.locator("#order")).to_contain_text("From here")


def test_home_shows_by_itself_when_the_tiktoks_arrive(browse: Browse) -> None:
    browsed = enter(browse, creators.make_page("mina.eats")).page
    told = browsed.locator("#connection")
    expect(told).to_contain_text("Fetching your TikToks")
    expect(told).to_be_in_viewport()
    Snapshot.objects.update(fetched_at=timezone.now(), attempted_at=timezone.now() + timedelta(seconds=1))
    expect(told).to_contain_text("Updated just now.")


def test_status_that_is_no_news_is_not_said_again(browse: Browse) -> None:
    browsed = enter(browse, creators.make_page("mina.eats")).page
    said = browsed.locator("#connection [data-fetching]").element_handle()
    for _look in range(2):  # with the second, what the first one brought has been dealt with
        browsed.wait_for_event("response", lambda response: response.url.endswith("/studio/status/"))
    assert said.evaluate("element => element.isConnected")


def test_home_works_without_script(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, java_script_enabled=False).page
    expect(browsed.locator(".handle:visible, [data-copies]:visible")).to_have_count(0)
    browsed.get_by_role("button", name="Move b up").click()
    assert shown(browsed) == stored(page) == "bacd"
    browsed.get_by_role("button", name="Delete b").click()
    browsed.get_by_role("button", name="Undo").click()
    assert shown(browsed) == stored(page) == "bacd"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "disconnect/", *(f"links/{room}" for room in LINKS)])
def test_axe_finds_nothing(browse: Browse, page: Page, path: str, color_scheme: str) -> None:
    make_video(page)
    links.delete_link(page.links.get(title="d"))
    window = enter(browse, page, color_scheme=color_scheme)
    window.open(f"/studio/{path.format(page.links.kept()[0].pk)}")
    assert findings(window.page) == []
    assert window.foreign == []
