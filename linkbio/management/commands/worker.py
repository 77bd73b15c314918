import signal
import subprocess
import time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from linkbio import processes
from profiles import covers

LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Runs the background workers, with the clock that wakes them. They start, and end, together."

    is_asked_to_stop = False

    def handle(self, *args: Any, **options: Any) -> None:
        if fault := covers.disk_fault():  # pages are refreshed all the same, and what has to go goes
            self.stderr.write(f"DATA_DIR cannot be written to: {fault}. No picture is kept until it can.")
        commands = (*processes.workers(), processes.clock())
        self.nodes = [subprocess.Popen(command, cwd=settings.BASE_DIR) for command in commands]
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.stdout.write("Working on what the site queues.")
        self.stdout.flush()
        while all(node.poll() is None for node in self.nodes):
            time.sleep(LOOK_SECONDS)
        self._stop()
        if any([node.wait() for node in self.nodes]) and not self.is_asked_to_stop:
            raise CommandError("A worker ended unexpectedly.")

    def _stop(self, *signalled: Any) -> None:
        """Let every node finish what it has begun."""
        self.is_asked_to_stop |= bool(signalled)
        for node in self.nodes:
            node.terminate()
