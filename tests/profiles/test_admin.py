import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles import links, snapshots
from profiles.models import Kind, Measure, Page, Verb
from tests import moderators
from tests.markup import tags, words
from tests.profiles.creators import load, make_page
from tests.profiles.staff import desk, make_staff, moderator
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = "/admin/profiles/page/"
LINKS = "/admin/profiles/link/"


__all__ = ["desk", "moderator"]


@pytest.fixture
def page(ada_without_videos: None) -> Page:
    page = make_page("ada.bakes")
    snapshots.refresh(load(page))
    page.links.create(title="Shop", url="https://example.org/shop")
    return load(page)


def act(desk: Client, verb: str, *pages: Page, reason: str | None = None) -> str:
    """Choose the verb for these pages on the list, and give the reason when it is asked for."""
    fields = {"action": verb, ACTION_CHECKBOX_NAME: [page.pk for page in pages]}
    given = {} if reason is None else {"choice": "own", "reason": reason}
    return desk.post(PAGES, fields | given, follow=True).content.decode()


@pytest.mark.parametrize("words", ["ada.bakes", "Ada B", "open id"])
def test_page_is_found_by_handle_name_and_open_id(desk: Client, page: Page, words: str) -> None:
    make_page("otto.knits")
    words = control.account("ada.bakes").open_id if words == "open id" else words
    found = desk.get(PAGES, {"q": words}).content.decode()
    assert "ada.bakes" in found
    assert "otto.knits" not in found


def test_page_is_found_by_its_present_tiktok_username(desk: Client, page: Page) -> None:
    control.rename("ada.bakes", "ada.moved")
    snapshots.refresh(page, force=True)
    assert "Ada Bakes" in desk.get(PAGES, {"q": "ada.moved"}).content.decode()


def test_list_costs_the_same_for_one_page_and_for_five(desk: Client, page: Page) -> None:
    with CaptureQueriesContext(connection) as one:
        desk.get(PAGES)
    for username in ("otto.knits", "nova.skies", "layla.raqs", "quiet.pages"):
        make_page(username)
    with CaptureQueriesContext(connection) as five:
        desk.get(PAGES)
    assert len(five) == len(one)


def test_page_shows_its_links_and_measures_for_reading_only(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="first look")
    shown = desk.get(f"{PAGES}{page.pk}/change/").content.decode()
    assert "https://example.org/shop" in shown
    assert "first look" in shown
    assert 'name="handle"' not in shown
    assert 'name="measures-0-reason"' not in shown


def test_suspending_asks_for_the_reason_first(desk: Client, page: Page) -> None:
    asked = act(desk, "suspend", page)
    assert 'name="reason"' in asked
    assert not load(page).is_suspended


def test_suspending_with_a_reason_is_done_and_written_down(desk: Client, moderator: User, page: Page) -> None:
    act(desk, "suspend", page, reason="sells what is not theirs")
    assert load(page).suspended_because == "sells what is not theirs"
    assert Measure.objects.get().by == moderator


@pytest.mark.parametrize("reason", ["", "   "])
def test_empty_reason_is_asked_for_again(desk: Client, page: Page, reason: str) -> None:
    assert 'name="reason"' in act(desk, "suspend", page, reason=reason)
    assert not load(page).is_suspended


def test_suspended_page_is_restored_with_a_reason(desk: Client, page: Page) -> None:
    act(desk, "suspend", page, reason="spam")
    act(desk, "restore", page, reason="it was not")
    assert not load(page).is_suspended
    assert list(Measure.objects.order_by("at").values_list("verb", flat=True)) == [Verb.SUSPEND, Verb.RESTORE]


def test_verb_for_no_page_asks_to_tick_some(desk: Client, page: Page) -> None:
    asked = words(desk.post(PAGES, {"action": "suspend", "index": "0"}, follow=True))
    assert "Tick some pages first." in asked
    assert "Items must be selected" not in asked


def test_several_pages_are_suspended_at_once(desk: Client, page: Page) -> None:
    other = make_page("otto.knits")
    act(desk, "suspend", page, other, reason="one ring")
    assert load(page).is_suspended
    assert load(other).is_suspended


def test_button_for_several_pages_says_how_many(desk: Client, page: Page) -> None:
    asked = act(desk, "suspend", page, make_page("otto.knits"), reason="")
    assert 'class="default grave" value="Suspend 2 pages"' in asked


def test_page_that_is_suspended_already_is_left_as_it_is(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="first")
    said = act(desk, "suspend", page)
    assert "nothing to do" in said
    assert load(page).suspended_because == "first"


