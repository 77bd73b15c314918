"""What the studio says after a tap, and how it goes away again."""

import pytest
from playwright.sync_api import Page as Browsed
from playwright.sync_api import expect

from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, enter, findings
from tests.profiles.pages import make_link, make_page

pytestmark = pytest.mark.browser

# How far the ring reaches beyond the button, where what scrolls cuts it off.
RING_OUTSIDE = """button => {
  const { outlineOffset, outlineWidth } = getComputedStyle(button);
  return parseFloat(outlineOffset) + parseFloat(outlineWidth);
}"""


@pytest.fixture
def page(db: None) -> Page:
    page = make_page()
    make_link(page, "Shop")
    return page


@pytest.fixture
def long_page(page: Page) -> Page:
    for number in range(20):
        make_link(page, f"More {number}")
    return page


def top(browsed: Browsed, title: str) -> float:
    box = browsed.locator(f"#order [data-title='{title}']").bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize(("pressed", "next_one"), [("Hide", "Show"), ("Show", "Hide")])
def test_page_stays_where_it_was_after_a_tap(
    browse: Browse, long_page: Page, viewport: dict[str, int], pressed: str, next_one: str
) -> None:
    long_page.links.update(is_hidden=pressed == "Show")
    browsed = enter(browse, long_page, viewport=viewport).page
    button = browsed.get_by_role("button", name=f"{pressed} More 9", exact=True)
    button.scroll_into_view_if_needed()
    before = top(browsed, "More 9")
    button.click()
    expect(browsed.get_by_role("button", name=f"{next_one} More 9", exact=True)).to_be_focused()
    expect(browsed.locator("#spoken")).to_contain_text("More 9")
    assert abs(top(browsed, "More 9") - before) < 2


def test_page_stays_where_it_was_after_a_move_and_its_undoing(browse: Browse, long_page: Page) -> None:
    browsed = enter(browse, long_page).page
    button = browsed.get_by_role("button", name="Move More 9 up")
    button.scroll_into_view_if_needed()
    before = top(browsed, "More 9")
    button.click()
    expect(button).to_be_focused()
    assert abs(top(browsed, "More 9") - before) < 2
    browsed.get_by_role("button", name="Undo").click()
    expect(browsed.locator("main > .messages")).to_contain_text("number 11 now")
    expect(button).to_be_in_viewport()


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_what_stands_where_a_link_was_deleted_is_in_sight_and_not_marked(
    browse: Browse, long_page: Page, options: dict[str, bool]
) -> None:
    browsed = enter(browse, long_page, **options).page
    mark = "row => getComputedStyle(row).boxShadow"
    row = browsed.locator("#order [data-title='More 10']")
    browsed.get_by_role("button", name="Hide More 10", exact=True).click()
    browsed.wait_for_url("**/#link-*")
    assert row.evaluate(mark) != "none"
    rows = browsed.locator("#order [data-title='More 9']")
    rows.locator("summary").click()
    rows.get_by_role("button", name="Delete").click()
    browsed.wait_for_url("**/#near-*")
    expect(row).to_be_in_viewport()
    assert row.evaluate(mark) == "none"


def test_undo_has_the_focus_after_a_deletion(browse: Browse, long_page: Page) -> None:
    browsed = enter(browse, long_page).page
    browsed.get_by_role("button", name="Delete More 9", exact=True).click()
    expect(browsed.get_by_role("button", name="Undo")).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_link_that_came_back_has_the_focus(browse: Browse, long_page: Page, viewport: dict[str, int]) -> None:
    browsed = enter(browse, long_page, viewport=viewport).page
    browsed.get_by_role("button", name="Delete More 9", exact=True).click()
    browsed.get_by_role("button", name="Undo").click()
    expect(browsed.locator("#order [data-title='More 9'] .acts button:focus")).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_what_a_pin_was_chosen_from_has_the_focus_again(browse: Browse, page: Page, viewport: dict[str, int]) -> None:
    browsed = enter(browse, page, viewport=viewport).page
    rest = browsed.locator("#order [data-title=Shop] summary")
    rest.press("Enter")
    browsed.get_by_role("button", name="Pin on top Shop").press("Enter")
    expect(rest).to_be_focused()
    rest.press("Enter")
    expect(browsed.get_by_role("button", name="Unpin Shop")).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_new_link_is_in_sight(
    browse: Browse, long_page: Page, viewport: dict[str, int], options: dict[str, bool]
) -> None:
    browsed = enter(browse, long_page, viewport=viewport, **options).page
    browsed.get_by_label("Address", exact=True).first.fill("https://example.org/new")
    browsed.get_by_role("button", name="Add link").click()
    expect(browsed.locator("main > .messages")).to_contain_text("is added.")
    expect(browsed.locator("#order .link").last).to_be_in_viewport(ratio=0.9)


