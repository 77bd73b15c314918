"""Where somebody finds themselves after a form was refused."""

import pytest
from django.conf import settings
from playwright.sync_api import FilePayload, expect

from profiles.models import Page
from tests.browser.studio import Browse, enter
from tests.profiles.pages import make_video
from tests.profiles.pictures import draw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_refused_card_says_why_where_the_keyboard_is(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).open("/studio/links/new/contact/")
    browsed.get_by_label("Name").fill("Mina")
    browsed.get_by_role("button", name="Add it").click()
    expect(browsed.locator(".errorlist")).to_be_focused()


def test_refused_part_of_the_settings_says_why_where_it_is(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    window.open("/studio/settings/")
    browsed.locator("#id_handle, #handle-handle").fill("a!")
    browsed.get_by_role("button", name="Change the address").click()
    expect(browsed.locator("#handle .errorlist")).to_be_visible()
    expect(browsed.locator("#handle-handle")).to_have_value("a!")


@pytest.mark.parametrize(
    ("options", "kept"), [({}, 1), ({"java_script_enabled": False}, 0)], ids=["script", "no script"]
)
def test_chosen_picture_stays_where_another_field_is_refused_or_is_asked_for_again(
    browse: Browse, page: Page, options: dict[str, bool], kept: int
) -> None:
    browsed = enter(browse, page, **options).open("/studio/settings/")
    about = browsed.locator("#about")
    picture = FilePayload(name="me.jpg", mimeType="image/jpeg", buffer=draw())
    about.get_by_label("Picture").set_input_files(picture)
    about.get_by_label("Name").fill("x" * 81)
    about.get_by_role("button", name="Save").click()
    expect(about.locator(".errorlist")).to_contain_text("80 characters")
    assert about.get_by_label("Picture").evaluate("input => input.files.length") == kept
    expect(about.get_by_text("Choose the picture again")).to_have_count(1 - kept)


def test_form_that_is_refused_leads_to_what_it_asks_for(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).open("/studio/settings/delete/")
    typed = browsed.get_by_label("Type mina.eats to go on")
    typed.fill("mina")
    browsed.get_by_role("button", name="Delete everything").click()
    expect(browsed.locator(".errorlist")).to_be_visible()
    expect(typed).to_be_focused()
    expect(typed).to_have_value("mina")


def test_refused_form_below_a_fragment_leads_to_what_it_asks_for(browse: Browse, page: Page) -> None:
    make_video(page)
    browsed = enter(browse, page).open("/studio/videos/")
    field = browsed.get_by_label("Never with one of these")
    field.fill("#no-tag")
    browsed.locator("#rules").get_by_role("button", name="Preview").click()
    expect(browsed.locator(".errorlist")).to_be_in_viewport()
    expect(field).to_be_focused()


def test_login_that_a_form_asks_for_lies_above_the_bar(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.open("/studio/settings/")
    form = browsed.locator("#about form")
    form.get_by_label("Name").fill("Mina")
    window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save = form.get_by_role("button", name="Save")
    save.evaluate("button => { scrollTo(0, 0); scrollBy(0, button.getBoundingClientRect().bottom - innerHeight + 80) }")
    save.click()
    login = form.get_by_role("link", name="Log in")
    expect(login).to_be_visible()
    assert login.evaluate(
        "link => link.getBoundingClientRect().bottom <= document.querySelector('.places').getBoundingClientRect().top"
    )


def test_refused_form_is_not_seen_beside_what_was_saved_before(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).open("/studio/settings/")
    form = browsed.locator("#about form")
    form.get_by_label("Name").fill("Mina")
    form.get_by_role("button", name="Save").click()
    expect(browsed.locator("main > .messages")).to_contain_text("Saved.")
    form.get_by_label("Name").fill("x" * 81)
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".errorlist")).to_be_visible()
    expect(browsed.locator("main > .messages")).to_be_hidden()


def test_refused_link_is_not_seen_beside_the_one_that_was_saved_before(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.get_by_role("link", name="Edit b").click()
    browsed.get_by_role("button", name="Save").click()
    expect(browsed.locator("#saving")).to_have_text("Saved.")
    browsed.get_by_label("Address", exact=True).first.fill("a b")
    browsed.get_by_role("button", name="Add link").click()
    expect(browsed.locator(".add .errorlist")).to_be_visible()
    expect(browsed.locator(".said")).to_be_hidden()
