# ruff: noqa: RUF001  (letters that look like others are what is collected)
"""Honest addresses, which become what a browser makes of them; and what becomes of all of them with tricks around."""

import itertools
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from profiles.validators import clean_destination
from tests.profiles.hostile_links import HOSTILE

HONEST = {
    "example.org": "https://example.org/",
    "  example.org/shop ": "https://example.org/shop",
    "EXAMPLE.org/Shop": "https://example.org/Shop",
    "HTTPS://Example.ORG": "https://example.org/",
    "http://example.org": "http://example.org/",
    "https://example.org.": "https://example.org/",
    "https://example.org:443/a": "https://example.org/a",
    "http://example.org:80/a": "http://example.org/a",
    "https://example.org:/a": "https://example.org/a",
    "example.org:443/a": "https://example.org/a",
    "example.org?q=1": "https://example.org/?q=1",
    "example.org#top": "https://example.org/#top",
    "https://example.org/?": "https://example.org/?",
    "https://example.org/a/../b/./c": "https://example.org/b/c",
    "https://example.org/../../b": "https://example.org/b",
    "https://example.org/a/%2E%2e/b/..": "https://example.org/",
    "https://example.org/a//b/": "https://example.org/a//b/",
    "https://example.org/a//../b": "https://example.org/a/b",
    "https://example.org/a/.": "https://example.org/a/",
    "https://example.org/...": "https://example.org/...",
    "https://example.org/@ada": "https://example.org/@ada",
    "https://example.org/it's": "https://example.org/it's",
    "https://example.org/?q=it's": "https://example.org/?q=it%27s",
    "https://example.org/?next=https://example.com/a?b=c": "https://example.org/?next=https://example.com/a?b=c",
    "https://example.org/<script>": "https://example.org/%3Cscript%3E",
    'https://example.org/"><img': "https://example.org/%22%3E%3Cimg",
    "https://example.org/{a}|b^c`d": "https://example.org/%7Ba%7D%7Cb%5Ec%60d",
    "https://example.org/100%": "https://example.org/100%",
    "https://example.org/%zz": "https://example.org/%zz",
    "https://example.org/%0d%0ax": "https://example.org/%0d%0ax",
    "https://example.org/a:b@c": "https://example.org/a:b@c",
    "https://example.org/#<b>'": "https://example.org/#%3Cb%3E%27",
    "https://example.org/#a#b": "https://example.org/#a%23b",
    "https://example.org/çilek": "https://example.org/%C3%A7ilek",
    "https://example.org/?q=日本": "https://example.org/?q=%E6%97%A5%E6%9C%AC",
    "https://example.org/#é": "https://example.org/#%C3%A9",
    "https://example.org/🍓": "https://example.org/%F0%9F%8D%93",
    "https://my_shop.example.org/": "https://my_shop.example.org/",
    "https://r3---sn-x.example.org/": "https://r3---sn-x.example.org/",
    "https://1.example.org/": "https://1.example.org/",
    "https://straße.example/": "https://xn--strae-oqa.example/",
    "https://ＥＸＡＭＰＬＥ。org/": "https://example.org/",
    "https://日本語.jp/": "https://xn--wgv71a119e.jp/",
    "https://xn--wgv71a119e.jp/": "https://xn--wgv71a119e.jp/",
    "https://пример.рф/": "https://xn--e1afmkfd.xn--p1ai/",
    "https://аррӏе.com/": "https://xn--80ak6aa92e.com/",
    "https://موقع.example/": "https://xn--4gbrim.example/",
    "mailto:ada@example.org": "mailto:ada@example.org",
    "MAILTO:Ada.B+shop@EXAMPLE.org": "mailto:Ada.B+shop@example.org",
    "ada@example.org": "mailto:ada@example.org",
    "mailto:ada@example.org?Subject=My%20order": "mailto:ada@example.org?subject=My%20order",
    "mailto:ada@example.org?subject=a/b?c": "mailto:ada@example.org?subject=a%2Fb%3Fc",
    "mailto:ada@example.org?subject=": "mailto:ada@example.org",
    "mailto:ada@bücher.example": "mailto:ada@xn--bcher-kva.example",
    "tel:+905551234567": "tel:+905551234567",
    "tel:+90 (555) 123-45.67": "tel:+905551234567",
    "+90 555 123 45 67": "tel:+905551234567",
    "tel:112": "tel:112",
}

# Every pair of a trick in front and an address behind it; what comes of them is the browser test's to judge.
PREFIXES = [
    "",
    "\t",
    "\x00",
    "\u200b",
    "https:",
    "https://",
    "http://example.org@",
    "//",
    "\\\\",
    "mailto:",
    "tel:+",
    "a.",
]
SUFFIXES = ["", ".", "/..", "/%2e%2e/", "?", "#", "@evil.example", "\\", ":443", "%00", "\u3002evil.example", "/\u2025"]


def crossed() -> list[str]:
    cores = [*HOSTILE, *HONEST]
    return [f"{before}{core}{after}" for before, core, after in itertools.product(PREFIXES, cores, SUFFIXES)]


def accepted(texts: Iterable[str]) -> dict[str, str]:
    """Those that are not refused, and what they become."""
    found = {}
    for text in texts:
        try:
            found[text] = clean_destination(text)
        except ValidationError:
            continue
    return found
