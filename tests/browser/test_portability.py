"""A page that leaves and comes back, by hand: on a phone without script, on a wide screen with it, and from a disk."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from profiles import snapshots
from profiles.models import Link, Page
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import Browse, findings
from tests.browser.test_main_road import log_in

pytestmark = pytest.mark.browser


BROUGHT = """My shop: https://shop.example.com/new
https://www.instagram.com/mina.eats
javascript:alert(1)
https://127.0.0.1/x
mina@example.org
"""


def show(window: Window) -> None:
    window.get_by_role("button", name="See what is in it").click()
    expect(window.get_by_role("heading", name="Choose what to bring along")).to_be_visible()


def look_at(creator: Watched, *, has_script: bool) -> None:
    """The place at hand is quiet and accessible; axe itself is neither where the preview is open."""
    if has_script:
        assert creator.noise == []
        assert findings(creator.page) == []
        creator.noise.clear()


def download(window: Window, name: str, to: Path) -> Path:
    with window.expect_download() as started:
        window.get_by_role("link", name=name).click()
    started.value.save_as(to)
    return to


@pytest.mark.parametrize(("viewport", "has_script"), [(PHONE, False), (WIDE, True)], ids=["phone", "wide"])
def test_page_is_brought_taken_and_brought_back(
    browse: Browse, tmp_path: Path, viewport: dict[str, int], has_script: bool
) -> None:
    creator = browse(viewport, java_script_enabled=has_script, color_scheme="dark" if has_script else "light")
    window = log_in(creator)
    creator.open("/studio/import/")
    window.get_by_label("Paste it here").fill(BROUGHT)
    show(window)
    expect(window.get_by_text("Links can start with https://")).to_be_visible()
    look_at(creator, has_script=has_script)
    window.get_by_role("checkbox", name="mina@example.org").uncheck()
    window.get_by_role("button", name="Add what is ticked").click()
    expect(window.locator(".messages").get_by_text("1 link and 1 icon are new on your page.")).to_be_visible()

    creator.open("/studio/export/")
    look_at(creator, has_script=has_script)
    document = download(window, "Download everything", tmp_path / "page.json")
    before = list(Link.objects.order_by("position").values_list("kind", "title", "url", "position"))
    Link.objects.all().delete()
    creator.open("/studio/import/")
    look_at(creator, has_script=has_script)
    window.get_by_label("Or choose a file").set_input_files(document)
    show(window)
    window.get_by_role("button", name="Add what is ticked").click()
    expect(window.locator(".messages").get_by_text("1 link and 1 icon are new on your page.")).to_be_visible()
    assert list(Link.objects.order_by("position").values_list("kind", "title", "url", "position")) == before
    assert [creator.noise, creator.foreign] == [[], []]


def test_website_opens_from_a_disk(browse: Browse, tmp_path: Path) -> None:
    creator = browse(PHONE)
    window = log_in(creator)
    page = Page.objects.get()
    snapshots.refresh(page, force=True)
    Page.objects.update(preset="citrus")
    video = page.videos.shown()[0]
    for place, title in enumerate(("My shop", "The pan")):
        Link.objects.create(page=page, title=title, url="https://example.org/", video=video if place else None)
    creator.open("/studio/export/")
    archive = download(window, "Download the website", tmp_path / "site.zip")
    zipfile.ZipFile(archive).extractall(tmp_path / "site")

    visitor = browse(PHONE, java_script_enabled=False)
    failed: list[str] = []
    visitor.page.on("requestfailed", lambda request: failed.append(request.url))
    visitor.page.goto(f"file://{tmp_path}/site/index.html")
    expect(visitor.page.get_by_role("link", name="My shop")).to_have_attribute("href", "https://example.org/")
    assert visitor.page.locator("img.cover").count() == 12
    visitor.page.get_by_role("link", name="1 link").click()
    expect(visitor.page.get_by_role("link", name="The pan")).to_have_attribute("href", "https://example.org/")
    visitor.page.get_by_role("link", name="All of").click()
    expect(visitor.page.get_by_role("link", name="My shop")).to_be_visible()
    assert failed == visitor.noise == []
    assert [address for address in visitor.foreign if not address.startswith("file:")] == []
