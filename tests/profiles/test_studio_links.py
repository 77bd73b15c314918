"""The Links place without script: every kind in its own form, and two windows at once."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles.models import Kind, Link, Page
from tests.markup import tags, words
from tests.profiles.kinds import FULL
from tests.profiles.pages import make_link, make_video
from tests.profiles.studio_links import HOME, at
from tests.profiles.test_kinds import LEAST

pytestmark = pytest.mark.django_db

IN_PLACE = {"X-In-Place": "1"}


# ---- what can be done ----


@pytest.mark.parametrize("place", [HOME, "/studio/videos/"])
def test_every_button_and_link_in_a_list_leads_somewhere(mina: Client, page: Page, place: str) -> None:
    make_link(page, is_hidden=True)
    make_link(page, is_pinned=True)
    make_video(page, is_hidden=True)
    make_video(page, pin_position=0)
    elements = [attributes for tag in ("form", "button", "a") for attributes in tags(mina.get(place), tag)]
    addresses = {element.get(name, "") for element in elements for name in ("action", "formaction", "href")}
    found = {resolve(urlsplit(address).path).url_name for address in addresses if address.startswith("/")}
    own = {HOME: {"studio_thumbnail", "studio_unpin"}, "/studio/videos/": {"studio_video", "studio_unpin_video"}}
    assert own[place] < found


@pytest.mark.parametrize("count", [1, 100])
def test_links_cost_as_many_queries_whatever_they_are(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    video = make_video(page)
    for number in range(count):
        Link.objects.create(page=page, position=number, thumbnail_video=video, **FULL[Kind.CODE], kind=Kind.CODE)
    mina.get(HOME)
    with django_assert_num_queries(7):
        mina.get(HOME)


# ---- adding ----


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_added_with_its_own_form(mina: Client, page: Page, kind: str) -> None:
    assert [form["action"] for form in tags(mina.get(f"/studio/links/new/{kind}/"), "form") if "data-draft" in form]
    answer = mina.post(f"/studio/links/new/{kind}/", LEAST[kind], follow=True)
    assert ("is added." if kind != Kind.SOCIAL else "is in your row of icons now.") in words(answer)
    assert page.links.get().kind == kind


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.SOCIAL])
def test_every_kind_but_an_icon_is_added_to_a_tiktok_too(mina: Client, page: Page, kind: str) -> None:
    video = make_video(page)
    answer = mina.post(f"/studio/videos/{video.pk}/new/{kind}/", LEAST[kind])
    assert answer.headers["Location"] == f"/studio/videos/{video.pk}/#link-{page.links.get().pk}"
    assert page.links.get().video == video


def test_icon_has_no_form_on_a_tiktok(mina: Client, page: Page) -> None:
    assert "There is no page here" in words(mina.get(f"/studio/videos/{make_video(page).pk}/new/social/"))


def test_kind_that_does_not_exist_is_not_found(mina: Client, page: Page) -> None:
    assert "There is no page here" in words(mina.post("/studio/links/new/poem/", {"title": "x"}))
    assert not page.links.exists()


def test_kind_refused_keeps_what_was_typed(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/links/new/code/", {"title": "Ten off", "code": ""})
    assert "Write the code that visitors copy." in words(answer)
    assert "Ten off" in answer.text
    assert not page.links.exists()


def test_one_too_many_of_any_kind_is_refused(mina: Client, page: Page) -> None:
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(200))
    assert "200 links" in words(mina.post("/studio/links/new/heading/", {"title": "x"}))


def test_profile_pasted_with_a_title_becomes_a_link_that_says_it(mina: Client, page: Page) -> None:
    mina.post(HOME, {"url": "instagram.com/mina", "title": "Where I cook"})
    assert [(link.kind, link.title) for link in page.links.all()] == [(Kind.LINK, "Where I cook")]


def test_profile_pasted_becomes_an_icon_and_may_become_a_link(mina: Client, page: Page) -> None:
    answer = mina.post(HOME, {"url": "instagram.com/mina"}, follow=True)
    link = page.links.get()
    assert link.kind == Kind.SOCIAL
    assert "Make it a link instead" in words(answer)
    offered = {field["name"]: field.get("value") for field in tags(answer, "input") if field.get("type") == "hidden"}
    sent = {name: offered[name] for name in ("url", "title", "kind", "version")}
    Link.objects.update(is_ad=True, version=link.version + 1)
    assert "This was changed in another window meanwhile." in words(mina.post(at(link), sent))
    mina.post(at(link), sent | {"version": link.version + 1})
    link.refresh_from_db()
    assert link.kind == Kind.LINK


def test_address_that_is_on_the_page_already_says_so_and_is_taken_back_by_one_tap(mina: Client, page: Page) -> None:
    make_link(page, "Shop", url="https://example.org/shop")
    make_link(page, "In a TikTok", url="https://example.org/new", video=make_video(page))
    assert "is added." in words(mina.post(HOME, {"url": "example.org/new"}, follow=True))
    answer = mina.post(HOME, {"url": "example.org/shop"}, follow=True)
    assert "is on your page twice now." in words(answer)
    newest = page.links.order_by("pk").last()
    assert newest
    assert f"/studio/links/{newest.pk}/delete/" in [form["action"] for form in tags(answer, "form")]
    page.links.filter(url="https://example.org/shop").update(created_at=timezone.now() - timedelta(minutes=1))
    assert "is on your page 3 times now." in words(mina.post(HOME, {"url": "example.org/shop"}, follow=True))
    assert "is added." in words(mina.post(HOME, {"url": "example.org/shop#sale"}, follow=True))


def test_page_like_ours_that_is_pasted_may_move_here(mina: Client, page: Page) -> None:
    answer = mina.post(HOME, {"url": "linktr.ee/mina"}, follow=True)
    assert page.links.get().url == "https://linktr.ee/mina"
    assert "Is Linktree where your links were until now?" in words(answer)
    assert any(link["href"] == "/studio/import/" for link in tags(answer, "a"))


def test_script_that_adds_is_told_where_the_link_is(mina: Client, page: Page) -> None:
    answer = mina.post(HOME, {"url": "example.org"}, headers=IN_PLACE)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/studio/#link-{page.links.get().pk}")
    assert "is added." in words(mina.get(HOME))


# ---- editing ----


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_edited_in_its_own_form(mina: Client, page: Page, kind: str) -> None:
    link = Link.objects.create(page=page, kind=kind, **FULL[kind])
    form = mina.get(at(link))
    for value in FULL[kind].values():
        assert value.split("\n")[0] in form.text.replace("&#x27;", "'")
    mina.post(at(link), {**FULL[kind], "ends_at": "2031-01-01T00:00"})
    link.refresh_from_db()
    assert (link.kind, link.ends_at) == (kind, datetime(2031, 1, 1, tzinfo=UTC))
    assert {name: getattr(link, name) for name in FULL[kind]} == FULL[kind]


def test_edit_in_place_answers_with_the_row(mina: Client, page: Page) -> None:
    link = make_link(page, "Old")
    answer = mina.post(at(link), {"url": link.url, "title": "New"}, headers=IN_PLACE)
    assert answer.status_code == 200
    assert [item["id"] for item in tags(answer, "li")] == [f"link-{link.pk}"]
    assert "New" in words(answer)


def test_edit_in_place_refused_answers_with_the_form(mina: Client, page: Page) -> None:
    link = make_link(page, "Old")
    answer = mina.post(at(link), {"url": "", "title": "New"}, headers=IN_PLACE)
    assert answer.status_code == 422
    assert "Paste an address first." in words(answer)
    assert tags(answer, "html") == []


def test_later_of_two_edits_is_told_and_replaces_only_when_sent_again(mina: Client, page: Page) -> None:
    link = make_link(page, "Old")
    fields = {"url": link.url, "version": link.version}
    mina.post(at(link), {**fields, "title": "From the phone", "is_ad": "on"})
    answer = mina.post(at(link), {**fields, "title": "From the desk"})
    assert "changed in another window" in words(answer)
    assert "Title: From the phone; Advertising: yes" in words(answer)
    link.refresh_from_db()
    assert link.title == "From the phone"
    version = next(field["value"] for field in tags(answer, "input") if field.get("name") == "version")
    mina.post(at(link), {**fields, "title": "From the desk", "version": version})
    link.refresh_from_db()
    assert (link.title, link.is_ad, link.version) == ("From the desk", False, 3)


def test_edit_that_changes_nothing_is_no_new_version(mina: Client, page: Page) -> None:
    link = make_link(page, "Same")
    for _ in range(2):
        mina.post(at(link), {"url": link.url, "title": "Same", "version": 1})
    link.refresh_from_db()
    assert link.version == 1
