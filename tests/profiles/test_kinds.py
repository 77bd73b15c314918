from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from profiles.forms import AboutForm, EditForm, KindForm
from profiles.forms.fields import MomentField
from profiles.models import Kind, Link
from profiles.states import state_of
from tests.markup import elements
from tests.profiles.pages import make_link, make_page, make_video

pytestmark = pytest.mark.django_db

LISBON = ZoneInfo("Europe/Lisbon")
# What each kind takes at the least.
LEAST: dict[str, dict[str, str]] = {
    Kind.LINK: {"url": "https://example.org/"},
    Kind.SOCIAL: {"url": "https://instagram.com/mina"},
    Kind.HEADING: {"title": "My shops"},
    Kind.TEXT: {"note": "Orders close on Friday."},
    Kind.CODE: {"title": "10 % off pots", "code": "MINA10"},
    Kind.QUESTION: {"title": "Which pot?", "note": "The big one."},
    Kind.CONTACT: {"title": "Mina Obi", "phone": "+351 21 123 4567"},
}


def read(kind: str, zone: ZoneInfo = LISBON, /, **fields: Any) -> KindForm:
    form = KindForm({**LEAST[kind], **fields}, kind=kind, zone=zone)
    form.is_valid()
    return form


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_with_the_least_it_needs_can_be_kept(kind: str) -> None:
    form = read(kind)
    assert form.errors == {}
    link = Link.objects.create(page=make_page(), **form.cleaned_data)
    assert link.kind == kind
    assert str(link)


@pytest.mark.parametrize(("kind", "missing"), [(kind, name) for kind, needed in LEAST.items() for name in needed])
def test_every_kind_without_what_it_needs_is_answered_with_advice(kind: str, missing: str) -> None:
    assert read(kind, **{missing: " "}).errors


@pytest.mark.parametrize(
    ("kind", "missing", "advice"),
    [
        (Kind.CONTACT, "title", "Write your name first."),
        (Kind.QUESTION, "title", "Write the question first."),
        (Kind.QUESTION, "note", "Write the answer first."),
        (Kind.TEXT, "note", "Write the text first."),
        (Kind.HEADING, "title", "Write the heading first."),
        (Kind.CODE, "title", "Write first what the code gives, like “15 % off”."),
    ],
)
def test_kind_without_a_word_names_what_is_missing(kind: str, missing: str, advice: str) -> None:
    assert read(kind, **{missing: ""}).errors[missing] == [advice]


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (Kind.LINK, ["title"]),
        (Kind.CODE, ["note", "url"]),
        (Kind.QUESTION, []),
        (Kind.CONTACT, ["note"]),  # of the others one is needed
    ],
)
def test_words_that_are_not_needed_say_so(kind: str, marked: list[str]) -> None:
    form = KindForm(kind=kind)
    assert [field.name for field in form if "if you like" in field.as_field_group()] == marked


def test_nothing_says_that_it_is_not_needed_where_nothing_is() -> None:
    about = AboutForm(page=make_page(), auto_id="about-%s")
    assert "if you like" not in "".join(field.as_field_group() for field in about)


def test_tick_box_and_its_words_are_tapped_as_one() -> None:
    drawn = KindForm(kind=Kind.LINK)["is_ad"].as_field_group()
    assert ("label", {"class": "choice", "for": "id_is_ad"}) in elements(drawn)
    assert drawn.index("</label>") > drawn.index("<input")
    assert drawn.index("Somebody pays you") > drawn.index("</label>")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "link", "title": "x"},
        {"kind": "link", "url": "https://example.org/"},
        {"kind": "social", "title": "x"},
        {"kind": "heading", "title": ""},
        {"kind": "heading", "title": "x", "url": "https://example.org/"},
        {"kind": "text", "title": "x"},
        {"kind": "code", "title": "x"},
        {"kind": "code", "code": "x"},
        {"kind": "question", "title": "x"},
        {"kind": "question", "note": "x"},
        {"kind": "contact", "title": "x"},
        {"kind": "contact", "phone": "123"},
        {"kind": "poem", "title": "x", "url": "https://example.org/"},
    ],
)
def test_database_keeps_no_half_a_link(fields: dict[str, str]) -> None:
    page = make_page()
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(page=page, **fields)


