"""The website that a creator takes along stands by itself, and is the page that visitors see."""

import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from profiles import covers, domains, easel
from profiles.models import Kind, Page, Verdict
from profiles.portability import website
from tests.profiles.downloads import page, unpack
from tests.profiles.pages import make_link, make_video
from tests.profiles.pictures import draw

__all__ = ["page"]


def test_website_waits_for_its_turn(mina: Client, page: Page) -> None:
    with website.turns:  # as another request does
        answer = mina.get("/studio/export/website.zip")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "index.html" in unpack(mina)


def test_website_is_packed_while_others_draw(mina: Client, page: Page) -> None:
    with easel.slots, easel.slots:  # as two other requests do
        assert "index.html" in unpack(mina)


@pytest.mark.parametrize("number", [1, 30])
def test_website_asks_the_database_as_often_for_one_doorway_as_for_many(
    mina: Client, page: Page, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mina.get("/@mina.eats")  # what the wall shows is in Redis then
    for _ in range(number):
        make_link(page, "The pot", "https://example.org/pot", video=make_video(page))
    with django_assert_num_queries(12):
        files = unpack(mina)
    assert sum(name.startswith("v/") for name in files) == number + 1


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


def test_website_leads_to_tiktok_where_an_address_did_not_come(mina: Client, page: Page) -> None:
    page.videos.update(share_url="")
    addresses = leaving(unpack(mina)["v/7000000.html"].decode())
    assert addresses.count("https://www.tiktok.com/@mina.eats/video/7000000") == 1


def test_website_says_that_a_cover_leads_to_tiktok_and_does_not_play(mina: Client) -> None:
    shown = unpack(mina)["v/7000000.html"].decode()
    assert shown.count("Watch on TikTok") == 1
    for said in ("Play here", "Playing here", "aria-describedby"):
        assert said not in shown


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
    index = files["index.html"].decode()
    assert "https://shop.example.com/" in index
    assert 'href="v/7000000.html"' in index
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


def test_website_goes_on_without_a_page_that_came_to_be_meanwhile(page: Page) -> None:
    answers = [(page.get_absolute_url(), "<p>Mina"), (f"{page.get_absolute_url()}/v/999", "<p>New")]
    with website.write(page, answers) as folder, zipfile.ZipFile(folder) as archive:
        assert "index.html" in archive.namelist()
        assert not [name for name in archive.namelist() if name.startswith("v/999")]


def test_website_holds_no_contact_card_that_is_blocked_here(mina: Client, page: Page) -> None:
    make_link(page, "Bob", kind=Kind.CONTACT, url="", email="bob@evil.example")
    domains.set_rule("evil.example", verdict=Verdict.BLOCK, reason="Steals passwords")
    assert "evil.example" not in "".join(str(content) for content in unpack(mina).values())
