"""`make demo`: a whole site with demo creators on this machine, with nothing to set up and nothing left running."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import requests
from django.core.exceptions import ImproperlyConfigured

from linkbio import ports
from linkbio.embedded import EmbeddedValkey

START_SECONDS = 180
STOP_SECONDS = 15
ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
SITE_URL = f"http://localhost:{PORT}"
STAFF = "staff"


def nothing_set() -> dict[str, str]:
    """Every variable that .env.example explains, empty: then neither a shell nor an operator's .env has a say."""
    return dict.fromkeys(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE), "")


def configuration(redis_url: str, data: Path, port: str) -> dict[str, str]:
    """Everything the site's processes read: nothing of the operator's own configuration gets in."""
    return nothing_set() | {
        "DATA_DIR": str(data),
        "DEBUG": "0",
        "HOST": HOST,
        "PORT": port,
        # A demo may well run as root, in a container. A site should not, and there Celery says so.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        "REDIS_URL": redis_url,
        "SITE_URL": f"http://localhost:{port}",
        "TIKTOK_SANDBOX": "1",
        "TRUSTED_PROXIES": "0",
    }


class Demo:
    """The site's processes, started in order and stopped together."""

    def __init__(self, redis_url: str, data: Path, *, port: str = PORT, **changes: str) -> None:
        self.port = port
        self.configuration = configuration(redis_url, data, port) | changes
        self.environment = os.environ | self.configuration
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def site_url(self) -> str:
        return self.environment["SITE_URL"]

    def keep_configuration(self) -> Path:
        """Write it down for a shell, in which commands then meet this very site."""
        path = Path(self.configuration["DATA_DIR"]) / "environment"
        path.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in self.configuration.items()))
        return path

    def manage(self, *words: str) -> str:
        """Run one management command and return what it printed. Raises SystemExit with its error when it failed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"manage.py {words[0]} failed:\n{done.stderr.strip()}")
        return done.stdout.strip()

    def start(self, *words: str) -> None:
        """Start a management command in a group of its own, so that Ctrl-C reaches it through us, once."""
        command = [sys.executable, "manage.py", *words]
        output = subprocess.DEVNULL if words[0] == "worker" else None
        self.processes.append(
            subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=output)
        )

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self.has_failed():
            with suppress(requests.RequestException):
                host = {"Host": urlsplit(self.site_url).netloc}
                if requests.get(f"http://127.0.0.1:{self.port}/healthz", headers=host, timeout=2).ok:
                    return
            time.sleep(0.2)
        raise SystemExit(
            f"The site did not start on port {self.port}. Is something else using it? Try PORT=8001 make demo."
        )

    def has_failed(self) -> bool:
        return any(process.poll() is not None for process in self.processes)

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(demo: Demo) -> None:
    say("Preparing the database and starting the site ...")
    demo.manage("migrate", "--verbosity", "0")
    staff = demo.manage("create_staff", STAFF)
    demo.start("serve")
    demo.start("worker")
    demo.wait_until_up()
    say("Logging the demo creators in, one after the other ...")
    say(demo.manage("seed_demo"))
    say(f"\nHome      {SITE_URL}/   (Continue with TikTok leads to the built-in stand-in)")
    say(f"Admin     {SITE_URL}/admin/\n{staff}")
    say(f"Commands  (set -a; . {shlex.quote(str(demo.keep_configuration()))}; .venv/bin/python manage.py freshness)")
    say("\nCtrl-C stops everything.")
    while not demo.has_failed():
        time.sleep(1)
    raise SystemExit("A process of the demo ended unexpectedly; its last lines are above.")


def check_port() -> None:
    """Raises SystemExit before anything is started: another site at our address would be logged in to in our place."""
    try:
        ports.check(HOST, ports.port())
    except ImproperlyConfigured as error:
        raise SystemExit(f"{error} Try PORT=8001 make demo.") from error


def main() -> None:
    check_port()
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGHUP, leave)
    with ExitStack() as stack:
        data = Path(os.environ.get("DATA_DIR") or ROOT / "var" / "demo").absolute()
        valkey = EmbeddedValkey(data)
        stack.callback(valkey.stop)
        demo = Demo(valkey.start(), data)
        stack.callback(demo.stop)
        try:
            run(demo)
        except KeyboardInterrupt:
            say("\nStopped.")


if __name__ == "__main__":
    main()
