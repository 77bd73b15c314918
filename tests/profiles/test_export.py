"""What a creator takes along: complete, the same for the same page, and nothing of anybody else's."""

import csv
import json
import zipfile
from base64 import b64decode
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from profiles import covers, insights, moderation
from profiles.models import Count, HashtagLink, Page, Wall
from profiles.portability import fields, table, website
from tests.profiles import creators
from tests.profiles.pages import make_link, make_page, make_video
from tests.profiles.test_covers import draw
from tiktok_auth import tokens

DOWNLOADS = ["page.json", "links.csv", "website.zip"]


@pytest.fixture
def page(db: None) -> Page:
    """A page with one of everything."""
    page = make_page()
    page.preset, page.accent = "citrus", "#aa3300"
    page.save()
    shop = make_link(page, "My shop", "https://shop.example.com/")
    make_link(page, "Not now", "https://example.org/later", is_hidden=True)
    make_link(page, "Gone", "https://example.org/gone", deleted_at=timezone.now())
    make_link(page, "Call me", "tel:+905551234567")
    video = make_video(page, "Pepper soup", pin_position=0)
    make_video(page, "Hidden", is_hidden=True)
    make_link(page, "The pan", "https://example.org/pan", video=video)
    Wall.objects.create(page=page, length=6, never_hashtags="ad")
    HashtagLink.objects.create(page=page, hashtag="lamp", title="The lamp", url="https://example.org/lamp")
    for subject, number in {"view": 7, insights.click_on(shop): 3, insights.view_of(video.pk): 2}.items():
        Count.objects.create(page=page, day="2026-11-01", subject=subject, number=number)
    return page


def download(client: Client, name: str) -> bytes:
    response: Any = client.get(f"/studio/export/{name}")
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    return bytes(response.getvalue() if response.streaming else response.content)


def document(client: Client) -> dict[str, Any]:
    return json.loads(download(client, "page.json"))  # type: ignore[no-any-return]


def unpack(client: Client) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(download(client, "website.zip"))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# ---- the document ----


def test_every_field_of_every_model_leaves_or_has_a_reason_to_stay() -> None:
    for model in apps.get_app_config("profiles").get_models():
        if model.__name__ in fields.STAYING:
            continue
        named = [*fields.EXPORTED[model], *fields.LEFT_OUT[model]]
        named += [*fields.LOOK, *fields.SETTINGS] if model is Page else []
        named += fields.PICTURES.get(model, [])
        assert sorted(named) == sorted(field.name for field in model._meta.concrete_fields), model


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


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\0a ")) | st.text())
def test_quoted_cells_come_back_as_they_were(text: str) -> None:
    cell = table.quote_formula(text)
    assert not table.FORMULA.match(cell)
    assert table.unquote_formula(cell) == text


# ---- the website ----


def test_website_needs_nothing_from_here(mina: Client, page: Page) -> None:
    picture = covers.keep_bytes(draw(), shape=covers.COVER).name
    page.videos.update(cover=picture)
    files = unpack(mina)
    assert [name for name in files if name.endswith(".html")] == ["index.html", "v/7000000.html"]
    for name, content in files.items():
        if name.endswith(".html"):
            addresses = leaving(content.decode())
            beside = [address for address in addresses if ":" not in address and not address.startswith("#")]
            missing = [address for address in beside if str(normal(name, address)) not in files]
            assert missing == [], name
            assert not [address for address in addresses if address.startswith(f"{settings.SITE_URL}/@")]
            assert b"/go/" not in content
            assert b"<script" not in content
    assert sum(name.startswith("media/cover/") for name in files) == 4


def leaving(html: str) -> list[str]:
    """Every address in this document."""
    mover = website.Mover({}, depth=0)
    found: list[str] = []
    mover._move_address = lambda address: found.append(address) or address  # type: ignore[method-assign,func-returns-value]
    mover.move(html)
    return found


def normal(name: str, address: str) -> Path:
    """Where a file's relative address leads, from the top of the folder."""
    parts: list[str] = list(Path(name).parent.parts)
    for part in address.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return Path(*parts)


