"""The command lines of the two processes a site is made of, for production and the demo alike."""

import os
import sys

from django.conf import settings

THREADS = 4


def server() -> list[str]:
    """Granian over WSGI. It serves media and static files itself, so that no picture costs a Python thread."""
    options = {
        "--interface": "wsgi",
        "--host": os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - a server in production is there to be reached
        "--port": os.environ.get("PORT", "8000"),
        "--workers": os.environ.get("WORKERS") or str(os.cpu_count() or 1),
        "--blocking-threads": str(THREADS),
        "--backpressure": str(THREADS * 16),
        "--http1-header-read-timeout": "10000",
        "--workers-kill-timeout": "20s",
        "--static-path-expires": str(settings.COVER_KEEP_SECONDS),
    }
    words = [word for option in options.items() for word in option]
    media = ["--static-path-route", "/media", "--static-path-mount", str(settings.MEDIA_ROOT)]
    flags = ["--no-ws", "--respawn-failed-workers", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *words, *media, *flags, "linkbio.wsgi:application"]


def worker() -> list[str]:
    """One Celery process with threads, since its work is waiting for TikTok; its own beat beside it."""
    # Our schedule never changes, so the clock needs no file of its own, which two workers could fight over.
    clock = ["--beat", "--scheduler", "celery.beat:Scheduler"]
    pool = ["--pool", "threads", "--concurrency", "8", "--without-gossip", "--without-mingle"]
    return [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "linkbio",
        "--quiet",
        "worker",
        *pool,
        *clock,
        "--loglevel",
        "WARNING",
    ]
