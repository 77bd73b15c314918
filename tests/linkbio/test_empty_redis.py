"""Redis, rid of one site."""

from pathlib import Path
from uuid import uuid4

from django.core.management import call_command
from django_redis import get_redis_connection
from pytest import CaptureFixture
from pytest_django import Settings

from tests.linkbio.test_environment import start


def test_keys_of_this_site_go_and_those_of_others_stay(settings: Settings, capsys: CaptureFixture[str]) -> None:
    settings.REDIS_PREFIX = uuid4().hex
    redis, others = get_redis_connection("default"), f"linkbio-{uuid4().hex[:8]}:1:name"
    own = [f"{settings.REDIS_PREFIX}:1:name", f"{settings.REDIS_PREFIX}:queue:celery"]
    redis.mset(dict.fromkeys([*own, others], 1))
    call_command("empty_redis")
    assert (redis.exists(*own), redis.delete(others)) == (0, 1)
    assert capsys.readouterr().out == "Keys that were deleted from Redis: 2.\n"


def test_redis_that_is_away_is_told_in_one_line(tmp_path: Path) -> None:
    done = start(tmp_path, "empty_redis", REDIS_URL=f"unix://{tmp_path}/nobody.sock")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("CommandError: Redis refused: ConnectionError")
