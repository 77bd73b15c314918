"""Files that nobody should bring: refused in words, or brought in without what was wrong with them."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from profiles.models import Link, Page
from profiles.portability import document, reading
from tests.markup import outline, words
from tests.profiles.imports import accept, bring, offer, problems, rows, titles

MEGABYTE = 1024 * 1024
OWN = '{"format": "linkbio-page", "version": 1, "links": '


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("links.csv", "url\nexample.org")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"url\n" + b"https://example.org/\n" * 4_000_000, "larger than 10 MB"),
        (b"url\n" + b"https://example.org/\n" * 100_000, "more than 1 MB"),
        (b"<p>" + b"<" * 2 * MEGABYTE, "more than 1 MB"),
        (zipped(), "ZIP file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        (b"\xff\xfe\x00", "not text"),
        (b"url\n\x00example.org", "not text"),
        (b'{"a":' * 100_000, "cannot be read"),
        (OWN.encode() + b"[" * 500_000, "cannot be read"),
        (b'{"a": ' + b"9" * 500_000 + b"}", "cannot be read"),
        (b'{"format": "linkbio-page", "version": 99}', "newer version"),
        (b'{"format": "linkbio-page", "version": {}}', "newer version"),
        (b'{"props": {"pageProps": []}}', "no link in it"),
        (b'{"props": {"pageProps": {"links": [[], 7, null]}}}', "no link in it"),
        (b'<script id="__NEXT_DATA__">{"props": </script>', "cannot be read"),
        (b"url,title\n" + b'"' + b"a" * 200_000, "cannot be read to its end"),
    ],
    ids=lambda value: value[:8] if isinstance(value, bytes) else value,
)
def test_file_nobody_can_read_is_refused_in_words(content: bytes, said: str, mina: Client, page: Page) -> None:
    response = offer(mina, content, name="links.csv")
    assert said in words(response)
    assert "Bring your page" in words(response)


def test_of_two_values_under_one_name_the_last_is_judged_and_taken(mina: Client, page: Page) -> None:
    bring(mina, OWN + '[{"url": "https://example.org/", "url": "javascript:alert(1)"}]}')
    assert page.links.count() == 0
    bring(mina, OWN + '[{"url": "javascript:alert(1)", "url": "https://example.org/"}]}')
    assert page.links.get().url == "https://example.org/"


def test_letters_that_are_none_do_no_harm(mina: Client, page: Page) -> None:
    links = [
        {"url": "https://example.org/", "title": "a\ud800b\u0000c\u202ed"},
        {"url": "https://example.org/\ud800", "title": "\udfff"},
        {"url": "https://example.net/", "kind": "\ud800", "note": "\udc00"},
    ]
    shown = offer(mina, OWN + json.dumps(links) + "}")
    assert rows(shown) == ["✓ abcd", "✓ example.net"]
    accept(mina, shown)
    assert titles(page) == ["abcd", "example.net"]


def test_letters_that_are_none_make_no_choice(mina: Client, page: Page) -> None:
    nothing = "\ud800"
    parts = {
        "settings": {"language": nothing, "time_zone": nothing},
        "look": {"preset": nothing},
        "rules": {"only_hashtags": nothing},
        "hashtag_links": [{"hashtag": nothing, "url": "https://example.org/"}],
    }
    shown = offer(mina, json.dumps({"format": "linkbio-page", "version": 1, **parts}))
    assert "? is not one of the available choices" in words(shown)


@pytest.mark.parametrize(
    "payload", ["</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]
)
def test_markup_stays_text(payload: str, mina: Client, page: Page) -> None:
    links = [
        {"url": "https://example.org/", "title": payload},
        {"url": f"javascript:{payload}", "title": payload},
        {"kind": "text", "note": payload, "title": payload},
    ]
    plain = outline(
        offer(mina, OWN + json.dumps([link | dict.fromkeys(("title", "note"), "x") for link in links]) + "}")
    )
    shown = offer(mina, OWN + json.dumps(links) + "}")
    assert outline(shown) == plain
    assert payload in words(shown)


def test_formula_in_a_table_is_only_a_title(mina: Client, page: Page) -> None:
    bring(mina, "url,title\nexample.org,'=HYPERLINK(1)\nexample.net,@SUM(1)")
    assert titles(page) == ["=HYPERLINK(1)", "@SUM(1)"]
    content = mina.get("/studio/export/links.csv").content.decode()
    assert ",'=HYPERLINK" in content
    assert ",'@SUM" in content


def test_document_with_nonsense_in_every_place_is_offered_without_it(mina: Client, page: Page) -> None:
    everything: list[Any] = [7, "x", None, [], [7], {}, {"a": {}}, [[]], [{"tiktok_id": {}}], True, -1e308]
    for nonsense in everything:
        names = ("links", "settings", "look", "rules", "hashtag_links", "videos", "page", "profile")
        sent = {"format": "linkbio-page", "version": 1} | dict.fromkeys(names, nonsense)
        before = document.describe(page)
        shown = offer(mina, json.dumps(sent))
        assert shown.status_code == 200
        accept(mina, shown, part=["look", "rules", "hashtags", "tiktoks", "bin", "counts", "settings"])
        page = Page.objects.get(pk=page.pk)
        if nonsense != {"a": {}}:
            assert document.describe(page)["links"] == before["links"]


def test_counts_that_cannot_be_are_refused(mina: Client, page: Page) -> None:
    wrong: list[Any] = [{"2999-01-01": 1}, {"2026-01-01": -1}, {"2026-01-01": 1.5}, {"2026-01-01": True}, {"x": 1}, [1]]
    wrong += [{"2026-01-01": 10**12}, {f"20{year:02}-01-{day:02}": 1 for year in range(40) for day in range(1, 29)}]
    for taps in wrong:
        shown = offer(mina, OWN + json.dumps([{"url": "https://example.org/", "taps": taps}]) + "}")
        assert problems(shown) == ["Taps: The counts by day cannot be read."], taps


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
NAMES = (
    "kind",
    "url",
    "title",
    "note",
    "video",
    "taps",
    "thumbnail",
    "position",
    "had",
    "deleted_at",
    "starts_at",
    "is_pinned",
)


@example("0\r0")
@given(st.text() | st.lists(st.dictionaries(st.sampled_from(NAMES), JSON), max_size=4) | JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
def test_anything_at_all_is_answered(mina: Client, page: Page, brought: Any) -> None:
    text = brought if isinstance(brought, str) else OWN + json.dumps(brought) + "}"
    text = text.encode(errors="replace").decode()
    shown = offer(mina, text)
    assert shown.status_code == 200
    if "offer" in shown.context:
        accept(mina, shown)
    for link in Link.objects.all():
        assert link.url.startswith(("https://", "http://", "mailto:", "tel:")) or link.kind not in {"link", "social"}


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text = reading.decode(content)
    except ValidationError as refusal:
        assert refusal.messages
    else:
        assert "\0" not in text


@pytest.mark.parametrize("nothing", ["{}", "[]", "[{}]", "null", "7", '"all"'])
def test_empty_part_is_not_offered_and_changes_nothing(nothing: str, mina: Client, page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(display_name="Mina", preset="citrus")
    names = ("settings", "look", "rules", "hashtag_links", "videos", "page")
    parts = ", ".join(f'"{name}": {nothing}' for name in names)
    bring(mina, OWN + f'[{{"url": "https://example.org/"}}], {parts}}}')
    page.refresh_from_db()
    assert (page.display_name, page.preset, page.links.count()) == ("Mina", "citrus", 1)


def test_link_that_will_be_deleted_is_deleted_now(mina: Client, page: Page) -> None:
    bring(mina, OWN + '[{"url": "example.org", "deleted_at": "2099-01-01T00:00:00Z"}]}', part=["bin"])
    assert page.links.get().deleted_at <= timezone.now()  # type: ignore[operator]


def test_deleted_link_that_is_there_is_not_offered_again_until_its_days_are_over(mina: Client, page: Page) -> None:
    deleted = [{"url": "example.org", "deleted_at": timezone.now().isoformat()}]
    for _time in range(2):
        bring(mina, OWN + json.dumps(deleted) + "}", part=["bin"])
    assert page.links.count() == 1
    assert "Deleted links" not in words(offer(mina, OWN + json.dumps(deleted) + "}"))
    page.links.update(deleted_at=timezone.now() - timedelta(days=30, minutes=1))
    bring(mina, OWN + json.dumps(deleted) + "}", part=["bin"])
    assert page.links.there().count() == 1


def test_link_that_was_deleted_too_long_ago_does_not_come_along(mina: Client, page: Page) -> None:
    deleted_at = (timezone.now() - timedelta(days=30, minutes=1)).isoformat()
    shown = offer(mina, OWN + json.dumps([{"url": "example.org", "deleted_at": deleted_at}]) + "}")
    assert problems(shown) == ["Deleted: Its 30 days are over."]
    accept(mina, shown, part=["bin"])
    assert not page.links.exists()
