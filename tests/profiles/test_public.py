# ruff: noqa: RUF001  (letters that look like others are what creators write their names in)
"""What a visitor sees of a creator and of their links, and what a visit costs."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles.models import Kind, Link, Page, Snapshot
from tests.markup import tags, words
from tests.profiles import creators
from tests.profiles.pages import PICTURE, make_link, make_page, make_video
from tests.profiles.visitors import URL
from tiktok_auth import tokens
from tiktok_auth.sandbox import control

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bio_and_followers")]


def test_page_shows_who_it_is(client: Client, page: Page) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert "Mina Eats @mina.eats Small kitchen, big pots. Lagos & Lisbon" in words(response)
    assert "1.2M1.2 million followers 1 like" in words(response)
    assert "<title>Mina Eats (@mina.eats)</title>" in response.text


def test_line_breaks_of_the_bio_are_kept(client: Client, page: Page) -> None:
    assert "Small kitchen, big pots.\nLagos &amp; Lisbon" in client.get(URL).text


def test_what_was_not_granted_is_not_shown(client: Client) -> None:
    make_page(display_name="", username="")
    text = words(client.get(URL))
    assert "followers" not in text
    assert "mina.eats @mina.eats" in text


def test_counts_of_nothing_are_not_shown(client: Client) -> None:
    make_page(followers=0, likes=0)
    assert {"class": "tallies"} not in tags(client.get(URL), "p")


def test_verified_is_said_only_when_tiktok_says_it(client: Client, page: Page) -> None:
    make_page("sure.thing", is_verified=True)
    assert "@sure.thing · verified on TikTok" in words(client.get("/@sure.thing"))
    assert "verified" not in words(client.get(URL))


def test_avatar_is_ours_and_has_a_size(client: Client) -> None:
    make_page(avatar=PICTURE)
    (image,) = tags(client.get(URL), "img")
    assert image["src"].startswith("/media/avatar/")
    assert (image["width"], image["height"], image["alt"]) == ("96", "96", "")


def test_page_without_links_and_videos_says_whether_something_is_to_come(client: Client) -> None:
    control.reset()
    page = creators.make_page("mina.eats")
    assert "Nothing here yet. Look again soon." in words(client.get(URL))
    assert page.grant
    tokens.disconnect(page.grant)
    disconnected = words(client.get(URL))
    assert "This page shows no TikToks at the moment." in disconnected
    assert "Look again soon" not in disconnected


@pytest.mark.parametrize("blank", ["\u3164", "\u2800\u2800", "\u202e\u200b"])
def test_name_of_nothing_that_can_be_seen_gives_way_to_the_handle(client: Client, blank: str) -> None:
    make_page(display_name=blank)
    assert "mina.eats @mina.eats" in words(client.get(URL))


def test_fancy_name_is_read_out_in_plain_letters(client: Client) -> None:
    make_page(display_name="𝓝𝓸𝓿𝓪 🔭")
    response = client.get(URL)
    assert '<span aria-hidden="true">𝓝𝓸𝓿𝓪 🔭</span><span class="words">Nova 🔭</span>' in response.text
    assert "<title>Nova 🔭 (@mina.eats)</title>" in response.text


def test_texts_are_told_their_own_direction(client: Client, page: Page) -> None:
    make_link(page)
    make_video(page)
    response = client.get(URL)
    by_class = {
        attributes.get("class"): attributes for name in ("header", "p", "a") for attributes in tags(response, name)
    }
    assert [by_class[name]["dir"] for name in ("who", "bio", "link", "video")] == ["ltr", "auto", "ltr", "auto"]


@pytest.mark.parametrize(
    ("name", "way"),
    [("ليلى ترقص", "rtl"), ("✨ נועה", "rtl"), ("7 Mina ليلى", "ltr"), ("🌙", "ltr"), ("町のねこ", "ltr")],
)
def test_direction_is_that_of_the_first_letter_and_known_before_the_picture(
    client: Client, page: Page, name: str, way: str
) -> None:
    Snapshot.objects.filter(page=page).update(display_name=name, revision=7)
    make_link(page, name)
    make_link(page, name, "https://www.instagram.com/mina.eats", kind=Kind.SOCIAL)
    response = client.get(URL)
    found = [tag["dir"] for kind in ("html", "header", "a", "ul") for tag in tags(response, kind) if "dir" in tag]
    assert found == [way] * 4
    Page.objects.update(language="en")
    assert tags(client.get(URL), "html")[0]["dir"] == "ltr"


def test_words_of_ours_run_their_own_way_where_the_page_runs_the_other(client: Client, page: Page) -> None:
    Snapshot.objects.filter(page=page).update(display_name="ليلى ترقص", followers=532, revision=7)
    door = client.get(f"{URL}/v/{make_video(page).tiktok_id}")
    assert tags(door, "html")[0]["dir"] == "rtl"
    assert '<span dir="auto">All of <bdi>ليلى ترقص</bdi></span>' in door.text
    assert [tag["dir"] for tag in tags(door, "p") if tag.get("id") == "origin"] == ["auto"]
    assert tags(door, "time")[0]["dir"] == "auto"
    assert "<bdi> <b>532</b> followers </bdi>" in " ".join(client.get(URL).text.split())


def test_steps_run_as_their_words_do_where_the_language_has_none_yet(client: Client, page: Page) -> None:
    link = make_link(page, is_sensitive=True)
    Page.objects.update(language="ar", is_adult=True)
    for path in (URL, f"{URL}/share", f"{URL}/v/1", f"/go/{link.key}"):
        answer = client.get(path)
        assert (tags(answer, "html")[0]["dir"], tags(answer, "main")[0]["dir"]) == ("rtl", "auto")


# Links


def test_links_stand_in_order_with_their_hosts(client: Client, page: Page) -> None:
    make_link(page, "Second", "https://www.example.org/b", pk=2)
    make_link(page, "Third", "mailto:mina@example.org", pk=1)
    Link.objects.filter(title="Second").update(position=0)
    assert "Second example.org Third mina@example.org" in words(client.get(URL))


def test_web_link_goes_through_go_and_others_straight_to_the_phone(client: Client, page: Page) -> None:
    shop = make_link(page)
    make_link(page, url="mailto:mina@example.org")
    make_link(page, url="tel:+905551234567")
    hrefs = [link["href"] for link in tags(client.get(URL), "a") if link.get("class") == "link"]
    assert hrefs == [f"/go/{shop.key}", "mailto:mina@example.org", "tel:+905551234567"]


def test_hidden_and_deleted_links_are_not_shown(client: Client, page: Page) -> None:
    make_link(page, "Hidden one", is_hidden=True)
    make_link(page, "Deleted one", deleted_at=timezone.now())
    text = words(client.get(URL))
    assert "Hidden one" not in text
    assert "Deleted one" not in text


def test_outgoing_links_vouch_for_nothing(client: Client, page: Page) -> None:
    make_link(page)
    make_video(page)
    outgoing = [link for link in tags(client.get(URL), "a") if link.get("class")]
    assert [link["rel"] for link in outgoing] == ["noopener nofollow ugc"] * 2
    assert not any("target" in link for link in outgoing)


# What a visit costs


@pytest.mark.parametrize("links", [1, 100])
def test_cold_page_takes_four_queries(
    client: Client, page: Page, links: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(links):
        make_link(page)
    for _ in range(12):
        make_video(page)
    with django_assert_num_queries(4):  # page, videos, links, domain rules
        response = client.get(URL)
    assert len([link for link in tags(response, "a") if link.get("class") == "link"]) == links


def test_stale_page_is_shown_as_it_is_and_asks_tiktok_nothing(
    client: Client, page: Page, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    control.reset()
    page.snapshot.due_at = timezone.now()
    page.snapshot.save()
    with django_assert_max_num_queries(5):
        response = client.get(URL)
    assert "Mina Eats" in words(response)
    assert control.calls() == []
