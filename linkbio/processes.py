"""The command lines of the processes a site is made of, for production and the demo alike."""

import os
import resource
import sys

from linkbio import environment as env
from linkbio import ports
from linkbio.celeryconfig import PROMPT

# Of each process three may wait for TikTok (tiktok_auth.waiting), two draw or wait to (profiles.easel), one may pack a
# website (profiles.portability.website), and a third may take in what is sent slowly (linkbio.bodies): whoever does all
# of that at once leaves one for those who read pages.
THREADS = 10
# Connections that a process keeps open, whether anything comes over them or not: to the server they are what is
# bounded, and at a hundred those of honest browsers were too many. What is asked over them waits for a thread.
CONNECTIONS = 4096
# Files and sockets of a process beside them.
OTHER_FILES = 512
# Connections to the database beside the web server's: the workers' threads, commands, and what PostgreSQL keeps back.
OTHER_CONNECTIONS = 20
PATIENT_THREADS, PROMPT_THREADS = 8, 2
# Python stops C code that calls itself 10,000 times, and counts on 8 MB of stack for that. The server's threads are
# Rust's and had 2: JSON that is nested deeply enough ended the whole process.
STACK_BYTES = 16 * 1024 * 1024
# glibc gives threads heaps of their own, eight for each core, and what is freed in one is of no use to the others:
# ten threads that had drawn many pages held 25 MB more than with two heaps. Python runs one thread at a time anyway.
HEAPS = 2
MOST_HEADERS = 64 * 1024


def server_workers() -> int:
    return env.integer("WORKERS", os.cpu_count() or 1, least=1)


def database_connections() -> int:
    """How many a site with one web server may have open at once."""
    return THREADS * server_workers() + OTHER_CONNECTIONS


def allow_connections() -> None:
    """Let this process, and what it becomes, have that many connections open, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = CONNECTIONS + OTHER_FILES
    if 0 <= soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed if hard < 0 else min(needed, hard), hard))


def server() -> list[str]:
    """Granian over WSGI. Pages and pictures that are asked for often are answered from memory, before Django."""
    options = {
        "--interface": "wsgi",
        "--host": ports.host(),
        "--port": str(ports.port()),
        "--workers": str(server_workers()),
        "--blocking-threads": str(THREADS),
        "--backpressure": str(CONNECTIONS),
        "--backlog": str(CONNECTIONS),
        # Without TLS browsers speak nothing else, and only here has a connection over which nothing comes a deadline.
        "--http": "1",
        "--http1-header-read-timeout": "10000",
        # Bytes that headers are read by, up to twice; by itself the server takes 400 kB.
        "--http1-buffer-size": str(MOST_HEADERS),
        "--workers-kill-timeout": "20s",
    }
    words = [word for option in options.items() for word in option]
    flags = ["--no-ws", "--respawn-failed-workers", "--log-level", "warning"]
    granian = [sys.executable, "-m", "granian", *words, *flags]
    memory = [f"RUST_MIN_STACK={STACK_BYTES}", f"MALLOC_ARENA_MAX={HEAPS}"]
    return ["env", *memory, *granian, "linkbio.wsgi:application"]


def workers() -> list[list[str]]:
    """Two Celery nodes with threads: one waits for TikTok, the other one lets nobody wait.

    Nobody waits for the first one, which leaves the processor to visitors where they share one.
    """
    return [
        ["nice", *_node("patient", queue="celery", threads=PATIENT_THREADS)],
        _node("prompt", queue=PROMPT, threads=PROMPT_THREADS),
    ]


def clock() -> list[str]:
    """Celery's beat, a process of its own: as a part of a worker it would be forked with the worker's connections.

    Our schedule never changes, so that it needs no files, which two of them could fight over.
    """
    return _celery("beat", "--scheduler", "celery.beat:Scheduler", "--pidfile", "")


def _node(name: str, *, queue: str, threads: int) -> list[str]:
    place = ["--hostname", f"{name}@%h", "--queues", queue]
    pool = ["--pool", "threads", "--concurrency", str(threads), "--without-gossip", "--without-mingle"]
    return _celery("worker", *place, *pool)


def _celery(kind: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "linkbio", "--quiet", kind, "--loglevel", "WARNING", *options]
