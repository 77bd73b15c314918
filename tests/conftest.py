"""What every test may ask for."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings as site
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import caches
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread, TransactionTestCase
from django.utils.timezone import now
from hypothesis import HealthCheck
from hypothesis import settings as search
from pytest_django import Settings
from redis.exceptions import RedisError

from linkbio import celeryconfig
from profiles import opinions, scanning
from tests import services
from tests.crowd import PATIENCE_SECONDS
from tests.emptying import empty
from tiktok_auth import client, holding, transport
from tiktok_auth.sandbox import control

# How long a busy machine takes for an example, or to make one up, is no finding.
search.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
search.load_profile("unhurried")


@pytest.fixture
def missing_service() -> None:
    pytest.fail("; ".join(services.MISSING) or f"no Chromium at {services.CHROMIUM}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Every process has its own database, and SQLite's is a file so that the site's threads see it too."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(services.DATA_DIR / "test.sqlite3")
    else:  # a busy machine makes and drops a whole database in more time than a request may take
        options = f"-c lock_timeout={PATIENCE_SECONDS * 1000} -c synchronous_commit=off"
        database["OPTIONS"] |= {"options": options, "connect_timeout": PATIENCE_SECONDS}


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """A machine that stands still for a while is neither a Redis that is away nor a TikTok that hangs.

    Tests of those who are given up say themselves after how long.
    """
    with pytest.MonkeyPatch.context() as patch:
        for timeout in ("SOCKET_CONNECT_TIMEOUT", "SOCKET_TIMEOUT"):
            for options in (cast(dict[str, Any], cache["OPTIONS"]) for cache in site.CACHES.values()):
                patch.setitem(options, timeout, PATIENCE_SECONDS)
            patch.setitem(celeryconfig.broker_transport_options, timeout.lower(), PATIENCE_SECONDS)
        for module, name in [
            (client, "DEADLINE_SECONDS"),
            (holding, "LOCK_SECONDS"),
            (opinions, "DEADLINE_SECONDS"),
            (scanning, "LOOK_SECONDS"),
            (transport, "CONNECT_SECONDS"),
            (transport, "IMAGE_SECONDS"),
        ]:
            patch.setattr(module, name, PATIENCE_SECONDS)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """What a test that commits leaves in the database goes by our own means."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def uncollected_files() -> Iterator[None]:
    """Nothing is collected here, so nothing has a hash in its name.

    For all tests at once: what a browser of the test before has still asked for would be read in between, and be what
    the next one meets.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=site.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(autouse=True)
def clean_slate(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Each test has its own media folder and its own keys in Redis."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    prefix = uuid4().hex
    settings.CACHES = {name: cache | {"KEY_PREFIX": prefix} for name, cache in settings.CACHES.items()}
    yield
    with suppress(RedisError):  # some tests take Redis away
        caches["default"].delete_pattern("*")  # type: ignore[attr-defined]


@pytest.fixture
def stopped_clock() -> Iterator[None]:
    """For what is told to the second, or ends with the minute or the day: none of them ends under way."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture
def ada_at_tiktok() -> None:
    """A sandbox as new, with Ada and her two videos in it."""
    control.reset()
    control.add_account("ada.bakes", videos=2)


@pytest.fixture
def ada_without_videos() -> None:
    """A sandbox as new, with Ada in it, who has no videos."""
    control.reset()
    control.add_account("ada.bakes", videos=0)


@pytest.fixture(scope="session", autouse=True)
def site_thread(django_db_modify_db_settings: None, uncollected_files: None) -> Iterator[None]:
    """The whole site, sandbox included, served at SITE_URL from a thread of this process."""
    thread: Any = LiveServerThread("localhost", StaticFilesHandler, port=services.PORT)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield
    thread.terminate()
