"""A phishing page on its way through moderation, as a visitor, a moderator and its creator live through it."""

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Window

from profiles.models import DomainRule, Ground, Measure, Page, Verb
from profiles.moderation import appeals
from tests import moderators, services
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.studio import Browse, findings, let_in
from tests.profiles.creators import make_page, report
from tests.profiles.staff import make_staff

pytestmark = pytest.mark.browser

ADDRESS = "https://login.phish.example.com/verify"
MOST_CLICKS = 10


@pytest.fixture
def page(ada_without_videos: None) -> Page:
    page = make_page("ada.bakes")
    page.links.create(title="Claim your prize", url=ADDRESS)
    return page


class Clicks:
    """Counts what a moderator has to click."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, what: Locator) -> None:
        what.click()
        self.number += 1


def test_phishing_page_is_reported_judged_appealed_and_restored(browse: Browse, page: Page) -> None:
    visitor = browse(PHONE, java_script_enabled=False)
    send_report(visitor)

    watched = browse(WIDE)
    staff, click = let_in(watched, make_staff("ann", "moderator")).page, Clicks()
    watched.open("/admin/")
    suspend_and_block(staff, click)
    page.refresh_from_db()
    assert page.is_suspended
    assert DomainRule.objects.get().blocks
    # The visitor's own browser may keep what it has for five seconds; another one has nothing.
    gone = browse(PHONE).page.goto(f"{services.SITE_URL}/@ada.bakes")
    assert gone and gone.status == 410

    creator = browse(PHONE)
    window = let_in(creator, page.owner).page
    creator.open("/studio/")
    send_appeal(window)

    watched.open("/admin/")
    grant_appeal(staff, click)
    assert click.number <= MOST_CLICKS
    assert watched.noise == []
    assert list(Measure.objects.order_by("pk").values_list("verb", flat=True)) == [Verb.SUSPEND, Verb.RESTORE]
    creator.page.reload()
    expect(window.get_by_role("heading", name="Your appeal was right")).to_be_visible()
    back = visitor.page.goto(f"{services.SITE_URL}/@ada.bakes")
    assert back and back.status == 200


def send_report(visitor: Watched) -> None:
    window = visitor.open("/@ada.bakes")
    window.get_by_role("link", name="Report").click()
    window.get_by_label("It asks for passwords or card numbers").check()
    window.get_by_label("What should we know?").fill("It wanted my card number for a prize.")
    window.get_by_role("button", name="Send the report").click()
    expect(window.get_by_role("heading", name="Thank you")).to_be_visible()
    assert visitor.context.cookies() == []
    assert (visitor.noise, visitor.foreign) == ([], [])


def suspend_and_block(staff: Window, click: Clicks) -> None:
    click(staff.get_by_role("link", name="1 reported page to look at now"))
    click(staff.get_by_role("link", name="@ada.bakes"))
    expect(staff.get_by_text("It wanted my card number")).to_be_visible()
    click(staff.get_by_role("link", name="Suspend and block"))
    expect(staff.get_by_label("Domain", exact=True)).to_have_value("login.phish.example.com")
    expect(staff.get_by_text("Visitors say: It asks for passwords or card numbers (1).")).to_be_visible()
    click(staff.get_by_label("A link on your page leads to a site that asks for passwords"))
    click(staff.get_by_role("button", name="Suspend @ada.bakes and block the domain"))
    expect(
        staff.get_by_text("@ada.bakes is taken down, and login.phish.example.com is blocked: 1 link on 1 page.")
    ).to_be_visible()


def send_appeal(window: Window) -> None:
    window.get_by_role("link", name="See it and appeal").click()
    expect(window.get_by_text("asks for passwords")).to_be_visible()
    window.get_by_label("Why should we look again?").fill("Somebody had my account. The link is gone.")
    window.get_by_role("button", name="Send the appeal").click()
    expect(window.get_by_role("heading", name="You have appealed")).to_be_visible()


def grant_appeal(staff: Window, click: Clicks) -> None:
    click(staff.get_by_role("link", name="1 appeal to answer"))
    click(staff.locator("#result_list tbody th a"))
    click(staff.get_by_role("link", name="Grant"))
    click(staff.get_by_label("What was wrong is mended. Thank you."))
    click(staff.get_by_role("button", name="Grant the appeal"))
    expect(staff.get_by_text("@ada.bakes is restored.")).to_be_visible()


def test_chosen_reason_can_be_edited_and_own_words_are_kept(browse: Browse, page: Page) -> None:
    watched = browse(WIDE)
    staff = let_in(watched, make_staff("ann", "moderator")).page
    watched.open(f"/admin/profiles/page/{page.pk}/act/warn/")
    words = staff.get_by_label("In your own words")
    staff.get_by_label("Your page is spam").check()
    expect(words).to_have_value("Your page is spam: many links that nobody asked for.")
    staff.get_by_label("Your page pretends").check()
    expect(words).to_have_value("Your page pretends to belong to somebody else.")
    words.fill("Call yourself by your own name.")
    staff.get_by_label("Your page is spam").check()
    expect(words).to_have_value("Call yourself by your own name.")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_axe_finds_nothing(browse: Browse, page: Page, viewport: dict[str, int], color_scheme: str) -> None:
    report(page, Ground.PHISHING, text="It wanted my card.")
    appeals.appeal(moderators.act(page, Verb.WARN, reason="careful", settles=False), text="No.")
    watched = browse(viewport, color_scheme=color_scheme)
    assert findings(watched.open("/@ada.bakes/report")) == []
    let_in(watched, make_staff("ann", "moderator"))
    desk = f"/admin/profiles/page/{page.pk}/"
    for path in ("/admin/", "/admin/profiles/report/", f"{desk}change/", f"{desk}act/suspend/", "/admin/transparency/"):
        assert findings(watched.open(path)) == [], path
    let_in(watched, page.owner)
    notice = f"/studio/notices/{Measure.objects.get().pk}/"
    for path in ("/studio/notices/", notice):
        assert findings(watched.open(path)) == [], path
