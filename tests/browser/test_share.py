"""Sharing and leaving in a real browser: with its own sheet, without one, without a clipboard, without script."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import Browse, findings
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.test_inapp import STORE, TIKTOK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


ADDRESS = f"{settings.SITE_URL}/@mina.eats"
WITHOUT_SHEET = "delete Navigator.prototype.share"
SHEET = "window.shared = []; navigator.share = async (what) => { shared.push(what) }"
CLOSED_SHEET = "navigator.share = async () => { throw new DOMException('', 'AbortError') }"
BROKEN_SHEET = "navigator.share = async () => { throw new DOMException('', 'NotAllowedError') }"
# As browsers inside of apps are: no clipboard, and a command that works, or does not.
OLD_CLIPBOARD = """delete Navigator.prototype.clipboard; window.copied = '';
document.execCommand = () => { copied = document.activeElement.value; return true }"""
NO_CLIPBOARD = "delete Navigator.prototype.clipboard; document.execCommand = () => false"
LISTEN = """status => {
  window.said = [];
  new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
}"""
# Until this is what is selected. A page with our policy lets nobody else look again and again.
SELECTED = """address => new Promise((done, fail) => {
  const look = () => getSelection().toString().trim() === address ? done() : requestAnimationFrame(look);
  setTimeout(fail, 30_000);
  look();
})"""


@pytest.fixture
def page(transactional_db: None) -> Page:
    page = make_page(bio='</script><script>document.title = "taken"</script>\u2028 & more', followers=12)
    make_video(page, cover="")
    return page


def open_with(browse: Browse, path: str, *scripts: str, **options: object) -> tuple[Watched, Window]:
    visitor = browse(PHONE, **options)
    for script in scripts:
        visitor.context.add_init_script(script)
    return visitor, visitor.open(path)


def test_share_opens_the_phones_own_sheet(browse: Browse, page: Page) -> None:
    visitor, window = open_with(browse, "/@mina.eats", SHEET)
    window.get_by_role("link", name="Share").click()
    assert window.evaluate("shared") == [{"title": "Mina Eats (@mina.eats)", "url": ADDRESS}]
    assert (window.url, visitor.noise) == (ADDRESS, [])


def test_closing_the_sheet_leads_nowhere_and_a_broken_one_to_the_address(browse: Browse, page: Page) -> None:
    _visitor, window = open_with(browse, "/@mina.eats", CLOSED_SHEET)
    window.get_by_role("link", name="Share").click()
    expect(window).to_have_url(ADDRESS)
    _visitor, window = open_with(browse, "/@mina.eats", BROKEN_SHEET)
    window.get_by_role("link", name="Share").click()
    expect(window).to_have_url(f"{ADDRESS}/share")


def test_share_copies_where_there_is_no_sheet_and_says_so(browse: Browse, page: Page) -> None:
    rights = {"permissions": ["clipboard-read", "clipboard-write"]}
    visitor, window = open_with(browse, f"/@mina.eats/v/{page.videos.get().tiktok_id}", WITHOUT_SHEET, **rights)
    window.get_by_role("link", name="Share").click()
    expect(window.get_by_role("link", name="Link copied")).to_be_visible()
    expect(window.get_by_role("status")).to_have_text("Link copied")
    assert window.evaluate("navigator.clipboard.readText()") == f"{ADDRESS}/v/{page.videos.get().tiktok_id}"
    assert visitor.noise == []


def test_copying_is_said_for_a_moment_and_anew_each_time(browse: Browse, page: Page) -> None:
    visitor = browse(PHONE)
    visitor.context.add_init_script(OLD_CLIPBOARD)
    visitor.page.clock.install()
    window = visitor.open("/@mina.eats/share")
    window.get_by_role("status").evaluate(LISTEN)
    for _time in range(2):
        window.get_by_role("button", name="Copy the address").click()
        window.clock.run_for(1_000)
        expect(window.get_by_role("button", name="Copied")).to_be_visible()
        window.clock.run_for(5_000)
        expect(window.get_by_role("button", name="Copy the address")).to_be_visible()
    assert window.evaluate("said.filter(Boolean)") == ["Copied", "Copied"]


def test_copying_twice_at_once_is_said_twice(browse: Browse, page: Page) -> None:
    visitor = browse(PHONE)
    visitor.context.add_init_script(OLD_CLIPBOARD)
    visitor.page.clock.install()
    window = visitor.open("/@mina.eats/share")
    status = window.get_by_role("status")
    window.get_by_role("button", name="Copy the address").click()
    window.clock.run_for(1_000)
    window.get_by_role("button", name="Copied").click()
    expect(status).to_have_text("")
    window.clock.run_for(1_000)
    expect(status).to_have_text("Copied")


def test_share_copies_in_browsers_that_know_only_the_old_way(browse: Browse, page: Page) -> None:
    _visitor, window = open_with(browse, "/@mina.eats", WITHOUT_SHEET, OLD_CLIPBOARD)
    window.get_by_role("link", name="Share").click()
    expect(window.get_by_role("link", name="Link copied")).to_be_focused()
    assert window.evaluate("copied") == ADDRESS
    assert window.locator("textarea").count() == 0


def test_where_nothing_can_be_copied_the_address_is_shown_and_selected(browse: Browse, page: Page) -> None:
    _visitor, window = open_with(browse, "/@mina.eats", WITHOUT_SHEET, NO_CLIPBOARD)
    window.get_by_role("link", name="Share").click()
    expect(window).to_have_url(f"{ADDRESS}/share")
    window.get_by_role("button", name="Copy the address").click()
    window.evaluate(SELECTED, ADDRESS)


def test_page_is_shared_without_script(browse: Browse, page: Page) -> None:
    visitor, window = open_with(browse, "/@mina.eats", java_script_enabled=False)
    window.get_by_role("link", name="Share").click()
    expect(window.get_by_text(ADDRESS)).to_be_visible()
    expect(window.get_by_role("button")).to_have_count(0)
    with visitor.page.expect_download() as download:
        window.get_by_role("link", name="SVG").click()
    assert download.value.suggested_filename == "mina.eats-qr.svg"
    assert visitor.context.cookies() == []


def test_what_search_engines_read_is_data_and_never_runs(browse: Browse, page: Page) -> None:
    visitor, window = open_with(browse, "/@mina.eats")
    said = json.loads(window.locator("script[type='application/ld+json']").text_content() or "")
    assert (said["@type"], said["mainEntity"]["name"]) == ("ProfilePage", "Mina Eats")
    assert said["mainEntity"]["description"] == page.snapshot.bio
    assert said["mainEntity"]["interactionStatistic"]["userInteractionCount"] == 12
    assert window.title() == "Mina Eats (@mina.eats)"
    assert [visitor.noise, visitor.foreign] == [[], []]


def test_visitor_inside_tiktok_is_told_how_to_leave_and_copies_the_link(browse: Browse, page: Page) -> None:
    link = make_link(page, "My game", STORE)
    visitor, window = open_with(browse, "/@mina.eats", OLD_CLIPBOARD, user_agent=TIKTOK[0])
    window.get_by_role("link", name="My game").click()
    expect(window.get_by_role("heading", name="Open it in your browser")).to_be_visible()
    assert window.locator(".link:visible").all_inner_texts() == ["Copy link"]
    assert window.locator("p > a").all_inner_texts() == ["Try it here anyway", "Back to the page"]
    window.get_by_role("button", name="Copy link").click()
    expect(window.get_by_role("button", name="Copied")).to_be_visible()
    assert window.evaluate("copied") == f"{settings.SITE_URL}/go/{link.key}"
    assert [visitor.noise, visitor.foreign] == [[], []]


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_steps_are_accessible_and_fit(browse: Browse, page: Page, viewport: dict[str, int], scheme: str) -> None:
    link = make_link(page, "My game", STORE)
    visitor = browse(viewport, color_scheme=scheme, user_agent=TIKTOK[0])
    for path in ("/@mina.eats/share", f"/go/{link.key}"):
        window = visitor.open(path)
        assert findings(window) == []
        assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visitor.noise == []