def test_what_was_saved_in_settings_is_spoken(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).open("/studio/settings/")
    spoken = browsed.locator("#spoken")
    expect(spoken).to_be_empty()
    browsed.get_by_role("button", name="Save").first.click()
    message = browsed.locator("main > .messages .message")
    expect(message).to_be_visible()
    expect(spoken).to_have_text(message.inner_text())


def test_two_messages_are_both_spoken(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page).open("/studio/design/")
    browsed.get_by_label("A colour of my own").check()
    browsed.get_by_label("The colour").fill("#ffffff")
    browsed.get_by_role("button", name="Put it on my page").click()
    said = "Your page has changed. We darkened your white where it is text, so that everyone can read it."
    expect(browsed.locator("#spoken")).to_have_text(said)


def test_message_can_be_closed(browse: Browse, page: Page) -> None:
    window = enter(browse, page, viewport=PHONE)
    window.page.get_by_role("button", name="Hide Shop", exact=True).click()
    assert findings(window.page) == []
    window.page.get_by_role("button", name="Close").click()
    expect(window.page.locator(".messages")).to_have_count(0)
    expect(window.page.locator("#main")).to_be_focused()


def test_ring_around_close_is_whole(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, viewport=PHONE).page
    browsed.get_by_role("button", name="Hide Shop", exact=True).press("Enter")
    browsed.get_by_role("button", name="Undo").press("Tab")
    close = browsed.get_by_role("button", name="Close")
    expect(close).to_be_focused()
    assert close.evaluate(RING_OUTSIDE) <= 0


def test_message_in_design_can_be_closed(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, viewport=PHONE).open("/studio/design/")
    browsed.get_by_role("button", name="Citrus").click()
    browsed.get_by_role("button", name="Close").click()
    expect(browsed.locator(".messages")).to_have_count(0)


def test_message_without_script_has_nothing_that_does_not_work(browse: Browse, page: Page) -> None:
    browsed = enter(browse, page, java_script_enabled=False).page
    browsed.get_by_role("button", name="Hide Shop", exact=True).click()
    expect(browsed.locator(".messages")).to_be_visible()
    expect(browsed.locator("[data-closes]")).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_two_messages_are_one_box_without_holes_that_covers_no_end_of_the_page(
    browse: Browse, page: Page, viewport: dict[str, int]
) -> None:
    browsed = enter(browse, page, viewport=viewport).open("/studio/design/")
    browsed.get_by_label("A colour of my own").check()
    browsed.get_by_label("The colour").fill("#ffffff")
    browsed.get_by_role("button", name="Put it on my page").click()
    box = browsed.locator("main > .messages")
    expect(box.locator(".message")).to_have_count(2)
    expect(box.get_by_role("button", name="Close")).to_be_visible()
    gaps = box.evaluate(
        """({ children: [first, second, close] }) => {
          const [a, b, c] = [first, second, close].map((part) => part.getBoundingClientRect());
          return [b.top - a.bottom, c.right - b.right, a.bottom - c.bottom];
        }"""
    )
    assert gaps == [0, 0, 0]
    browsed.evaluate("scrollTo(0, document.body.scrollHeight)")
    end, said = (browsed.locator(part).bounding_box() for part in (".colophon", "main > .messages"))
    assert end
    assert said
    assert end["y"] + end["height"] <= said["y"] or said["y"] + said["height"] <= end["y"]
