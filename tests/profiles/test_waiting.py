"""Few of a process's threads wait for TikTok; whoever finds no place has lost nothing."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from linkbio import bodies
from linkbio.processes import THREADS
from profiles import easel
from profiles.portability import website
from tests.crowd import at_once
from tests.markup import words
from tests.profiles.studio import page
from tests.tiktok import fresh_sandbox
from tests.tiktok_auth.steps import MINA, arrive, call_back, is_logged_in, start
from tiktok_auth import budget, waiting
from tiktok_auth.models import Grant
from tiktok_auth.sandbox import control

FULL = "More people are coming in than this site can bring to TikTok at once."
SOMEBODY_ELSE = b'{"data": {"user": {"open_id": "-000somebody-else"}}, "error": {"code": "ok", "log_id": "1"}}'

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["fresh_sandbox", "page"]


@pytest.fixture
def crowd() -> Iterator[ExitStack]:
    """As many others as there are places; closing it lets them go."""
    with ExitStack() as others:
        for _ in range(waiting.MOST):
            others.enter_context(waiting.place())
        yield others


def test_visitors_keep_a_thread_whoever_waits_draws_packs_and_sends_slowly_at_once() -> None:
    assert waiting.MOST + easel.MOST_SLOTS + website.MOST + THREADS // bodies.SHARE < THREADS


def test_login_without_a_place_can_be_taken_up_again(client: Client, crowd: ExitStack) -> None:
    way_back = {"state": start(client)["state"], "code": control.issue_code(MINA)}
    assert FULL in words(call_back(client, **way_back))
    assert control.calls("token") == []
    crowd.close()
    call_back(client, **way_back)
    assert is_logged_in(client)


def test_login_that_fails_gives_its_place_back(client: Client) -> None:
    for _ in range(waiting.MOST + 1):
        control.break_next("token", "502")
        assert "Try again in a minute" in words(arrive(client))


@pytest.mark.parametrize("path", ["/studio/disconnect/", "/studio/settings/delete/"])
def test_leaving_without_a_place_changes_nothing(mina: Client, crowd: ExitStack, path: str) -> None:
    answer = mina.post(path, {"handle": MINA})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Nothing was changed: go back and try again." in words(answer)
    assert Grant.objects.get().is_live
    assert control.calls("revoke") == []


@pytest.mark.parametrize("path", ["/studio/disconnect/", "/studio/settings/delete/"])
@pytest.mark.parametrize("answered", [True, False])
def test_who_leaves_is_told_what_tiktok_may_still_allow(mina: Client, path: str, answered: bool) -> None:
    if not answered:
        control.break_next("revoke", "500")
    said = words(mina.post(path, {"handle": MINA}, follow=True))
    assert ("Remove us there" in said) != answered
    assert not Grant.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("path", ["/studio/disconnect/", "/studio/settings/delete/"])
def test_who_leaves_while_our_key_is_missing_reads_nothing_of_tiktok_not_answering(
    mina: Client, path: str, settings: Settings
) -> None:
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    said = words(mina.post(path, {"handle": MINA}, follow=True))
    assert "We could not make sure that TikTok has ended your permission" in said
    assert control.calls("revoke") == []


def test_code_is_kept_while_nobody_could_be_asked_who_it_is(client: Client) -> None:
    for _ in range(budget.FAILURES_THAT_OPEN):
        control.break_next("user_info", "500")
        arrive(client)
    asked = len(control.calls("token"))
    assert "We get no answer from TikTok" in words(arrive(client))
    assert len(control.calls("token")) == asked


def test_login_beyond_the_calls_of_a_minute_reads_that_it_is_our_limit(client: Client, settings: Settings) -> None:
    settings.TIKTOK_CALLS_PER_MINUTE = 1
    arrive(client)
    said = words(arrive(Client()))
    assert FULL in said
    assert "Try again in a minute." in said


def test_strange_answers_about_one_person_keep_nobody_else_out(client: Client) -> None:
    for _ in range(budget.FAILURES_THAT_OPEN):
        control.break_next("user_info", (200, "application/json", SOMEBODY_ELSE))
        arrive(client)
    arrive(client)
    assert is_logged_in(client)


def test_way_back_that_is_taken_twice_at_once_presents_its_code_once(client: Client) -> None:
    way_back = {"state": start(client)["state"], "code": control.issue_code(MINA)}
    again = Client()
    again.cookies.update(client.cookies)
    at_once([lambda: call_back(client, **way_back), lambda: call_back(again, **way_back)])
    assert len(control.calls("token")) == 1
    assert User.objects.count() == 1