def test_database_keeps_no_link_that_ends_before_it_starts() -> None:
    page, now = make_page(), datetime(2026, 5, 1, tzinfo=UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(page=page, title="x", url="https://x.org/", starts_at=now, ends_at=now)


def test_card_needs_one_way_to_reach_its_owner() -> None:
    assert "a card needs one of them" in str(read(Kind.CONTACT, phone="").errors)
    for way in ({"email": "mina@example.org"}, {"url": "example.org"}):
        assert read(Kind.CONTACT, phone="", **way).errors == {}


def test_card_keeps_addresses_as_links_hold_them() -> None:
    form = read(Kind.CONTACT, phone="+351 (21) 123-4567", email="Mina@EXAMPLE.org?subject=x")
    assert form.cleaned_data["phone"] == "+351211234567"
    assert form.cleaned_data["email"] == "Mina@example.org"
    assert "one e-mail address" in str(read(Kind.CONTACT, email="mina").errors)
    assert "digits" in str(read(Kind.CONTACT, phone="call me").errors)


def test_card_takes_as_long_an_address_as_there_is_room_for() -> None:
    host = f"{'.'.join(['a' * 60] * 3)}.org"
    fits, too_long = f"{'m' * 64}@{host}", f"{'m' * 64}@{'b' * 60}.{host}"
    assert read(Kind.CONTACT, email=fits).cleaned_data["email"] == fits
    assert "Keep it to 254 characters" in str(read(Kind.CONTACT, email=too_long).errors)


def test_text_keeps_its_lines_and_nothing_hidden() -> None:
    form = read(Kind.TEXT, note=" One \r\n\r\n\r\n\r\ntwo\u202e\0\nthree ")
    assert form.cleaned_data["note"] == "One\n\ntwo\nthree"


def test_fields_of_other_kinds_are_not_read() -> None:
    form = read(Kind.HEADING, url="https://example.org/", note="x", is_ad="on", position="7", page="9")
    assert form.cleaned_data == {"kind": "heading", "title": "My shops", "starts_at": None, "ends_at": None}


def test_link_may_become_an_icon_and_nothing_else() -> None:
    assert read(Kind.LINK, kind="social").cleaned_data["kind"] == "social"
    assert read(Kind.LINK, kind="contact").errors
    assert "#ad in sight" in str(read(Kind.LINK, kind="social", is_ad="on").errors)


@pytest.mark.parametrize("name", ["title", "code", "note"])
def test_too_long_is_answered_with_numbers(name: str) -> None:
    assert "this has 2,000" in str(read(Kind.CODE, **{name: "x" * 2000}).errors[name])


def test_times_are_those_of_the_creators_clock() -> None:
    form = read(Kind.LINK, starts_at="2026-07-03T18:00", ends_at="2026-12-03 18:00")
    assert form.cleaned_data["starts_at"] == datetime(2026, 7, 3, 17, tzinfo=UTC)
    assert form.cleaned_data["ends_at"] == datetime(2026, 12, 3, 18, tzinfo=UTC)


def test_times_are_shown_as_the_creators_clock_shows_them() -> None:
    moment = datetime(2026, 7, 3, 17, tzinfo=UTC)
    form = KindForm(kind=Kind.LINK, zone=LISBON, initial={"starts_at": moment})
    assert 'value="2026-07-03T18:00"' in str(form["starts_at"])


def test_time_with_an_offset_of_its_own_is_kept() -> None:
    assert MomentField().clean("2026-12-24T18:00:00+03:00") == datetime(2026, 12, 24, 15, 0, tzinfo=UTC)


def test_time_that_the_clock_skips_is_refused() -> None:
    # In Lisbon 01:00 became 02:00 on 29 March 2026.
    assert "skips this time" in str(read(Kind.LINK, starts_at="2026-03-29T01:30").errors["starts_at"])
    assert read(Kind.LINK, starts_at="2026-03-29T02:00").cleaned_data["starts_at"] == datetime(
        2026, 3, 29, 1, tzinfo=UTC
    )


def test_time_that_the_clock_shows_twice_means_the_first() -> None:
    form = read(Kind.LINK, starts_at="2026-10-25T01:30")
    assert form.cleaned_data["starts_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_end_comes_after_the_beginning() -> None:
    errors = read(Kind.LINK, starts_at="2026-07-03T18:00", ends_at="2026-07-03T18:00").errors
    assert "not after the beginning" in str(errors["ends_at"])


def test_time_nobody_can_read_is_answered_with_an_example() -> None:
    assert "2026-12-24 18:00" in str(read(Kind.LINK, starts_at="Friday").errors["starts_at"])


@pytest.mark.parametrize("hours", [-1, 1])
def test_time_in_the_form_makes_the_state(hours: int) -> None:
    begin = datetime.now(UTC) + timedelta(hours=hours)
    form = read(Kind.LINK, ZoneInfo("UTC"), starts_at=begin.isoformat(timespec="minutes")[:16])
    page = make_page()
    link = Link.objects.create(page=page, **form.cleaned_data)
    assert state_of(link.judged(), page) == ("live" if hours < 0 else "scheduled")


@pytest.mark.parametrize("kind", [Kind.LINK, Kind.SOCIAL])
def test_link_of_a_tiktok_becomes_no_icon(kind: str) -> None:
    form = KindForm(LEAST[Kind.SOCIAL] | {"kind": Kind.SOCIAL}, kind=kind, is_of_video=True)
    assert form.is_valid()
    assert "kind" not in form.fields
    assert form.cleaned_data["kind"] == Kind.LINK


def test_edited_link_of_a_tiktok_becomes_no_icon() -> None:
    page = make_page()
    link = make_link(page, video=make_video(page))
    form = EditForm({"url": link.url, "kind": Kind.SOCIAL}, link=link)
    assert form.is_valid()
    assert form.cleaned_data["kind"] == Kind.LINK


def test_icon_on_a_tiktok_cannot_be_stored() -> None:
    page = make_page()
    video = make_video(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_link(page, video=video, kind=Kind.SOCIAL)


def test_form_of_a_new_icon_shows_an_icon() -> None:
    (chosen,) = [radio for radio in KindForm(kind=Kind.SOCIAL)["kind"] if radio.data["selected"]]
    assert chosen.data["value"] == Kind.SOCIAL


@pytest.mark.django_db
def test_change_in_another_window_is_told_in_words() -> None:
    link = make_page().links.create(kind=Kind.SOCIAL, url="https://instagram.com/mina", title="Mina")
    form = EditForm({"url": link.url, "title": "Mina", "kind": Kind.LINK, "version": 0}, link=link)
    assert form.is_valid()
    form.tell_changes(link)
    assert "Show it as: An icon in your row." in form.non_field_errors()[0]
