"""What somebody who does not know the client secret, or found an old event, might send in TikTok's name.

Each takes an event that TikTok might have written, and the second it is sent in, and gives back a body and a header.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable

from django.conf import settings

DAY = 24 * 3600

type Forgery = Callable[[bytes, int], tuple[bytes, str]]


def mac(message: bytes, *, key: str | None = None, by: str = "sha256") -> str:
    return hmac.new((settings.TIKTOK_CLIENT_SECRET if key is None else key).encode(), message, by).hexdigest()


def seal(body: bytes, at: int | str, *, key: str | None = None) -> str:
    """TikTok's own way, with our secret or another `key`."""
    return mac(f"{at}.".encode() + body, key=key)


def for_another_app(body: bytes, at: int) -> tuple[bytes, str]:
    other = json.dumps(json.loads(body) | {"client_key": "another-app"}).encode()
    return other, f"t={at},s={seal(other, at)}"


def for_nobody(body: bytes, at: int) -> tuple[bytes, str]:
    said = json.loads(body)
    del said["client_key"]
    other = json.dumps(said).encode()
    return other, f"t={at},s={seal(other, at)}"


FORGERIES: dict[str, Forgery] = {
    "no header": lambda body, at: (body, ""),
    "no time": lambda body, at: (body, f"s={seal(body, at)}"),
    "no signature": lambda body, at: (body, f"t={at}"),
    "empty signature": lambda body, at: (body, f"t={at},s="),
    "only a signature": lambda body, at: (body, seal(body, at)),
    "other separators": lambda body, at: (body, f"t:{at};s:{seal(body, at)}"),
    "other names": lambda body, at: (body, f"T={at},S={seal(body, at)}"),
    "made-up signature": lambda body, at: (body, f"t={at},s={'0' * 64}"),
    "half a signature": lambda body, at: (body, f"t={at},s={seal(body, at)[:32]}"),
    "signature and more": lambda body, at: (body, f"t={at},s={seal(body, at)}00"),
    "letters outside of ASCII": lambda body, at: (body, f"t={at},s=ÿ{seal(body, at)[1:]}"),
    "base64": lambda body, at: (body, f"t={at},s={base64.b64encode(bytes.fromhex(seal(body, at))).decode()}"),
    "another secret": lambda body, at: (body, f"t={at},s={seal(body, at, key='guessed')}"),
    "no secret": lambda body, at: (body, f"t={at},s={seal(body, at, key='')}"),
    "the public key": lambda body, at: (body, f"t={at},s={seal(body, at, key=settings.TIKTOK_CLIENT_KEY)}"),
    "SHA-1": lambda body, at: (body, f"t={at},s={mac(f'{at}.'.encode() + body, by='sha1')}"),
    "a plain hash": lambda body, at: (body, f"t={at},s={hashlib.sha256(f'{at}.'.encode() + body).hexdigest()}"),
    "the body alone signed": lambda body, at: (body, f"t={at},s={mac(body)}"),
    "no dot": lambda body, at: (body, f"t={at},s={mac(f'{at}'.encode() + body)}"),
    "the body changed": lambda body, at: (body.replace(b"removed", b"REMOVED"), f"t={at},s={seal(body, at)}"),
    "a space added": lambda body, at: (body + b" ", f"t={at},s={seal(body, at)}"),
    "the body written anew": lambda body, at: (
        json.dumps(json.loads(body), indent=1).encode(),
        f"t={at},s={seal(body, at)}",
    ),
    "another body's signature": lambda body, at: (body, f"t={at},s={seal(b'{}', at)}"),
    "no body": lambda body, at: (b"", f"t={at},s={seal(body, at)}"),
    "the time changed": lambda body, at: (body, f"t={at + 1},s={seal(body, at)}"),
    "two times": lambda body, at: (body, f"t={at - 4 * DAY},t={at},s={seal(body, at - 4 * DAY)}"),
    "a time with a sign": lambda body, at: (body, f"t=+{at},s={seal(body, f'+{at}')}"),
    "a time with a fraction": lambda body, at: (body, f"t={at}.0,s={seal(body, f'{at}.0')}"),
    "a time in milliseconds": lambda body, at: (body, f"t={at}000,s={seal(body, f'{at}000')}"),
    "a time without end": lambda body, at: (body, f"t={'9' * 5000},s={seal(body, '9' * 5000)}"),
    "no time at all": lambda body, at: (body, f"t=,s={seal(body, '')}"),
    "four days old": lambda body, at: (body, f"t={at - 4 * DAY},s={seal(body, at - 4 * DAY)}"),
    "from tomorrow": lambda body, at: (body, f"t={at + DAY},s={seal(body, at + DAY)}"),
    "for another app": for_another_app,
    "for nobody": for_nobody,
}
