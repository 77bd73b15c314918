"""Well-known sites, recognised by an address alone: their names, their icons, and where people are to be met."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from profiles.validators import display_host

DATA: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
ICONS: dict[str, str] = DATA["icons"]
ROOMS, ASIDES = frozenset(DATA["rooms"]), frozenset(DATA["asides"])
# Whoever has no name on Facebook has a number there.
NUMBERED = "profile.php"


@dataclass(frozen=True, slots=True)
class Site:
    """`icon` names one of ICONS, "" where there is none.

    `is_social`: people have a profile there, with its name at once or after one of `before`; `is_bio`: they have a page
    of links there, as here.
    """

    name: str
    icon: str = ""
    is_social: bool = False
    before: Sequence[str] = ()
    is_bio: bool = False


SITES = {host: Site(**site) for host, site in DATA["sites"].items()}
BY_SCHEME = {"mailto": Site("", "mail"), "tel": Site("", "phone")}


@lru_cache(4096)
def find(url: str) -> Site:
    """The site a clean destination leads to, by its host or one above it. An unknown one is named by its host."""
    scheme, host = url.partition(":")[0], display_host(url)
    if scheme in BY_SCHEME:
        return Site(host, BY_SCHEME[scheme].icon)
    labels = host.split(".")
    parents = (".".join(labels[number:]) for number in range(len(labels)))
    return next((SITES[parent] for parent in parents if parent in SITES), Site(host))


def is_known(url: str) -> bool:
    """Whether this clean destination is on a site that everybody uses, or opens the phone's mail or calls."""
    return url.partition(":")[0] in BY_SCHEME or find(url) in SITES.values()


def is_profile(url: str) -> bool:
    """Whether it looks like somebody's own place on a social site, rather than like one thing they have there."""
    site, parts = find(url), urlsplit(url)
    if not site.is_social:
        return False
    if parts.fragment.startswith(("p/", "eu/")):  # a number or a name on Signal
        return True
    *before, name = parts.path.strip("/").split("/")
    asked = {key for key, _value in parse_qsl(parts.query) if key not in ASIDES and not key.startswith("utm_")}
    if name == NUMBERED:
        return asked == {"id"}
    is_named = name.lower() not in ROOMS if not before else before in [[one] for one in site.before]
    return bool(name) and is_named and not asked
