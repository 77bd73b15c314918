"""Telling senders of reports apart for one day, without knowing who they are.

A network address becomes a hash under a key that exists in Redis only, for a day, and is never written down.
"""

import secrets
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

KEY_SECONDS = 24 * 60 * 60
# One household has all addresses of an IPv6 network of this size.
HOUSEHOLD_BITS = 64


def hash_sender(request: HttpRequest) -> str:
    """The same for all of one sender's requests today, and no clue to who that is.

    What a client writes into X-Forwarded-For is not believed: TRUSTED_PROXIES says how much of that header is ours.
    """
    key = cache.get_or_set(f"sender-key:{timezone.now():%Y-%m-%d}", secrets.token_hex, KEY_SECONDS)
    return blake2b(_network_of(request), key=bytes.fromhex(str(key)), digest_size=16).hexdigest()


def _network_of(request: HttpRequest) -> bytes:
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return address.packed[: HOUSEHOLD_BITS // 8]
