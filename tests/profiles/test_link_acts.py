"""What one tap does to a link and how it is undone, and the bin."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import links, tasks
from profiles.models import Kind, Link, Page
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.studio_links import HOME, at, files, photo

pytestmark = pytest.mark.django_db

BIN = "/studio/links/deleted/"


# ---- one tap each ----


def undo(client: Client, answer: Any) -> None:
    """Press the first Undo on the page."""
    form = next(form for form in tags(answer, "form") if form["action"].startswith("/studio/links/"))
    places = [field["value"] for field in tags(answer, "input") if field.get("name") == "to"]
    client.post(form["action"], {"to": places})


def order(page: Page) -> str:
    return "".join(link.title for link in page.links.kept())


@pytest.mark.parametrize("act", ["hide", "delete", "move"])
def test_hiding_deleting_and_moving_can_be_undone(mina: Client, page: Page, act: str) -> None:
    _a, _b, c = (make_link(page, title) for title in "abc")
    before = list(page.links.kept().values_list("pk", "is_hidden", "position"))
    answer = mina.post(at(c, act), {"to": "top"}, follow=True)
    assert "Undo" in words(answer)
    assert list(page.links.kept().values_list("pk", "is_hidden", "position")) != before
    undo(mina, answer)
    assert list(page.links.kept().values_list("pk", "is_hidden", "position")) == before


def test_deleting_stays_where_the_link_was(mina: Client, page: Page) -> None:
    assert 'id="deleted"' not in mina.get(HOME).text
    a, b, c = (make_link(page, title) for title in "abc")
    assert mina.post(at(b, "delete")).headers["Location"] == f"{HOME}#near-link-{c.pk}"
    assert f'id="near-link-{c.pk}"' in mina.get(HOME).text
    of_video = make_link(page, video=make_video(page))
    for link, place in ((c, HOME), (a, HOME), (of_video, f"/studio/videos/{of_video.video_id}/")):
        assert mina.post(at(link, "delete")).headers["Location"] == f"{place}#deleted"
        assert 'id="deleted"' in mina.get(place).text


@pytest.mark.parametrize("to", ["", "sideways", "-1", "1.5", "9" * 30, "٣x"])
def test_move_to_nowhere_changes_nothing(mina: Client, page: Page, to: str) -> None:
    _a, b, _c = (make_link(page, title) for title in "abc")
    mina.post(at(b, "move"), {"to": to})
    assert order(page) == "abc"


def test_pinned_stay_on_top_whatever_is_moved(mina: Client, page: Page) -> None:
    a, b, c = (make_link(page, title) for title in "abc")
    mina.post(at(c, "pin"))
    assert order(page) == "cab"
    mina.post(at(a, "move"), {"to": "top"})
    mina.post("/studio/links/order/", {"id": [a.pk, b.pk, c.pk]})
    assert order(page) == "cab"
    assert "Pinned" in words(mina.get(HOME))
    mina.post(at(b, "pin"))
    mina.post(at(c, "unpin"))
    assert order(page) == "bca"


@pytest.mark.parametrize(
    ("title", "to", "said"),
    [
        ("b", "up", "\u2068b\u2069 is as high as it can be: pinned links stay first."),
        ("b", "top", "\u2068b\u2069 is as high as it can be: pinned links stay first."),
        ("a", "down", "\u2068a\u2069 is as low as it can be: pinned links stay first."),
        ("a", "up", "\u2068a\u2069 is number 1 already."),
        ("c", "down", "\u2068c\u2069 is number 3 already."),
    ],
)
def test_link_that_cannot_move_says_so_and_offers_no_undo(
    mina: Client, page: Page, title: str, to: str, said: str
) -> None:
    by_title = {title: make_link(page, title) for title in "abc"}
    mina.post(at(by_title["a"], "pin"))
    mina.get(HOME)
    answer = mina.post(at(by_title[title], "move"), {"to": to}, follow=True)
    assert said in words(answer)
    assert order(page) == "abc"
    assert not [field for field in tags(answer, "input") if field.get("name") == "to"]


@pytest.mark.parametrize(
    ("title", "to", "result", "said"),
    [
        ("a", "down", "PbaQ", "\u2068a\u2069 is number 2 now."),
        ("b", "up", "baPQ", "\u2068b\u2069 is number 1 now."),
        ("Q", "up", "aQPb", "\u2068Q\u2069 is number 1 now."),
        ("P", "down", "abQP", "\u2068P\u2069 is number 2 now."),
        ("Q", "top", "aQPb", "\u2068Q\u2069 is number 1 now."),
        ("P", "up", "aPbQ", "\u2068P\u2069 is number 1 already."),
        ("P", "top", "aPbQ", "\u2068P\u2069 is number 1 already."),
        ("b", "down", "aPbQ", "\u2068b\u2069 is number 2 already."),
    ],
)
def test_link_steps_over_links_and_an_icon_over_icons(
    mina: Client, page: Page, title: str, to: str, result: str, said: str
) -> None:
    by_title = {title: make_link(page, title, kind=Kind.SOCIAL if title in "PQ" else Kind.LINK) for title in "aPbQ"}
    mina.get(HOME)
    answer = mina.post(at(by_title[title], "move"), {"to": to}, follow=True)
    assert said in words(answer)
    assert order(page) == listed(answer) == result
    if result != "aPbQ":
        undo(mina, answer)
    assert order(page) == "aPbQ"


def listed(answer: Any) -> str:
    """The links of the studio's list."""
    return "".join(row["data-title"] for row in tags(answer, "li") if "data-title" in row)


