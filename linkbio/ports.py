"""Where the site listens, and whether it may."""

import socket

from django.core.exceptions import ImproperlyConfigured

from linkbio import environment as env


def port() -> int:
    return env.integer("PORT", 8000, least=1, most=65535)


def host() -> str:
    return env.ip("HOST", "0.0.0.0")  # noqa: S104 - a server in production is there to be reached


def check(host: str, port: int) -> None:
    """Raises ImproperlyConfigured where anything listens already: two servers would share the port, and visitors."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has ended lately keeps no port
        try:
            probe.bind((host, port))
        except OSError as error:
            sentence = f"Port {port} of {host} is taken, or not ours to take: {error.strerror}."
            raise ImproperlyConfigured(sentence) from error
