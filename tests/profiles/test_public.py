# ruff: noqa: RUF001  (letters that look like others are what creators write their names in)
import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from profiles import moderation
from profiles.models import Kind, Link, Page, Snapshot
from tests import services
from tests.markup import outline, tags, words
from tests.profiles.pages import PICTURE, make_link, make_page, make_video
from tiktok_auth.sandbox import control

pytestmark = pytest.mark.django_db

URL = "/@mina.eats"
CANARY = "canary7q"
# What the page says to search engines, which is data, and what helps to share it.
OWN_SCRIPTS = [{"type": "application/ld+json"}, {"src": "/static/js/public.js", "defer": ""}]
HEADERS = {
    "X-Forwarded-Host": f"{CANARY}.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": CANARY,
    "X-Forwarded-Port": "4443",
    "X-Forwarded-Prefix": f"/{CANARY}",
    "X-Forwarded-Server": CANARY,
    "X-Original-Url": f"/{CANARY}",
    "X-Rewrite-Url": f"/{CANARY}",
    "X-Http-Method-Override": "DELETE",
    "X-Host": CANARY,
    "Forwarded": f"host={CANARY}",
    "Origin": f"https://{CANARY}.example",
    "Referer": f"https://{CANARY}.example/",
    "User-Agent": CANARY,
    "Accept": f"text/{CANARY}",
    "Accept-Language": "ar, de;q=0.5",
    "Authorization": f"Bearer {CANARY}",
    "Cache-Control": "no-cache",
    "Range": "bytes=0-10",
    "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT",
    "Via": CANARY,
}
COOKIES = [
    "session",
    "__Host-session",
    "csrf",
    "csrftoken",
    "sessionid",
    "messages",
    "django_language",
    "theme",
    "id",
    "a",
]
PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "<!--><script>alert(1)</script>-->",
    "]]><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='//evil.example'>tap</a>",
    "<style>*{display:none}</style>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;//evil.example'>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028<script>alert(1)</script>\u2029",
    "\u202e<b>evil</b>",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'>",
    "`${alert(1)}`",
]


def forget_all() -> None:
    cache.delete_pattern("*")  # type: ignore[attr-defined]


@pytest.fixture
def page() -> Page:
    return make_page(bio="Small kitchen, big pots.\nLagos & Lisbon", followers=1_240_000, likes=1)


def test_page_shows_who_it_is(client: Client, page: Page) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert "Mina Eats @mina.eats Small kitchen, big pots. Lagos & Lisbon" in words(response)
    assert "1.2M1.2 million followers 1 like" in words(response)
    assert "<title>Mina Eats (@mina.eats)</title>" in response.text


def test_line_breaks_of_the_bio_are_kept(client: Client, page: Page) -> None:
    assert "Small kitchen, big pots.\nLagos &amp; Lisbon" in client.get(URL).text


def test_what_was_not_granted_is_not_shown(client: Client) -> None:
    make_page(display_name="", username="")
    text = words(client.get(URL))
    assert "followers" not in text
    assert "mina.eats @mina.eats" in text


def test_verified_is_said_only_when_tiktok_says_it(client: Client, page: Page) -> None:
    make_page("sure.thing", is_verified=True)
    assert "@sure.thing · verified on TikTok" in words(client.get("/@sure.thing"))
    assert "verified" not in words(client.get(URL))


def test_avatar_is_ours_and_has_a_size(client: Client) -> None:
    make_page(avatar=PICTURE)
    (image,) = tags(client.get(URL), "img")
    assert image["src"].startswith("/media/avatar/")
    assert (image["width"], image["height"], image["alt"]) == ("96", "96", "")


def test_page_without_links_and_videos_says_so(client: Client, page: Page) -> None:
    assert "Nothing here yet. Look again soon." in words(client.get(URL))


def test_fancy_name_is_read_out_in_plain_letters(client: Client) -> None:
    make_page(display_name="𝓝𝓸𝓿𝓪 🔭")
    response = client.get(URL)
    assert '<span aria-hidden="true">𝓝𝓸𝓿𝓪 🔭</span><span class="words">Nova 🔭</span>' in response.text
    assert "<title>Nova 🔭 (@mina.eats)</title>" in response.text


def test_texts_are_told_their_own_direction(client: Client, page: Page) -> None:
    make_link(page)
    make_video(page)
    response = client.get(URL)
    by_class = {
        attributes.get("class"): attributes for name in ("header", "p", "a") for attributes in tags(response, name)
    }
    assert [by_class[name]["dir"] for name in ("who", "bio", "link", "video")] == ["ltr", "auto", "ltr", "auto"]


