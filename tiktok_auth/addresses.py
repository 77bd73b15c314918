"""Where a call may go: the hosts that the settings name, at addresses on the public internet."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from tiktok_auth.errors import Code, Unavailable

EVERYWHERE = "*"
PORTS = {"http": 80, "https": 443}
NAT64 = ip_network("64:ff9b::/96")
GLOBAL_UNICAST = ip_network("2000::/3")
# Python takes these for global: documentation, names of keys (ORCHIDv2), and what once led into IPv6.
# https://www.iana.org/assignments/iana-ipv6-special-registry https://www.rfc-editor.org/rfc/rfc7526
NOBODYS = [ip_network(network) for network in ("3fff::/20", "2001:20::/28", "192.88.99.0/24")]


@dataclass(frozen=True, slots=True)
class Policy:
    """Which hosts a call may reach. The list is read for each call, because settings are.

    `example.com` means https there and on all its subdomains; `*` means https on any public host. An entry with a
    scheme or a port, or one that names this very machine, means only what it says, and may be plain http.
    """

    hosts: Callable[[], Sequence[str]]


API = Policy(lambda: [settings.TIKTOK_API_BASE])
IMAGES = Policy(lambda: settings.TIKTOK_IMAGE_HOSTS)


def check_url(url: str, policy: Policy) -> None:
    """Refuses an address that the policy does not allow, that names a user, or that is not plain printable text.

    Raises Unavailable(Code.ADDRESS), or ValueError when it cannot be read at all.
    """
    parts = urlsplit(url)
    if (
        not re.fullmatch(r"[!-~]+", url)
        or "@" in parts.netloc
        or not any(_covers(entry, parts) for entry in policy.hosts())
    ):
        raise Unavailable(Code.ADDRESS)


def _covers(entry: str, url: SplitResult) -> bool:
    listed = urlsplit(entry if "//" in entry else f"//{entry}")
    name, host, port = listed.hostname or "", url.hostname or "", port_of(url)
    if listed.scheme:
        return (url.scheme, host, port) == (listed.scheme, name, port_of(listed))
    if listed.port or is_loopback(name):
        return url.scheme in PORTS and host == name and listed.port in (None, port)
    is_named = not is_loopback(host) if entry == EVERYWHERE else f".{host}".endswith(f".{name}")
    return url.scheme == "https" and port == PORTS["https"] and is_named


def port_of(url: SplitResult) -> int:
    """The port that is meant, named or not."""
    return url.port or PORTS.get(url.scheme, 0)


def check_addresses(host: str, addresses: Sequence[str]) -> None:
    """Refuses a host with an address inside a private network; this machine's are for hosts that name this machine."""
    for address in addresses:
        if not (_is_public(address) or (is_loopback(host) and is_loopback(address))):
            raise Unavailable(Code.ADDRESS)


def is_loopback(host: str) -> bool:
    """Whether this host name or address can only mean the machine itself."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _is_public(text: str) -> bool:
    """Whether an address, or the one wrapped in it, belongs to one host on the public internet."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if not wrapped:
            return address in GLOBAL_UNICAST and _is_hosts(address)
        address = wrapped
    return _is_hosts(address)


def _is_hosts(address: IPv4Address | IPv6Address) -> bool:
    is_nobodys = address.is_multicast or any(address in network for network in NOBODYS)
    return address.is_global and not is_nobodys
