"""The whole road in a real browser, as a creator and then a visitor walk it."""

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from profiles import snapshots
from profiles.models import Link, Page
from tests import services
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import Browse, findings
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.browser


def log_in(creator: Watched, *, persona: str = "mina.eats", without: str = "") -> Window:
    window = creator.open("/")
    window.get_by_role("button", name="Continue with TikTok").first.click()
    window.get_by_role("link", name=persona).click()
    if without:
        window.get_by_role("checkbox", name=without).uncheck()
    window.get_by_role("button", name="Allow").click()
    expect(window).to_have_url(f"{services.SITE_URL}/studio/")
    return window


def add_link(window: Window, address: str, title: str) -> None:
    window.get_by_label("Address", exact=True).fill(address)
    window.get_by_text("Give it a title").click()
    window.get_by_label("Title").fill(title)
    window.get_by_role("button", name="Add link").click()
    expect(window.get_by_role("heading", name=title, exact=True)).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_road_from_home_to_a_public_page(browse: Browse, viewport: dict[str, int]) -> None:
    creator = browse(viewport)
    window = log_in(creator, without="How many")
    add_link(window, "example.org/shop", "My shop")
    add_link(window, "https://example.net/book", "The book")
    creator.expect_quiet()
    assert findings(window) == []
    window.reload()
    creator.noise.clear()

    handle = window.get_by_role("button", name="Move The book: drag")
    handle.focus()
    handle.press("ArrowUp")
    expect(window.get_by_role("status").filter(has_text="The book")).to_contain_text("1")
    expect(window.locator("#saving")).to_contain_text("Saved.")
    assert list(Link.objects.kept().values_list("title", flat=True)) == ["The book", "My shop"]

    page = Page.objects.get()
    snapshots.refresh(page, force=True)  # what the worker does meanwhile
    visitor = browse(PHONE)
    window = visitor.open(page.get_absolute_url())
    expect(window.get_by_role("heading", level=1)).to_have_text("Mina Eats")
    assert window.get_by_role("navigation", name="Links").get_by_role("link").all_inner_texts() == [
        "The book\nexample.net",
        "My shop\nexample.org",
    ]
    assert window.get_by_role("link", name="The book").bounding_box()["y"] < 640 - 56  # type: ignore[index]
    assert window.locator("img.cover").count() == 12
    window.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    window.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    assert findings(window) == []
    assert visitor.context.cookies() == []
    assert [creator.noise, creator.foreign, visitor.noise, visitor.foreign] == [[], [], [], []]


def test_road_without_script_works_all_the_same(browse: Browse) -> None:
    creator = browse(PHONE, java_script_enabled=False)
    window = log_in(creator)
    add_link(window, "example.org/shop", "My shop")
    add_link(window, "https://example.net/book", "The book")
    window.get_by_role("button", name="Move The book up").click()
    assert list(Link.objects.kept().values_list("title", flat=True)) == ["The book", "My shop"]

    window.get_by_role("button", name="Delete My shop").click()
    window.get_by_role("button", name="Undo").click()
    window.get_by_role("button", name="Hide My shop").click()
    window.get_by_role("link", name="See your page").click()
    expect(window.get_by_role("navigation", name="Links").get_by_role("link")).to_have_count(1)


def test_cancelled_login_offers_another_try(browse: Browse) -> None:
    creator = browse(PHONE)
    window = creator.open("/")
    window.get_by_role("button", name="Continue with TikTok").first.click()
    window.get_by_role("button", name="Cancel").click()
    expect(window.get_by_role("button", name="Continue with TikTok")).to_be_visible()
    assert findings(window) == []
    assert creator.foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/privacy", "/terms", "/accounts/login/", "/accounts/login/?staff=1"])
def test_own_rooms_are_accessible_and_quiet(browse: Browse, path: str, scheme: str) -> None:
    visitor = browse(PHONE, color_scheme=scheme)
    window = visitor.open(path)
    assert findings(window) == []
    assert [visitor.noise, visitor.foreign] == [[], []]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_steps_on_the_front_page_are_shown_as_the_phone_likes_them(browse: Browse, scheme: str) -> None:
    window = browse(PHONE, color_scheme=scheme).open("/")
    steps = window.locator(".steps img").all()
    for step in steps:
        step.scroll_into_view_if_needed()
        expect(step).to_have_js_property("naturalWidth", 540)
        assert f"-{scheme}." in step.evaluate("step => step.currentSrc")
    assert len(steps) == 3


def test_public_pages_of_every_persona_are_accessible(browse: Browse) -> None:
    wrong = {}
    for persona in (persona for persona in control.personas() if persona.manner != "shy"):
        creator = browse(PHONE)
        log_in(creator, persona=persona.username)
        page = Page.objects.get(handle=persona.username)
        snapshots.refresh(page, force=True)
        window = creator.open(page.get_absolute_url())
        for scheme in ("light", "dark"):
            window.emulate_media(color_scheme=scheme)
            if found := findings(window):
                wrong[page.handle, scheme] = found
    assert wrong == {}
