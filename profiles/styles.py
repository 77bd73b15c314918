"""A page's stylesheet travels inside the page; its hash in the policy is the only style a browser accepts.

It is put together from files of ours in static/css/ (public.css, blocks.css and the parts in looks/) and from colours
that profiles.themes computed: nothing a creator typed gets in.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.csp import CSP
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csp import csp_override

from profiles.shapes import BACKDROP, address
from profiles.themes import FONTS, VEIL, Avatar, Look, Mode, palette, part, schemes

CSS = settings.BASE_DIR / "static" / "css"
# What a later part says wins over what an earlier one says: a chosen shape over the preset's own.
PARTS = ("background", "typeface", "preset", "shape", "layout")
CORNERS = {Avatar.CIRCLE: "50%", Avatar.SQUIRCLE: "28%", Avatar.SQUARE: "0", Avatar.LEAF: "50% 0"}
FONT_URL = re.compile(r'url\("(?:\.\./)*(fonts/[^"]+)"\)')
# Our own rooms keep what they borrow from pages below their own styles. A page has nothing else, and is to be dressed
# in browsers without layers too.
LAYER = re.compile(r"@layer public \{(.*)\}", re.DOTALL)
UNNESTABLE = re.compile(r"@font-face \{[^}]*\}|@keyframes \w+ \{(?:[^{}]*\{[^}]*\})*\s*\}")
POLICY: dict[str, Sequence[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [],
    "img-src": [CSP.SELF],
    # Without script nothing connects; but what checks pages for search engines reads robots.txt under this policy.
    "connect-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A look as a stylesheet, and the policy that allows it and nothing else."""

    css: SafeString
    policy: dict[str, Sequence[str]]


@lru_cache(512)
def sheet(look: Look, extras: tuple[str, ...] = ()) -> Sheet:
    """The stylesheet of a page with this look; `extras` names the files with what not every page needs."""
    common = "".join(map(_read, ("public", "blocks", *extras)))
    css = _pack(f"{common}{_root(look)}{rules(look)}")
    fonts = {"font-src": [CSP.SELF]} if part(look, "typeface") in FONTS else {}
    policy = POLICY | {"style-src": [f"'sha256-{_digest(css)}'"]} | fonts
    # Of all that is served here, this one file.
    policy |= {"script-src": [f"{settings.SITE_URL}{static('js/public.js')}"]}
    # Safe because it is made of our own files; inside <style> escaped quotes would be wrong.
    return Sheet(mark_safe(css), policy)


def render_dressed(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    look: Look,
    extras: Iterable[str] = (),
    status: int = 200,
    frames: Sequence[str] = (),
) -> HttpResponse:
    """Render a public template in this look; `frames` are the origins that a frame on it may show."""
    dress = sheet(look, tuple(extras))
    policy = dress.policy | ({"frame-src": frames} if frames else {})
    return csp_override(policy)(render)(request, template, {"sheet": dress, **context}, status=status)


@lru_cache(64)
def stage(*looks: tuple[str, Look]) -> SafeString:
    """Styles for pages of several looks inside one of our own rooms, each below its class `look-<name>`."""
    sheets = "".join(f".look-{name}{{{rules(look)}}}" for name, look in looks)
    # These work at the top of a stylesheet only; a room waits for its fonts, since they are what it shows.
    apart = "".join(dict.fromkeys(UNNESTABLE.findall(sheets))).replace("optional", "swap")
    # Safe because it is made of our own files and computed colours.
    return mark_safe(_pack(f"{apart}@layer public{{{UNNESTABLE.sub('', sheets)}}}"))


def with_stage(policy: Mapping[str, Any]) -> dict[str, Any]:
    """This policy, and the stylesheet of a stage with its nonce."""
    return {**policy, "style-src": [*policy["style-src"], CSP.NONCE]}


def rules(look: Look) -> str:
    """What sets this look apart from the others: its colours and its parts, without what all have in common."""
    colors = "".join(_colors(look, scheme) for scheme in schemes(look))
    parts = "".join(_read(f"looks/{name}s/{part(look, name)}") for name in PARTS)
    return f"{colors}.page{{--avatar:{CORNERS[Avatar(part(look, 'avatar'))]};{_backdrop(look)}}}{parts}"


def _colors(look: Look, scheme: str) -> str:
    values = "".join(f"--{name}:{color};" for name, color in palette(look, scheme).items())
    block = f".page{{--dark:{int(scheme == 'dark')};{values}}}"
    return f"@media (prefers-color-scheme:dark){{{block}}}" if schemes(look).index(scheme) else block


def _backdrop(look: Look) -> str:
    """Where the picture behind the page is, and how thick the veil over it. Its name is of our own making."""
    if not look.backdrop:
        return ""
    small, large = (address(look.backdrop, width, "webp", BACKDROP) for width, _height in BACKDROP.sizes)
    return f'--veil:{VEIL:.0%};--backdrop:url("{small}");--wide-backdrop:url("{large}")'


def _root(look: Look) -> str:
    mode = part(look, "mode")
    return "" if mode == Mode.AUTO else f":root{{color-scheme:{mode}}}"


@cache
def _read(name: str) -> str:
    css = LAYER.sub(r"\1", (CSS / f"{name}.css").read_text())
    return FONT_URL.sub(lambda match: f'url("{static(match[1])}")', css)


def _pack(css: str) -> str:
    """Without comments, and with spaces only where they mean something."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css))
    return css.replace(": ", ":").replace(";}", "}").strip()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
