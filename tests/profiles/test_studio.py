"""The studio as a creator's browser without script meets it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import links, moderation
from profiles.models import Link, Page, Snapshot
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page
from tiktok_auth.models import Ended, Grant
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/?next="
BASIC = ["user.info.basic"]
PATHS = [f"/studio/{place}" for place in ("", "address/", "disconnect/", "links/order/", "status/", "sync/")]
# What a button does has no page to come back to.
BUTTONS = ("delete/", "hide/", "move/", "order/", "restore/", "show/", "sync/")
PAYLOAD = "</title><script>alert(1)</script>"
SCRIPTS = ["/static/js/studio.js", "/static/js/preview.js"]


@pytest.fixture
def page() -> Page:
    """Mina's page, connected and up to date."""
    control.reset()
    page = creators.make_page("mina.eats")
    refresh(page, fetched_at=timezone.now() - timedelta(minutes=4))
    return page


@pytest.fixture
def otto() -> Page:
    """The page of somebody else, with a link."""
    page = make_page("otto.knits")
    make_link(page, "Patterns")
    return page


def refresh(page: Page, **snapshot: Any) -> None:
    """The snapshot as a refresh may have left it, with a login that was before that."""
    yesterday = timezone.now() - timedelta(days=1)
    Grant.objects.filter(page=page).update(granted_at=yesterday)
    Snapshot.objects.filter(page=page).update(attempted_at=timezone.now(), **snapshot)


