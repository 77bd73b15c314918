"""Out and in again: a page that was wiped is what it was, and what hostile files say stays outside."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles import covers, design, insights
from profiles.forms import KindForm
from profiles.links.changing import number
from profiles.models import Count, HashtagLink, Kind, Link, Page, Snapshot, Wall
from profiles.portability import accepting, document, offer, reading
from profiles.portability.contents import Part
from profiles.snapshots import reading as snapshots
from tests.markup import tags, words
from tests.profiles.imports import accept, bring
from tests.profiles.imports import offer as show
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.pictures import draw

DAY = "2026-11-01"
KEY = re.compile(r"(?<=/go/)[\w-]+|(?<=code-)[\w-]+")


@pytest.fixture
def page(db: None) -> Page:
    """A page with one of everything."""
    page = make_page()
    page.preset, page.accent, page.shape = "citrus", "#aa3300", "pill"
    page.display_name, page.bio, page.search_title = "Mina", "Soups and pans", "Mina cooks"
    page.is_noindex, page.is_adult, page.watches_links, page.time_zone = True, False, True, "Europe/Lisbon"
    page.hides_counts = True
    page.save()
    soup, pot = make_video(page, "Soup #lamp", pin_position=1), make_video(page, "Pot", pin_position=0)
    make_video(page, "Hidden", is_hidden=True)
    shop = make_link(page, "My shop", is_pinned=True, is_ad=True)
    make_link(page, "Soon", starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=9))
    make_link(page, "Not now", "https://example.org/later", is_hidden=True)
    make_link(page, "Gone", "https://example.org/gone", deleted_at=timezone.now() - timedelta(days=3))
    make_link(page, "Twice", "https://example.org/twice", is_sensitive=True)
    make_link(page, "Twice", "https://example.org/twice", thumbnail_video=soup)
    make_link(page, "", "", kind=Kind.TEXT, note="Orders close\non Friday.")
    make_link(page, "10 % off", "", kind=Kind.CODE, code="MINA10", note="Until May")
    make_link(page, "Which pot?", "", kind=Kind.QUESTION, note="The big one.")
    make_link(page, "Mina Obi", "", kind=Kind.CONTACT, phone="+351211234567", email="mina@example.org")
    make_link(page, "Instagram", "https://www.instagram.com/mina.eats", kind=Kind.SOCIAL)
    make_link(page, "The pan", "https://example.org/pan", video=soup)
    make_link(page, "The lid", "https://example.org/lid", video=soup, is_hidden=True)
    for links in (page.links.kept().of_page(), soup.links.kept()):
        number(links)
    Wall.objects.create(page=page, length=6, hide_after_days=400, never_hashtags="ad", names_source=True)
    HashtagLink.objects.create(page=page, hashtag="lamp", title="The lamp", url="https://example.org/lamp")
    counted = {insights.VIEW: 7, insights.tap_on(shop): 3, insights.visit_of(soup.pk): 2, insights.play_of(pot.pk): 1}
    Count.objects.bulk_create(Count(page=page, day=DAY, subject=name, number=count) for name, count in counted.items())
    return page


def wipe(page: Page) -> None:
    """Everything that its creator made is gone; TikTok has just named its videos anew."""
    for rows in (page.links, page.counts, page.hashtag_links, Wall.objects.filter(page=page)):
        rows.all().delete()
    page.videos.update(pin_position=None, is_hidden=False)
    Page.objects.filter(pk=page.pk).update(preset="paper", accent="", shape="", **OWN)
    Snapshot.objects.filter(page=page).update(revision=1000)
    snapshots.show(load(page))


OWN_TEXTS = ("display_name", "bio", "search_title")
OWN_CHOICES = ("is_noindex", "hides_counts", "watches_links")
OWN = {"time_zone": "", **dict.fromkeys(OWN_TEXTS, ""), **dict.fromkeys(OWN_CHOICES, False)}


def load(page: Page) -> Page:
    return Page.objects.select_related("snapshot", "wall").get(pk=page.pk)


def comparable(page: Page) -> dict[str, Any]:
    """The document of a page without what an import makes anew: the moments in which links were made."""
    described = document.describe(load(page))
    for link in described["links"]:
        del link["created_at"]
    return described


def public(client: Client, page: Page) -> str:
    return KEY.sub("key", client.get(page.get_absolute_url()).text)


def test_page_that_was_wiped_and_brought_back_is_the_same(mina: Client, page: Page) -> None:
    before, seen = comparable(page), public(mina, page)
    assert "My shop" in seen
    written = mina.get("/studio/export/page.json").content
    wipe(page)
    assert "My shop" not in public(mina, page)
    accept(mina, show(mina, written, name="mina.json"))
    assert comparable(page) == before
    assert public(mina, page) == seen


def test_brought_back_twice_changes_nothing_more(mina: Client, page: Page) -> None:
    before = comparable(page)
    written = mina.get("/studio/export/page.json").content
    shown = show(mina, written, name="mina.json")
    assert {box["name"] for box in tags(shown, "input") if "checked" in box} == set()
    for _ in range(2):
        accept(mina, shown, part=list(Part))
    assert comparable(page) == before


def test_tiktoks_that_are_not_here_yet_wait_for_their_links(mina: Client, page: Page) -> None:
    written = document.write(load(page)).decode()
    wipe(page)
    before = {video["tiktok_id"]: video["pin_position"] for video in json.loads(written)["videos"]}
    page.videos.all().delete()
    bring(mina, written)
    assert {video.tiktok_id: video.pin_position for video in page.videos.all()} == before
    assert not page.videos.filter(is_listed=True).exists()
    assert "The pan" not in public(mina, page)
    page.videos.update(is_listed=True)
    assert page.links.live().get(title="The pan").video is not None


def test_thumbnails_come_back_as_pictures_of_ours(mina: Client, page: Page) -> None:
    name = covers.keep_bytes(draw(), shape=covers.THUMBNAIL).name
    page.links.filter(title="My shop").update(thumbnail=name)
    written = json.loads(document.write(load(page)))
    written["links"][1]["thumbnail"] = "data:image/webp;base64,AAAA"
    written["links"][2]["thumbnail"] = "data:text/html,<script>"
    wipe(page)
    shown = show(mina, json.dumps(written))
    assert "The picture cannot be read." in words(shown)
    accept(mina, shown)
    kept = {link.title: link.thumbnail for link in page.links.kept().of_page()}
    assert covers.read(kept["My shop"], covers.THUMBNAIL)
    assert [title for title, thumbnail in kept.items() if thumbnail] == ["My shop"]


def test_portrait_comes_back_as_a_picture_of_ours(mina: Client, page: Page) -> None:
    page.portrait = covers.keep_bytes(draw(), shape=covers.AVATAR).name
    page.save()
    written = document.write(load(page)).decode()
    wipe(page)
    Page.objects.filter(pk=page.pk).update(portrait="")
    bring(mina, written)
    assert covers.read(load(page).portrait, covers.AVATAR)
    broken = re.sub('"portrait": "[^"]*"', '"portrait": "data:image/webp;base64,AAAA"', written)
    wipe(page)
    bring(mina, broken)
    assert load(page).display_name == "Mina"


def test_picture_behind_the_page_comes_back(mina: Client, page: Page) -> None:
    design.set_backdrop(page, picture=draw())
    written = document.write(load(page)).decode()
    wipe(page)
    design.remove_backdrop(page)
    bring(mina, written)
    assert covers.read(load(page).look.backdrop, covers.BACKDROP)
    assert load(page).preset == "citrus"


def test_broken_picture_behind_the_page_keeps_the_rest_of_the_look(mina: Client, page: Page) -> None:
    written = json.loads(document.write(load(page)))
    written["look"] |= {"backdrop": "data:image/webp;base64,AAAA", "background": "dots"}
    wipe(page)
    bring(mina, json.dumps(written))
    assert (load(page).backdrop, load(page).background) == ("", "dots")


def test_warning_for_adults_is_brought_and_never_taken_away(mina: Client, page: Page) -> None:
    written = json.loads(document.write(load(page)))
    for is_adult in (True, False):
        written["settings"]["is_adult"] = is_adult
        bring(mina, json.dumps(written), part=[Part.SETTINGS], link=[])
        assert load(page).is_adult


def test_thumbnails_of_links_that_found_no_room_are_not_kept(mina: Client, page: Page, tmp_path: Any) -> None:
    name = covers.keep_bytes(draw(), shape=covers.THUMBNAIL).name
    page.links.filter(title="My shop").update(thumbnail=name)
    written = document.write(load(page)).decode()
    wipe(page)
    covers.delete_unused([name], covers.THUMBNAIL)
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(199))
    assert "too many" in words(bring(mina, written, link=["0", "1", "2", "3"]))
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_what_is_not_ticked_stays_outside(mina: Client, page: Page) -> None:
    written = document.write(load(page)).decode()
    wipe(page)
    before = comparable(page)
    bring(mina, written, link=[], part=[])
    assert comparable(page) == before


LINE = st.text(max_size=60)
ADDRESS = st.builds("https://{}.example.org/{}".format, st.sampled_from("abc"), st.text(max_size=20))
MOMENT = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    datetime.isoformat
)


@st.composite
def typed_links(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind, and what somebody may have typed for it."""
    texts = {name: draw(LINE) for name in ("title", "note", "code")}
    ways = {"url": draw(ADDRESS), "phone": "+351211234567", "email": "mina@example.org"}
    flags = {name: draw(st.booleans()) for name in ("is_sensitive", "is_ad")}
    kind = draw(st.sampled_from(Kind))
    times = {name: draw(MOMENT) for name in ("starts_at", "ends_at")}
    return kind, {**texts, **ways, **flags, **times, "kind": kind}


