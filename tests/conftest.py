"""What every test may ask for."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import caches
from django.db import connections
from django.test.testcases import LiveServerThread, TransactionTestCase
from pytest_django import Settings
from redis.exceptions import RedisError

from tests import services
from tests.emptying import empty


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
        options = "-c lock_timeout=15000 -c synchronous_commit=off"
        database["OPTIONS"] = database["OPTIONS"] | {"options": options}


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """What a test that commits leaves in the database goes by our own means."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True)
def clean_slate(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Each test has its own media folder and its own keys in Redis."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # Nothing is collected here, so nothing has a hash in its name.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    prefix = uuid4().hex
    settings.CACHES = {name: cache | {"KEY_PREFIX": prefix} for name, cache in settings.CACHES.items()}
    yield
    with suppress(RedisError):  # some tests take Redis away
        caches["default"].delete_pattern("*")  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def site_thread(django_db_modify_db_settings: None) -> Iterator[None]:
    """The whole site, sandbox included, served at SITE_URL from a thread of this process."""
    thread: Any = LiveServerThread("localhost", StaticFilesHandler, port=services.PORT)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield
    thread.terminate()
