from datetime import UTC, datetime, timedelta

import time_machine
from django.test import Client
from pytest_django import Settings

from tests.services import SITE_URL


def test_robots_may_read_pages_and_follow_no_links_out(client: Client) -> None:
    assert client.get("/robots.txt").text.splitlines() == [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /go/",
        "Disallow: /studio/",
        "",
        f"Sitemap: {SITE_URL}/sitemap.xml",
    ]


@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
def test_security_txt_says_whom_to_tell(client: Client) -> None:
    assert client.get("/.well-known/security.txt").text.splitlines() == [
        "Contact: mailto:hello@example.org",
        "Expires: 2027-05-22T00:00:00Z",
        f"Canonical: {SITE_URL}/.well-known/security.txt",
    ]


def test_security_txt_never_expires_while_it_is_served(client: Client) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=4000)):
        expires = client.get("/.well-known/security.txt").text.splitlines()[1].removeprefix("Expires: ")
        assert datetime.fromisoformat(expires) > datetime.now(UTC)


def test_security_txt_without_a_contact_leads_to_the_page_about_privacy(client: Client, settings: Settings) -> None:
    settings.CONTACT = ""
    said = client.get("/.well-known/security.txt").text.splitlines()
    assert said[0] == f"Contact: {SITE_URL}/privacy"
    assert said[1].startswith("Expires: ")


def test_old_name_of_the_icon_leads_to_it(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/icons/mark.svg")
