# ruff: noqa: RUF001  (letters that look like others are what creators write their names in)
"""Visitors are not watched, the page loads nothing from elsewhere, and hostile text stays text."""

import base64
import hashlib
import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from profiles.models import Page
from tests import moderators, services
from tests.markup import outline, tags
from tests.profiles.hostile_texts import PAYLOADS
from tests.profiles.pages import PICTURE, make_link, make_page, make_video
from tests.profiles.visitors import CANARY, COOKIES, HEADERS, URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bio_and_followers")]

# What the page says to search engines, which is data, and what helps to share it.
OWN_SCRIPTS = [{"type": "application/ld+json"}, {"src": "/static/js/public.js", "defer": ""}]


def forget_all() -> None:
    cache.delete_pattern("*")  # type: ignore[attr-defined]


def test_visitor_gets_no_cookie_and_one_answer_for_all(client: Client, page: Page) -> None:
    response = client.get(URL)
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=5, s-maxage=1"


@pytest.mark.parametrize("path", [URL, "/@gone.page", "/go/nothing", "/nobody.here", "/@nobody.here"])
def test_public_address_never_reads_the_session(client: Client, page: Page, path: str) -> None:
    moderators.suspend(make_page("gone.page"), reason="Spam")
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
