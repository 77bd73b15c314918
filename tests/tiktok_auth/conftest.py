"""A sandbox that knows nobody yet, and what several modules ask for."""

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests import hostile
from tests.hostile import Server
from tests.tiktok import fresh_sandbox
from tests.tiktok_auth.staff import PASSWORD

__all__ = ["fresh_sandbox"]


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """The only host that may be reached, until a test says otherwise."""
    with hostile.serve() as server:
        settings.TIKTOK_API_BASE = server.url
        yield server


@pytest.fixture
def tiktok() -> Client:
    """TikTok as the webhook meets it; tests of what we ask TikTok for have a server of this name."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def secret(boss: User) -> str:
    """What the boss's authenticator app knows."""
    secret = generate_totp_secret()
    TOTP.activate(boss, secret)
    return secret
