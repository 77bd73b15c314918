"""Links are looked at where they lead, kindly and never inside, and creators who asked read which are dead."""

import socket
from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from profiles import scanning
from profiles.models import Link, Page, Reach, Scan
from profiles.scanning import DESTINATIONS
from tests import hostile
from tests.hostile import Behaviour, Server, Wire
from tests.markup import words
from tests.profiles.pages import make_link, make_video
from tests.profiles.watch import page, scan_of, server
from tiktok_auth.addresses import check_addresses, check_url
from tiktok_auth.errors import Unavailable

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["page", "server"]


@pytest.mark.parametrize(
    ("behaviour", "reach"),
    [
        (hostile.answer(b"<h1>Shop</h1>"), Reach.REACHED),
        (hostile.answer(b"x" * 100_000), Reach.REACHED),
        (hostile.redirect("http://127.0.0.1:9/admin"), Reach.REACHED),
        (hostile.redirect("https://elsewhere.example/", status=301), Reach.REACHED),
        (hostile.answer(status=404), Reach.MISSING),
        (hostile.answer(b"x" * 100_000, status=404), Reach.MISSING),
        (hostile.answer(status=410), Reach.MISSING),
        # A wall against machines, or a bad day: nothing that a visitor would meet for certain.
        (hostile.answer(status=401), Reach.UNKNOWN),
        (hostile.answer(status=403), Reach.UNKNOWN),
        (hostile.answer(b"Just a moment...", status=403, cf_mitigated="challenge"), Reach.UNKNOWN),
        (hostile.answer(status=405), Reach.UNKNOWN),
        (hostile.answer(status=429), Reach.UNKNOWN),
        (hostile.answer(status=500), Reach.UNKNOWN),
        (hostile.answer(status=503), Reach.UNKNOWN),
        (hostile.hang_up, Reach.UNKNOWN),
        (hostile.reset, Reach.UNKNOWN),
    ],
)
def test_only_what_says_so_is_missing(server: Server, behaviour: Behaviour, reach: Reach) -> None:
    server.behave(behaviour)
    assert scanning.look_at(f"{server.url}/shop") == reach
    assert len(server.requests) == 1


@pytest.mark.parametrize(("number", "reach"), [(socket.EAI_NONAME, Reach.MISSING), (socket.EAI_AGAIN, Reach.UNKNOWN)])
def test_only_a_name_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch, number: int, reach: Reach) -> None:
    def look_up(*name: Any, **kind: Any) -> Any:
        raise socket.gaierror(number, "as the system words it")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert scanning.look_at("https://shop.example.com/") == reach


def test_look_says_who_looks(server: Server, settings: Settings) -> None:
    scanning.look_at(f"{server.url}/shop")
    (request,) = server.requests
    assert request.method == "GET"
    assert settings.SITE_URL in request.headers["user-agent"]
    assert "cookie" not in request.headers
    assert "referer" not in request.headers


def test_nobody_is_looked_at_for_creators_who_did_not_ask(page: Page, server: Server) -> None:
    Page.objects.update(watches_links=False)
    make_link(page, url=f"{server.url}/shop")
    assert scanning.look_at_links() == 0
    assert server.requests == []


def test_host_is_left_alone_for_a_minute(page: Page, server: Server) -> None:
    first, second = (make_link(page, url=f"{server.url}/{number}") for number in range(2))
    assert scanning.look_at_links() == 1
    assert [request.path for request in server.requests] == ["/0"]
    assert scanning.look_at_links() == 0
    cache.delete("scan:host:127.0.0.1")  # a minute later
    assert scanning.look_at_links() == 1
    assert [request.path for request in server.requests] == ["/0", "/1"]
    assert (scan_of(first).reach, scan_of(second).reach) == (Reach.REACHED, Reach.REACHED)


def test_links_that_were_looked_at_today_hold_up_no_new_one(
    page: Page, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "LOOKS_BATCH", 1)
    for number in range(3):
        url = f"https://{number}.example/"
        Scan.objects.create(link=make_link(page, url=url), url=url, reach_at=timezone.now())
    new = make_link(page, url=f"{server.url}/new")
    assert scanning.look_at_links() == 1
    assert scan_of(new).reach == Reach.REACHED


def test_host_with_many_links_holds_up_no_other(page: Page, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "LOOKS_BATCH", 2)
    for number in range(3):
        make_link(page, url=f"https://many.example/{number}")
    other = make_link(page, url=f"{server.url}/shop")
    assert scanning.look_at_links() == 2
    assert scan_of(other).reach == Reach.REACHED


