"""What visitors see of every kind of link, and when."""

from datetime import timedelta
from typing import Any

import brotli
import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import links
from profiles.models import Kind, Link, Page
from tests.markup import tags, words
from tests.profiles.kinds import FULL, SHOP, add
from tests.profiles.pages import PICTURE, make_link, make_video
from tests.profiles.visitors import CANARY, URL, hrefs

pytestmark = pytest.mark.django_db

OF_VIDEO = [kind for kind in Kind if kind != Kind.SOCIAL]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_what_it_is_about(client: Client, page: Page, kind: str) -> None:
    add(page, kind)
    shown = words(client.get(URL))
    for said in ("title", "note", "code"):
        assert " ".join(FULL[kind].get(said, "").split()) in shown


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "state",
    [
        {"is_hidden": True},
        {"starts_at": timezone.now() + timedelta(days=400)},
        {"ends_at": timezone.now() - timedelta(days=1)},
        {"deleted_at": timezone.now()},
    ],
)
def test_what_is_not_live_is_nowhere(client: Client, page: Page, kind: str, state: dict[str, Any]) -> None:
    link = add(page, kind, **state)
    video = make_video(page)
    Link.objects.create(page=page, video=video, title="Open", url=SHOP)
    of_video = kind if kind in OF_VIDEO else Kind.LINK
    other = Link.objects.create(
        page=page, video=video, **{"title": CANARY, "kind": of_video, **FULL[kind], "key": "there", **state}
    )
    for path in (URL, f"{URL}/v/{video.tiktok_id}"):
        text = client.get(path).text
        assert not any(
            part in text for part in (link.key, other.key, *filter(None, FULL[kind].values())) if part != SHOP
        )
    for path in (f"/go/{link.key}", f"/go/{link.key}/on", f"/go/{link.key}/anyway", f"/go/{link.key}/contact.vcf"):
        assert client.get(path).status_code in {404, 410}


@pytest.mark.parametrize("kind", OF_VIDEO)
def test_every_kind_but_icons_stands_on_doorways_too(client: Client, page: Page, kind: str) -> None:
    video = make_video(page)
    add(page, kind, video=video)
    shown = words(client.get(f"{URL}/v/{video.tiktok_id}"))
    assert FULL[kind].get("title", FULL[kind].get("note", "").split("\n")[0]) in shown


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ page }}"])
def test_no_word_of_a_creator_becomes_markup(client: Client, page: Page, kind: str, payload: str) -> None:
    texts = {name: payload for name in ("title", "note", "code") if name in FULL[kind]}
    add(page, kind, **texts)
    response = client.get(URL)
    assert [*tags(response, "img"), *(script for script in tags(response, "script") if not script)] == []
    assert payload in words(response)


def test_page_inlines_styles_of_the_kinds_on_it_alone(client: Client, page: Page) -> None:
    add(page, Kind.LINK)
    assert ".question" not in client.get(URL).text
    add(page, Kind.QUESTION)
    text = client.get(URL).text
    assert ".question" in text
    assert ".social" not in text


def test_pinned_comes_first(client: Client, page: Page) -> None:
    make_link(page, "Second")
    links.pin_link(make_link(page, "First"))
    shown = words(client.get(URL))
    assert shown.index("First") < shown.index("Second")


def test_advertising_says_so_to_people_and_to_machines(client: Client, page: Page) -> None:
    make_link(page, "My pots")
    make_link(page, "Their pots", is_ad=True)
    response = client.get(URL)
    own, theirs = (link["rel"] for link in tags(response, "a") if link.get("class") == "link")
    assert "sponsored" not in own
    assert "sponsored" in theirs
    assert "Their pots shop.example.com #ad" in words(response)


def test_icons_are_drawn_once_for_each_site_that_has_one(client: Client, page: Page) -> None:
    for url in (SHOP, "https://youtu.be/1", "mailto:mina@example.org", "https://open.spotify.com/playlist/1"):
        make_link(page, "x", url)
    assert len([svg for svg in tags(client.get(URL), "svg") if svg.get("class") == "icon"]) == 3


