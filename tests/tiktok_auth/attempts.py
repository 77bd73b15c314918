"""Ways of coming back from TikTok that must not let anybody in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from tests.tiktok_auth.steps import CALLBACK, MINA, arrive, call_back, start
from tiktok_auth.sandbox import control

type Attempt = Callable[[Client], Any]


def without_state(client: Client) -> Any:
    start(client)
    return call_back(client, code=control.issue_code(MINA))


def with_empty_state(client: Client) -> Any:
    start(client)
    return call_back(client, state="", code=control.issue_code(MINA))


def with_unknown_state(client: Client) -> Any:
    start(client)
    return call_back(client, state="A" * 16, code=control.issue_code(MINA))


def with_state_of_another_session(client: Client) -> Any:
    start(client)
    return call_back(client, state=start(Client())["state"], code=control.issue_code(MINA))


def without_any_session(client: Client) -> Any:
    return call_back(client, state="A" * 16, code=control.issue_code(MINA))


def with_state_in_other_letters(client: Client) -> Any:
    return call_back(client, state=start(client)["state"].swapcase(), code=control.issue_code(MINA))


def with_state_and_a_blank(client: Client) -> Any:
    return call_back(client, state=start(client)["state"] + " ", code=control.issue_code(MINA))


def with_two_states(client: Client) -> Any:
    return client.get(f"{CALLBACK}?state={start(client)['state']}&state=other&code={control.issue_code(MINA)}")


def with_endless_state(client: Client) -> Any:
    start(client)
    return call_back(client, state="A" * 100_000, code=control.issue_code(MINA))


def with_unprintable_state(client: Client) -> Any:
    start(client)
    return client.get(f"{CALLBACK}?state=%00%ff%fe%ed%a0%80&code=x")


def with_old_state(client: Client) -> Any:
    state = start(client)["state"]
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1)):
        return call_back(client, state=state, code=control.issue_code(MINA))


def with_state_used_before_in_vain(client: Client) -> Any:
    state = start(client)["state"]
    call_back(client, state=state, error="server_error")
    return call_back(client, state=state, code=control.issue_code(MINA))


def with_state_of_before_logging_out(client: Client) -> Any:
    state = start(client)["state"]
    client.post("/accounts/logout/")
    client.cookies.clear()
    return call_back(client, state=state, code=control.issue_code(MINA))


BAD_STATES: list[Attempt] = [
    without_state,
    with_empty_state,
    with_unknown_state,
    with_state_of_another_session,
    without_any_session,
    with_state_in_other_letters,
    with_state_and_a_blank,
    with_two_states,
    with_endless_state,
    with_unprintable_state,
    with_old_state,
    with_state_used_before_in_vain,
    with_state_of_before_logging_out,
]


def with_unknown_code(client: Client) -> Any:
    return call_back(client, state=start(client)["state"], code="unknown*0!1234.va")


def with_empty_code(client: Client) -> Any:
    return call_back(client, state=start(client)["state"], code="")


def with_used_code(client: Client) -> Any:
    code = control.issue_code(MINA)
    arriving = Client()
    call_back(arriving, state=start(arriving)["state"], code=code)
    User.objects.all().delete()
    return call_back(client, state=start(client)["state"], code=code)


def with_old_code(client: Client) -> Any:
    control.set_lifetimes(code_seconds=0)
    return arrive(client)


def with_twice_encoded_code(client: Client) -> Any:
    code = control.issue_code(MINA).replace("*", "%2A")
    return call_back(client, state=start(client)["state"], code=code)


def with_unprintable_code(client: Client) -> Any:
    return client.get(f"{CALLBACK}?state={start(client)['state']}&code=%00%ff%0d%0a%ed%a0%80")


def with_endless_code(client: Client) -> Any:
    return call_back(client, state=start(client)["state"], code="A" * 100_000)


def with_an_error(client: Client) -> Any:
    return call_back(client, state=start(client)["state"], error="invalid_scope", error_description="<b>no</b>")


def with_an_error_and_a_code(client: Client) -> Any:
    return call_back(client, state=start(client)["state"], error="server_error", code=control.issue_code(MINA))


def with_nothing_but_a_state(client: Client) -> Any:
    return call_back(client, state=start(client)["state"])


def broken(endpoint: str, mode: str) -> Attempt:
    def attempt(client: Client) -> Any:
        control.break_next(endpoint, mode, times=2)  # a refused scope is asked for once more, with less
        return arrive(client)

    attempt.__name__ = f"{endpoint}_{mode}"
    return attempt


BAD_CODES: list[Attempt] = [
    with_unknown_code,
    with_empty_code,
    with_used_code,
    with_old_code,
    with_twice_encoded_code,
    with_unprintable_code,
    with_endless_code,
    with_an_error,
    with_an_error_and_a_code,
    with_nothing_but_a_state,
]
TROUBLE = ["502", "403", "html", "empty", "redirect", "cut", "huge", "bomb", "charset", "reset"]
IDENTITIES = ["null_open_id", "number_open_id", "wrong_open_id", "no_open_id", "wrapped"]
OAUTH_ERRORS = ["access_denied", "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "server_error"]
DISPLAY_ERRORS = ["429", "500", "not_ok", "access_token_invalid", "scope_not_authorized", "invalid_params"]
BAD_ANSWERS = [broken("token", mode) for mode in [*TROUBLE, *IDENTITIES, *OAUTH_ERRORS]]
BAD_ANSWERS += [broken("user_info", mode) for mode in [*TROUBLE, *IDENTITIES, *DISPLAY_ERRORS]]
