"""How a creator's page looks: what may be chosen, and the colours that come of it.

A preset is a whole; each further choice replaces one part of it, and "" leaves that part as the preset has it. Colours
that carry words are computed, so that everything on every page can be read (themes.toml says from what).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from profiles.contrast import BLACK, LARGE, TEXT, WHITE, best, blend, least, readable


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


class LinkShape(TextChoices):
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
    PICTURE = "picture", _("My own picture")


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
    """What a creator chose; "" is as the preset has it. `accent` is "#rrggbb".

    `backdrop` is the name of the picture behind the page, which comes with a file and not with a choice; "" for none.
    """

    preset: str = Preset.PAPER
    mode: str = ""
    shape: str = ""
    typeface: str = ""
    background: str = ""
    avatar: str = ""
    layout: str = ""
    accent: str = ""
    backdrop: str = ""

    @property
    def choices(self) -> dict[str, str]:
        """All that may be chosen by its name."""
        return {name: value for name, value in asdict(self).items() if name != "backdrop"}


def with_backdrop(look: Look, name: str) -> Look:
    """This look with the creator's picture of that name behind it, where it wants one."""
    return replace(look, backdrop=name if look.background == Background.PICTURE else "")


DATA: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
SCHEMES = ("light", "dark")
NAMES = ("ground", "shade", "line", "card", "second", "ink", "soft", "tap", "edge", "title", "note")
# How much of the ground's colour lies over a creator's own picture, of 1.
VEIL = 0.74
# Shapes without a card: their words stand on the page.
BARE = (LinkShape.HAIRLINE, LinkShape.CAPTION)
# Shapes that are seen by their card alone; where that has the page's colour, some of the accent is mixed into it.
FILLED = (LinkShape.LEAF, LinkShape.STEPPED, LinkShape.STAMP)
TINT = 0.12
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
    is_bare = part(look, "shape") in BARE
    if is_bare:
        seeds = seeds | {"card": "ground"}
    rows = {f"row-{place}": color for place, color in enumerate(seeds.get("rows", ()), 2)}
    colors = {name: _resolve(seeds, name) for name in NAMES} | rows
    text = float(DATA[look.preset].get("contrast", TEXT))
    page = grounds(look, colors)
    if part(look, "shape") in FILLED and colors["card"] == colors["ground"]:
        colors["card"] = blend(colors["tap"], colors["ground"], TINT)
    # Only for Signal: black or white alone reaches 4.5:1 on any colour, but not 7:1.
    colors["card"] = readable(colors["card"], [best((BLACK, WHITE), [colors["card"]])], at_least=text)
    # On a card of any colour at all, the page's own dark or light looks better than a third one that was mended.
    own = (colors["ink"], colors["ground"]) if is_bare or seeds["card"] == "accent" else ()
    for name in ("title", "note", *rows):
        colors[name] = _choose((colors[name], *own), page if is_bare else [colors["card"]], text)
    for name, enough in {"ink": text, "soft": text, "tap": text, "edge": LARGE}.items():
        colors[name] = readable(colors[name], page, at_least=enough)
    return colors


def grounds(look: Look, colors: Mapping[str, str]) -> list[str]:
    """What the page's words may stand on: its two colours, or the darkest and the lightest that a picture may show."""
    if part(look, "background") != Background.PICTURE:
        return [colors["ground"], colors["shade"]]
    return [blend(colors["ground"], behind, VEIL) for behind in (BLACK, WHITE)]


def _resolve(seeds: Mapping[str, str], name: str) -> str:
    value = seeds["accent" if name == "tap" else name]
    return seeds.get(value, value)


def _choose(colors: Sequence[str], grounds: Sequence[str], enough: float) -> str:
    """The first of these that can be read on all of these grounds, else the first one mended."""
    known = (color for color in colors if least(color, grounds) >= enough)
    return next(known, readable(colors[0], grounds, at_least=enough))


def mended(look: Look) -> list[str]:
    """The schemes in which the creator's own colour had to become lighter or darker to be read."""
    wanted = look.accent
    return [scheme for scheme in schemes(look) if wanted and palette(look, scheme)["tap"] != wanted]
