from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest import LogCaptureFixture
from pytest_django import Settings

from tests.away import put_redis_at, read_only_redis, take_redis_away
from tests.tiktok_auth.steps import logged

pytestmark = pytest.mark.django_db


def refuse_everything(*args: Any) -> None:
    raise OperationalError("connection refused by 10.0.0.7")


def test_process_says_that_it_is_alive(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.text, response["Content-Type"]) == ("ok\n", "text/plain; charset=utf-8")


def test_process_is_alive_whatever_else_is_not(client: Client, settings: Settings) -> None:
    take_redis_away(settings)
    with connection.execute_wrapper(refuse_everything):
        assert client.get("/healthz").text == "ok\n"


def test_site_is_ready_when_everything_answers(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_site_without_redis_is_not_ready(client: Client, settings: Settings) -> None:
    take_redis_away(settings)
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "cache\n")


def test_site_whose_redis_takes_no_writes_is_not_ready(client: Client, settings: Settings, tmp_path: Path) -> None:
    with read_only_redis(tmp_path) as address:
        put_redis_at(address, settings)
        response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "cache\n")


def test_site_without_its_database_is_not_ready_and_gives_no_details(client: Client) -> None:
    with connection.execute_wrapper(refuse_everything):
        response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "database\nmigrations\n")


def test_site_with_a_migration_to_run_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="profiles").order_by("-pk")[0].delete()
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "migrations\n")


def test_log_says_once_what_is_not_ready(client: Client, caplog: LogCaptureFixture) -> None:
    with connection.execute_wrapper(refuse_everything):
        client.get("/readyz")
    assert [line["failing"] for line in logged(caplog, "not_ready")] == [["database", "migrations"]]
    assert [record.name for record in caplog.records] == ["linkbio.views"]
