"""A rule that a creator makes once, and what it does to the TikToks that come after it."""

import pytest
from playwright.sync_api import expect

from profiles import snapshots
from profiles.models import Page
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, let_in
from tests.profiles import creators
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.browser


@pytest.fixture
def page(transactional_db: None) -> Page:
    page = creators.make_page("mina.eats")
    snapshots.refresh(creators.load(page), force=True)
    return page


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_hashtag_attaches_its_link_when_a_new_tiktok_is_published(
    browse: Browse, page: Page, viewport: dict[str, int], options: dict[str, bool]
) -> None:
    creator = browse(viewport, **options)
    window = let_in(creator, page.owner).open("/studio/videos/")
    rules = window.get_by_role("region", name="Links by hashtag")
    rules.get_by_label("Hashtag").fill("#lamp")
    rules.get_by_label("Address").fill("lamps.example.com/desk")
    rules.get_by_label("Title").fill("The lamp on my desk")
    rules.get_by_role("button", name="Add hashtag").click()
    expect(rules.get_by_role("heading", name="#lamp")).to_be_visible()

    control.publish("mina.eats", caption="Soup under a warm light #Lamp")
    control.publish("mina.eats", caption="Soup by daylight")
    snapshots.refresh(creators.load(page), force=True)

    visitor = browse(viewport, **options)
    shown = visitor.open(page.get_absolute_url())
    expect(shown.get_by_role("link", name="1 link")).to_have_count(1)
    shown.get_by_role("link", name="1 link").click()
    expect(shown.get_by_role("heading", level=1)).to_contain_text("Soup under a warm light")
    expect(shown.get_by_role("link", name="The lamp on my desk")).to_be_visible()
    assert [creator.noise, creator.foreign, visitor.noise, visitor.foreign] == [[], [], [], []]
