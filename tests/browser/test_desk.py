"""The moderators' desk keeps what they decide by within the window, whatever creators and visitors write."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from profiles.models import DomainAct, DomainRule, Ground, Page, Verb, Verdict
from profiles.moderation import appeals
from tests import moderators
from tests.browser.conftest import PHONE, WIDE
from tests.browser.studio import Browse, let_in
from tests.browser.test_large_letters import LINES, TWICE_AS_LARGE
from tests.browser.test_moderation import page
from tests.profiles.creators import report
from tests.profiles.staff import make_staff

pytestmark = pytest.mark.browser

__all__ = ["page"]
CUT = """() => [...document.querySelectorAll("#content *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML)"""
# By how much the title of a link, also one of three lines, covers what stands below it.
COVERED = """title => title.getBoundingClientRect().bottom
  - title.closest("th").nextElementSibling.getBoundingClientRect().top"""
# How far the middle of an element's words is from its own, across and down.
OFF_CENTRE = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const [words, own] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
  return [words.left + words.right - own.left - own.right, words.top + words.bottom - own.top - own.bottom]
    .map((twice) => Math.abs(twice) / 2);
}"""
LEFT_OF_WORDS = """label => {
  const range = document.createRange();
  range.selectNodeContents(label.lastChild);
  return range.getBoundingClientRect().left;
}"""
WIDTH = "document.documentElement.scrollWidth"
either = pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])


def open_desk(browse: Browse, viewport: dict[str, int], path: str, *, role: str = "moderator") -> Window:
    watched = browse(viewport)
    let_in(watched, make_staff("ann", role))
    return watched.open(f"/admin/{path}")


@either
def test_endless_title_and_sender_cut_nothing_on_the_desk(browse: Browse, page: Page, viewport: dict[str, int]) -> None:
    page.links.create(title="W" * 100, url=f"https://example.com/{'way/' * 40}")
    report(page, text=f"See https://example.com/{'way/' * 40}")
    page.reports.update(reply_to=f"{'somebody.' * 9}@example.org")
    window = open_desk(browse, viewport, f"profiles/page/{page.pk}/change/")
    assert window.evaluate(CUT) == []
    for cell in window.locator("td.address").all():
        box = cell.bounding_box()
        assert box
        assert box["width"] > 180


def test_address_is_whole_on_a_phone_with_letters_twice_as_large(browse: Browse, page: Page) -> None:
    window = open_desk(browse, PHONE, f"profiles/page/{page.pk}/change/")
    window.evaluate(TWICE_AS_LARGE)
    assert window.evaluate(CUT) == []


def test_what_can_be_done_about_a_link_stands_in_one_line(browse: Browse, page: Page) -> None:
    page.links.create(title="W" * 100, url=f"https://example.com/{'way/' * 40}")
    window = open_desk(browse, WIDE, f"profiles/page/{page.pk}/change/")
    assert [act.evaluate(LINES) for act in window.locator("td .button").all()] == [1] * 4


def test_what_was_done_is_said_in_whole_words(browse: Browse, page: Page) -> None:
    moderators.suspend(page, reason="Your page is spam. " * 9)
    moderators.restore(page, reason="a mistake")
    done = open_desk(browse, WIDE, f"profiles/page/{page.pk}/change/").locator("#log + table tbody th")
    assert [one.evaluate(LINES) for one in done.all()] == [1, 1]


def test_title_of_three_lines_in_a_list_on_a_phone_covers_nothing(browse: Browse, page: Page) -> None:
    page.links.create(title="Seeds and pots " * 6, url="https://example.com/")
    window = open_desk(browse, PHONE, "profiles/link/")
    assert all(title.evaluate(COVERED) <= 0 for title in window.locator("tbody th a").all())


def test_staff_have_their_own_words_in_one_row_on_a_phone(browse: Browse, page: Page) -> None:
    own = open_desk(browse, PHONE, "").locator("#user-tools")
    assert "/" not in own.inner_text()
    tapped = [one.bounding_box() for one in own.locator("a, button").all()]
    assert all(box and box["height"] >= 44 for box in tapped)
    assert max(box["y"] for box in tapped if box) - min(box["y"] for box in tapped if box) < 4


def test_endless_address_in_an_appeal_stays_in_the_window(browse: Browse, page: Page) -> None:
    plea = f"See https://example.com/{'way/' * 40}"
    appeal = appeals.appeal(moderators.suspend(page, reason="spam " * 30), text=plea)
    assert open_desk(browse, PHONE, f"profiles/appeal/{appeal.pk}/decide/uphold/").evaluate(WIDTH) == PHONE["width"]


@either
def test_address_in_a_reason_leaves_room_in_the_log_for_who_wrote_it(
    browse: Browse, page: Page, viewport: dict[str, int]
) -> None:
    ann = User.objects.create_user("somebody.with.a.name")
    moderators.suspend(page, reason=f"See https://example.com/{'way/' * 40}{'W' * 120}", by=ann)
    window = open_desk(browse, viewport, "profiles/measure/")
    assert window.evaluate(CUT) == []
    boxes = [window.locator(f"td.field-{name}").bounding_box() for name in ("reason", "by_name")]
    results = window.locator(".results").bounding_box()
    assert results and all(box and box["x"] + box["width"] <= results["x"] + results["width"] + 1 for box in boxes)
    assert boxes[0] and boxes[0]["width"] > 100


@either
def test_decision_that_is_refused_leads_to_what_it_asks_for(
    browse: Browse, page: Page, viewport: dict[str, int]
) -> None:
    window = open_desk(browse, viewport, f"profiles/page/{page.pk}/act/warn/")
    window.get_by_label("Something else").check()
    words = window.get_by_label("In your own words")
    assert words.evaluate("one => one.required")
    words.fill(" ")
    window.get_by_role("button", name="Warn").click()
    expect(words).to_be_focused()
    expect(window.get_by_text("Nothing has been done yet")).to_be_visible()
    window.get_by_label("Your page is spam").check()
    assert not words.evaluate("one => one.required")


@pytest.mark.parametrize(
    ("asked", "button"), [("decide", "Count first"), ("import", "Import")], ids=["one domain", "a list"]
)
def test_decision_about_domains_that_is_refused_leads_to_what_it_asks_for(
    browse: Browse, page: Page, asked: str, button: str
) -> None:
    window = open_desk(browse, PHONE, f"profiles/domainrule/{asked}/")
    window.locator("form.deciding").evaluate("form => form.noValidate = true")
    window.get_by_role("button", name=button).click()
    expect(window.get_by_text("Nothing has been done yet")).to_be_visible()
    expect(window.locator(".deciding :is([name=domain], [name=file])")).to_be_focused()


def test_count_of_what_a_rule_would_meet_is_in_sight_on_a_phone(browse: Browse, page: Page) -> None:
    window = open_desk(browse, PHONE, "profiles/domainrule/decide/")
    window.get_by_label("Domain").fill("login.phish.example.com")
    window.get_by_label("Block: nobody gets there").check()
    window.get_by_label("Reason", exact=True).fill("Phishing")
    window.get_by_role("button", name="Count first").click()
    said = "Nothing has been decided yet. login.phish.example.com and all below it: 1 link on 1 page."
    expect(window.get_by_text(said)).to_be_in_viewport()
    expect(window.get_by_role("button", name="Block login.phish.example.com")).to_be_in_viewport()


def test_freshness_does_not_scroll_sideways_on_a_phone(browse: Browse, page: Page) -> None:
    assert open_desk(browse, PHONE, "freshness/").evaluate(WIDTH) == PHONE["width"]


@pytest.mark.parametrize(
    "path",
    [f"profiles/{one}/" for one in ("page", "link", "report", "measure", "addressee", "domainact", "domainrule")]
    + ["auth/user/", "auth/group/"],
)
def test_list_on_a_phone_shows_all_of_each_row(browse: Browse, page: Page, path: str) -> None:
    page.links.create(title="W" * 100, url=f"https://example.com/{'way/' * 40}")
    moderators.act(page, Verb.BAN, reason="spam", settles=False)
    report(page, Ground.PHISHING)
    moderators.act(page, Verb.WARN, reason="Call yourself by your own name. " * 9, settles=False)
    said = {"domain": f"{'long-name-' * 6}.example", "verdict": Verdict.BLOCK, "reason": "a reason " * 20}
    DomainAct.objects.create(**said)
    DomainRule.objects.create(**said)
    assert open_desk(browse, PHONE, path, role="administrator").evaluate(CUT) == []


def test_moment_in_a_list_on_a_phone_has_its_heading(browse: Browse, page: Page) -> None:
    cell = open_desk(browse, PHONE, "profiles/page/").locator("td.field-created_at").first
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Here since "'


def test_age_in_the_inbox_on_a_phone_says_that_somebody_waits(browse: Browse, page: Page) -> None:
    report(page)
    cell = open_desk(browse, PHONE, "profiles/report/").locator("td:has(time)")
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Waiting "'


def test_names_of_lists_stay_beside_what_can_be_done_with_them(browse: Browse, page: Page) -> None:
    window = open_desk(browse, PHONE, "")
    assert window.locator("tr.model-measure td").first.evaluate("one => getComputedStyle(one).display") == "table-cell"


@pytest.mark.parametrize(
    ("path", "what", "sideways"),
    [
        ("profiles/domainrule/", ".object-tools a", True),
        ("profiles/link/{link}/change/", ".closelink", True),
        ("", ".viewlink", False),
    ],
)
def test_words_stand_in_the_middle_of_what_is_tapped_on_a_phone(
    browse: Browse, page: Page, path: str, what: str, sideways: bool
) -> None:
    window = open_desk(browse, PHONE, path.format(link=page.links.get().pk))
    for x, y in [one.evaluate(OFF_CENTRE) for one in window.locator(what).all()]:
        assert y < 3
        assert x < 3 or not sideways


def test_tick_stands_apart_from_its_words_on_a_phone(browse: Browse, page: Page) -> None:
    report(page)
    window = open_desk(browse, PHONE, f"profiles/page/{page.pk}/act/limit/")
    tick = window.get_by_label("Settle what is reported").bounding_box()
    assert tick
    words = window.locator("label", has_text="Settle what is reported").evaluate(LEFT_OF_WORDS)
    assert words - tick["x"] - tick["width"] >= 6
