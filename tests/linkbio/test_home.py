import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from linkbio import views
from profiles import domains, pages, showcase
from profiles.models import Opinion, Page, Scan, Verb, Verdict
from tests import moderators
from tests.markup import tags, words
from tests.profiles.pages import PICTURE, make_link, make_page, make_video
from tests.services import SITE_URL

pytestmark = pytest.mark.django_db


def make_pretty_page(handle: str) -> Page:
    page = make_page(handle, display_name=f"Name of {handle}", avatar=PICTURE)
    make_link(page, f"Link of {handle}")
    make_video(page)
    return page


def phones(client: Client) -> list[str]:
    """The addresses under the phones."""
    addresses = [link.get("href", "") for link in tags(client.get("/"), "a")]
    return [address for address in addresses if address.startswith("/@")]


def test_button_starts_the_login_by_post(client: Client) -> None:
    (form,) = tags(client.get("/"), "form")
    assert (form["method"], form["action"]) == ("post", "/accounts/tiktok/login/")
    assert "Continue with TikTok" in words(client.get("/"))


def test_policy_lets_the_login_form_lead_to_tiktok(client: Client, settings: Settings) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert f"form-action 'self' {SITE_URL};" in f"{policy};"
    assert "unsafe" not in policy


def test_front_page_says_to_chats_what_it_is(client: Client, settings: Settings) -> None:
    said = {meta["property"]: meta["content"] for meta in tags(client.get("/"), "meta") if "property" in meta}
    assert said["og:title"].startswith(f"{settings.SITE_NAME}: your links")
    assert said["og:description"].startswith("Log in with TikTok")
    assert (said["og:type"], said["og:url"]) == ("website", f"{settings.SITE_URL}/")


def test_privacy_and_terms_are_in_plain_sight(client: Client) -> None:
    assert {"/privacy", "/terms"} <= {link.get("href") for link in tags(client.get("/"), "a")}


def test_signed_in_creator_finds_the_studio_instead(client: Client) -> None:
    client.force_login(User.objects.create_user("mina"))
    response = client.get("/")
    assert tags(response, "form") == []
    assert {"class": "button primary", "href": "/studio/"} in tags(response, "a")


@pytest.mark.parametrize(("source", "is_linked"), [("https://code.example.org/linkbio", True), ("", False)])
def test_source_is_linked_where_the_operator_names_it(
    client: Client, settings: Settings, source: str, is_linked: bool
) -> None:
    settings.SOURCE_URL = source
    assert ("Read the source" in words(client.get("/"))) is is_linked


def test_phones_show_the_three_newest_creators(client: Client) -> None:
    for handle in ["too.old", "first.one", "second.one", "third.one"]:
        make_pretty_page(handle)
    assert phones(client) == ["/@third.one", "/@second.one", "/@first.one"]
    assert "Name of second.one @second.one Link of second.one" in words(client.get("/"))


def test_page_inside_a_phone_cannot_be_tapped_or_read_out(client: Client) -> None:
    make_pretty_page("mina.eats")
    assert "inert" in next(div for div in tags(client.get("/"), "div") if "glass" in div.get("class", ""))


@pytest.mark.parametrize("verb", [Verb.SUSPEND, Verb.LIMIT, Verb.MARK_SENSITIVE])
def test_page_that_staff_acts_against_leaves_the_phones_when_they_are_drawn_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, verb: Verb
) -> None:
    assert views.PHONES_DRAWN_SECONDS < views.PHONES_KEPT_SECONDS < 5  # and a second to draw them
    monkeypatch.setattr(views, "PHONES_KEPT_SECONDS", 0.001)
    page = make_pretty_page("mina.eats")
    assert phones(client) == ["/@mina.eats"]
    moderators.act(page, verb, reason="Spam")
    assert phones(client) == []


@pytest.mark.parametrize("verdict", [Verdict.WARN, Verdict.BLOCK])
def test_link_that_staff_warns_of_is_in_no_phone(client: Client, verdict: Verdict) -> None:
    page = make_pretty_page("ada.bakes")
    for number in range(4):
        make_link(page, f"Shop number {number}", f"https://{'evil' if number < 2 else 'good'}.example/{number}")
    domains.set_rule("evil.example", verdict=verdict, reason="Steals passwords")
    shown = words(client.get("/"))
    assert [number for number in range(4) if f"Shop number {number}" in shown] == [2, 3]
    assert "Steals passwords" not in shown


def test_link_that_is_called_harmful_is_in_no_phone(client: Client) -> None:
    page = make_pretty_page("ada.bakes")
    harmful, _good = make_link(page, "Bad shop", "https://evil.example/"), make_link(page, "Good shop")
    Scan.objects.create(link=harmful, url=harmful.url, opinion=Opinion.HARMFUL)
    shown = words(client.get("/"))
    assert ("Bad shop" in shown, "Good shop" in shown) == (False, True)


def test_creator_without_pictures_is_not_put_on_show(client: Client) -> None:
    make_video(make_page("no.avatar"))
    make_page("no.cover", avatar=PICTURE)
    make_video(make_page("hidden.cover", avatar=PICTURE), is_hidden=True)
    assert phones(client) == []


def test_creator_who_wants_to_be_left_out_of_search_is_not_put_on_show(client: Client) -> None:
    pages.change(make_pretty_page("quiet.corner"), is_noindex=True)
    assert phones(client) == []


def test_without_creators_a_drawn_page_stands_there(client: Client) -> None:
    assert "Your name @you What you say about yourself on TikTok" in words(client.get("/"))


@pytest.mark.needs_postgres
def test_newest_creators_are_found_without_sorting_all() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # as if there were many rows
        plan = showcase.newest()[: showcase.CANDIDATES].explain()
    assert "Index Scan Backward using profiles_page_pkey" in plan
    assert "Sort" not in plan


def test_phones_are_drawn_for_many_visitors_at_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds in ("PHONES_DRAWN_SECONDS", "PHONES_KEPT_SECONDS"):
        monkeypatch.setattr(views, seconds, 600)
    make_pretty_page("mina.eats")
    client.get("/")
    client.get("/")  # whose turn it is to draw them anew
    with django_assert_num_queries(0):
        assert phones(client) == ["/@mina.eats"]


def test_phones_that_are_drawn_once_stand_in_everybodys_own_page(client: Client) -> None:
    client.force_login(User.objects.create_user("mina"))
    assert tags(client.get("/"), "form") == []
    (form,) = tags(Client().get("/"), "form")
    assert form["action"] == "/accounts/tiktok/login/"


@pytest.mark.parametrize("creators", [3, 6])
def test_front_page_costs_the_same_however_many_creators(
    client: Client, creators: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(creators):
        make_pretty_page(f"creator.{number}")
    with django_assert_num_queries(10):
        client.get("/")
