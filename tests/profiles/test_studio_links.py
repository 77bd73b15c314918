"""The Links place without script: every kind, its times, its picture, its copy, the bin, and two windows at once."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from profiles import covers, links, tasks
from profiles.models import Kind, Link, Page
from profiles.templatetags.links import moment, state
from tests.markup import tags, words
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.test_kinds import LEAST
from tests.profiles.test_public_kinds import FULL

pytestmark = pytest.mark.django_db

HOME = "/studio/"
IN_PLACE = {"X-In-Place": "1"}
LATELY = datetime(2026, 5, 6, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def at(link: Link, act: str = "") -> str:
    return f"/studio/links/{link.pk}/{act and act + '/'}"


def photo(size: tuple[int, int] = (400, 300), form: str = "PNG") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", size, "#c0ffee").save(file, form)
    return SimpleUploadedFile("photo.png", file.getvalue(), "image/png")


def files(link: Link) -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "thumbnail").rglob(f"{link.thumbnail}*"))


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
    own = {HOME: {"studio_thumbnail", "studio_unpin_link"}, "/studio/videos/": {"studio_video", "studio_unpin"}}
    assert own[place] < found


# ---- adding ----


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_added_with_its_own_form(mina: Client, page: Page, kind: str) -> None:
    assert [form["action"] for form in tags(mina.get(f"/studio/links/new/{kind}/"), "form") if "data-draft" in form]
    answer = mina.post(f"/studio/links/new/{kind}/", LEAST[kind], follow=True)
    assert ("Added." if kind != Kind.SOCIAL else "is in your row of icons now.") in words(answer)
    assert page.links.get().kind == kind


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_added_to_a_tiktok_too(mina: Client, page: Page, kind: str) -> None:
    video = make_video(page)
    answer = mina.post(f"/studio/videos/{video.pk}/new/{kind}/", LEAST[kind])
    assert answer.headers["Location"] == f"/studio/videos/{video.pk}/#link-{page.links.get().pk}"
    assert page.links.get().video == video


def test_kind_that_does_not_exist_is_not_found(mina: Client, page: Page) -> None:
    assert mina.post("/studio/links/new/poem/", {"title": "x"}).status_code == 404
    assert not page.links.exists()


def test_kind_refused_keeps_what_was_typed(mina: Client, page: Page) -> None:
    answer = mina.post("/studio/links/new/code/", {"title": "Ten off", "code": ""})
    assert "Write the code that visitors copy." in words(answer)
    assert "Ten off" in answer.text
    assert not page.links.exists()


def test_one_too_many_of_any_kind_is_refused(mina: Client, page: Page) -> None:
    Link.objects.bulk_create(Link(page=page, title="x", url="https://x.org/", position=n) for n in range(200))
    assert "200 links" in words(mina.post("/studio/links/new/heading/", {"title": "x"}))


def test_profile_pasted_becomes_an_icon_and_may_become_a_link(mina: Client, page: Page) -> None:
    answer = mina.post(HOME, {"url": "instagram.com/mina"}, follow=True)
    link = page.links.get()
    assert link.kind == Kind.SOCIAL
    assert "Make it a link instead" in words(answer)
    mina.post(at(link), {"url": link.url, "title": link.title, "kind": "link"})
    link.refresh_from_db()
    assert link.kind == Kind.LINK


def test_page_like_ours_that_is_pasted_may_move_here(mina: Client, page: Page) -> None:
    answer = mina.post(HOME, {"url": "linktr.ee/mina"}, follow=True)
    assert page.links.get().url == "https://linktr.ee/mina"
    assert "Is Linktree where your links were until now?" in words(answer)
    assert any(link["href"] == "/studio/import/" for link in tags(answer, "a"))


def test_script_that_adds_is_told_where_the_link_is(mina: Client, page: Page) -> None:
    answer = mina.post(HOME, {"url": "example.org"}, headers=IN_PLACE)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/studio/#link-{page.links.get().pk}")
    assert "Added." in words(mina.get(HOME))


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


# ---- times ----


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-05-06T18:00", "today at 18:00"),
        ("2026-05-07T09:05", "tomorrow at 09:05"),
        ("2026-05-05T18:00", "yesterday at 18:00"),
        ("2026-05-08T18:00", "Friday at 18:00"),
        ("2026-05-12T18:00", "Tuesday at 18:00"),
        ("2026-05-13T18:00", "May 13, 2026 at 18:00"),
        ("2026-05-01T18:00", "May 1, 2026 at 18:00"),
    ],
)
def test_moment_is_said_as_people_say_it(at: str, said: str) -> None:
    with time_machine.travel(datetime(2026, 5, 6, 12, tzinfo=BERLIN), tick=False):
        assert moment(datetime.fromisoformat(at).replace(tzinfo=BERLIN), BERLIN) == said


def test_state_is_told_by_the_creators_clock(mina: Client, page: Page) -> None:
    with time_machine.travel(datetime(2026, 5, 6, 12, tzinfo=UTC), tick=False):
        begin, end = datetime(2026, 5, 8, 16, tzinfo=UTC), datetime(2026, 5, 9, 22, 30, tzinfo=UTC)
        page.time_zone = "Europe/Berlin"
        link = make_link(page, starts_at=begin, ends_at=end)
        assert state(link, page) == "Starts Friday at 18:00, your time"
    with time_machine.travel(begin + timedelta(hours=1), tick=False):
        assert state(link, page) == "Live until May 10, 2026 at 00:30, your time".replace("May 10, 2026", "Sunday")
    with time_machine.travel(end + timedelta(hours=1), tick=False):
        assert state(link, page) == "Ended today at 00:30, your time"
    assert state(make_link(page), page) == "Live"
    assert state(make_link(page, is_hidden=True, ends_at=end), page) == "Hidden"


@pytest.mark.parametrize("away", [{"suspended_at": LATELY, "suspended_because": "spam"}, {"unpublished_at": LATELY}])
def test_no_link_is_called_live_while_its_page_is_away(mina: Client, page: Page, away: dict[str, Any]) -> None:
    make_link(page)
    Page.objects.update(**away)
    shown = words(mina.get(HOME))
    assert "Not to be seen while your page is offline" in shown
    assert "Live" not in shown


def test_times_typed_are_those_of_the_pages_zone(mina: Client, page: Page) -> None:
    Page.objects.update(time_zone="Europe/Berlin")
    link = make_link(page)
    mina.post(at(link), {"url": link.url, "starts_at": "2031-07-01T18:00"})
    link.refresh_from_db()
    assert link.starts_at == datetime(2031, 7, 1, 16, tzinfo=UTC)
    assert 'value="2031-07-01T18:00"' in mina.get(at(link)).text
    assert "Starts July 1, 2031 at 18:00, your time" in words(mina.get(HOME))


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
    a, b, c = (make_link(page, title) for title in "abc")
    assert mina.post(at(b, "delete")).headers["Location"] == f"{HOME}#link-{c.pk}"
    assert mina.post(at(c, "delete")).headers["Location"] == f"{HOME}#deleted"
    assert 'id="deleted"' in mina.get(HOME).text
    of_video = make_link(page, video=make_video(page))
    assert mina.post(at(a, "delete")).headers["Location"] == f"{HOME}#deleted"
    assert mina.post(at(of_video, "delete")).headers["Location"] == f"/studio/videos/{of_video.video_id}/#deleted"


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
    for answer in (mina.get(at(theirs) + act), mina.post(at(theirs) + act, {"to": "top", "url": "x.org"})):
        assert answer.status_code in {404, 405}
    assert Link.objects.values().get(pk=theirs.pk) == before


# ---- the bin ----


def test_bin_shows_what_was_deleted_and_gives_it_back(mina: Client, page: Page) -> None:
    link = make_link(page, "Gone")
    mina.post(at(link, "delete"))
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        answer = mina.get("/studio/links/deleted/")
        assert "Gone shop.example.com · 19 days left" in words(answer)
        mina.post(at(link, "restore"))
    assert order(page) == "Gone"
    assert "Nothing here." in words(mina.get("/studio/links/deleted/"))


def test_bin_is_emptied_after_thirty_days(page: Page) -> None:
    old, new = make_link(page, "old"), make_link(page, "new")
    links.set_thumbnail(old, picture=photo().read())
    links.delete_link(old)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        links.delete_link(new)
        tasks.empty_bins()
        assert Link.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        tasks.empty_bins()
    assert list(Link.objects.all()) == [new]
    assert files(old) == []


# ---- pictures ----


def test_uploaded_picture_is_drawn_anew_and_stands_beside_the_link(mina: Client, page: Page) -> None:
    link = make_link(page)
    mina.post(at(link, "thumbnail"), {"picture": photo()})
    link.refresh_from_db()
    assert len(files(link)) == 4
    assert link.thumbnail in mina.get(HOME).text


def test_picture_replaced_takes_the_old_files_away(
    mina: Client, page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    with django_capture_on_commit_callbacks(execute=True):
        mina.post(at(link, "thumbnail"))
    assert files(link) == []
    link.refresh_from_db()
    assert link.thumbnail == ""


def test_picture_that_a_copy_shows_too_stays(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    links.duplicate_link(link)
    with django_capture_on_commit_callbacks(execute=True):
        links.remove_thumbnail(Link.objects.get(pk=link.pk))
    assert len(files(link)) == 4


def test_cover_of_a_tiktok_is_chosen_instead(mina: Client, page: Page) -> None:
    link, video = make_link(page), make_video(page)
    assert video.cover in mina.get(at(link, "thumbnail")).text
    mina.post(at(link, "thumbnail"), {"video": video.pk})
    link.refresh_from_db()
    assert (link.thumbnail, link.thumbnail_video) == ("", video)
    assert list(page.videos.to_confirm()) == [video]


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("a.png", b"<svg onload=alert(1)>"), "We cannot read this picture."),
        (SimpleUploadedFile("a.png", b""), "This file is empty."),
        (SimpleUploadedFile("a.png", b"x" * (8 * 1024 * 1024 + 1)), "more than 8 MB"),
    ],
)
def test_picture_refused_is_explained(mina: Client, page: Page, upload: SimpleUploadedFile, said: str) -> None:
    link = make_link(page)
    upload.seek(0)
    assert said in words(mina.post(at(link, "thumbnail"), {"picture": upload}))
    link.refresh_from_db()
    assert link.thumbnail == ""


def test_cover_of_somebody_elses_tiktok_is_refused(mina: Client, page: Page) -> None:
    link, theirs = make_link(page), make_video(make_page("otto.knits"))
    assert "not on your page any more" in words(mina.post(at(link, "thumbnail"), {"video": theirs.pk}))
    link.refresh_from_db()
    assert link.thumbnail_video is None


def test_thumbnail_in_use_is_kept_when_others_go(page: Page) -> None:
    link = make_link(page)
    links.set_thumbnail(link, picture=photo().read())
    covers.delete_unused([link.thumbnail], covers.THUMBNAIL)
    assert len(files(link)) == 4


@pytest.mark.parametrize("count", [1, 100])
def test_links_cost_as_many_queries_whatever_they_are(
    mina: Client, page: Page, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    video = make_video(page)
    for number in range(count):
        Link.objects.create(page=page, position=number, thumbnail_video=video, **FULL[Kind.CODE], kind=Kind.CODE)
    mina.get(HOME)
    with django_assert_num_queries(6):
        mina.get(HOME)