def test_copy_stands_below_hidden_with_a_name_of_its_own(mina: Client, page: Page) -> None:
    a, b = make_link(page, "a", is_ad=True), make_link(page, "b")
    answer = mina.post(at(a, "duplicate"), follow=True)
    assert "hidden until you show it" in words(answer)
    assert order(page) == "aab"
    copy = page.links.kept()[1]
    assert (copy.is_hidden, copy.is_ad, copy.key != a.key) == (True, True, True)
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(197))
    assert "200 links" in words(mina.post(at(b, "duplicate"), follow=True))


@pytest.mark.parametrize("act", ["hide", "show", "pin", "unpin", "move", "delete", "restore"])
def test_no_act_changes_what_a_link_is_counted_by(mina: Client, page: Page, act: str) -> None:
    link = make_link(page)
    mina.post(at(link, act), {"to": "top"})
    after = Link.objects.get(pk=link.pk)
    assert (after.key, after.version) == (link.key, link.version)


ACTS = ["", *(f"{act}/" for act in ("delete duplicate hide move pin restore show thumbnail unpin").split())]


@pytest.mark.parametrize("act", ACTS)
def test_somebody_elses_link_is_not_there(mina: Client, page: Page, act: str) -> None:
    theirs = make_link(make_page("otto.knits"))
    before = Link.objects.values().get(pk=theirs.pk)
    seen = mina.get(at(theirs) + act)
    assert (seen.status_code, seen.get("Location")) in {(404, None), (302, "/studio/")}
    assert mina.post(at(theirs) + act, {"to": "top", "url": "x.org"}).status_code == 404
    assert Link.objects.values().get(pk=theirs.pk) == before


# ---- the bin ----


def test_bin_shows_what_was_deleted_and_gives_it_back(mina: Client, page: Page) -> None:
    link = make_link(page, "Gone")
    mina.post(at(link, "delete"))
    assert "30 days left" in words(mina.get(BIN))
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        answer = mina.get(BIN)
        assert "Gone shop.example.com · 20 days left" in words(answer)
        mina.post(at(link, "restore"))
    assert order(page) == "Gone"
    assert "Nothing here." in words(mina.get(BIN))


def test_bin_leads_on_to_what_it_does_not_show(mina: Client, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("profiles.views.links.editing.MOST_SHOWN", 2)
    for title in ("First", "Second", "Third", "Fourth", "Fifth"):
        links.delete_link(make_link(page, title))
    answers = [mina.get(BIN, {"p": number}) for number in (1, 2, 3)]
    named = [re.findall(r"(These are .*? of 5\.|Bring it back \w+)", words(answer)) for answer in answers]
    assert named == [
        ["These are 1 to 2 of 5.", "Bring it back Fifth", "Bring it back Fourth"],
        ["These are 3 to 4 of 5.", "Bring it back Third", "Bring it back Second"],
        ["These are 5 to 5 of 5.", "Bring it back First"],
    ]
    ways = [[a["href"] for a in tags(answer, "a") if a["href"].startswith("?p=")] for answer in answers]
    assert ways == [["?p=2"], ["?p=1", "?p=3"], ["?p=2"]]


def test_bin_is_emptied_after_thirty_days(page: Page) -> None:
    old, new = make_link(page, "old"), make_link(page, "new")
    links.set_thumbnail(old, picture=photo().read())
    links.delete_link(old)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        links.delete_link(new)
        tasks.empty_bins()
        assert Link.objects.count() == 2
    old.refresh_from_db()
    assert len(files(old)) == 4
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        tasks.empty_bins()
    assert list(Link.objects.all()) == [new]
    assert files(old) == []


@pytest.mark.parametrize("act", ["delete", "restore"])
def test_link_whose_thirty_days_are_over_is_gone_before_the_bin_is_emptied(mina: Client, page: Page, act: str) -> None:
    link = make_link(page, "Gone", deleted_at=timezone.now() - timedelta(days=30, minutes=1))
    assert mina.post(at(link, act)).status_code == 404
    assert "Nothing here." in words(mina.get("/studio/links/deleted/"))
    assert mina.get("/studio/export/page.json").json()["links"] == []
    assert "Gone" not in mina.get("/studio/export/links.csv").content.decode()
    with pytest.raises(Link.DoesNotExist):
        links.restore_link(link)


@pytest.mark.django_db(transaction=True)
def test_bin_keeps_the_latest_links_and_their_pictures(
    mina: Client, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profiles.links.bin.MOST_BINNED", 2)
    deleted = [make_link(page, title) for title in "abc"]
    for link in deleted:
        links.set_thumbnail(link, picture=photo().read())
        links.delete_link(link)
        link.refresh_from_db()
    assert [link.title for link in page.links.binned()] == ["c", "b"]
    assert [len(files(link)) for link in deleted] == [0, 4, 4]
    assert "The latest 1,000 links are kept." in words(mina.get(BIN))


def test_full_bins_are_emptied_whole_in_steps(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("profiles.links.bin.AT_ONCE", 2)
    for number in range(5):
        make_link(page, str(number))
    new = make_link(page, "new")
    Link.objects.exclude(pk=new.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    with CaptureQueriesContext(connection) as done:
        tasks.empty_bins()
    assert list(Link.objects.all()) == [new]
    assert len([query for query in done if query["sql"].startswith('DELETE FROM "profiles_link"')]) == 3
