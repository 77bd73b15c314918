"""What a creator takes along: complete, the same for the same page, and nothing of anybody else's."""

import csv
import json
import re
from base64 import b64decode
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from profiles import covers
from profiles.models import FormerHandle, HashtagLink, Kind, Link, Page, Wall
from profiles.portability import fields, table
from tests import moderators
from tests.profiles import creators
from tests.profiles.downloads import download, page, unpack
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.pictures import draw
from tiktok_auth import tokens

__all__ = ["page"]
DOWNLOADS = ["page.json", "links.csv", "website.zip"]
WORDS = (Path(__file__).resolve().parents[2] / "docs" / "export.md").read_text()


def document(client: Client) -> dict[str, Any]:
    return json.loads(download(client, "page.json"))  # type: ignore[no-any-return]


# ---- the document ----


def test_every_field_of_every_model_leaves_or_has_a_reason_to_stay() -> None:
    for model in apps.get_app_config("profiles").get_models():
        if model.__name__ in fields.STAYING:
            continue
        named = [*fields.EXPORTED[model], *fields.LEFT_OUT[model]]
        named += [*fields.LOOK, *fields.SETTINGS] if model is Page else []
        named += fields.PICTURES.get(model, [])
        assert sorted(named) == sorted(field.name for field in model._meta.concrete_fields), model


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("page", {*fields.EXPORTED[Page], "views"}),
        ("former_handles", set(fields.EXPORTED[FormerHandle])),
        ("settings", {*fields.SETTINGS, "portrait"}),
        ("look", {*fields.LOOK, "backdrop"}),
        ("rules", set(fields.EXPORTED[Wall])),
        ("hashtag_links", set(fields.EXPORTED[HashtagLink])),
    ],
)
def test_description_of_the_document_names_what_is_in_each_part(part: str, names: set[str]) -> None:
    [row] = re.findall(rf"^\| `{part}` \| (.*) \|$", WORDS, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) == names


def test_description_of_the_document_names_what_is_in_a_link() -> None:
    [words] = re.findall(r"^A link has (.*?)\n\n", WORDS, re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`(\w+)`", words))
    kept = {*fields.EXPORTED[Link], *fields.PICTURES[Link], "video", "thumbnail_video", "taps"}
    assert (kept - named, named - kept - set(Kind.values)) == (set(), set())


def test_document_has_everything(mina: Client, page: Page) -> None:
    found = document(mina)
    assert (found["format"], found["version"]) == ("linkbio-page", 1)
    assert found["page"]["handle"] == "mina.eats"
    assert found["page"]["views"] == {"2026-11-01": 7}
    assert found["look"]["preset"] == "citrus"
    assert found["look"]["accent"] == "#aa3300"
    assert found["rules"]["length"] == 6
    assert found["hashtag_links"] == [{"hashtag": "lamp", "title": "The lamp", "url": "https://example.org/lamp"}]
    assert [link["title"] for link in found["links"]] == ["My shop", "Not now", "Gone", "Call me", "The pan"]
    assert [link["is_hidden"] for link in found["links"]] == [False, True, False, False, False]
    assert [bool(link["deleted_at"]) for link in found["links"]] == [False, False, True, False, False]
    assert found["links"][0]["taps"] == {"2026-11-01": 3}
    assert found["links"][4]["video"] == found["videos"][0]["tiktok_id"]
    assert found["videos"][0]["pin_position"] == 0
    assert found["videos"][0]["visits"] == {"2026-11-01": 2}
    assert found["videos"][1]["is_hidden"]
    assert found["profile"]["display_name"] == "Mina Eats"


def test_document_has_the_creators_own_pictures(mina: Client, page: Page) -> None:
    page.portrait = covers.keep_bytes(draw(), shape=covers.AVATAR).name
    page.save()
    thumbnail = covers.keep_bytes(draw(color=(0, 90, 0)), shape=covers.THUMBNAIL).name
    page.links.filter(title="My shop").update(thumbnail=thumbnail)
    page.links.filter(title="Call me").update(thumbnail="of-a-file-that-is-gone")
    found = document(mina)
    thumbnails = [link["thumbnail"] for link in found["links"]]
    for data in (found["settings"]["portrait"], thumbnails[0]):
        with Image.open(BytesIO(b64decode(data.removeprefix("data:image/webp;base64,")))) as picture:
            assert picture.size == (192, 192)
    assert thumbnails[1:] == ["", "", "", ""]


def test_document_has_no_secret_and_no_number_of_ours(client: Client, db: None) -> None:
    page = creators.make_page("mina.eats")
    link = make_link(page)
    client.force_login(page.owner)
    text = download(client, "page.json").decode()
    grant = page.grant
    assert grant is not None
    secrets = [grant.sealed_access, grant.sealed_refresh, grant.account.uid, link.key]
    secrets += [tokens.call(grant, lambda token: token)]
    assert all(secrets)
    assert [secret for secret in secrets if secret in text] == []


def test_document_asks_as_often_for_one_link_as_for_fifty(
    mina: Client, page: Page, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(8):
        document(mina)
    for number in range(50):
        make_link(page, str(number), video=make_video(page))
    with django_assert_num_queries(8):
        assert len(document(mina)["links"]) == 55


# ---- the table ----


def test_description_of_the_table_names_its_columns() -> None:
    [columns] = re.findall(r"Columns: `([^`]*)`", WORDS)
    assert re.split(r",\s+", columns) == list(table.COLUMNS)


def test_table_has_a_row_a_link(mina: Client) -> None:
    content = download(mina, "links.csv")
    assert content.startswith("\ufeffkind,title,url,".encode())
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in rows] == ["My shop", "Not now", "Gone", "Call me", "The pan"]
    assert [row["is_hidden"] for row in rows] == ["", "yes", "", "", ""]
    assert rows[0]["taps"] == "3"
    assert rows[4]["video"] == "#7000000"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "＝", "＠"])  # noqa: RUF001
