"""What visitors meet when a page or a link is not simply there: each can be used by everybody, light and dark."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from profiles import design, domains, pages, snapshots
from profiles.models import Link, Page, Verdict
from profiles.themes import Preset
from tests import moderators
from tests.browser.conftest import PHONE
from tests.browser.studio import Browse, findings
from tests.browser.test_presets import STICKS_OUT, TOO_SMALL, in_every_preset
from tests.browser.test_weight import photograph
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page, make_video, stored
from tests.profiles.test_inapp import STORE, TIKTOK
from tiktok_auth import tokens

pytestmark = pytest.mark.browser


URL = "/@mina.eats"
UNDERLINED = "found => found.map(one => getComputedStyle(one).textDecorationLine)"


def suspend(page: Page) -> str:
    moderators.suspend(page, reason="It sells what it may not sell.")
    return URL


def unpublish(page: Page) -> str:
    pages.unpublish(page)
    return URL


def move(page: Page) -> str:
    pages.change_handle(page, handle="mina-cooks")
    return URL


def disconnect(page: Page) -> str:
    assert page.grant
    tokens.disconnect(page.grant)
    return URL


def leave_empty(page: Page) -> str:
    page.links.all().delete()
    page.videos.all().delete()
    return URL


def ask_for_nobody(page: Page) -> str:
    return "/@nobody-at-all"


def warn_adults(page: Page) -> str:
    pages.change(page, is_adult=True)
    return ""


def make_sensitive(page: Page) -> str:
    Page.objects.filter(pk=page.pk).update(sensitive_at=timezone.now())
    return ""


def reach(link: Link) -> str:
    """The address of a link, as seen from its page."""
    return f"/../go/{link.key}"


def warn_of_link(page: Page) -> str:
    return reach(make_link(page, "Not for everyone", is_sensitive=True))


def warn_of_domain(page: Page) -> str:
    domains.set_rule("evil.example", verdict=Verdict.WARN, reason="Asks for passwords")
    return reach(make_link(page, "Prizes", "https://evil.example/"))


def block_domain(page: Page) -> str:
    domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Steals passwords")
    return reach(make_link(page, "Prizes", "https://evil.example/"))


def end_link(page: Page) -> str:
    return reach(make_link(page, "Last week's sale", ends_at=timezone.now() - timedelta(days=1)))


def show_way_out(page: Page) -> str:
    return reach(make_link(page, "My game", STORE))


def show_behind_warning(page: Page) -> str:
    pages.change(page, is_adult=True)
    return "/enter"


def show_picture(page: Page) -> str:
    design.set_backdrop(page, picture=photograph(1))
    return ""


@pytest.fixture
def page(transactional_db: None) -> Page:
    page = creators.make_page("mina.eats")
    snapshots.refresh(page, force=True)
    make_link(page)
    return creators.load(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("change", [suspend, unpublish, move, disconnect, leave_empty, ask_for_nobody])
def test_page_that_is_not_as_usual_is_accessible(
    browse: Browse, page: Page, change: Callable[[Page], str], scheme: str
) -> None:
    window = browse(PHONE, color_scheme=scheme).open(change(page))
    assert [findings(window), window.evaluate(TOO_SMALL), window.evaluate(STICKS_OUT)] == [[], [], 0]


@pytest.mark.parametrize(
    "change",
    [
        warn_adults,
        make_sensitive,
        warn_of_link,
        warn_of_domain,
        block_domain,
        end_link,
        show_way_out,
        show_behind_warning,
        show_picture,
    ],
)
def test_step_in_the_creators_look_is_accessible_in_every_preset(
    browse: Browse, page: Page, change: Callable[[Page], str]
) -> None:
    path = change(page)
    wrong = {}
    for preset, scheme, window in in_every_preset(page, browse(PHONE, user_agent=TIKTOK[0]), path):
        found = [findings(window), window.evaluate(TOO_SMALL), window.evaluate(STICKS_OUT)]
        if found != [[], [], 0]:
            wrong[preset, scheme] = found
    assert wrong == {}


@pytest.mark.parametrize("preset", [Preset.PAPER, Preset.POSTCARD])
def test_picture_behind_a_page_makes_it_no_longer_and_is_allowed(browse: Browse, preset: Preset) -> None:
    page = make_page()
    for number in range(9):
        make_video(page, f"Soup number {number}", cover="")
    Page.objects.filter(pk=page.pk).update(preset=preset)
    plain = browse(PHONE).open(URL).evaluate("document.body.scrollHeight")
    design.set_backdrop(stored(page), picture=photograph(1))
    visitor = browse(PHONE)
    window = visitor.open(URL)
    assert window.evaluate("document.body.scrollHeight") == plain
    assert [visitor.noise, visitor.foreign] == [[], []]


@pytest.mark.parametrize("change", [warn_adults, warn_of_link, warn_of_domain, block_domain, end_link, show_way_out])
def test_step_in_a_look_without_cards_says_what_is_tapped(
    browse: Browse, page: Page, change: Callable[[Page], str]
) -> None:
    Page.objects.filter(pk=page.pk).update(preset=Preset.GALLERY)
    window = browse(PHONE, user_agent=TIKTOK[0]).open(f"{URL}{change(page)}")
    lines = window.locator(".link:visible").evaluate_all(UNDERLINED)
    assert (len(lines) > 0, set(lines)) == (True, {"underline"})


def test_link_that_is_blocked_is_not_underlined_in_a_look_without_cards(browse: Browse, page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(preset=Preset.GALLERY)
    block_domain(page)
    window = browse(PHONE).open(URL)
    assert window.locator("a.link .title").evaluate_all(UNDERLINED) == ["underline"]
    assert window.locator("p.link .title").evaluate_all(UNDERLINED) == ["none"]


def test_steps_are_not_numbered_where_links_are(browse: Browse, page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(preset=Preset.INK)
    window = browse(PHONE).open(URL)
    mark = "found => found.map(one => getComputedStyle(one, '::after').content)"
    assert "lower-roman" in window.locator("a.link").evaluate_all(mark)[0]
    window = browse(PHONE).open(f"{URL}{warn_of_link(page)}")
    assert "lower-roman" not in window.locator("a.link").evaluate_all(mark)[0]


def test_name_of_the_creator_has_its_spaces_where_a_link_has_ended(browse: Browse, page: Page) -> None:
    window = browse(PHONE).open(f"{URL}{end_link(page)}")
    assert window.locator("a.link").inner_text() == "See what @mina.eats has now"
