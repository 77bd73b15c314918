"""Typed readers of the environment. A bad value stops the start with a sentence that says what to change."""

import os
import re
import secrets
import sys
from contextlib import suppress
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environ import Env
from redis import ConnectionPool
from redis.exceptions import RedisError

from tiktok_auth.addresses import is_loopback

FERNET_KEY_HINT = "Make one with: openssl rand -base64 32 | tr '+/' '-_'"
FERNET_KEY = re.compile(r"[A-Za-z0-9+/_-]{43}=")
SHORTEST_SECRET = 50  # what Django asks of its own
LARGEST = 10**9  # as seconds 31 years, which can be taken from any date
DIGITS = re.compile(r"[0-9]{1,10}")
DATABASES = {"sqlite", "postgres", "postgresql"}
HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?")
USUAL_PORTS = {"https": ":443", "http": ":80"}


def read_file(path: Path) -> None:
    """Set what stands in this file and is not set yet; one that is there and cannot be read is told of."""
    try:
        with path.open(encoding="utf-8") as file:
            Env.read_env(file)
    except FileNotFoundError:
        pass
    except OSError as error:
        sys.stderr.write(f"{path} cannot be read: {error.strerror}. What it says is left out.\n")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    value = text(name, "0").lower()
    if value not in {"0", "1", "false", "true", "no", "yes"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1.")
    return value in {"1", "true", "yes"}


def integer(name: str, default: int, *, least: int = 0, most: int = LARGEST) -> int:
    value = text(name, str(default))
    if not (DIGITS.fullmatch(value) and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number, from {least} to {most}.")
    return int(value)


def choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first is the default."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}.")
    return value


def ip(name: str, default: str) -> str:
    value = text(name, default)
    try:
        return str(ip_address(value))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be the number of an address, like 127.0.0.1 or 0.0.0.0.") from None


def items(name: str) -> list[str]:
    return [item.strip() for item in text(name).split(",") if item.strip()]


def hosts(name: str) -> list[str]:
    """Names of hosts, each with a scheme or a port where only that is meant; `*` is every host."""
    found = items(name)
    for item in found:
        parts = _split(item if "//" in item else f"//{item}")
        is_plain = parts and parts.scheme in {"", *USUAL_PORTS} and parts.path in {"", "/"}
        if not (parts and is_plain and (parts.hostname == "*" or _is_host(parts.hostname))):
            raise ImproperlyConfigured(f"{name} must be names like example.org or localhost:8000, with commas between.")
    return found


def folder(name: str, default: Path) -> Path:
    """The named folder, made where it is not there yet; a name that begins with no slash is one beside the default."""
    path = default.parent / text(name, str(default))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} must be a folder that can be made: {error}.") from error
    return path


def database(name: str, default: Path) -> dict[str, Any]:
    """Django's settings for the database at this address; without an address, for an SQLite file at `default`."""
    value = text(name)
    if not value:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    try:
        config: dict[str, Any] = Env.db_url_config(value) if value.partition(":")[0] in DATABASES else {}
    except ValueError:
        config = {}
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{name} must be an address like postgres://user:password@localhost/linkbio.")
    return config


def redis_url(name: str) -> str:
    """The address of a Redis, with options that its client knows."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. For example redis://127.0.0.1:6379/0.")
    try:
        ConnectionPool.from_url(value).make_connection()  # connects nowhere yet
        is_one = value.startswith("unix:") or re.fullmatch(r"/?\d*", urlsplit(value).path)
    except (ValueError, TypeError, RedisError):
        is_one = None
    if not is_one:
        raise ImproperlyConfigured(f"{name} must be an address like redis://127.0.0.1:6379/0.")
    return value


def redis_prefix(site_url: str) -> str:
    """What all keys of this site begin with, its queue's too, so that several sites may share a Redis database."""
    return f"linkbio-{sha256(site_url.encode()).hexdigest()[:8]}"


def base_url(name: str, default: str) -> str:
    """An absolute base without a trailing slash: https anywhere, http on loopback hosts only."""
    value = text(name, default).rstrip("/")
    parts = _split(value)
    if not parts or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured(f"{name} must be an address like https://example.org.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise ImproperlyConfigured(f"{name} must start with https://; http:// is for localhost only.")
    return value


def origin(name: str, default: str) -> str:
    """A base without a path, as browsers write it: in small letters, without the port that goes without saying."""
    parts = urlsplit(base_url(name, default))
    if parts.path or not _is_host(parts.hostname):
        raise ImproperlyConfigured(f"{name} must be an address like https://example.org: no path, no letters like ü.")
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(USUAL_PORTS[parts.scheme])}"


def web_address(name: str) -> str:
    """The address of a page for people to read, or nothing."""
    value = text(name)
    if value and not _is_web(value, "http", "https"):
        raise ImproperlyConfigured(f"{name} must start with http:// or https://.")
    return value


def contact(name: str) -> str:
    """Where somebody can be reached: an e-mail address, with mailto: or without, a page on the web, or nothing."""
    value = text(name)
    if value and not (_is_mail(value.removeprefix("mailto:").partition("?")[0]) or _is_web(value, "https")):
        raise ImproperlyConfigured(f"{name} must be an e-mail address, or start with https:// or mailto:.")
    return value


def _is_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _is_web(address: str, *schemes: str) -> bool:
    parts = _split(address)
    return bool(parts and parts.scheme in schemes and parts.hostname and not re.search(r"\s", address))


def _is_host(name: str | None) -> bool:
    """Whether it names one host, or is the number of its address."""
    return bool(name and (HOST.fullmatch(name) or ":" in name))


def _split(address: str) -> SplitResult | None:
    """The parts of an address that can be read, its port among them."""
    try:
        parts = urlsplit(address)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def fernet_keys(name: str) -> list[str]:
    """Keys that can seal, as many as there are. Fernet itself takes two with a space between them for the first."""
    keys = items(name)
    if not all(map(FERNET_KEY.fullmatch, keys)):
        sentence = f"{name} holds something that is not a Fernet key, or two without a comma between them."
        raise ImproperlyConfigured(f"{sentence} {FERNET_KEY_HINT}")
    return keys


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
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise ImproperlyConfigured(f"DATA_DIR cannot be written to: {error}.") from error
    return path.read_text().strip()
