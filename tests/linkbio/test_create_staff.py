from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from linkbio import roles

pytestmark = pytest.mark.django_db


def create_staff(*options: str) -> str:
    printed = StringIO()
    call_command("create_staff", "ann", *options, stdout=printed)
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


@pytest.mark.parametrize("role", roles.ROLES)
def test_second_run_keeps_the_role(role: str) -> None:
    create_staff("--role", role)
    create_staff()
    user = get_user_model().objects.get(username="ann")
    assert roles.held_by(user) == role
    assert user.is_superuser == (role == "administrator")


def test_superuser_made_elsewhere_is_an_administrator() -> None:
    get_user_model().objects.create_superuser("ann")
    create_staff()
    assert roles.held_by(get_user_model().objects.get(username="ann")) == "administrator"


def test_account_that_is_not_staff_becomes_it_only_with_a_role() -> None:
    get_user_model().objects.create_user("ann")
    with pytest.raises(CommandError, match="Say --role"):
        create_staff()
    assert not get_user_model().objects.get(username="ann").has_usable_password()
    create_staff("--role", "trainee")
    assert roles.held_by(get_user_model().objects.get(username="ann")) == "trainee"


@pytest.mark.parametrize("name", ["", " ", "ann\n", "ann b", "ann/b", "a" * 151, "\udcff"], ids=ascii)
def test_name_that_no_account_may_have_makes_none(name: str) -> None:
    with pytest.raises(CommandError, match="Nobody can be called"):
        call_command("create_staff", name)
    assert not get_user_model().objects.exists()
