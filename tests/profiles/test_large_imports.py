"""More than anybody has to bring: read to its end, cut where it is said, and never half."""

import io
import json
from base64 import b64encode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from profiles import domains, easel
from profiles.links import MOST_BINNED
from profiles.models import Link, Page, Verdict
from profiles.portability import accepting, addresses
from profiles.portability import offer as offers
from profiles.portability.plain import MOST_READ
from profiles.videos import MOST_HASHTAG_LINKS
from tests.markup import words
from tests.profiles.imports import accept, bring, offer
from tests.profiles.pictures import draw
from tests.profiles.test_hostile_imports import MEGABYTE, OWN

LOOP = {"id": 1, "parent": {"id": 1}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps({"props": {"pageProps": {"links": [{}] * 300_000}}}), "There is no address."),
        (json.dumps({"props": {"pageProps": {"links": [LOOP] * 100_000}}}), "no link in it"),
        (json.dumps({"props": {"pageProps": {"links": [{"type": [], "id": [[]]}]}}}), "There is no address."),
        (OWN + json.dumps([{}] * 300_000) + "}", "These are the first ones."),
        (f"{'b ' + 'a-' * 1249}\n" * 400, "no link in it"),
        (f"{'b ' + 'a+' * 1249}\n" * 400, "no link in it"),
        (f"{'a' * 2490} b\n" * 400, "no link in it"),
        ("b a.de " * 100_000, "These are the first ones."),
        (f"look here https://example.org/{')]' * 1000}", "look here"),
    ],
    ids=range(9),
)
def test_much_of_the_same_is_read_to_its_end(mina: Client, page: Page, text: str, said: str) -> None:
    assert said in words(offer(mina, text, name="page.txt"))


def test_no_more_addresses_are_read_than_show_that_there_are_too_many() -> None:
    links, _left_out = addresses.read("\u2028".join(["example.org"] * 50_000))
    assert len(links) == MOST_READ


def test_document_too_large_for_a_form_and_without_its_file_comes_without_pictures_and_counts(
    mina: Client, page: Page
) -> None:
    days = {
        f"{year}-{month:02}-{day:02}": 10**8 for year in (2024, 2025) for month in range(1, 13) for day in range(1, 29)
    }
    link = {"thumbnail": "data:image/webp;base64," + "A" * 100_000, "taps": days}
    links = [link | {"url": f"https://example.org/{number}"} for number in range(30)]
    shown = offer(mina, OWN + json.dumps(links) + "}", name="page.json")
    assert "more than this form can carry" in words(shown)
    assert len(shown.context["offer"].document) < 900_000
    accept(mina, shown)
    assert page.links.count() == 30


def test_document_with_more_than_comes_along_says_so(mina: Client, page: Page) -> None:
    links = [
        {"url": f"https://example.org/{number}", "note": "x" * 900, "kind": "code", "title": "x", "code": "y"}
        for number in range(3000)
    ]
    shown = offer(mina, OWN + json.dumps(links) + "}", name="page.json")
    assert "These are the first ones." in words(shown)
    assert len(shown.context["offer"].document) < MEGABYTE


def test_links_of_an_import_are_written_together(mina: Client, page: Page) -> None:
    links = [{"url": f"https://example.org/{number}"} for number in range(20)]
    with CaptureQueriesContext(connection) as queries:
        bring(mina, OWN + json.dumps(links) + "}")
    written = [query for query in queries if query["sql"].startswith('INSERT INTO "profiles_link"')]
    assert (len(written), page.links.count()) == (1, 20)


def by_hashtag(*hosts: str) -> str:
    """A document of ours with a link by hashtag to each of these."""
    rules = [{"hashtag": "lamp", "url": f"https://{host}/"} for host in hosts]
    return json.dumps({"format": "linkbio-page", "version": 1, "hashtag_links": rules})


def test_offer_asks_as_often_for_one_link_by_hashtag_as_for_twenty(
    mina: Client, page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 20):
        with django_assert_num_queries(6):
            offer(mina, by_hashtag(*(f"host-{number}.example.org" for number in range(count))))


