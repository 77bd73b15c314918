"""Who comes back from TikTok while their account is erased, or twice at once, is logged in or asked to try again."""

from functools import partial
from typing import Any

import pytest
from allauth.account.signals import user_signed_up
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import pre_social_login
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_init, pre_save
from django.dispatch import Signal
from django.test import Client

from profiles import erasure
from profiles.models import Page
from tests.crowd import at_once
from tests.markup import words
from tests.tiktok_auth.steps import arrive, is_logged_in
from tiktok_auth.models import Grant
from tiktok_auth.signals import creator_connected

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "ada.bakes"
# What happens on the way in, one after the other.
STEPS: dict[str, tuple[Signal, Any]] = {
    "account is read": (post_init, SocialAccount),
    "account is written": (pre_save, SocialAccount),
    "account was found": (pre_social_login, None),
    "page is read": (post_init, Page),
    "page was renewed": (creator_connected, None),
    "login was written": (user_logged_in, None),
}
FIRST_STEPS: dict[str, tuple[Signal, Any]] = {
    "account was made": (user_signed_up, None),
    "page is made": (post_init, Page),
    "page was made": (creator_connected, None),
    "login was written": (user_logged_in, None),
}
each_first_step = pytest.mark.parametrize(
    "step", [pytest.param(step, marks=[pytest.mark.needs_postgres] * (step == "page is made")) for step in FIRST_STEPS]
)


def arrive_while_erased(signal: Signal, sender: Any) -> None:
    """Ada comes back from TikTok, and is erased elsewhere at this step."""

    def erase(instance: Any = None, **_step: Any) -> None:
        if not isinstance(instance, SocialAccount) or instance.pk:  # else it is what TikTok said
            signal.disconnect(erase, sender=sender)
            at_once([lambda: erasure.erase(User.objects.get())])

    client = Client(raise_request_exception=False)
    signal.connect(erase, sender=sender)
    answer = arrive(client, ADA)
    assert not signal.disconnect(erase, sender=sender)
    is_in = is_logged_in(client)
    assert is_in or "Something else was done with this account at the same moment." in words(answer)
    assert [model.objects.count() for model in (User, SocialAccount, Grant, Page)] == [is_in] * 4
    assert arrive(Client(), ADA)["Location"] == "/studio/"


@pytest.mark.parametrize("step", STEPS)
def test_login_while_the_account_is_erased_is_a_new_one_or_tried_again(ada_at_tiktok: None, step: str) -> None:
    arrive(Client(), ADA)
    arrive_while_erased(*STEPS[step])


@each_first_step
def test_first_login_while_the_account_is_erased_is_tried_again(ada_at_tiktok: None, step: str) -> None:
    arrive_while_erased(*FIRST_STEPS[step])


@pytest.mark.needs_postgres
def test_two_first_logins_at_once_are_one_account(ada_at_tiktok: None) -> None:
    answers = at_once(partial(arrive, Client(), ADA) for _browser in range(2))
    assert {answer.status_code for answer in answers} <= {302, 401}
    assert (User.objects.count(), Page.objects.count()) == (1, 1)
