"""Every address of the site, read from its URL configuration, and who it is for.

A new route below a prefix of the table is covered by itself. Any other, or one with a part that `World.parts` has no
value for, fails the tests until somebody decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PART = re.compile(r"<(?:\w+:)?(\w+)>")

# The first prefix that fits says who a route is for; rows are in tests/security/test_authorisation.py.
AUDIENCES = [
    # TikTok's server, which signs what it sends.
    ("webhooks/tiktok/", "tiktok"),
    # Staff with a second factor; the admin's own doors lead there.
    ("admin/login/", "door"),
    ("admin/logout/", "door"),
    ("admin/^(?P<app_label>", "skipped"),
    ("admin/(?P<url>", "skipped"),
    ("admin/", "staff"),
    # Creators' rooms; what is there by number is one creator's own.
    ("studio/", "creators"),
    # Logging in and out, and what only those have who are in.
    ("accounts/tiktok/login/", "door"),
    ("accounts/login/", "door"),
    ("accounts/logout/", "door"),
    ("accounts/inactive/", "door"),
    ("accounts/social/", "door"),
    ("accounts/2fa/authenticate/", "door"),
    ("accounts/", "members"),
    # Visitors: creators' pages, the way out of them, what we say about ourselves, and what machines read.
    ("@<handle:handle>", "everyone"),
    ("<handle:handle>", "everyone"),
    ("go/", "everyone"),
    ("privacy", "everyone"),
    ("terms", "everyone"),
    ("robots.txt", "everyone"),
    ("sitemap", "everyone"),
    ("oembed", "everyone"),
    (".well-known/security.txt", "everyone"),
    ("favicon.ico", "everyone"),
    ("healthz", "everyone"),
    ("readyz", "everyone"),
    ("metrics", "everyone"),
]


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the site as its configuration spells it, with the view behind it."""

    pattern: str
    view: Any

    def __str__(self) -> str:
        return f"/{self.pattern}"

    @property
    def audience(self) -> str:
        """Who it is for. Raises LookupError when the table does not say."""
        if not self.pattern:
            return "everyone"
        found = next((audience for prefix, audience in AUDIENCES if self.pattern.startswith(prefix)), None)
        if found is None:
            raise LookupError(f"{self} is new: say in tests/security/routes.py who may use it.")
        return "owner" if found == "creators" and "<int:" in self.pattern else found

    def path(self, parts: dict[str, str]) -> str:
        """A real address of it; the value of a part is that of the longest prefix which names the part."""
        return f"/{PART.sub(lambda match: self._value(match[1], parts), self.pattern)}"

    def _value(self, part: str, parts: dict[str, str]) -> str:
        fitting = [key for key in parts if key.endswith(f" {part}") and self.pattern.startswith(key.split(" ")[0])]
        if not fitting:
            raise LookupError(f"{self} has a part <{part}>: give it a value in tests/security/world.py.")
        return parts[max(fitting, key=len)]


def routes() -> list[Route]:
    """All of them but the sandbox, which is TikTok's side and never served in production."""
    found = [route for route in _walk(get_resolver().url_patterns, "") if not route.pattern.startswith("sandbox/")]
    return [route for route in found if route.audience != "skipped"]


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        whole = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, whole)
        else:
            yield Route(whole, pattern.callback)
