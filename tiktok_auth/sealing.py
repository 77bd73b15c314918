"""The ring of keys that seals what must not be readable in a stolen database."""

import base64
import functools
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that is not in TOKEN_KEYS any more, or damaged."""


@functools.cache
def _ring(keys: tuple[str, ...], secret_key: str) -> MultiFernet:
    derived = base64.urlsafe_b64encode(hashlib.sha256(f"seal:{secret_key}".encode()).digest()).decode()
    return MultiFernet([Fernet(key) for key in keys or (derived,)])


def ring() -> MultiFernet:
    """Newest key first: it seals, all of them open. Without TOKEN_KEYS one is derived, which only the demo may do."""
    return _ring(tuple(settings.TOKEN_KEYS), settings.SECRET_KEY)


def seal(text: str, owner: str) -> str:
    """The text, readable only with our keys and only as the property of `owner`: in another row it will not open."""
    return ring().encrypt(f"{owner}\0{text}".encode()).decode("ascii")


def unseal(sealed: str, owner: str) -> str:
    """The sealed text. Raises Unreadable; ciphertext is never handed on."""
    try:
        sealed_for, _, text = ring().decrypt(sealed.encode("ascii")).decode().partition("\0")
    except (InvalidToken, UnicodeError) as error:
        raise Unreadable from error
    if sealed_for != owner:
        raise Unreadable
    return text


def reseal(sealed: str) -> str:
    """The same, sealed with the newest key. Raises Unreadable."""
    try:
        return ring().rotate(sealed.encode("ascii")).decode("ascii")
    except (InvalidToken, UnicodeError) as error:
        raise Unreadable from error