@pytest.mark.parametrize(
    ("name", "way"),
    [("ليلى ترقص", "rtl"), ("✨ נועה", "rtl"), ("7 Mina ليلى", "ltr"), ("🌙", "ltr"), ("町のねこ", "ltr")],
)
def test_direction_is_that_of_the_first_letter_and_known_before_the_picture(
    client: Client, page: Page, name: str, way: str
) -> None:
    Snapshot.objects.filter(page=page).update(display_name=name, revision=7)
    make_link(page, name)
    make_link(page, name, "https://www.instagram.com/mina.eats", kind=Kind.SOCIAL)
    response = client.get(URL)
    found = [tag["dir"] for kind in ("header", "a", "ul") for tag in tags(response, kind) if "dir" in tag]
    assert found == [way] * 3


# Links


def test_links_stand_in_order_with_their_hosts(client: Client, page: Page) -> None:
    make_link(page, "Second", "https://www.example.org/b", pk=2)
    make_link(page, "Third", "mailto:mina@example.org", pk=1)
    Link.objects.filter(title="Second").update(position=0)
    assert "Second example.org Third mina@example.org" in words(client.get(URL))


def test_web_link_goes_through_go_and_others_straight_to_the_phone(client: Client, page: Page) -> None:
    shop = make_link(page)
    make_link(page, url="mailto:mina@example.org")
    make_link(page, url="tel:+905551234567")
    hrefs = [link["href"] for link in tags(client.get(URL), "a") if link.get("class") == "link"]
    assert hrefs == [f"/go/{shop.key}", "mailto:mina@example.org", "tel:+905551234567"]


def test_hidden_and_deleted_links_are_not_shown(client: Client, page: Page) -> None:
    make_link(page, "Hidden one", is_hidden=True)
    make_link(page, "Deleted one", deleted_at=timezone.now())
    text = words(client.get(URL))
    assert "Hidden one" not in text
    assert "Deleted one" not in text


def test_outgoing_links_vouch_for_nothing(client: Client, page: Page) -> None:
    make_link(page)
    make_video(page)
    outgoing = [link for link in tags(client.get(URL), "a") if link.get("class")]
    assert [link["rel"] for link in outgoing] == ["noopener nofollow ugc"] * 2
    assert not any("target" in link for link in outgoing)


# The wall


def test_video_shows_its_cover_with_the_caption_as_its_words(client: Client, page: Page) -> None:
    make_video(page, 'Soup "for two"\n#soup', views=1_240_000)
    response = client.get(URL)
    (image,), (source,) = tags(response, "img"), tags(response, "source")
    assert image["alt"] == 'Soup "for two"\n#soup'
    assert (image["width"], image["height"]) == ("270", "360")
    assert source["type"] == "image/webp"
    assert [candidate.split()[1] for candidate in source["srcset"].split(", ")] == ["270w", "540w"]
    assert 'Soup "for two" 1.2M1.2 million views' in words(response)


def test_video_links_to_tiktok_with_credit(client: Client, page: Page) -> None:
    video = make_video(page)
    response = client.get(URL)
    assert video.share_url in [link["href"] for link in tags(response, "a")]
    assert "@mina.eats on TikTok" in words(response)


def test_credit_without_a_username_is_the_name(client: Client) -> None:
    make_video(make_page(username=""))
    assert "Mina Eats on TikTok" in words(client.get(URL))


def test_video_without_an_address_is_no_link(client: Client, page: Page) -> None:
    make_video(page, share_url="")
    (video,) = [link for link in tags(client.get(URL), "a") if link.get("class") == "video"]
    assert "href" not in video


def test_video_made_with_ai_is_labelled(client: Client, page: Page) -> None:
    make_video(page, is_aigc=True)
    assert "AI-generated" in words(client.get(URL))


def test_only_covers_below_the_first_row_wait(client: Client, page: Page) -> None:
    for _ in range(4):
        make_video(page)
    assert [image.get("loading") for image in tags(client.get(URL), "img")] == [None, None, "lazy", "lazy"]


def test_wall_shows_the_newest_twelve_that_tiktok_lists(client: Client, page: Page) -> None:
    make_video(page, "Gone from TikTok", is_listed=False)
    for number in range(13):
        make_video(page, f"Number {number}!")
    text = words(client.get(URL))
    assert re.findall(r"Number \d+!", text) == [f"Number {number}!" for number in range(12)]
    assert "Gone from TikTok" not in text