@given(st.lists(st.tuples(typed_links(), st.booleans(), st.booleans(), st.booleans()), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
def test_any_links_come_back_as_they_left(someone: Page, typed: list[Any]) -> None:
    page = load(someone)
    page.links.all().delete()
    for (kind, fields), is_pinned, is_hidden, is_deleted in typed:
        form = KindForm(fields, kind=kind)
        if form.is_valid():
            deleted_at = timezone.now() if is_deleted else None
            states = {"is_pinned": is_pinned, "is_hidden": is_hidden, "deleted_at": deleted_at}
            make_link(page, **{"url": "", "title": "", **form.cleaned_data, **states})
    written = document.write(load(page)).decode()
    before = comparable(page)
    page.links.all().delete()
    prepared = offer.prepare(reading.read(offer.prepare(reading.read(written), page).document), page)
    assert prepared.refused == []
    accepting.accept(page, prepared, accepting.Choice([entry.number for entry in prepared.rows], list(Part)))
    assert numbered(comparable(page)) == numbered(before)


def numbered(described: dict[str, Any]) -> list[dict[str, Any]]:
    """The links, first those that are kept, as their numbers say once they are in order: the pinned first."""
    return sorted(
        (link | {"position": None} for link in described["links"]),
        key=lambda link: (bool(link["deleted_at"]), not link["is_pinned"]),
    )


@pytest.fixture
def someone(db: None) -> Page:
    return make_page()
