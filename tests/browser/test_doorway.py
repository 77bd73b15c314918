"""A TikTok's own page in a real browser, and the studio where it gets its links."""

import re

import pytest
from playwright.sync_api import expect

from profiles import snapshots, videos
from profiles.models import Page
from tests import services
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import Browse, findings, let_in
from tests.profiles import creators
from tests.profiles.pages import make_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(transactional_db: None) -> Page:
    """Mina's page with her TikToks; the newest has two links and is pinned, the next has lost its cover."""
    page = creators.make_page("mina.eats")
    snapshots.refresh(creators.load(page), force=True)
    newest, second, *_ = page.videos.listed()
    page.videos.filter(pk=second.pk).update(cover="")
    for video in (newest, second):
        make_link(page, "My uziza seeds", "https://shop.example.org/uziza", video=video)
    make_link(page, "تذاكر عرض الخميس", "https://example.com/tickets", video=newest)
    videos.pin_video(newest)
    return page


def stand_in_for_tiktok(watched: Watched) -> None:
    """No test reaches TikTok's player: another answers in its place."""
    player = {"content_type": "text/html", "body": "<title>Player</title><p>A player"}
    watched.context.route("https://www.tiktok.com/**", lambda route: route.fulfill(**player))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_tap_on_a_cover_leads_to_its_links_and_only_a_second_one_to_the_player(
    browse: Browse, page: Page, script: bool
) -> None:
    visitor = browse(PHONE, java_script_enabled=script)
    stand_in_for_tiktok(visitor)
    window = visitor.open(page.get_absolute_url())
    window.get_by_role("link", name="2 links").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("Pepper soup")
    first = window.get_by_role("navigation").get_by_role("link").first
    box = first.bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE["height"]
    expect(window.get_by_text("loads TikTok's own player from TikTok")).to_be_visible()
    assert visitor.foreign == []

    window.get_by_role("link", name="Play here").click()
    expect(window.frame_locator("iframe").get_by_text("A player")).to_be_visible()
    assert [url.split("?")[0] for url in visitor.foreign] == [
        f"https://www.tiktok.com/player/v1/{page.videos.listed()[0].tiktok_id}"
    ]
    window.get_by_role("link", name="All of Mina Eats").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Mina Eats")
    assert visitor.context.cookies() == []
    assert visitor.noise == []


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_doorways_are_accessible_and_fit(browse: Browse, page: Page, viewport: dict[str, int], scheme: str) -> None:
    visitor = browse(viewport, color_scheme=scheme)
    stand_in_for_tiktok(visitor)
    for video in page.videos.listed()[:2]:
        for more in ("", "/watch"):
            window = visitor.open(f"/@mina.eats/v/{video.tiktok_id}{more}")
            assert findings(window) == []
            assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visitor.noise == []


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_studios_videos_are_accessible_and_fit(
    browse: Browse, page: Page, viewport: dict[str, int], scheme: str
) -> None:
    creator = browse(viewport, color_scheme=scheme)
    videos.hide_video(page.videos.listed()[3])
    videos.add_hashtag_link(page, hashtag="lamp", title="Lamp", url="https://example.org/")
    for path in ("/studio/videos/", "/studio/videos/?q=soup", f"/studio/videos/{page.videos.listed()[0].pk}/"):
        window = let_in(creator, page.owner).open(path)
        creator.expect_quiet()
        assert findings(window) == []
        assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        window.goto("about:blank")
        creator.noise.clear()
    assert creator.foreign == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_creator_gives_a_video_a_link_and_rules_the_wall(browse: Browse, page: Page, script: bool) -> None:
    creator = browse(PHONE, java_script_enabled=script)
    window = let_in(creator, page.owner).open("/studio/videos/")
    window.get_by_role("link", name="Add links My neighbour").click()
    window.get_by_label("Address", exact=True).fill("example.org/salt")
    window.get_by_role("button", name="Add link").click()
    expect(window.get_by_role("heading", name="example.org")).to_be_visible()

    window.get_by_role("link", name="Videos", exact=True).click()
    window.get_by_role("button", name="Pin My neighbour").click()
    window.get_by_role("button", name=re.compile("Move My neighbour.* forward")).click()
    window.get_by_label("How many TikToks").fill("3")
    window.get_by_role("button", name="Preview").click()
    wall = window.get_by_role("region", name="Your wall", exact=True)
    expect(wall.get_by_role("listitem")).to_have_count(3)
    assert len(snapshots.read(creators.load(page)).videos) == 12
    wall.get_by_role("button", name="Save rules").click()
    expect(window.locator(".messages").get_by_text("Your wall follows these rules now.")).to_be_visible()

    window.goto(f"{services.SITE_URL}{page.get_absolute_url()}")
    covers = window.locator(".wall").get_by_role("listitem")
    expect(covers).to_have_count(3)
    expect(covers.first).to_contain_text("1 link")
    expect(covers.first).to_contain_text("My neighbour")
    assert [creator.noise, creator.foreign] == [[], []]
