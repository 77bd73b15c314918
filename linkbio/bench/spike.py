"""One viral page: how often it is rendered, and TikTok asked, while ten times the load comes down on it."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from redis import Redis

from linkbio.bench import load

SECONDS = 12  # longer than a rendered page lives
END = "the end of the spike"


@dataclass
class Watch:
    """What Redis was told, by the moment: each rendering is kept there, each call to TikTok is counted there."""

    renderings: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)

    def note(self, moment: float, command: str) -> None:
        if command.startswith("SET") and "page:copy:" in command:
            self.renderings.append(moment)
        elif command.startswith("ZADD") and ":window" in command:
            self.calls.append(moment)

    @property
    def busiest_second(self) -> int:
        """The most renderings in any second."""
        most, window = 0, deque[float]()
        for moment in self.renderings:
            window.append(moment)
            while window[0] <= moment - 1:
                window.popleft()
            most = max(most, len(window))
        return most


@contextmanager
def watching(redis_url: str) -> Iterator[Watch]:
    """Reads along while the block runs."""
    watch, redis, is_listening = Watch(), Redis.from_url(redis_url), threading.Event()

    def listen() -> None:
        with redis.monitor() as monitor:
            is_listening.set()
            for said in monitor.listen():
                if END in said["command"]:
                    return
                watch.note(said["time"], said["command"])

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    is_listening.wait()
    yield watch
    redis.echo(END)
    listener.join()


def measure(url: str, redis_url: str, *, usual: float) -> dict[str, float]:
    """Ten times `usual` requests a second onto one page: what that cost, and the 99th percentile in milliseconds."""
    with watching(redis_url) as watch:
        p99, held = load.latency(url, ["Accept-Encoding: br"], rate=10 * usual, seconds=SECONDS)
    return {
        "requests a second": held,
        "p99 ms": p99,
        "renderings": len(watch.renderings),
        "most in a second": watch.busiest_second,
        "calls to TikTok": len(watch.calls),
    }
