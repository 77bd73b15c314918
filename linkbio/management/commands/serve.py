import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, call_command
from django.db import connection

from linkbio import ports, processes
from linkbio.management.commands.migrate import without_limits
from linkbio.views import is_migrated

# The name of a lock in the database, which is a number: whoever migrates holds it.
MIGRATING = 0x6C696E6B


class Command(BaseCommand):
    help = "Brings the database and the static files up to date, then becomes the production server."

    def handle(self, *args: Any, **options: Any) -> None:
        command = processes.server()  # what cannot be served is told at once
        ports.check(ports.host(), ports.port())
        try:
            with _one_at_a_time():
                _fill_folders()
                self._migrate()
        except OSError as error:
            raise ImproperlyConfigured(f"DATA_DIR cannot be written to: {error}.") from error
        if fault := connections_fault():
            self.stderr.write(fault)
        self.stdout.write(f"The database is up to date. Serving {settings.SITE_URL} on port {ports.port()}.")
        self.stdout.flush()
        processes.allow_connections()
        os.chdir(settings.BASE_DIR)
        os.execvp(command[0], command)  # noqa: S606 - the command line is ours

    def _migrate(self) -> None:
        if not is_migrated():
            self.stdout.write("Bringing the database up to date.")
            self.stdout.flush()
        call_command("migrate", verbosity=0)


def connections_fault() -> str:
    """What is said where PostgreSQL lets fewer connect than this site may want at once; else nothing."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        allowed = int(cursor.fetchone()[0])
    wanted = processes.database_connections()
    said = f"PostgreSQL lets {allowed} connect, and WORKERS={processes.server_workers()} may want {wanted}"
    return f"{said}: raise its max_connections or lower WORKERS." if allowed < wanted else ""


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of several servers that start together one migrates and collects; the others wait, and find it done."""
    if connection.vendor == "postgresql":
        with without_limits(connection), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    else:
        with (settings.DATA_DIR / "migrating.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _fill_folders() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
