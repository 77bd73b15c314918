"""Which worker does what: the command lines that `make worker` runs, and the routes that messages take."""

from pathlib import Path

import pytest

from linkbio import processes
from linkbio.celery import app
from tests.linkbio.test_environment import start


def queues() -> list[str]:
    """What each of the workers takes messages from."""
    commands = processes.workers()
    return [command[command.index("--queues") + 1] for command in commands]


def queue_of(task: str) -> str:
    return str(app.amqp.router.route({}, task)["queue"].name)


def test_takedown_never_waits_behind_refreshes() -> None:
    assert queue_of("tiktok_auth.tasks.handle_event") != queue_of("profiles.tasks.refresh")
    assert len(set(queues())) == len(queues())


@pytest.mark.parametrize("task", ["tiktok_auth.tasks.handle_event", "tiktok_auth.tasks.handle_pending"])
def test_events_are_waited_for_by_the_prompt_worker(task: str) -> None:
    assert queue_of(task) == "prompt"


def test_worker_says_what_it_did(tmp_path: Path) -> None:
    program = "import logging; from linkbio.celery import app; app.log.setup('WARNING'); "
    program += "print(logging.getLogger().level == logging.INFO)"
    told = start(tmp_path, "shell", "--no-imports", "--command", program)
    assert told.stdout.splitlines()[-1:] == ["True"], told.stderr


@pytest.mark.django_db
def test_every_task_has_a_worker() -> None:
    app.loader.import_default_modules()
    assert {queue_of(task) for task in app.tasks} == set(queues())


@pytest.mark.django_db
def test_everything_on_the_clock_is_there() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
    assert "beat" in processes.clock()


def test_sites_on_one_redis_keep_apart(tmp_path: Path) -> None:
    program = "from django.core.cache import cache; from linkbio.celery import app; "
    program += "print(cache.make_key(''), app.conf.broker_transport_options['global_keyprefix'])"
    addresses = ["https://a.example", "https://A.example/", "https://b.example"]
    a, also_a, b = [
        start(tmp_path, "shell", "--no-imports", "--command", program, SITE_URL=address).stdout.split()
        for address in addresses
    ]
    assert len(set(a)) == 2
    assert a == also_a
    assert not set(a) & set(b)
