"""Well-known sites, recognised by an address alone: their names, their icons, and where people are to be met."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from profiles.validators import display_host

DATA: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
ICONS: dict[str, str] = DATA["icons"]
# Paths of one's own place on a site: /mina, /@mina, /in/mina.
PROFILE = re.compile(r"/(?:(?:in|u|user|c|channel|invite|add|p|profile)/)?@?[^/]+/?")


@dataclass(frozen=True, slots=True)
class Site:
    """`icon` names one of ICONS, "" where there is none.

    `is_social`: people have a profile there; `is_bio`: they have a page of links there, as here.
    """

    name: str
    icon: str = ""
    is_social: bool = False
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
    path, fragment = urlsplit(url).path, urlsplit(url).fragment
    return find(url).is_social and bool(PROFILE.fullmatch(path) or fragment.startswith(("p/", "eu/")))