def test_no_more_links_by_hashtag_are_offered_than_a_page_holds(mina: Client, page: Page) -> None:
    shown = offer(mina, by_hashtag(*(f"host-{number}.example.org" for number in range(MOST_HASHTAG_LINKS + 1))))
    assert len(shown.context["offer"].parts.hashtags) == MOST_HASHTAG_LINKS


def test_link_by_hashtag_to_a_blocked_domain_does_not_come_along(mina: Client, page: Page) -> None:
    domains.set_rule("blocked.example", verdict=Verdict.BLOCK, reason="phishing")
    shown = offer(mina, by_hashtag("shop.blocked.example", "half.blocked.example/\ud800", "example.org"))
    assert "Links to blocked.example are blocked on this site: phishing" in words(shown)
    assert [rule["url"] for rule in shown.context["offer"].parts.hashtags] == ["https://example.org/"]


def test_large_picture_beside_a_link_is_left_out_and_the_link_is_not(mina: Client, page: Page) -> None:
    picture = io.BytesIO()
    Image.new("1", (4000, 4000)).save(picture, "PNG")
    data = f"data:image/png;base64,{b64encode(picture.getvalue()).decode()}"
    bring(mina, OWN + json.dumps([{"url": "https://example.org/", "thumbnail": data}]) + "}")
    assert [link.thumbnail for link in page.links.all()] == [""]


def pictured(count: int) -> str:
    links = [
        {"url": f"https://example.org/{number}", "thumbnail": f"data:image/jpeg;base64,{picture(number)}"}
        for number in range(count)
    ]
    return OWN + json.dumps(links) + "}"


def picture(number: int) -> str:
    return b64encode(draw((192, 192), color=(40 * number, 90, 200))).decode()


def test_no_more_pictures_are_drawn_than_fit_into_what_is_brought(
    mina: Client, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "MOST_PICTURES", 2)
    monkeypatch.setattr(offers, "MOST_PICTURES", 2)
    shown = offer(mina, pictured(3))
    assert "Only the pictures of the first 2 links that have one come along." in words(shown)
    accept(mina, shown)
    assert [bool(link.thumbnail) for link in page.links.kept()] == [True, True, False]


def test_import_waits_whole_while_others_are_drawn_for(mina: Client, page: Page) -> None:
    portrait = f"data:image/jpeg;base64,{picture(2)}"
    sent = json.dumps({**json.loads(pictured(1)), "settings": {"display_name": "Mina", "portrait": portrait}})
    with easel.slots, easel.slots:  # as two other requests do
        answer = bring(mina, sent, part=["settings"])
    page.refresh_from_db()
    assert (answer.status_code, page.links.count(), page.portrait) == (503, 0, "")
    with easel.slots:  # one other: whoever holds a slot needs no second one
        bring(mina, sent, part=["settings"])
    page.refresh_from_db()
    assert page.links.get().thumbnail
    assert page.portrait


def test_no_more_tiktoks_than_a_page_may_wait_for(mina: Client, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "MOST_UNLISTED", 3)
    for numbers, count in ([1, 2, 3], 3), ([3, 4], 3):
        told = [{"tiktok_id": str(number), "is_hidden": True} for number in numbers]
        shown = bring(mina, json.dumps({"format": "linkbio-page", "version": 1, "videos": told}), part=["tiktoks"])
        assert ("more TikTok numbers than we keep" in words(shown)) == (4 in numbers)
        assert page.videos.count() == count


def test_refused_import_leaves_no_tiktok(mina: Client, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "MOST_LINKS", 1)
    sent = OWN + json.dumps([{"url": "example.org/1"}, {"url": "example.org/2"}, {"url": "x.org", "video": "7"}]) + "}"
    assert "1 too many" in words(bring(mina, sent, part=["tiktoks"]))
    assert (page.links.count(), page.videos.count()) == (0, 0)


def test_bin_takes_no_more_than_a_thousand_links(mina: Client, page: Page) -> None:
    Link.objects.bulk_create(
        Link(page=page, title="Old", url=f"https://example.org/{number}", deleted_at=timezone.now(), position=0)
        for number in range(MOST_BINNED)
    )
    old = [{"url": "https://example.com/", "deleted_at": timezone.now().isoformat()}]
    assert "You may have 1,000 deleted links" in words(bring(mina, OWN + json.dumps(old) + "}", parts=["bin"]))
    assert page.links.count() == MOST_BINNED
