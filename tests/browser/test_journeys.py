"""What creators do with their phone, and at a desk, with script and without: from a first look to a page that runs."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from time_machine import travel

from profiles import snapshots
from profiles.models import Page
from tests import services
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.test_studio_places import enter
from tests.profiles import creators
from tests.profiles.pages import make_link
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.browser

type Browse = Callable[..., Watched]

SCREENS = [
    pytest.param({"viewport": viewport, "java_script_enabled": script}, id=f"{name}, {'script' if script else 'none'}")
    for (name, viewport), script in product({"phone": PHONE, "wide": WIDE}.items(), (True, False))
]
ADDRESSES = [f"example.org/{number}" for number in range(1, 11)]


@pytest.fixture
def page(transactional_db: None) -> Page:
    page = creators.make_page("mina.eats")
    snapshots.refresh(creators.load(page), force=True)
    return creators.load(page)


@pytest.fixture(params=SCREENS)
def creator(request: Any, browse: Browse) -> Iterator[Watched]:
    """A creator's browser, in which nothing goes wrong unseen."""
    watched = browse(**request.param)
    yield watched
    assert [watched.noise, watched.foreign] == [[], []]


def order(page: Page) -> list[str]:
    return [link.title for link in page.links.kept()]


def test_ten_links_are_built_scheduled_and_reordered(creator: Watched, browse: Browse, page: Page) -> None:
    window = enter(creator, page)
    for number, address in enumerate(ADDRESSES, start=1):
        window.get_by_label("Address", exact=True).fill(address)
        window.get_by_role("button", name="Add link").click()
        expect(window.locator("#order .link")).to_have_count(number)

    tomorrow = timezone.now() + timedelta(days=1)
    window.goto(f"{services.SITE_URL}/studio/links/{page.links.kept()[0].pk}/")
    window.get_by_label("Title").fill("From tomorrow")
    window.get_by_text("When, and for whom").click()
    window.get_by_label("Visitors see it from").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    window.get_by_role("button", name="Save").click()
    scheduled = window.locator("#order .link", has_text="From tomorrow")
    expect(scheduled).to_contain_text("Starts")

    window.get_by_role("button", name="Move From tomorrow down").click()
    expect(window.locator("#order .link").nth(1)).to_contain_text("From tomorrow")
    assert order(page).index("From tomorrow") == 1
    visitor = browse(PHONE).open("/@mina.eats")
    expect(visitor.get_by_role("navigation", name="Links").get_by_role("link")).to_have_count(len(ADDRESSES) - 1)
    with travel(tomorrow + timedelta(minutes=1)):
        assert [link.title for link in page.links.of_page().live()] == order(page)


def test_rule_gives_a_new_tiktok_its_link(creator: Watched, browse: Browse, page: Page) -> None:
    window = enter(creator, page, "/studio/videos/")
    window.get_by_label("Hashtag", exact=True).fill("#lamp")
    window.get_by_label("Address", exact=True).fill("example.org/lamp")
    window.get_by_label("Title", exact=True).fill("The lamp on my desk")
    window.get_by_role("button", name="Add hashtag").click()
    expect(window.locator("#hashtags")).to_contain_text("#lamp")

    control.publish("mina.eats", "Soup by night #lamp")
    snapshots.refresh(creators.load(page), force=True)
    visitor = browse(PHONE).open("/@mina.eats")
    newest = visitor.locator(".wall").get_by_role("listitem").first
    expect(newest).to_contain_text("Soup by night")
    newest.get_by_role("link", name="1 link").click()
    expect(visitor.get_by_role("link", name="The lamp on my desk")).to_be_visible()


def test_look_is_changed_and_taken_back(creator: Watched, browse: Browse, page: Page) -> None:
    make_link(page)
    before = look(browse)
    window = enter(creator, page, "/studio/design/")
    window.get_by_role("button", name="Citrus", exact=True).click()
    expect(window.get_by_text("Your page wears Citrus now.")).to_be_visible()
    assert look(browse) != before
    window.get_by_role("button", name="Undo").click()
    expect(window.get_by_text("Your page wears Paper now.")).to_be_visible()
    assert look(browse) == before


def look(browse: Browse) -> str:
    """The colour behind the page, as a visitor's browser paints it."""
    window = browse(PHONE, color_scheme="light").open("/@mina.eats")
    return str(window.evaluate("getComputedStyle(document.body).backgroundColor + document.body.className"))
