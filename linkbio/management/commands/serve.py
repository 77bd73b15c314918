import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command

from linkbio import processes


class Command(BaseCommand):
    help = "Brings the database and the static files up to date, then becomes the production server."

    def handle(self, *args: Any, **options: Any) -> None:
        port = processes.port()  # a wrong one is told at once
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"The database is up to date. Serving {settings.SITE_URL} on port {port}.")
        self.stdout.flush()
        command = processes.server()
        os.execvp(command[0], command)  # noqa: S606 - the command line is ours