def test_table_has_no_cell_that_a_spreadsheet_runs(start: str, mina: Client, page: Page) -> None:
    title = f'{start}HYPERLINK("https://example.org";"a","b")'
    make_link(page, title)
    rows = list(csv.reader(StringIO(download(mina, "links.csv").decode("utf-8-sig"), newline="")))
    assert [cell for row in rows for cell in row if table.FORMULA.match(cell)] == []
    assert title in [table.unquote_formula(row[1]) for row in rows]


@pytest.mark.parametrize("separator", ";|\t")
@pytest.mark.parametrize(
    "title",
    ["a;=cmd()", "a|@cmd", "a; +cmd", 'a;"=cmd"', "a;'=cmd", "a;;-cmd", "a;＝cmd"],  # noqa: RUF001
)
def test_table_that_is_opened_with_another_separator_has_no_cell_that_runs(
    separator: str, title: str, mina: Client, page: Page
) -> None:
    make_link(page, title, note="first line\n=second()")
    text = download(mina, "links.csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=separator) for cell in row]
    assert [cell for cell in cells if table.FORMULA.match(cell.strip(' "'))] == []
    assert (title, "first line\n=second()") in [(link["title"], link["note"]) for link in table.read(text)]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n\0a ;|\"")) | st.text())
def test_quoted_cells_come_back_as_they_were(text: str) -> None:
    cell = table.quote_formula(text)
    assert not table.FORMULA.match(cell)
    assert table.unquote_formula(cell) == text


# ---- whose it is ----


@pytest.mark.parametrize("name", DOWNLOADS)
def test_same_page_gives_the_same_bytes(name: str, mina: Client) -> None:
    assert download(mina, name) == download(mina, name)


@pytest.mark.parametrize("name", ["", *DOWNLOADS])
def test_export_is_for_its_creator_only(name: str, client: Client, page: Page) -> None:
    assert client.get(f"/studio/export/{name}")["Location"].startswith("/accounts/login/")
    client.force_login(make_page("otto.knits").owner)
    response: Any = client.get(f"/studio/export/{name}")
    content = response.getvalue() if response.streaming else response.content
    assert b"shop.example.com" not in content
    assert client.post(f"/studio/export/{name}").status_code == 405


@pytest.mark.parametrize("name", DOWNLOADS)
def test_suspended_creator_has_their_export(name: str, mina: Client, page: Page) -> None:
    before = download(mina, name)
    moderators.suspend(page, reason="Sells fake lamps")
    assert download(mina, name) == before


def test_export_of_a_page_with_nothing_on_it(client: Client, db: None) -> None:
    page = make_page("otto.knits")
    client.force_login(page.owner)
    assert document(client)["links"] == []
    assert list(unpack(client)) == ["index.html", "static/icons/mark.svg"]


def rows(page: Page) -> list[Any]:
    kinds = (Page.objects, page.links, page.videos, page.counts, page.hashtag_links)
    return [list(rows.order_by("pk").values()) for rows in kinds]


def test_export_changes_nothing(mina: Client, page: Page) -> None:
    before = rows(page)
    for name in DOWNLOADS:
        download(mina, name)
    assert rows(page) == before
