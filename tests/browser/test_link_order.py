"""Links are put in order by arrow keys, by the mouse and by a finger."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Route, expect

from profiles import links
from profiles.models import Kind, Page
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, drag_by_touch, enter, middle, shown, stored
from tests.profiles.pages import make_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_handle_moves_a_link_by_arrow_keys_and_says_so(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    handle = browsed.get_by_role("button", name="Move a: drag")
    handle.focus()
    for key, order, place in [
        ("ArrowDown", "bacd", 2),
        ("End", "bcda", 4),
        ("ArrowUp", "bcad", 3),
        ("Home", "abcd", 1),
    ]:
        browsed.keyboard.press(key)
        assert shown(browsed) == order
        expect(browsed.locator("#spoken")).to_have_text(f"Saved. a is number {place} of 4.")
        expect(browsed.locator("#saving")).to_have_text(f"Saved. a is number {place} of 4.")
        expect(handle).to_be_focused()
        assert stored(page) == order
    assert window.noise == []


@pytest.mark.parametrize("options", [{}, {"viewport": WIDE}])
def test_handle_drags_a_link(browse: Browse, page: Page, options: dict[str, Any]) -> None:
    browsed = enter(browse, page, **options).page
    browsed.locator("#order").scroll_into_view_if_needed()
    x, y = middle(browsed, "#order li:nth-child(1) .handle")
    _, below = middle(browsed, "#order li:nth-child(3)")
    browsed.mouse.move(x, y)
    browsed.mouse.down()
    browsed.mouse.move(x, below, steps=8)
    browsed.mouse.move(x, below + 10)
    browsed.mouse.up()
    expect(browsed.locator("#saving")).to_contain_text("Saved")
    assert shown(browsed) == stored(page) == "bcad"


def test_handle_drags_a_link_by_touch(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    drag_by_touch(window, "a", onto="b")
    expect(browsed.locator("#saving")).to_contain_text("Saved")
    assert shown(browsed) == stored(page) == "bacd"


def test_order_that_cannot_be_saved_goes_back_and_says_so(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.route("**/studio/links/order/", lambda route: route.abort())
    browsed.get_by_role("button", name="Move a: drag").press("ArrowDown")
    lost = "No connection: the old order is back. Try again when you are online."
    expect(browsed.locator("#saving")).to_have_text(lost)
    expect(browsed.locator("#spoken")).to_have_text(lost)
    expect(browsed.get_by_role("button", name="Undo")).to_be_hidden()
    expect(browsed.get_by_role("button", name="Move a: drag")).to_be_focused()
    assert shown(browsed) == stored(page) == "abcd"


def test_order_is_not_called_saved_before_it_is(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    waiting: list[Route] = []
    browsed.route("**/studio/links/order/", lambda route: waiting.append(route))
    with browsed.expect_request("**/studio/links/order/"):
        browsed.get_by_role("button", name="Move a: drag").press("ArrowDown")
    expect(browsed.locator("#spoken")).to_be_empty()
    waiting[0].continue_()
    expect(browsed.locator("#spoken")).to_have_text("Saved. a is number 2 of 4.")


def test_order_that_is_moved_after_a_logout_goes_back_and_leads_to_the_login(browse: Browse, page: Page) -> None:
    window = enter(browse, page)
    browsed = window.page
    window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    browsed.get_by_role("button", name="Move a: drag").press("ArrowDown")
    expect(browsed.locator("#saving")).to_have_text("You are logged out, so the old order is back.")
    assert shown(browsed) == stored(page) == "abcd"
    browsed.locator(".said").get_by_role("link", name="Log in").click()
    expect(browsed.get_by_text("You were logged out, so nothing was changed.")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_result_is_in_sight_wherever_the_link_is(browse: Browse, page: Page, viewport: dict[str, int]) -> None:
    for number in range(20):
        make_link(page, f"More {number}")
    browsed = enter(browse, page, viewport=viewport).page
    browsed.get_by_role("button", name="Move More 18: drag").press("ArrowDown")
    expect(browsed.locator("#saving")).to_contain_text("Saved.")
    bar = browsed.locator(".said")
    expect(bar).to_be_in_viewport(ratio=1)
    assert bar.evaluate("bar => bar.offsetHeight") < 140
    expect(browsed.get_by_role("button", name="Move More 18: drag")).to_be_in_viewport(ratio=1)
    browsed.get_by_role("button", name="Close").click()
    expect(browsed.locator(".said")).to_be_hidden()


def test_result_of_a_tap_goes_away_when_a_move_begins(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.get_by_role("button", name="Hide b", exact=True).click()
    expect(browsed.locator("main > .messages")).to_be_visible()
    browsed.get_by_role("button", name="Move a: drag").press("ArrowDown")
    expect(browsed.locator("main > .messages")).to_be_hidden()
    expect(browsed.locator("#saving")).to_contain_text("Saved")  # an answer that comes later is shown all the same
    browsed.get_by_role("link", name="Edit c").click()
    expect(browsed.locator(".link .edit")).to_be_visible()
    expect(browsed.locator("main > .messages:visible, .said:visible")).to_have_count(0)


def test_order_that_changed_elsewhere_goes_back_and_says_so(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    make_link(page, "e")
    browsed.get_by_role("button", name="Move a: drag").press("ArrowDown")
    expect(browsed.locator("#saving")).to_contain_text("Your links have changed in the meantime.")
    assert shown(browsed) == "abcd"
    assert stored(page) == "abcde"


def test_order_that_another_window_changed_is_not_overwritten(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    handle = browsed.get_by_role("button", name="Move a: drag")
    handle.press("ArrowDown")
    expect(browsed.locator("#saving")).to_contain_text("Saved")
    links.move_link(page.links.get(title="d"), to=links.Move.TOP)
    handle.press("ArrowDown")
    expect(browsed.locator("#saving")).to_contain_text("Your links have changed in the meantime.")
    assert (shown(browsed), stored(page)) == ("bacd", "dbac")


def test_pinned_link_stays_on_top_while_others_are_moved(browse: Browse, page: Page) -> None:
    links.pin_link(page.links.get(title="b"))
    browsed = enter(browse, page).page
    browsed.get_by_role("button", name="Move d: drag").press("Home")
    expect(browsed.locator("#saving")).to_contain_text("Saved")
    assert shown(browsed) == stored(page) == "bdac"
    browsed.get_by_role("button", name="Move b: drag").press("End")
    assert shown(browsed) == stored(page) == "bdac"


def test_order_of_quick_moves_is_saved_as_it_is_in_the_end(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    handle = browsed.get_by_role("button", name="Move a: drag")
    handle.focus()
    for _ in range(3):
        browsed.keyboard.press("ArrowDown")
    expect(browsed.locator("#saving")).to_have_text("Saved. a is number 4 of 4.")
    assert shown(browsed) == stored(page) == "bcda"


def test_link_steps_over_an_icon_and_is_counted_among_links(browse: Browse, page: Page) -> None:
    page.links.filter(title="b").update(kind=Kind.SOCIAL)
    browsed = enter(browse, page).page
    browsed.get_by_role("button", name="Move a: drag").press("ArrowDown")
    expect(browsed.locator("#spoken")).to_have_text("Saved. a is number 2 of 3.")
    assert shown(browsed) == stored(page) == "bcad"
    browsed.get_by_role("button", name="Move b: drag").press("ArrowDown")
    assert shown(browsed) == stored(page) == "bcad"


def test_move_is_undone_by_one_tap(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).page
    browsed.get_by_role("button", name="Move a: drag").press("End")
    browsed.locator(".said").get_by_role("button", name="Undo").click()
    expect(browsed.locator("#saving")).to_have_text("Saved.")
    assert shown(browsed) == stored(page) == "abcd"