def test_website_leads_straight_to_the_destinations(mina: Client) -> None:
    files = unpack(mina)
    index = files["index.html"].decode()
    assert 'href="https://shop.example.com/"' in index
    assert 'href="tel:+905551234567"' in index
    assert 'href="v/7000000.html"' in index
    assert "example.org/later" not in index
    assert "example.org/gone" not in index
    door = files["v/7000000.html"].decode()
    assert 'href="../index.html"' in door
    assert 'href="https://example.org/pan"' in door
    assert 'href="https://www.tiktok.com/@mina.eats/video/0"' in door


def test_website_says_nothing_of_the_address_it_had_here(mina: Client) -> None:
    for name, content in unpack(mina).items():
        if name.endswith(".html"):
            html = content.decode()
            assert "canonical" not in html
            assert "og:url" not in html
            assert "og:image" not in html
            assert "og:title" in html or name == "index.html"


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_website_is_otherwise_the_page_that_visitors_see(mina: Client, page: Page) -> None:
    page.videos.all().delete()
    public = main(mina.get("/@mina.eats").text)
    for link in page.links.live():
        public = public.replace(f'"/go/{link.key}"', f'"{link.url}"')
    assert main(unpack(mina)["index.html"].decode()) == public


def test_website_brings_contact_cards(mina: Client, page: Page) -> None:
    make_link(page, "Mina Obi", "", kind="contact", phone="+351211234567")
    files = unpack(mina)
    assert 'href="contacts/1.vcf"' in files["index.html"].decode()
    assert b"TEL:+351211234567" in files["contacts/1.vcf"]


def test_website_of_a_page_for_adults_is_the_page_behind_the_warning(mina: Client, page: Page) -> None:
    page.is_adult = True
    page.save()
    files = unpack(mina)
    assert "https://shop.example.com/" in files["index.html"].decode()
    assert 'href="../index.html"' in files["v/7000000.html"].decode()


def test_website_brings_the_fonts_of_its_look(mina: Client, page: Page) -> None:
    page.typeface = "serif"
    page.save()
    files = unpack(mina)
    assert len(files["static/fonts/fraunces/latin.woff2"]) > 1000
    assert 'url("static/fonts/fraunces/latin.woff2")' in files["index.html"].decode()
    assert 'url("../static/fonts/fraunces/latin.woff2")' in files["v/7000000.html"].decode()


def test_website_goes_on_without_a_picture_that_is_gone(mina: Client) -> None:
    assert [name for name in unpack(mina) if name.startswith("media/")] == []


def test_mover_leaves_alone_what_it_does_not_know() -> None:
    html = (
        "<!doctype html>\n<p class=a data-x>&amp; &#39; &lt;b&gt; <!-- no --><br/><svg viewBox='0 0 3 4'/>"
        '<a href="//cdn.example.org/x">x</a><a href="mailto:a@example.org?a=1&amp;b=2">y</a></p>'
    )
    assert website.Mover({}, depth=1).move(html) == html.replace("<!-- no -->", "")


def test_mover_drops_scripts_and_moves_every_address() -> None:
    html = (
        '<link rel="manifest" href="/m"><link rel="icon" href="/static/i.svg"><script>if (a < b) "</p>"</script>'
        '<img srcset="/media/a.jpg 1x, /media/b.jpg 2x" alt><form action="/@mina/report"></form>'
        '<a href="/@mina/report"><b>Report &amp; more</b></a><a href="/">Linkbio</a>'
    )
    mover = website.Mover({}, depth=1)
    assert mover.move(html) == (
        '<link rel="icon" href="../static/i.svg">'
        '<img srcset="../media/a.jpg 1x, ../media/b.jpg 2x" alt>'
        f'<form action="{settings.SITE_URL}/@mina/report"></form>'
        f'<a href="{settings.SITE_URL}/">Linkbio</a>'
    )
    assert mover.files == {"static/i.svg", "media/a.jpg", "media/b.jpg"}


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
    moderation.suspend(page, reason="Sells fake lamps")
    assert download(mina, name) == before


def test_export_of_a_page_with_nothing_on_it(client: Client, db: None) -> None:
    page = make_page("otto.knits")
    client.force_login(page.owner)
    assert document(client)["links"] == []
    assert list(unpack(client)) == ["index.html", "static/icons/mark.svg"]


def rows(page: Page) -> list[Any]:
    return [list(rows.values()) for rows in (Page.objects, page.links, page.videos, page.counts, page.hashtag_links)]


def test_export_changes_nothing(mina: Client, page: Page) -> None:
    before = rows(page)
    for name in DOWNLOADS:
        download(mina, name)
    assert rows(page) == before