def test_slow_sites_are_looked_at_while_there_is_time(
    page: Page, server: Server, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    moments = count(0.0, scanning.MOST_SECONDS / 2)  # at the start of a round, and before each of its links
    monkeypatch.setattr("profiles.scanning.time", SimpleNamespace(monotonic=lambda: next(moments)))
    monkeypatch.setattr(scanning, "LOOK_SECONDS", 0.2)
    server.behave(hostile.stay_silent)
    settings.WATCHED_HOSTS = [server.url, f"http://localhost:{server.port}"]
    first, second = (make_link(page, url=f"{url}/shop") for url in settings.WATCHED_HOSTS)
    assert [scanning.look_at_links(), scanning.look_at_links()] == [1, 1]
    assert {scan_of(first).reach, scan_of(second).reach} == {Reach.UNKNOWN}


def test_link_that_goes_while_it_is_looked_at_ends_no_round(page: Page, server: Server) -> None:
    link = make_link(page, url=f"{server.url}/shop")

    def erase_meanwhile(wire: Wire) -> None:
        Link.objects.filter(pk=link.pk).delete()
        connection.close()
        hostile.answer(status=404)(wire)

    server.behave(erase_meanwhile)
    assert scanning.look_at_links() == 1
    assert not Scan.objects.exists()


def test_link_is_broken_when_it_was_missing_two_days_in_a_row(page: Page, server: Server) -> None:
    server.behave(hostile.answer(status=404))
    link = make_link(page, url=f"{server.url}/shop")
    scanning.look_at_links()
    assert not Scan.objects.broken(page).exists()
    with travel(timezone.now() + timedelta(days=1, minutes=1)):
        cache.delete("scan:host:127.0.0.1")
        scanning.look_at_links()
    assert Scan.objects.broken(page).get().link == link


def test_creator_reads_about_dead_links_when_they_want_to(client: Client, page: Page) -> None:
    Page.objects.update(watches_links=False)
    dead, alive = make_link(page, "Old shop", url="https://gone.example/"), make_link(page, "New shop")
    Scan.objects.create(link=dead, url=dead.url, misses=2)
    Scan.objects.create(link=alive, url="https://was.example/", misses=5)
    client.force_login(page.owner)
    assert "Nothing was there when we looked" not in words(client.get("/studio/"))
    client.post("/studio/settings/", {"part": "watch", "watches_links": "on"})
    said = words(client.get("/studio/"))
    assert "Nothing was there when we looked, two days in a row: Old shop gone.example" in said
    assert "was.example" not in said


def test_dead_links_stand_in_order_those_of_the_page_before_those_of_each_tiktok(page: Page) -> None:
    first, second = make_video(page), make_video(page)
    places = [(second, 1), (None, 1), (first, 1), (second, 0), (first, 0), (None, 0)]
    for number, (video, position) in enumerate(places):
        link = make_link(page, str(number), video=video)
        Link.objects.filter(pk=link.pk).update(position=position)
        Scan.objects.create(link=link, url=link.url, misses=2)
    assert [scan.link.title for scan in Scan.objects.broken(page)] == ["5", "1", "4", "2", "3", "0"]


def test_wall_in_between_makes_a_link_unknown_and_never_broken(page: Page, server: Server) -> None:
    server.behave(hostile.answer(status=404), hostile.answer(status=403), hostile.answer(status=404))
    make_link(page, url=f"{server.url}/shop")
    for day in range(3):
        with travel(timezone.now() + timedelta(days=day, minutes=day)):
            cache.delete("scan:host:127.0.0.1")
            scanning.look_at_links()
    assert len(server.requests) == 3
    assert not Scan.objects.broken(page).exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://example.com:8443/",
        "https://user@example.com/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://127.8.9.1/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://example.com/\r\nHost: inside",
    ],
)
def test_watch_never_leaves_for_anything_but_a_public_site(url: str) -> None:
    with pytest.raises(Unavailable, match="address"):
        check_url(url, DESTINATIONS)
    assert scanning.look_at(url) == Reach.UNKNOWN


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "ff02::1"),
    ],
)
def test_watch_never_arrives_inside(address: str) -> None:
    check_url("https://rebound.example/", DESTINATIONS)
    with pytest.raises(Unavailable, match="address"):
        check_addresses("rebound.example", ["93.184.216.34", address])