@pytest.mark.parametrize(("color", "ink"), [("#f4e2c0", "black"), ("#1d2b4a", "white"), ("", "white")])
def test_video_without_a_cover_is_a_tile_that_can_be_read(client: Client, page: Page, color: str, ink: str) -> None:
    make_video(page, "Cold sesame noodles", cover="", cover_color=color)
    response = client.get(URL)
    assert tags(response, "img") == []
    assert f"cover tile {ink}" in [span.get("class") for span in tags(response, "span")]
    assert tags(response, "path")[0]["fill"].startswith(color or "#")
    assert "Cold sesame noodles" in words(response)


@pytest.mark.parametrize("cover", [PICTURE, ""])
def test_video_without_a_caption_still_has_a_name(client: Client, page: Page, cover: str) -> None:
    make_video(page, "", cover=cover)
    assert "A TikTok without a caption" in client.get(URL).text


# What a visit costs


@pytest.mark.parametrize("links", [1, 100])
def test_cold_page_takes_four_queries(
    client: Client, page: Page, links: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(links):
        make_link(page)
    for _ in range(12):
        make_video(page)
    with django_assert_num_queries(4):  # page, videos, links, domain rules
        response = client.get(URL)
    assert len([link for link in tags(response, "a") if link.get("class") == "link"]) == links


def test_stale_page_is_shown_as_it_is_and_asks_tiktok_nothing(
    client: Client, page: Page, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    control.reset()
    page.snapshot.due_at = timezone.now()
    page.snapshot.save()
    with django_assert_max_num_queries(5):
        response = client.get(URL)
    assert "Mina Eats" in words(response)
    assert control.calls() == []


# Nobody is watching


def test_visitor_gets_no_cookie_and_one_answer_for_all(client: Client, page: Page) -> None:
    response = client.get(URL)
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=5, s-maxage=1"


@pytest.mark.parametrize("path", [URL, "/@gone.page", "/go/nothing", "/nobody.here", "/@nobody.here"])
def test_public_address_never_reads_the_session(client: Client, page: Page, path: str) -> None:
    moderation.suspend(make_page("gone.page"), reason="Spam")
    client.force_login(User.objects.create_user("visitor"))
    response = client.get(path)
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert "visitor" not in response.text


@pytest.mark.parametrize(("name", "value"), HEADERS.items())
def test_no_header_changes_the_page(client: Client, page: Page, name: str, value: str) -> None:
    plain = client.get(URL)
    forget_all()
    odd = client.get(URL, headers={name: value})
    forget_all()
    again = client.get(URL)
    assert (odd.content, odd.headers) == (plain.content, plain.headers) == (again.content, again.headers)


@pytest.mark.parametrize("name", COOKIES)
def test_no_cookie_changes_the_page(client: Client, page: Page, name: str) -> None:
    plain = client.get(URL)
    forget_all()
    client.cookies[name] = CANARY
    odd = client.get(URL)
    assert (odd.content, odd.headers) == (plain.content, plain.headers)


def test_page_loads_nothing_from_elsewhere(client: Client, page: Page) -> None:
    page.snapshot.avatar = PICTURE
    page.snapshot.save()
    make_link(page)
    make_video(page)
    response = client.get(URL)
    loaded = [image["src"] for image in tags(response, "img")]
    loaded += [link["href"] for link in tags(response, "link") if link["rel"] in {"icon", "preload", "stylesheet"}]
    loaded += [
        candidate
        for name in ("img", "source")
        for tag in tags(response, name)
        for candidate in tag["srcset"].split(", ")
    ]
    assert loaded
    assert all(re.match(r"/(media|static)/", address) for address in loaded)
    assert "url(" not in response.text
    assert "@import" not in response.text


def test_page_has_one_script_of_ours_and_no_inline_style(client: Client, page: Page) -> None:
    make_video(page, cover="")
    response = client.get(URL)
    assert tags(response, "script") == OWN_SCRIPTS
    assert not any(name == "style" or name.startswith("on") for _tag, names in outline(response) for name in names)


def test_policy_allows_this_stylesheet_and_our_pictures_only(client: Client, page: Page) -> None:
    response = client.get(URL)
    (style,) = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert response["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors 'none'; script-src {services.SITE_URL}/static/js/public.js"
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(client: Client, payload: str) -> None:
    shown = [
        client.get(fill_with(text, handle)) for handle, text in (("plain.page", "Ordinary"), ("other.page", payload))
    ]
    assert outline(shown[1]) == outline(shown[0])


def test_markup_in_fancy_letters_stays_text(client: Client) -> None:
    response = client.get(fill_with("＜script＞alert(1)＜/script＞", "fancy.page"))
    assert tags(response, "script") == OWN_SCRIPTS


def fill_with(text: str, handle: str) -> str:
    """A page that says this text wherever somebody else's text is shown."""
    page = make_page(handle, display_name=text, username=text, bio=text)
    make_link(page, text[:100])
    make_video(page, text)
    make_video(page, text, cover="")
    return page.get_absolute_url()


# Other addresses


@pytest.mark.parametrize("path", ["/@Mina.Eats", "/mina.eats", "/MINA.EATS", "/@mina.eats/", "/@MINA.EATS/"])
def test_near_miss_is_led_to_the_page(client: Client, page: Page, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, URL)


@pytest.mark.parametrize("room", ["/studio", "/admin"])
def test_room_without_its_last_slash_is_found(client: Client, room: str) -> None:
    response = client.get(room)
    assert (response.status_code, response["Location"]) == (302, f"{room}/")


UNKNOWN = [
    "/@nobody",
    "/nobody",
    "/@",
    "/@a%00b",
    "/a%00b",
    "/@%F0%9F%98%80",
    "/@" + "a" * 500,
    "/@mina.eats/x",
    "/@../etc",
    "/@mina eats",
]


@pytest.mark.parametrize(
    "path", [*UNKNOWN, "/go/", "/go/%00", "/go/a/b", "/.env", "/.git/config", "/media/", "/static/"]
)
def test_unknown_address_offers_the_front_page(client: Client, page: Page, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "There is no page here" in words(response)
    assert any(link["href"].removeprefix(settings.SITE_URL) == "/" for link in tags(response, "a"))


@pytest.mark.parametrize("path", [URL, "/mina.eats", "/go/nothing"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_public_addresses_are_for_reading(client: Client, page: Page, method: str, path: str) -> None:
    response = getattr(client, method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_head_says_what_get_would(client: Client, page: Page) -> None:
    head, get = client.head(URL), client.get(URL)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers


# Taken down


def test_suspended_page_says_only_that_it_is_closed(client: Client, page: Page) -> None:
    moderation.suspend(page, reason="Phishing for passwords")
    response = client.get(URL)
    assert response.status_code == 410
    assert "This page has been taken down" in words(response)
    assert "Mina" not in response.text
    assert "Phishing" not in response.text
    assert response["Cache-Control"] == "public, max-age=5, s-maxage=1"


def test_address_of_a_suspended_page_is_still_found(client: Client, page: Page) -> None:
    moderation.suspend(page, reason="Spam")
    assert client.get("/Mina.Eats", follow=True).status_code == 410


# /go/


def test_go_leads_to_the_stored_address(client: Client, page: Page) -> None:
    link = make_link(page, url="https://shop.example.com/a%20b?x=1&y=%C3%A9#top")
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, response["Location"]) == (302, link.url)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert not response.cookies


@pytest.mark.parametrize("query", ["url=https://evil.example", "next=//evil.example", "u=x&to=https://evil.example"])
def test_go_takes_no_target_from_the_visitor(client: Client, page: Page, query: str) -> None:
    link = make_link(page)
    assert client.get(f"/go/{link.key}?{query}")["Location"] == link.url


def hide(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(is_hidden=True)


def delete(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(deleted_at=timezone.now())


@pytest.mark.parametrize("take_away", [hide, delete, Link.delete])
def test_go_does_not_follow_what_is_not_on_the_page(
    client: Client, page: Page, take_away: Callable[[Link], Any]
) -> None:
    link = make_link(page)
    take_away(link)
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, "Location" in response) == (404, False)


@pytest.mark.parametrize(
    "stored",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "/admin/",
        "https://user@evil.example/",
        "https://127.0.0.1/",
        "https://intranet/",
        "ftp://example.org/",
        "mailto:mina@example.org",
        "tel:+905551234567",
        "https://example.org/\r\nSet-Cookie: a=b",
    ],
)
def test_go_looks_at_the_stored_address_again(client: Client, page: Page, stored: str) -> None:
    link = make_link(page, url=stored)
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, "Location" in response) == (404, False)


def test_go_is_closed_with_its_page(client: Client, page: Page) -> None:
    link = make_link(page)
    moderation.suspend(page, reason="Spam")
    response = client.get(f"/go/{link.key}")
    assert (response.status_code, "Location" in response) == (410, False)
    assert "This page has been taken down" in words(response)


def test_go_keys_cannot_be_guessed(client: Client, page: Page) -> None:
    link = make_link(page)
    near = [link.key[:-1], link.key + "A", link.key.swapcase(), link.key[::-1], str(link.pk), str(page.pk), "None"]
    guesses = [*near, *(secrets.token_urlsafe(9) for _ in range(300))]
    assert {client.get(f"/go/{key}").status_code for key in guesses} == {404}
