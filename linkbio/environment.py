"""Typed readers of the environment. A bad value stops the start with a sentence that says what to change."""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50  # what Django asks of its own


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    value = text(name, "0").lower()
    if value not in {"0", "1", "false", "true", "no", "yes"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1.")
    return value in {"1", "true", "yes"}


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least or (most is not None and int(value) > most):
        bounds = f"at least {least}" if most is None else f"from {least} to {most}"
        raise ImproperlyConfigured(f"{name} must be a whole number, {bounds}.")
    return int(value)


def choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first is the default."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}.")
    return value


def items(name: str) -> list[str]:
    return [item.strip() for item in text(name).split(",") if item.strip()]


def is_loopback(host: str) -> bool:
    """Whether this host name or address can only mean the machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def base_url(name: str, default: str) -> str:
    """An absolute base without a trailing slash: https anywhere, http on loopback hosts only."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured(f"{name} must be an address like https://example.org.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise ImproperlyConfigured(f"{name} must start with https://; http:// is for localhost only.")
    return value


def secret(name: str, *, made_in: Path | None = None) -> str:
    """The named secret; without one it is made once and kept in the folder `made_in`, where that is allowed."""
    value = text(name)
    if not value and made_in:
        value = _kept_secret(made_in / f"{name.lower()}.secret")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Make one with: openssl rand -base64 48")
    if len(value) < SHORTEST_SECRET or len(set(value)) < 10:
        raise ImproperlyConfigured(f"{name} is too weak. Make one with: openssl rand -base64 48")
    return value


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
