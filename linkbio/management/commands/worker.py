import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from linkbio import processes


class Command(BaseCommand):
    help = "Becomes the background worker, with the clock that wakes it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Working on what the site queues.")
        self.stdout.flush()
        command = processes.worker()
        os.execv(command[0], command)  # noqa: S606 - the command line is ours
