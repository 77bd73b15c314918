"""How many logins may be started from one address, and who must not notice."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from tests.away import take_redis_away
from tests.markup import tags, words
from tests.tiktok_auth.steps import LOGIN, arrive, is_logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
MOST = 60


def start(client: Client, times: int = 1, *, address: str = "198.51.100.7", forwarded: str = "") -> list[int]:
    """The statuses of so many starts; `{}` in `forwarded` becomes another number each time."""
    return [
        client.post(LOGIN, REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded.format(number)).status_code
        for number in range(times)
    ]


def test_flood_of_logins_from_one_address_is_refused_without_blaming_who_shares_it(client: Client) -> None:
    assert start(client, MOST + 3) == [302] * MOST + [429] * 3
    answer = client.post(LOGIN, REMOTE_ADDR="198.51.100.7")
    assert "which you may share with many people. Nothing has changed. Try again in a minute." in words(answer)
    assert "Too many tries" not in words(answer)
    assert LOGIN in [form["action"] for form in tags(answer, "form")]
    assert (answer["Retry-After"], "no-store" in answer["Cache-Control"]) == ("60", True)


def test_forged_header_does_not_pass_the_limit(client: Client) -> None:
    assert start(client, MOST + 1, forwarded="203.0.113.{}")[-1] == 429


def test_forged_header_does_not_pass_the_limit_behind_a_proxy(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy, real = "127.0.0.1", "198.51.100.7"
    assert start(client, MOST + 1, address=proxy, forwarded=f"203.0.113.{{}}, {real}")[-1] == 429
    assert start(client, address=proxy, forwarded="198.51.100.8") == [302]


def test_neighbours_in_one_ipv6_network_count_as_one(client: Client) -> None:
    for number in range(MOST):
        start(client, address=f"2001:db8::{number:x}")
    assert start(client, address="2001:db8::ffff") == [429]
    assert start(client, address="2001:db8:0:1::1") == [302]


def test_those_behind_the_same_address_wait_a_minute_at_most(client: Client) -> None:
    start(client, MOST)
    now = timezone.now()
    for seconds in range(0, 60, 5):  # what goes on is refused, and prolongs nothing
        with travel(now.timestamp() + seconds, tick=False):
            assert start(client) == [429]
    with travel(now.timestamp() + 61, tick=False):
        assert start(client) == [302]


def test_whoever_has_started_comes_back_through_the_flood(client: Client, transactional_db: None) -> None:
    for _ in range(MOST - 1):
        Client().post(LOGIN)
    arrive(client)
    assert is_logged_in(client)
    assert Client().post(LOGIN).status_code == 429


def test_limit_holds_in_each_process_while_redis_is_away(client: Client, settings: Settings) -> None:
    take_redis_away(settings)
    assert start(client, MOST + 1)[-1] == 429
