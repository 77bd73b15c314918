"""Staff with a second factor, in each role."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client

from linkbio import roles


def make_staff(name: str, role: str) -> User:
    user = User.objects.create_user(name, password="a long password for the tests")
    roles.give(user, role)
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
    return user


@pytest.fixture
def moderator() -> User:
    return make_staff("moderator", "moderator")


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client
