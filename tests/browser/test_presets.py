"""Every preset in a real browser, light and dark, with what creators really have on their pages."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from profiles import snapshots
from profiles.models import Page, Snapshot
from profiles.themes import Look, Mode, Preset, palette
from tests.browser.conftest import PHONE, Watched
from tests.browser.studio import Browse, findings
from tests.browser.test_weight import photograph
from tests.profiles import creators
from tests.profiles.kinds import FULL
from tests.profiles.pages import PICTURE, make_link, make_page, make_video, stored

pytestmark = pytest.mark.browser


SMALL_PHONE = {"width": 360, "height": 640}
COUNTER = count()
NAMES = ["Ada", "Wolfeschlegelsteinhausenbergerdorff-Lee", "ليلى ترقص كل خميس في الإسكندرية", "町のねこ日記"]
# What moved while the page was loaded, and from where to where.
SHIFTS = """() => new Promise(resolve => {
  const moved = [];
  new PerformanceObserver(list => list.getEntries().forEach(({ sources }) => {
    for (const { node, previousRect, currentRect } of sources) moved.push([
      node?.outerHTML ?? node?.data, [previousRect.x, previousRect.y], [currentRect.x, currentRect.y]]);
  })).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(moved), 100);
})"""
# How far the page is wider than its window, and what on it is smaller than a fingertip (WCAG 2.5.5: 44 by 44).
STICKS_OUT = "document.documentElement.scrollWidth - innerWidth"
TOO_SMALL = """[...document.querySelectorAll('a')].map(link => [link.innerText, link.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([text]) => text)"""


def wear(page: Page, **parts: str) -> None:
    Page.objects.filter(pk=page.pk).update(**{"mode": Mode.AUTO} | parts)


def in_every_preset(page: Page, watched: Watched, path: str = "") -> Iterator[tuple[str, str, Window]]:
    """The page, or what is at this path below it, in one window, one preset and scheme after the other."""
    for preset in Preset:
        wear(page, preset=preset)
        for scheme in ("light", "dark"):
            watched.page.emulate_media(color_scheme=scheme)
            # The question mark makes it an address that the browser has no copy of yet.
            window = watched.open(f"{page.get_absolute_url()}{path}?{next(COUNTER)}")
            ground = palette(Look(preset=preset), scheme)["ground"]
            assert f"--ground:{ground}" in window.content()
            yield preset, scheme, window


def test_every_preset_is_accessible_and_quiet(browse: Browse) -> None:
    page = creators.make_page("mina.eats")
    snapshots.refresh(page, force=True)
    for number in range(3):
        make_link(page, f"Link number {number}")
    visitor = browse(PHONE)
    wrong = {
        (preset, scheme): found
        for preset, scheme, window in in_every_preset(page, visitor)
        if (found := findings(window))
    }
    assert wrong == {}
    assert [visitor.noise, visitor.foreign] == [[], []]


@pytest.mark.parametrize("width", [320, 640])
def test_no_preset_breaks_with_awkward_content(browse: Browse, width: int) -> None:
    """320 is what a phone has at large zoom, 640 a small laptop at 200 %."""
    page = make_page("a.rather.long.handle.as.handles.go", bio="x" * 80, followers=1_240_000, likes=38_600_000)
    for number in range(40):
        make_link(
            page, f"{'Unbreakable' * 6 if number == 7 else 'Ordinary'} {number}", f"https://{number}.example.org/"
        )
    make_video(page, "Donaudampfschifffahrtsgesellschaft" * 3, cover="")
    make_video(page, "", cover="", is_aigc=True)
    visitor = browse({"width": width, "height": 780})
    wrong = {}
    for name in NAMES:
        Snapshot.objects.filter(page=page).update(display_name=name, revision=len(name))
        for preset, _scheme, window in in_every_preset(page, visitor):
            found = [window.evaluate(STICKS_OUT), window.evaluate(TOO_SMALL)]
            if found != [0, []]:
                wrong[preset, name] = found
    assert wrong == {}


def test_doorways_are_accessible_in_every_preset(browse: Browse) -> None:
    page = make_page()
    video = make_video(page, cover="")
    make_link(page, "The pot on the stove", video=video)
    visitor = browse(PHONE)
    wrong = {}
    for preset, scheme, window in in_every_preset(page, visitor, f"/v/{video.tiktok_id}"):
        if found := [*findings(window), *window.evaluate(TOO_SMALL)]:
            wrong[preset, scheme] = found
    assert wrong == {}


def test_every_kind_of_link_is_accessible_in_every_preset(browse: Browse) -> None:
    page = make_page()
    for kind, fields in FULL.items():
        make_link(page, **{"title": "", "url": "", "kind": kind, "is_ad": kind == "link", **fields})
    make_link(page, "A thumbnail", thumbnail=PICTURE, is_sensitive=True)
    visitor = browse({"width": 320, "height": 780})
    wrong = {}
    for preset, scheme, window in in_every_preset(page, visitor):
        window.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        window.evaluate(
            "document.querySelectorAll('button').forEach(button => button.classList.remove('needs-script'))"
        )
        found = [*findings(window), *window.evaluate(TOO_SMALL), window.evaluate(STICKS_OUT)]
        if found != [0]:
            wrong[preset, scheme] = found
    assert wrong == {}


def test_share_page_is_accessible_in_every_preset(browse: Browse) -> None:
    page = make_page()
    visitor = browse(SMALL_PHONE)
    wrong = {}
    for preset, scheme, window in in_every_preset(page, visitor, "/share"):
        if found := [*findings(window), *window.evaluate(TOO_SMALL), *([STICKS_OUT] * window.evaluate(STICKS_OUT))]:
            wrong[preset, scheme] = found
    assert wrong == {}


def test_first_link_is_seen_without_scrolling(browse: Browse) -> None:
    page = creators.make_page("mina.eats")
    snapshots.refresh(page, force=True)
    make_link(page, "My cookbook")
    below = {}
    for preset, _scheme, window in in_every_preset(page, browse(SMALL_PHONE)):
        box = window.get_by_role("link", name="My cookbook").bounding_box()
        if box is None or box["y"] + box["height"] > SMALL_PHONE["height"]:
            below[preset] = box
    assert below == {}


def test_focus_is_visible_in_every_preset(browse: Browse) -> None:
    page = make_page()
    make_link(page, "My cookbook")
    rings = {}
    for preset, scheme, window in in_every_preset(page, browse(PHONE)):
        window.keyboard.press("Tab")
        outline = window.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
        )
        rings[preset, scheme] = tuple(outline)
    assert set(rings.values()) <= {("solid", "3px"), ("solid", "5px")}


@pytest.mark.parametrize("has_pictures", [True, False], ids=["pictures", "no pictures"])
def test_no_preset_moves_while_it_loads(browse: Browse, has_pictures: bool) -> None:
    page = creators.make_page("mina.eats")
    snapshots.refresh(page, force=True)
    make_link(page, "My cookbook")
    visitor = browse(PHONE)
    if not has_pictures:
        visitor.page.route("**/media/**", lambda route: route.abort())
    shifts = {
        preset: moved
        for preset, _scheme, window in in_every_preset(page, visitor)
        if (moved := window.evaluate(SHIFTS))
    }
    assert shifts == {}


def test_links_keep_their_edges_in_forced_colors(browse: Browse) -> None:
    page = make_page()
    make_link(page, "My cookbook")
    visitor = browse(PHONE, forced_colors="active")
    bare = {
        preset
        for preset, _scheme, window in in_every_preset(page, visitor)
        if window.get_by_role("link", name="My cookbook").evaluate(
            "link => parseFloat(getComputedStyle(link).borderTopWidth)"
        )
        < 1
    }
    assert bare == set()


def test_nothing_blinks_for_whom_motion_is_unwelcome(browse: Browse) -> None:
    page = make_page()
    make_link(page, "My cookbook")
    wear(page, preset=Preset.ARCADE)
    for motion, animation in (("no-preference", "blink"), ("reduce", "none")):
        visitor = browse({"width": 1280, "height": 800}, reduced_motion=motion)
        link = visitor.open(page.get_absolute_url()).get_by_role("link", name="My cookbook")
        link.hover()
        assert link.evaluate("link => getComputedStyle(link, '::after').animationName") == animation


def test_creator_puts_a_picture_behind_the_page_without_script(browse: Browse) -> None:
    page = creators.make_page("mina.eats")
    creator = browse(PHONE, java_script_enabled=False)
    log_in_as(creator)
    window = creator.open("/studio/design/")
    picture = {"name": "sea.jpg", "mimeType": "image/jpeg", "buffer": photograph(1)}
    window.get_by_label("A picture of my own").set_input_files(picture)  # type: ignore[arg-type]
    window.get_by_role("button", name="Put it behind my page").click()
    expect(window.locator(".messages").get_by_text("Your picture is behind your page now.")).to_be_visible()
    assert stored(page).look.backdrop
    expect(window.get_by_label("My own picture")).to_be_checked()
    window.get_by_role("button", name="Take my picture away").click()
    assert stored(page).look == Look()
    assert [creator.noise, creator.foreign] == [[], []]


def log_in_as(creator: Watched) -> None:
    window = creator.open("/")
    window.get_by_role("button", name="Continue with TikTok").first.click()
    window.get_by_role("link", name="mina.eats").click()
    window.get_by_role("button", name="Allow").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_design_room_is_accessible_and_quiet(browse: Browse, scheme: str) -> None:
    creator = browse(PHONE, color_scheme=scheme)
    log_in_as(creator)
    window = creator.open("/studio/design/")
    assert findings(window) == []
    assert window.evaluate(STICKS_OUT) == 0
    assert [creator.noise, creator.foreign] == [[], []]


def test_colour_that_is_chosen_counts_without_ticking_a_box(browse: Browse) -> None:
    creators.make_page("mina.eats")
    creator = browse(PHONE)
    log_in_as(creator)
    browsed = creator.open("/studio/design/")
    browsed.get_by_label("The colour").fill("#123456")
    expect(browsed.get_by_role("checkbox", name="A colour of my own")).to_be_checked()
    browsed.get_by_role("button", name="Put it on my page").click()
    expect(browsed.locator(".messages").get_by_text("Your page has changed")).to_be_visible()
    assert Page.objects.get().accent == "#123456"
