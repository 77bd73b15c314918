"""The studio's five places in a real browser: the first minute, and the keyboard alone."""

from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from profiles import insights, snapshots
from profiles.models import Count, Page
from tests import services
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, findings, let_in
from tests.profiles import creators
from tests.profiles.pages import make_link

pytestmark = pytest.mark.browser


PLACES = {
    "Links": "/studio/",
    "Videos": "/studio/videos/",
    "Design": "/studio/design/",
    "Insights": "/studio/insights/",
    "Settings": "/studio/settings/",
}
OTHERS = ("preview/", "share/", "settings/delete/", "insights/?days=0", "videos/?q=soup", "notices/")
ROOMS = [*PLACES.values(), *(f"/studio/{room}" for room in OTHERS)]
# Of a swatch all of it taps, more than its name's box.
STICKS_OUT = "document.documentElement.scrollWidth - innerWidth"
TOO_SMALL = """[...document.querySelectorAll('.places a, main button:not(.wear), main .button, summary, select')]
  .map(target => [target.textContent.trim(), target.getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < 43.5 || box.width < 43.5)).map(([text]) => text)"""
MOST_TAPS = 12
ADDRESSES = ["example.org/shop", "example.net/book", "example.com/list"]


class Taps:
    """Counts a creator's taps; typing is none."""

    def __init__(self) -> None:
        self.count = 0

    def tap(self, what: Locator) -> None:
        self.count += 1
        what.click()


@pytest.fixture
def page(transactional_db: None) -> Page:
    page = creators.make_page("mina.eats")
    snapshots.refresh(creators.load(page), force=True)
    seen = [insights.VIEW, insights.tap_on(make_link(page)), *(insights.visit_of(row.pk) for row in page.videos.all())]
    Count.objects.bulk_create(Count(page=page, day=timezone.now(), subject=subject, number=9) for subject in seen)
    return creators.load(page)


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_three_links_of_ones_own_take_twelve_taps_at_most(browse: Browse, options: dict[str, bool]) -> None:
    creator, taps = browse(PHONE, **options), Taps()
    window = creator.open("/")
    taps.tap(window.get_by_role("button", name="Continue with TikTok").first)
    taps.tap(window.get_by_role("link", name="mina.eats"))
    taps.tap(window.get_by_role("button", name="Allow"))
    for address in ADDRESSES:
        field = window.get_by_label("Address", exact=True)
        taps.tap(field)
        field.fill(address)
        taps.tap(window.get_by_role("button", name="Add link"))
        expect(window.locator("main")).to_contain_text(address.partition("/")[0])
    visitor = browse(PHONE).open(Page.objects.get().get_absolute_url())
    assert visitor.get_by_role("navigation", name="Links").get_by_role("link").count() == len(ADDRESSES)
    assert taps.count <= MOST_TAPS


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_first_minute_is_walked_and_gone(
    browse: Browse, page: Page, viewport: dict[str, int], options: dict[str, bool]
) -> None:
    page.links.all().delete()
    creator = browse(viewport, **options)
    window = let_in(creator, page.owner).open("/studio/")
    steps = window.get_by_role("region", name="Your page is live")
    window.get_by_label("Address", exact=True).fill(ADDRESSES[0])
    window.get_by_role("button", name="Add link").click()
    expect(steps).not_to_contain_text("Add a link")
    steps.get_by_role("link", name="Choose a look").click()
    window.get_by_role("button", name="Citrus").click()
    expect(window.locator(".messages").get_by_text("Your page wears Citrus now.")).to_be_visible()
    window.get_by_role("link", name="Links", exact=True).click()
    steps.get_by_role("link", name="Show me how").click()
    expect(window.get_by_text("about 1,000 followers")).to_be_visible()
    window.get_by_role("button", name="Done, it is there").click()
    expect(window.get_by_role("heading", name="Links", exact=True)).to_be_visible()
    expect(steps).to_have_count(0)
    assert [creator.noise, creator.foreign] == [[], []]


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_look_is_changed_and_taken_back(
    browse: Browse, page: Page, viewport: dict[str, int], options: dict[str, bool]
) -> None:
    creator = browse(viewport, **options)
    window = let_in(creator, page.owner).open("/studio/design/")
    before = page.look
    window.get_by_role("button", name="Citrus").click()
    expect(window.locator(".messages").get_by_text("Your page wears Citrus now.")).to_be_visible()
    window.get_by_role("radio", name="Always dark").check()
    window.get_by_role("button", name="Put it on my page").click()
    window.get_by_role("button", name="Undo").click()
    expect(window.get_by_role("radio", name="Always dark")).not_to_be_checked()
    window.get_by_role("button", name="Paper").click()
    expect(window.locator(".messages").get_by_text("Your page wears Paper now.")).to_be_visible()
    window.get_by_role("button", name="Undo").click()
    expect(window.get_by_role("button", name="Citrus")).to_have_attribute("aria-pressed", "true")
    assert Page.objects.get().look == replace(before, preset="citrus")
    assert [creator.noise, creator.foreign] == [[], []]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_room_is_accessible_quiet_and_fits(
    browse: Browse, page: Page, viewport: dict[str, int], scheme: str
) -> None:
    creator = browse(viewport, color_scheme=scheme)
    let_in(creator, page.owner).open("/studio/")
    wrong = {}
    for path in ROOMS:
        window = creator.open(path)
        creator.expect_quiet()
        found = [*findings(window), *window.evaluate(TOO_SMALL)]
        if found or window.evaluate(STICKS_OUT):
            wrong[path] = found
        window.goto("about:blank")
        creator.noise.clear()
    assert wrong == {}
    assert creator.foreign == []


def test_places_are_reached_by_keyboard_alone(browse: Browse, page: Page) -> None:
    window = let_in(browse(WIDE), page.owner).open("/studio/")
    for name, path in PLACES.items():
        for _ in range(20):
            window.keyboard.press("Tab")
            if window.evaluate("document.activeElement.textContent.trim()") == name:
                break
        window.keyboard.press("Enter")
        expect(window).to_have_url(f"{services.SITE_URL}{path}")
        expect(window.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


def test_settings_are_kept_by_keyboard_alone(browse: Browse, page: Page) -> None:
    window = let_in(browse(WIDE), page.owner).open("/studio/settings/")
    window.get_by_label("Name", exact=True).focus()
    window.keyboard.type("Mina at home")
    window.keyboard.press("Enter")
    expect(window.locator(".messages").get_by_text("Saved.")).to_be_visible()
    assert Page.objects.get().display_name == "Mina at home"


def test_phones_own_time_zone_is_one_tap(browse: Browse, page: Page) -> None:
    window = let_in(browse(PHONE, timezone_id="Africa/Lagos"), page.owner).open("/studio/settings/")
    window.get_by_role("button", name="Use my phone's time zone").click()
    window.get_by_role("button", name="Save Language and time").click()
    expect(window.locator(".messages").get_by_text("Saved.")).to_be_visible()
    assert Page.objects.get().time_zone == "Africa/Lagos"


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_account_is_deleted_from_the_phone(browse: Browse, page: Page, options: dict[str, bool]) -> None:
    window = let_in(browse(PHONE, **options), page.owner).open("/studio/settings/")
    window.get_by_role("link", name="Delete my account").click()
    window.get_by_label("Type mina.eats to go on").fill("mina.eats")
    window.get_by_role("button", name="Delete everything").click()
    expect(window.locator(".messages").get_by_text("Your account is deleted")).to_be_visible()
    expect(browse(PHONE).open("/@mina.eats").get_by_role("heading", level=1)).to_have_text("There is no page here")
    assert not Page.objects.exists()
