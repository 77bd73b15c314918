import os
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, call_command
from django.db import connection

from linkbio import ports, processes


class Command(BaseCommand):
    help = "Brings the database and the static files up to date, then becomes the production server."

    def handle(self, *args: Any, **options: Any) -> None:
        command = processes.server()  # what cannot be served is told at once
        ports.check(ports.host(), ports.port())
        _fill_folders()
        if connection.vendor == "postgresql":
            # A request may take so long, and no longer; an index over a large table takes what it takes.
            connection.cursor().execute("SET statement_timeout = 0")
        call_command("migrate", verbosity=0)
        self.stdout.write(f"The database is up to date. Serving {settings.SITE_URL} on port {ports.port()}.")
        self.stdout.flush()
        processes.allow_connections()
        os.execvp(command[0], command)  # noqa: S606 - the command line is ours


def _fill_folders() -> None:
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR cannot be written to: {error}.") from error