def test_row_of_icons_has_names_and_belongs_to_the_creator(client: Client, page: Page) -> None:
    for url in ("https://www.instagram.com/mina", "https://chat.example.org/mina"):
        add(page, Kind.SOCIAL, url=url, title=url)
    response = client.get(URL)
    row = [link for link in tags(response, "a") if link["rel" if "rel" in link else "href"].startswith("me ")]
    assert len(row) == 2
    assert "https://chat.example.org/mina" in words(response)
    assert "Nothing here yet" not in words(response)


def test_phone_opens_numbers_and_addresses_itself(client: Client, page: Page) -> None:
    link = add(page, Kind.CONTACT)
    assert {"tel:+351211234567", "mailto:m@example.org", f"/go/{link.key}/contact.vcf"} <= set(hrefs(client.get(URL)))


def test_own_thumbnail_is_shown_in_its_size(client: Client, page: Page) -> None:
    make_link(page, thumbnail=PICTURE)
    picture = next(image for image in tags(client.get(URL), "img") if image.get("class") == "thumb")
    assert picture["src"].startswith("/media/thumbnail/")
    assert (picture["width"], picture["height"], picture["alt"]) == ("48", "48", "")


def test_cover_of_a_tiktok_stands_for_a_link_while_it_may_be_shown(client: Client, page: Page) -> None:
    video = make_video(page, is_hidden=False)
    make_link(page, thumbnail_video=video)

    def pictures() -> int:
        return sum(image.get("class") == "thumb" for image in tags(client.get(URL), "img"))

    assert pictures() == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.COVER_KEEP_SECONDS + 60)):
        assert pictures() == 0
    video.is_hidden = True
    video.save()
    assert pictures() == 0


@pytest.mark.parametrize("count", [1, 100])
def test_page_costs_the_same_with_any_number_of_links(
    client: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    video = make_video(page)
    for _ in range(count):
        for kind in Kind:
            add(page, kind, thumbnail_video=video)
    client.get(URL)
    with django_assert_num_queries(3):
        client.get(URL)


def test_first_response_with_ten_links_of_all_kinds_and_twelve_videos_is_light(client: Client, page: Page) -> None:
    for kind in Kind:
        add(page, kind)
    for url in ("https://youtu.be/1", "https://open.spotify.com/1", "https://t.me/a/1"):
        make_link(page, "Something to see", url, is_ad=True, thumbnail=PICTURE)
    for site in ("x.com", "facebook.com", "wa.me"):
        add(page, Kind.SOCIAL, url=f"https://{site}/mina")
    for number in range(12):
        make_video(page, f"Soup number {number} and what goes into it, with all the trimmings", views=number * 9999)
    response = client.get(URL)
    headers = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
    assert len(brotli.compress(response.content, quality=5)) + len(headers) < 10_000


# ---- times ----


def test_link_comes_and_goes_at_its_time(client: Client, page: Page) -> None:
    begin = timezone.now() + timedelta(days=1)
    end = begin + timedelta(hours=1)
    link = make_link(page, "Tickets", starts_at=begin, ends_at=end)
    seconds = timedelta(seconds=1)
    for moment, is_shown, status in (
        (begin - seconds, False, 404),
        (begin + seconds, True, 302),
        (end - seconds, True, 302),
        (end + seconds, False, 410),
    ):
        with time_machine.travel(moment):
            assert ("Tickets" in words(client.get(URL))) == is_shown
            assert client.get(f"/go/{link.key}").status_code == status


def test_ended_link_says_so_and_leads_back(client: Client, page: Page) -> None:
    link = make_link(page, ends_at=timezone.now() - timedelta(days=1))
    response = client.get(f"/go/{link.key}")
    assert "This link has ended" in words(response)
    assert URL in hrefs(response)
    assert response.headers["Cache-Control"] == "no-store"