def test_nothing_changes_by_hand(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    fields = {"handle": "stolen", "suspended_because": "", "_save": "Save"}
    for path in (f"{PAGES}{page.pk}/change/", f"{LINKS}{page.links.get().pk}/change/"):
        desk.post(path, fields | {"url": "https://evil.example"})
    assert (load(page).handle, load(page).suspended_because) == ("ada.bakes", "spam")
    assert page.links.get().url == "https://example.org/shop"


@pytest.mark.parametrize("path", [f"{PAGES}add/", f"{LINKS}add/"])
def test_nothing_is_made_by_hand(desk: Client, path: str) -> None:
    assert desk.get(path).content.decode().count("403") or desk.post(path).status_code == 403
    assert not Page.objects.exists()


def test_nothing_is_deleted_by_hand(desk: Client, page: Page) -> None:
    link = page.links.get()
    desk.post(f"{PAGES}{page.pk}/delete/", {"post": "yes"})
    desk.post(f"{LINKS}{link.pk}/delete/", {"post": "yes"})
    act(desk, "delete_selected", page)
    assert page.links.get() == link


def test_links_are_found_by_where_they_lead(desk: Client, page: Page) -> None:
    page.links.create(title="Elsewhere", url="https://example.com/")
    found = desk.get(LINKS, {"q": "example.org"}).content.decode()
    assert "Shop" in found
    assert "Elsewhere" not in found


def test_no_token_is_on_any_page_of_the_desk(desk: Client, page: Page) -> None:
    assert page.grant
    secrets = [
        page.grant.sealed_access,
        page.grant.sealed_refresh,
        control.live_access_token("ada.bakes"),
        control.live_refresh_token("ada.bakes"),
    ]
    link = page.links.get()
    paths = [PAGES, LINKS, f"{PAGES}{page.pk}/change/", f"{LINKS}{link.pk}/change/", f"{PAGES}{page.pk}/history/"]
    shown = "".join(desk.get(path).content.decode() for path in [reverse("admin:index"), *paths])
    assert [secret for secret in secrets if not secret or secret in shown] == []


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 20, "x"])
def test_address_with_no_number_of_ours_is_not_found(desk: Client, page: Page, number: str) -> None:
    assert "There is no page here" in words(desk.get(f"{PAGES}{number}/change/"))


@pytest.mark.parametrize("question", ["handle__regex=(", f"created_at__year={'9' * 20}", "handle__startswith=a"])
def test_list_answers_its_own_filters_and_no_other_question(desk: Client, page: Page, question: str) -> None:
    assert desk.get(f"{PAGES}?{question}").status_code == 400
    assert "ada.bakes" in desk.get(f"{PAGES}?suspended_at__isempty=1").text
    assert "ada.bakes" not in desk.get(f"{PAGES}?suspended_at__isempty=0").text


def test_desk_is_closed_to_creators(client: Client, page: Page) -> None:
    client.force_login(page.owner)
    fields = {"action": "restore", ACTION_CHECKBOX_NAME: [page.pk], "reason": "mine"}
    client.post(PAGES, fields)
    assert "ada.bakes" not in client.get(PAGES).content.decode()
    assert not Measure.objects.exists()


# ---- words ----


@pytest.mark.parametrize(("model", "name"), [("page", "Pages"), ("addressee", "People under measures")])
def test_list_is_called_by_its_name(desk: Client, model: str, name: str) -> None:
    shown = desk.get(f"/admin/profiles/{model}/")
    assert f"<h1>{name}</h1>" in shown.text
    assert "to view" not in words(shown)


def test_link_in_the_list_says_how_it_stands(desk: Client, page: Page) -> None:
    link = page.links.get()
    assert "@ada.bakesLive" in words(desk.get(LINKS))
    links.delete_link(link)
    assert "@ada.bakesDeleted" in words(desk.get(LINKS))


def test_text_without_a_title_is_opened_from_the_list(desk: Client, page: Page) -> None:
    text = page.links.create(kind=Kind.TEXT, note="Back on Monday")
    row = f'<a href="{LINKS}{text.pk}/change/">Back on Monday</a>'
    assert row in desk.get(LINKS).text


def test_index_begins_with_what_moderators_work_with(client: Client) -> None:
    client.force_login(make_staff("boss", "administrator"))
    shown = words(client.get("/admin/"))
    for name in ("What was done", "Decisions about domains", "Looks at links"):
        assert shown.index(name) < shown.index("Staff ")


def test_log_counts_its_rows_in_english(desk: Client, page: Page) -> None:
    assert "Nothing is written here." in words(desk.get("/admin/profiles/measure/"))
    moderators.act(page, Verb.WARN, reason="careful")
    shown = words(desk.get("/admin/profiles/measure/"))
    assert "1 entry" in shown
    assert "1 what was done" not in shown


def test_list_of_pages_says_how_each_stands_as_its_desk_does(desk: Client, page: Page) -> None:
    moderators.suspend(page, reason="spam")
    make_page("otto.knits")
    shown = words(desk.get(PAGES))
    assert ("taken down" in shown, " online " in shown) == (True, True)


def test_pages_are_filtered_by_yes_and_no(desk: Client, page: Page) -> None:
    moderators.suspend(make_page("otto.knits"), reason="spam")
    shown = desk.get(PAGES)
    assert "By suspended All No Yes By limited All No Yes" in words(shown)
    yes = desk.get(PAGES, {"suspended_at__isempty": "0"})
    assert ("otto.knits" in words(yes), "ada.bakes" in words(yes)) == (True, False)


def test_what_is_only_read_offers_no_history(desk: Client, page: Page) -> None:
    measure = moderators.act(page, Verb.WARN, reason="careful")
    assert "History" not in words(desk.get(f"/admin/profiles/measure/{measure.pk}/change/"))


def test_second_factor_is_linked_beside_the_password(desk: Client) -> None:
    links = [one["href"] for one in tags(desk.get("/admin/"), "a")]
    assert links[links.index(reverse("admin:password_change")) + 1] == reverse("mfa_index")
