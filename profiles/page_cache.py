"""Rendered public answers, shared by all processes through Redis. Every key of theirs is made here.

A copy lives for ten seconds at most, so that no takedown takes longer whatever fails; `expire` makes it immediate. What
was begun before the page changed is never believed: each copy names the version of the page that it was made from.
"""

import base64
import gzip
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any, cast

import brotli
from django.core.cache import caches
from django.db import transaction

from tiktok_auth.cache import shared_cache

# Public views set it on answers that are the same for everybody, to what a view counts for. It stops at the edge.
PAGE_HEADER = "X-Page"
KEPT_SECONDS = 10
# Outlives every copy and every rendering that began before the change.
VERSION_SECONDS = 60
EVERY_PAGE = "page:version"
CLAIM_SECONDS = 2
BROTLI_QUALITY = 5

type Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A public answer as it goes out: `bodies` by content encoding, "" for plain; `page` is what a view counts for."""

    page: str
    status: str
    headers: Headers
    etag: str
    bodies: Mapping[str, bytes]


def prepare(page: str, status: str, headers: Headers, body: bytes) -> Rendered:
    """The answer with everything that can be worked out once: its tag and its encodings."""
    bodies = {"": body, "br": brotli.compress(body, quality=BROTLI_QUALITY), "gzip": gzip.compress(body, 6, mtime=0)}
    return Rendered(page, status, headers, f'W/"{blake2b(body, digest_size=9).hexdigest()}"', bodies)


def get(path: str) -> tuple[str, Rendered | None]:
    """The version of the page behind this path ("" unless it changed lately), and its copy where there is one."""
    version_key, copy_key = _version(path.split("/")[1]), _copy(path)
    found = caches["shared"].get_many([version_key, EVERY_PAGE, copy_key])
    version = f"{found.get(version_key, '')}{found.get(EVERY_PAGE, '')}"
    copy = cast(Any, found.get(copy_key))
    try:
        return version, _unpack(copy) if copy["version"] == version else None
    except (TypeError, KeyError, ValueError):  # nothing there, or nothing of ours
        return version, None


def is_away() -> bool:
    """Whether Redis is, so that a process has nothing but what it keeps itself, and no word of a change."""
    return shared_cache.is_away


def keep(path: str, rendered: Rendered, *, version: str) -> None:
    """Share an answer that was rendered from this version of the page."""
    copy = {
        "version": version,
        "page": rendered.page,
        "status": rendered.status,
        "headers": rendered.headers,
        "etag": rendered.etag,
        "bodies": {encoding: base64.b64encode(body).decode() for encoding, body in rendered.bodies.items()},
    }
    caches["shared"].set(_copy(path), copy, KEPT_SECONDS)


def claim(path: str) -> str:
    """A token for the one who is to render this path now; "" for the others, who serve what they have, or wait a
    moment."""
    token = secrets.token_hex(4)
    return token if caches["default"].add(_claim(path), token, CLAIM_SECONDS) else ""


def release(path: str, token: str) -> None:
    """Let others claim it, unless that was too slow and somebody else has by now."""
    if caches["default"].get(_claim(path)) == token:
        caches["default"].delete(_claim(path))


def expire(handle: str) -> None:
    """Answer everything under this address anew, from now on or once the transaction at hand is committed."""
    _give_new_version(_version(f"@{handle}"))


def expire_all() -> None:
    """The same for every page: what was decided may be about any of them."""
    _give_new_version(EVERY_PAGE)


def _give_new_version(version_key: str) -> None:
    transaction.on_commit(partial(caches["shared"].set, version_key, secrets.token_hex(4), VERSION_SECONDS))


def _unpack(copy: Mapping[str, Any]) -> Rendered:
    bodies = {encoding: base64.b64decode(body, validate=True) for encoding, body in copy["bodies"].items()}
    headers = [(name, value) for name, value in copy["headers"]]
    return Rendered(copy["page"], copy["status"], headers, copy["etag"], bodies)


def _claim(path: str) -> str:
    return f"page:claim:{_short(path)}"


def _version(name: str) -> str:
    return f"page:version:{_short(name)}"


def _copy(path: str) -> str:
    return f"page:copy:{_short(path)}"


def _short(text: str) -> str:
    # Whatever a visitor typed makes a key of the same short, plain form.
    return blake2b(text.encode(errors="replace"), digest_size=12).hexdigest()