def rows(*pages: Page) -> list[Any]:
    """Everything in the database that a creator's act could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Page, Link, Grant)]


def titles(page: Page) -> list[str]:
    return [link.title for link in page.links.kept()]


def link_paths(link: Link) -> list[str]:
    return [f"/studio/links/{link.pk}/{verb}" for verb in ("", "delete/", "hide/", "move/", "restore/", "show/")]


# ---- who may come in ----


def test_studio_is_for_those_who_are_logged_in(client: Client, otto: Page) -> None:
    before = rows()
    for path in [*PATHS, *link_paths(otto.links.get())]:
        for method in (client.get, client.post):
            assert method(path)["Location"] == f"{LOGIN}{'/studio/' if path.endswith(BUTTONS) else path}"
    assert rows() == before


def test_tap_after_the_session_has_ended_says_so_and_leads_to_a_page_that_is_there(client: Client, otto: Page) -> None:
    answer = client.post(f"/studio/links/{otto.links.get().pk}/hide/", follow=True)
    assert "You were logged out, so nothing was changed." in words(answer)
    assert answer.redirect_chain == [(f"{LOGIN}/studio/", 302)]
    assert not otto.links.get().is_hidden


def test_studio_never_shows_or_changes_somebody_elses_link(mina: Client, otto: Page) -> None:
    before = rows()
    for path in link_paths(otto.links.get()):
        answer = mina.post(path, {"url": "https://evil.example/", "title": "x", "to": "top"})
        assert "There is no page here" in words(answer)
        assert "Patterns" not in words(answer)
    assert "Patterns" not in words(mina.get("/studio/"))
    assert rows() == before


def test_reorder_with_somebody_elses_link_changes_nothing(mina: Client, page: Page, otto: Page) -> None:
    own = [make_link(page, title).pk for title in "ab"]
    before = rows()
    for ids in ([*reversed(own), otto.links.get().pk], [own[0], otto.links.get().pk], [own[1], own[1]], own[:1], []):
        answer = mina.post("/studio/links/order/", {"id": ids})
        assert answer.text == "Your links have changed in the meantime. Load this page again, then move them."
    assert rows() == before


@pytest.mark.parametrize("number", ["x", "", "1.5", "\0", "9" * 5000])
def test_reorder_with_what_is_no_number_changes_nothing(mina: Client, page: Page, number: str) -> None:
    make_link(page)
    before = rows()
    answer = mina.post("/studio/links/order/", {"id": [number]})
    assert answer.text == "These are not your links. Load this page again."
    assert rows() == before


def test_studio_changes_nothing_by_looking(mina: Client, page: Page) -> None:
    link = make_link(page)
    before = rows()
    for path in [*PATHS, *link_paths(link)]:
        mina.get(path, {"to": "top", "url": "https://evil.example/", "title": "x"})
    assert rows() == before
    assert control.calls("revoke") == []


def test_studio_changes_nothing_without_its_token(page: Page) -> None:
    link = make_link(page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(page.owner)
    before = rows()
    for path in [*PATHS, *link_paths(link)]:
        strict.post(path, {"url": "https://evil.example/", "title": "x", "to": "top", "id": [link.pk]})
    assert rows() == before


def test_studio_takes_only_the_fields_of_its_forms(mina: Client, page: Page, otto: Page) -> None:
    extra = {"page": otto.pk, "position": 7, "key": "mine", "is_hidden": "on", "owner": otto.owner_id, "handle": "x-y"}
    mina.post("/studio/", {"url": "etsy.com", "title": "Shop", **extra})
    link = page.links.get()
    mina.post(f"/studio/links/{link.pk}/", {"url": "etsy.com", "title": "My shop", **extra})
    link.refresh_from_db()
    assert (link.title, link.page, link.position, link.is_hidden) == ("My shop", page, 0, False)
    assert link.key != "mine"
    page.refresh_from_db()
    assert page.handle == "mina.eats"


def test_staff_without_a_page_are_told_so(client: Client) -> None:
    client.force_login(User.objects.create_user("staff", is_staff=True))
    answer = client.get("/studio/", follow=True)
    assert "No page to edit" in words(answer)
    assert "/admin/" in [link["href"] for link in tags(answer, "a")]
    assert "There is no page here" in words(client.post("/studio/sync/"))


# ---- links ----


def test_link_pasted_is_on_the_page(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/", {"url": "etsy.com/shop/mina", "title": ""}, follow=True)
    link = page.links.live().get()
    assert (link.title, link.url) == ("Etsy", "https://etsy.com/shop/mina")
    assert answer.redirect_chain == [(f"/studio/#link-{link.pk}", 302)]
    assert "Added." in words(answer)
    assert "etsy.com" in words(answer)


def test_link_refused_is_explained_and_stays_typed(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/", {"url": "http://127.0.0.1/", "title": "My router"})
    assert "This address names a machine by number." in words(answer)
    assert {"http://127.0.0.1/", "My router"} <= {field.get("value") for field in tags(answer, "input")}
    assert titles(page) == []


def test_link_too_many_is_refused_and_stays_typed(mina: Client, page: Page) -> None:
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(200))
    answer = mina.post("/studio/", {"url": "etsy.com"})
    assert "A page holds 200 links. Delete one to make room for another." in words(answer)
    assert "etsy.com" in {field.get("value") for field in tags(answer, "input")}
    assert page.links.count() == 200


def test_link_with_hostile_text_is_only_text(mina: Client, page: Page) -> None:
    mina.post("/studio/", {"url": "https://example.org/<script>", "title": PAYLOAD + "\0\u202e"})
    link = page.links.get()
    assert link.title == PAYLOAD
    for path in ("/studio/", f"/studio/links/{link.pk}/"):
        assert all(script.get("src", "").startswith("/static/js/") for script in tags(mina.get(path), "script"))
    answer = mina.post(f"/studio/links/{link.pk}/delete/", follow=True)
    assert "\u2069 is deleted." in words(answer)
    assert all(script.get("src", "").startswith("/static/js/") for script in tags(answer, "script"))


def test_link_edited_on_its_own_page(mina: Client, page: Page) -> None:
    link = make_link(page, "Cookbook", "https://example.org/book")
    form = mina.get(f"/studio/links/{link.pk}/")
    assert {"Cookbook", "https://example.org/book"} <= {field.get("value") for field in tags(form, "input")}
    mina.post(f"/studio/links/{link.pk}/", {"url": "https://example.org/new", "title": "New cookbook"})
    assert list(page.links.values_list("title", "url")) == [("New cookbook", "https://example.org/new")]


def test_link_edit_refused_keeps_the_link_and_what_was_typed(mina: Client, page: Page) -> None:
    link = make_link(page, "Cookbook")
    answer = mina.post(f"/studio/links/{link.pk}/", {"url": "https://a@b.example/", "title": "Typed"})
    assert "There is an @ before the site's name" in words(answer)
    assert {"https://a@b.example/", "Typed"} <= {field.get("value") for field in tags(answer, "input")}
    assert titles(page) == ["Cookbook"]


def test_link_edited_in_place_gets_the_form_alone(mina: Client, page: Page) -> None:
    link = make_link(page)
    part = mina.get(f"/studio/links/{link.pk}/", headers={"X-In-Place": "1"})
    assert part.text.strip().startswith("<form")
    assert tags(part, "html") == []


def test_link_hidden_and_shown(mina: Client, page: Page) -> None:
    link = make_link(page, "Cookbook")
    assert "\u2068Cookbook\u2069 is hidden." in words(mina.post(f"/studio/links/{link.pk}/hide/", follow=True))
    assert list(page.links.live()) == []
    mina.post(f"/studio/links/{link.pk}/show/")
    assert list(page.links.live()) == [link]


def test_link_deleted_comes_back_with_undo(mina: Client, page: Page) -> None:
    b = [make_link(page, title) for title in "abc"][1]
    answer = mina.post(f"/studio/links/{b.pk}/delete/", follow=True)
    assert titles(page) == ["a", "c"]
    assert "b\u2069 is deleted." in words(answer)
    undo = next(form["action"] for form in tags(answer, "form") if form["action"].endswith("/restore/"))
    assert "b" in words(mina.post(undo, follow=True))
    assert titles(page) == ["a", "b", "c"]


def test_link_deleted_twice_is_deleted(mina: Client, page: Page) -> None:
    link = make_link(page, "a")
    for _ in range(2):
        assert "a\u2069 is deleted." in words(mina.post(f"/studio/links/{link.pk}/delete/", follow=True))
    assert titles(page) == []


def test_link_restored_to_a_full_page_is_refused(mina: Client, page: Page) -> None:
    link = make_link(page, "a")
    links.delete_link(link)
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(200))
    assert "A page holds 200 links." in words(mina.post(f"/studio/links/{link.pk}/restore/", follow=True))
    assert page.links.kept().count() == 200


@pytest.mark.parametrize(("to", "order"), [("up", "acb"), ("down", "abc"), ("top", "cab"), ("elsewhere", "abc")])
def test_link_moved_by_buttons(mina: Client, page: Page, to: str, order: str) -> None:
    last = [make_link(page, title) for title in "abc"][-1]
    mina.post(f"/studio/links/{last.pk}/move/", {"to": to})
    assert "".join(titles(page)) == order


def test_links_reordered_by_a_drag(mina: Client, page: Page) -> None:
    a, b, c = (make_link(page, title).pk for title in "abc")
    assert mina.post("/studio/links/order/", {"id": [c, a, b]}).text == "Saved"
    assert "".join(titles(page)) == "cab"


def test_link_change_is_seen_by_visitors(
    mina: Client, page: Page, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    visitor = Client()
    assert "Etsy" not in words(visitor.get("/@mina.eats"))
    with django_capture_on_commit_callbacks(execute=True):
        mina.post("/studio/", {"url": "etsy.com"})
    assert "Etsy" in words(visitor.get("/@mina.eats"))


@pytest.mark.parametrize("count", [1, 50])
def test_home_asks_the_database_as_often_for_one_link_as_for_fifty(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_link(page, str(number))
    with django_assert_num_queries(6):  # session, user, page with its connection, notices, links, counts
        mina.get("/studio/")


@pytest.mark.parametrize("count", [2, 50])
def test_reorder_asks_the_database_as_often_for_two_links_as_for_fifty(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [make_link(page, str(number)).pk for number in range(count)]
    with django_assert_num_queries(8):
        mina.post("/studio/links/order/", {"id": ids[::-1]})


# ---- TikTok ----


def test_home_shows_the_address_to_copy_and_how_old_the_data_is(mina: Client, page: Page) -> None:
    answer = mina.get("/studio/")
    assert "Updated 4 minutes ago." in words(answer)
    assert any(field.get("value", "").endswith("/@mina.eats") for field in tags(answer, "input"))
    assert "/@mina.eats" in [link["href"] for link in tags(answer, "a")]


def test_home_right_after_the_login_is_fetching(mina: Client, page: Page) -> None:
    Grant.objects.update(granted_at=timezone.now())
    Snapshot.objects.update(attempted_at=None, fetched_at=None)
    assert "Fetching your TikToks" in words(mina.get("/studio/"))
    assert "Fetching your TikToks" in words(mina.get("/studio/status/"))
    refresh(page, fetched_at=timezone.now())
    assert "Updated just now." in words(mina.get("/studio/status/"))


def test_home_while_a_refresh_runs_is_fetching(mina: Client, page: Page) -> None:
    refresh(page, claimed_until=timezone.now() + timedelta(minutes=1))
    assert "Fetching your TikToks" in words(mina.get("/studio/"))


def test_home_long_after_a_login_without_answer_says_so(mina: Client, page: Page) -> None:
    refresh(page, fetched_at=None)
    assert "Your TikToks have not arrived yet." in words(mina.get("/studio/"))


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("network", "TikTok did not answer. Your page is fine; we keep trying."),
        ("deadline", "TikTok did not answer."),
        ("bad_body", "TikTok's answer was broken. Your page is fine; we keep trying."),
        ("internal_error", "TikTok's answer was broken."),
        ("invalid_client", "TikTok turned this site away, not you."),
        ("reconnect", "TikTok asks you to log in again."),
        ("scope", "TikTok says you have not allowed this."),
    ],
)
def test_home_says_in_a_sentence_what_went_wrong(mina: Client, page: Page, trouble: str, sentence: str) -> None:
    refresh(page, trouble=trouble, trouble_reference="K7M2QX4B")
    answer = words(mina.get("/studio/"))
    assert sentence in answer
    assert "Reference K7M2QX4B" in answer
    assert ("Reconnect TikTok" in answer) == (trouble in {"reconnect", "scope"})


def test_sync_makes_the_page_due_once_a_minute(mina: Client, page: Page) -> None:
    refresh(page, due_at=timezone.now() + timedelta(hours=1))
    assert "Fetching your TikToks" in words(mina.post("/studio/sync/", follow=True))
    assert Snapshot.objects.filter(page=page, due_at__lte=timezone.now()).exists()
    assert "We asked TikTok less than a minute ago." in words(mina.post("/studio/sync/", follow=True))


@pytest.mark.parametrize(
    ("because", "sentence"),
    [
        (Ended.DISCONNECTED, "You disconnected TikTok."),
        (Ended.LEFT, "You removed us in TikTok's settings."),
        (Ended.GONE, "TikTok says this account is gone"),
        (Ended.EXPIRED, "TikTok asks you to log in again."),
        (Ended.UNREADABLE, "TikTok asks you to log in again."),
    ],
)
def test_home_without_connection_says_why_and_offers_to_reconnect(
    mina: Client, page: Page, because: Ended, sentence: str
) -> None:
    Grant.objects.update(ended_at=timezone.now(), ended_because=because, sealed_access="", sealed_refresh="")
    answer = mina.get("/studio/")
    assert sentence in words(answer)
    assert "/accounts/tiktok/login/" in [form["action"] for form in tags(answer, "form")]
    assert "/studio/sync/" not in [form["action"] for form in tags(answer, "form")]
    assert "We cannot ask TikTok" in words(mina.post("/studio/sync/", follow=True))


def test_home_without_a_connection_at_all_offers_one(client: Client, otto: Page) -> None:
    client.force_login(otto.owner)
    assert "Reconnect TikTok" in words(client.get("/studio/"))


@pytest.mark.parametrize(
    ("scopes", "named", "unnamed"),
    [
        (["user.info.basic", "video.list"], ["Your bio", "How many followers"], ["Your newest TikToks"]),
        (["user.info.profile", "user.info.stats"], ["Your newest TikToks", "Your name and picture"], ["Your bio"]),
    ],
)
def test_home_names_what_was_not_granted_and_what_it_would_bring(
    mina: Client, page: Page, scopes: list[str], named: list[str], unnamed: list[str]
) -> None:
    Grant.objects.update(scope=",".join(scopes))
    answer = words(mina.get("/studio/"))
    assert all(text in answer for text in [*named, "Reconnect TikTok"])
    assert not any(text in answer for text in unnamed)


def test_home_with_everything_granted_asks_for_nothing(mina: Client) -> None:
    assert "Reconnect TikTok" not in words(mina.get("/studio/"))


def test_home_lets_its_forms_lead_to_tiktok(mina: Client) -> None:
    assert "form-action 'self' http://localhost" in mina.get("/studio/")["Content-Security-Policy"]


def test_disconnect_asks_first_then_gives_the_permission_back(mina: Client, page: Page) -> None:
    make_link(page, "Cookbook")
    assert "Disconnect TikTok?" in words(mina.get("/studio/disconnect/"))
    assert Grant.objects.get(page=page).is_live
    answer = words(mina.post("/studio/disconnect/", follow=True))
    assert "TikTok is disconnected. Your page and your links are still here." in answer
    assert Grant.objects.get(page=page).ended_because == Ended.DISCONNECTED
    assert len(control.calls("revoke")) == 1
    assert titles(page) == ["Cookbook"]


def test_home_of_a_suspended_page_says_since_when_and_why(mina: Client, page: Page) -> None:
    moderation.suspend(page, reason=f"Sells pills {PAYLOAD}")
    answer = mina.get("/studio/")
    assert "We have taken your page offline" in words(answer)
    assert f"Sells pills {PAYLOAD}" in words(answer)
    assert str(timezone.now().year) in words(answer)
    assert "Sync now" not in words(answer)


# ---- choosing an address ----


def creator_without_page(client: Client, name: str, scopes: list[str]) -> Grant:
    grant = creators.grant_access("mina.eats", scopes=scopes)
    grant.account.extra_data = {"display_name": name}
    grant.account.save()
    client.force_login(grant.account.user)
    return grant


@pytest.mark.parametrize(
    ("name", "suggestion"), [("Mina Eats", "mina-eats"), ("Mina", "hello-mina"), ("ليلى", ""), ("Admin Team", "")]
)
def test_address_is_suggested_from_the_name(client: Client, name: str, suggestion: str) -> None:
    creator_without_page(client, name, BASIC)
    answer = client.get("/studio/", follow=True)
    assert "You did not share your TikTok name" in words(answer)
    assert suggestion in [field.get("value", "") for field in tags(answer, "input") if field.get("name") == "handle"]


def test_address_chosen_makes_the_page_public(client: Client) -> None:
    grant = creator_without_page(client, "Mina Eats", BASIC)
    answer = client.post("/studio/address/", {"handle": "Mina-Eats"}, follow=True)
    assert "Links" in words(answer)
    assert Page.objects.get(owner=grant.account.user).handle == "mina-eats"
    assert "Mina Eats" in words(Client().get("/@mina-eats"))


def test_address_chosen_once(mina: Client, page: Page) -> None:
    assert mina.post("/studio/address/", {"handle": "other-name"})["Location"] == "/studio/"
    page.refresh_from_db()
    assert page.handle == "mina.eats"


@pytest.mark.parametrize(
    ("handle", "sentence"),
    [
        ("taken-name", "Somebody has this address already."),
        ("mina", "Put a hyphen in it"),
        ("ad-min", "looks like the site's own"),
        ("-x", "Use 3 to 40 letters"),
        (" ", "Type the address that you would like."),
    ],
)
def test_address_refused_is_explained_and_stays_typed(client: Client, handle: str, sentence: str) -> None:
    make_page("taken-name")
    creator_without_page(client, "Mina", BASIC)
    answer = client.post("/studio/address/", {"handle": handle})
    assert sentence in words(answer)
    assert handle in [field.get("value") for field in tags(answer, "input")]
    assert Page.objects.count() == 1


def test_address_for_a_reserved_tiktok_name_says_why(client: Client) -> None:
    creator_without_page(client, "Mina", ["user.info.basic", "user.info.profile"])
    assert "Your TikTok name is kept for the site itself" in words(client.get("/studio/address/"))
