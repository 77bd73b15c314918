"""What a browser draws of a page while the rest of it is still on its way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route

from profiles import snapshots
from profiles.models import Page
from profiles.models.link import Kind
from profiles.themes import Layout, Preset
from tests import services
from tests.browser.conftest import PHONE, Watched
from tests.profiles import creators
from tests.profiles.pages import make_link

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


def draw(tab: Tab, url: str, ends_at: int | None = None) -> dict[str, tuple[float, float]]:
    """What stands where once so much of the page has arrived, and none of its script."""

    def cut(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text()[:ends_at])

    tab.unroute_all()
    tab.route("**/*.js", lambda route: route.abort())
    tab.route(url, cut)
    tab.goto(url, wait_until="domcontentloaded")
    drawn: dict[str, tuple[float, float]] = tab.evaluate(DRAWN)
    return drawn


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
