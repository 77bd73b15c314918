"""What a browser draws of a page while the rest of it is still on its way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from profiles import snapshots
from profiles.models import Page
from profiles.models.link import Kind
from profiles.themes import Layout, Preset
from tests import services
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import enter
from tests.profiles import creators
from tests.profiles.pages import make_link
from tests.profiles.test_inapp import STORE, TIKTOK

pytestmark = pytest.mark.browser

# Where everything stands that is drawn, by where it is in the document.
DRAWN = """() => {
  const drawn = {};
  const visit = (element, place) => {
    const hasWords = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if ((hasWords || ["IMG", "svg"].includes(element.tagName)) && element.checkVisibility({visibilityProperty: true})) {
      const {left, top} = element.getBoundingClientRect();
      drawn[`${place} ${element.tagName}`] = [left, top];
    }
    [...element.children].forEach((child, number) => visit(child, `${place}/${number}`));
  };
  visit(document.querySelector("main"), "");
  return drawn;
}"""


type Places = dict[str, tuple[float, float]]


def drawn(tab: Tab) -> Places:
    """What stands where."""
    places: Places = tab.evaluate(DRAWN)
    return places


def draw(tab: Tab, url: str, ends_at: int | None = None) -> Places:
    """What stands where once so much of the page has arrived, and none of its script.

    Nor of its letters: whether they come in the moment that a page waits for them (font-display: optional) is chance.
    """

    def cut(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text()[:ends_at])

    tab.unroute_all()
    for late in ("**/*.js", "**/*.woff2"):
        tab.route(late, lambda route: route.abort())
    tab.route(url, cut)
    tab.goto(url, wait_until="domcontentloaded")
    return drawn(tab)


@pytest.mark.parametrize(
    ("preset", "layout"), [(Preset.CHROME, ""), (Preset.SIGNAL, Layout.LIST), (Preset.CITRUS, Layout.GRID)]
)
def test_nothing_that_is_drawn_moves_when_the_rest_arrives(
    browse: Callable[..., Watched], preset: Preset, layout: str
) -> None:
    page = creators.make_page("mina.eats")
    snapshots.refresh(page, force=True)
    Page.objects.update(preset=preset, layout=layout)
    make_link(page, "Big Pots: the cookbook, out in May", "https://open.spotify.com/show/1")
    make_link(page, "15 % off at the Uziza stand", kind=Kind.CODE, code="MINA15", note="Until the pots are empty.")
    for number in range(3):
        make_link(page, "Cook with me on a long Saturday in Lisbon " * number + "!", "https://open.spotify.com/show/2")
    tab, url = browse(PHONE).page, f"{services.SITE_URL}{page.get_absolute_url()}"
    whole = draw(tab, url)
    text = tab.request.get(url).text()
    ends = [match.end() for match in re.finditer("<(?!path)[^>]*>", text[: text.index("</ul>", text.index('"links"'))])]
    moved = {}
    for end in ends[ends.index(text.index("<main>") + len("<main>")) :: 3]:
        part = draw(tab, url, end)
        moved.update({name: (place, whole.get(name)) for name, place in part.items() if place != whole.get(name)})
    assert moved == {}
    assert len(whole) > 20


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_nothing_that_is_drawn_moves_when_the_script_arrives(
    browse: Callable[..., Watched], viewport: dict[str, int]
) -> None:
    page = creators.make_page("mina.eats")
    Page.objects.update(time_zone="Africa/Lagos")  # by the browser's, the page is another one once that is known
    store = make_link(page, "Uziza in the App Store", STORE)
    make_link(page, "15 % off at the Uziza stand", kind=Kind.CODE, code="MINA15")
    tab = enter(browse, page, viewport=viewport, user_agent=TIKTOK[0]).page
    own = page.get_absolute_url()
    moved = {}
    for path in ("/studio/", "/studio/share/", own, f"{own}/share", f"/go/{store.key}"):
        without = draw(tab, f"{services.SITE_URL}{path}")
        assert len(without) > 4 and tab.locator(".needs-script").count() > 0
        tab.unroute("**/*.js")
        tab.reload(wait_until="networkidle")
        whole = drawn(tab)
        moved.update({(path, name): place for name, place in without.items() if place != whole.get(name)})
    assert moved == {}


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_first_steps_keep_their_place_while_the_tiktoks_arrive(
    browse: Callable[..., Watched], viewport: dict[str, int]
) -> None:
    page = creators.make_page("mina.eats")
    tab = enter(browse, page, viewport=viewport).page
    step, told = tab.get_by_role("link", name="Choose a look"), tab.locator("#connection")
    expect(told).to_contain_text("Fetching")
    before = step.bounding_box()
    snapshots.refresh(creators.load(page), force=True)
    expect(told).to_contain_text("Updated just now.")
    assert step.bounding_box() == before
