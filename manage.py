#!/usr/bin/env python
import os
import signal
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def run() -> None:
    """The command of this line; whatever it has said, and however it ends, is with whoever reads."""
    try:
        execute_from_command_line(sys.argv)
    finally:
        sys.stdout.flush()


def main() -> None:
    """Run a command; what an operator can mend ends it with one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkbio.settings")
    try:
        "".join(sys.argv).encode()
    except UnicodeEncodeError:
        sys.exit("A word on this line is not UTF-8. Set the terminal to UTF-8 and type it again.")
    try:
        run()
    except BrokenPipeError:
        # Whoever reads has enough, as `head` does; Python would tell of it once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except (ImproperlyConfigured, OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        line = str(error).partition("\n")[0]
        if not isinstance(error, ImproperlyConfigured):
            line = f"The database refused: {line}. Is it running, and up to date (manage.py migrate)?"
        sys.exit(f"{line} (--traceback shows where.)")


if __name__ == "__main__":
    main()
