"""Where somebody finds themselves after a form was refused."""

import pytest
from playwright.sync_api import expect

from profiles.models import Page
from tests.browser.studio import Browse, enter
from tests.profiles.pages import make_video

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
