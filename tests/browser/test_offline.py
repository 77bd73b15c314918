"""What becomes of a tap in the studio while there is no connection."""

import pytest
from playwright.sync_api import expect

from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, enter, findings
from tests.profiles.pages import make_video

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "You are offline. Nothing was changed; try again when you have a connection."


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize(("place", "button"), [("", "Hide a"), ("design/", "Ink"), ("videos/", "Hide Soup")])
def test_tap_while_offline_stays_on_the_page_and_says_so(
    browse: Browse, page: Page, place: str, button: str, viewport: dict[str, int]
) -> None:
    make_video(page, caption="Soup")
    window = enter(browse, page, viewport=viewport)
    browsed = window.open(f"/studio/{place}")
    window.context.set_offline(True)
    pressed = browsed.get_by_role("button", name=button)
    pressed.click()
    said = browsed.locator("main .message.warning")
    expect(said).to_have_text(SENTENCE)
    expect(said).to_be_in_viewport(ratio=1)
    expect(browsed.locator("#spoken")).to_have_text(SENTENCE)
    expect(pressed).to_be_focused()
    assert findings(window.page) == []
    browsed.get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)


def test_undo_that_was_tapped_while_offline_is_there_when_the_connection_is_back(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    browsed.get_by_role("button", name="Hide a").click()
    undo = browsed.get_by_role("button", name="Undo")
    window.context.set_offline(True)
    undo.click()
    expect(browsed.locator("main .message.warning")).to_have_text(SENTENCE)
    window.context.set_offline(False)
    browsed.locator(".said").get_by_role("button", name="Close").click()
    undo.click()
    expect(browsed.get_by_role("button", name="Hide a")).to_be_visible()


def test_form_that_was_sent_while_offline_says_so_beside_its_button(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.open("/studio/settings/")
    about = browsed.locator("#about")
    about.get_by_label("Name").fill("Mina")
    window.context.set_offline(True)
    about.get_by_role("button", name="Save").click()
    expect(about.locator("output")).to_have_text(
        "You are offline. What you typed is kept in this browser; save it when you have a connection."
    )
    expect(about.get_by_label("Name")).to_have_value("Mina")


def test_edit_while_offline_stays_on_the_page_and_says_so(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    window.context.set_offline(True)
    window.page.get_by_role("link", name="Edit b").click()
    expect(window.page.locator("main .message.warning")).to_have_text(SENTENCE)
    expect(window.page.locator("#spoken")).to_have_text(SENTENCE)
