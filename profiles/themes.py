"""How a creator's page looks: what may be chosen, and the colours that come of it.

A preset is a whole; each further choice replaces one part of it, and "" leaves that part as the preset has it. Colours
that carry words are computed, so that everything on every page can be read (themes.toml says from what).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from profiles.contrast import BLACK, LARGE, TEXT, WHITE, best, ratio, readable


class Preset(TextChoices):
    PAPER = "paper", _("Paper")
    INK = "ink", _("Ink")
    CITRUS = "citrus", _("Citrus")
    RISO = "riso", _("Riso")
    GALLERY = "gallery", _("Gallery")
    NIGHT_MARKET = "night-market", _("Night market")
    LINEN = "linen", _("Linen")
    ARCADE = "arcade", _("Arcade")
    GARDEN = "garden", _("Garden")
    CHROME = "chrome", _("Chrome")
    POSTCARD = "postcard", _("Postcard")
    SIGNAL = "signal", _("Signal")


CHARACTERS = {
    Preset.PAPER: _("Calm, like a good magazine."),
    Preset.INK: _("A book's contents, read at night."),
    Preset.CITRUS: _("A summer stand under its awning."),
    Preset.RISO: _("Two inks on rough paper."),
    Preset.GALLERY: _("A white room for your videos."),
    Preset.NIGHT_MARKET: _("Signs that glow after rain."),
    Preset.LINEN: _("Sewn labels on oat cloth."),
    Preset.ARCADE: _("Phosphor, pixels, one more try."),
    Preset.GARDEN: _("Sage, clay, a leaf for every link."),
    Preset.CHROME: _("Cut metal and a very big name."),
    Preset.POSTCARD: _("Sunset in front, stamps behind."),
    Preset.SIGNAL: _("Large and loud, also in the sun."),
}


class Mode(TextChoices):
    AUTO = "auto", _("As the visitor's phone")
    LIGHT = "light", _("Always light")
    DARK = "dark", _("Always dark")


class Shape(TextChoices):
    HAIRLINE = "hairline", _("Hairlines")
    SOFT = "soft", _("Soft corners")
    PILL = "pill", _("Pills")
    SQUARE = "square", _("Square")
    OFFSET = "offset", _("Block shadow")
    OUTLINE = "outline", _("Outlines")
    LEAF = "leaf", _("Leaves")
    STITCHED = "stitched", _("Stitched")
    STEPPED = "stepped", _("Pixels")
    BEVEL = "bevel", _("Bevelled")
    STAMP = "stamp", _("Stamps")
    CAPTION = "caption", _("Captions")


class Typeface(TextChoices):
    BOOK = "book", _("Book")
    PLAIN = "plain", _("Plain")
    NARROW = "narrow", _("Narrow")
    GROTESK = "grotesk", _("Space Grotesk")
    SERIF = "serif", _("Fraunces")
    ROUNDED = "rounded", _("Nunito")
    MONO = "mono", _("JetBrains Mono")


class Background(TextChoices):
    FLAT = "flat", _("Plain")
    GRADIENT = "gradient", _("Gradient")
    DOTS = "dots", _("Dots")
    STRIPES = "stripes", _("Stripes")
    WEAVE = "weave", _("Woven")


class Avatar(TextChoices):
    CIRCLE = "circle", _("Circle")
    SQUIRCLE = "squircle", _("Rounded")
    SQUARE = "square", _("Square")
    LEAF = "leaf", _("Leaf")


class Layout(TextChoices):
    LIST = "list", _("List")
    CARDS = "cards", _("Cards")
    GRID = "grid", _("Grid")
    FEATURED = "featured", _("First one large")


@dataclass(frozen=True, slots=True)
class Look:
    """What a creator chose; "" is as the preset has it. `accent` is "#rrggbb"."""

    preset: str = Preset.PAPER
    mode: str = ""
    shape: str = ""
    typeface: str = ""
    background: str = ""
    avatar: str = ""
    layout: str = ""
    accent: str = ""


DATA: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
SCHEMES = ("light", "dark")
NAMES = ("ground", "shade", "line", "card", "second", "ink", "soft", "tap", "edge", "title", "note")
FONTS: dict[str, str] = {
    Typeface.GROTESK: "space-grotesk",
    Typeface.SERIF: "fraunces",
    Typeface.ROUNDED: "nunito",
    Typeface.MONO: "jetbrains-mono",
}


def part(look: Look, name: str) -> str:
    """What the look has for this part: chosen by the creator, else by its preset."""
    return str(getattr(look, name) or DATA[look.preset][name])


def suggest_accent(look: Look) -> str:
    """Where a choice of colour begins: at the one the page has now."""
    return look.accent or str(DATA[look.preset][schemes(look)[0]]["accent"])


def schemes(look: Look) -> tuple[str, ...]:
    """Which of light and dark the page comes in."""
    mode = part(look, "mode")
    return SCHEMES if mode == Mode.AUTO else (mode,)


@lru_cache(4096)
def palette(look: Look, scheme: str) -> dict[str, str]:
    """Every colour of the page by what it is for. Words reach 4.5:1 on all they stand on (Signal: 7:1), edges 3:1."""
    seeds: dict[str, Any] = DATA[look.preset][scheme] | ({"accent": look.accent} if look.accent else {})
    rows = {f"row-{place}": color for place, color in enumerate(seeds.get("rows", ()), 2)}
    colors = {name: _resolve(seeds, name) for name in NAMES} | rows
    text = float(DATA[look.preset].get("contrast", TEXT))
    page = (colors["ground"], colors["shade"])
    # Only for Signal: black or white alone reaches 4.5:1 on any colour, but not 7:1.
    colors["card"] = readable(colors["card"], [best((BLACK, WHITE), [colors["card"]])], at_least=text)
    # On a card of any colour at all, the page's own dark or light looks better than a third one that was mended.
    own = (colors["ink"], colors["ground"]) if seeds["card"] == "accent" else ()
    for name in ("title", "note", *rows):
        colors[name] = _choose((colors[name], *own), colors["card"], text)
    for name, enough in {"ink": text, "soft": text, "tap": text, "edge": LARGE}.items():
        colors[name] = readable(colors[name], page, at_least=enough)
    return colors


def _resolve(seeds: Mapping[str, str], name: str) -> str:
    value = seeds["accent" if name == "tap" else name]
    return seeds.get(value, value)


def _choose(colors: Sequence[str], ground: str, enough: float) -> str:
    """The first of these that can be read on this ground, else the first one mended."""
    known = (color for color in colors if ratio(color, ground) >= enough)
    return next(known, readable(colors[0], [ground], at_least=enough))


EDGE_PAIRS = [("edge", "ground"), ("edge", "shade")]


def text_pairs(colors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Which text stands on what, by name: all that has to be read."""
    on_page = [(text, ground) for text in ("ink", "soft", "tap") for ground in ("ground", "shade")]
    rows = [name for name in colors if name.startswith("row-")]
    return on_page + [(text, "card") for text in ("title", "note", *rows)]


def mended(look: Look) -> list[str]:
    """The schemes in which the creator's own colour had to become lighter or darker to be read."""
    wanted = look.accent
    return [scheme for scheme in schemes(look) if wanted and palette(look, scheme)["tap"] != wanted]
