from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def create_staff() -> str:
    printed = StringIO()
    call_command("create_staff", "ann", stdout=printed)
    return printed.getvalue()


def test_staff_account_can_log_in_with_what_is_printed() -> None:
    printed = create_staff()
    user = get_user_model().objects.get(username="ann")
    password = printed.split("password ")[1].split("\n")[0]
    assert user.is_staff
    assert user.check_password(password)
    assert "otpauth://totp/ann?secret=" in printed


def test_second_run_replaces_password_and_second_factor() -> None:
    first = create_staff()
    second = create_staff()
    assert first != second
    assert Authenticator.objects.filter(user__username="ann", type=Authenticator.Type.TOTP).count() == 1
