"""Whatever a creator picks, everybody can read the page."""

import random
from collections.abc import Mapping
from itertools import pairwise, product

import pytest

from profiles import contrast, themes
from profiles.contrast import ratio
from profiles.themes import Background, LinkShape, Look, Preset

CHANCE = random.Random("accents")
ACCENTS = [f"#{CHANCE.randrange(1 << 24):06x}" for _ in range(200)]
EXTREMES = ["", "#000000", "#ffffff", "#808080", "#777777", "#ffff00", "#0000ff", "#ff0000", "#00ff00"]
SCHEMES = ("light", "dark")


def text_pairs(look: Look, colors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Which text, by name, stands on which colour: all that has to be read."""
    page = themes.grounds(look, colors)
    card = page if themes.part(look, "shape") in themes.BARE else [colors["card"]]
    titles = ["title", "note", *(name for name in colors if name.startswith("row-"))]
    return [*product(("ink", "soft", "tap"), page), *product(titles, [*card, colors["card"]])]


def edge_pairs(look: Look, colors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Which outline that means something stands on which colour."""
    return [("edge", ground) for ground in themes.grounds(look, colors)]


def unreadable(look: Look, scheme: str) -> list[str]:
    """The pairs of this look that fall short."""
    colors = themes.palette(look, scheme)
    enough = 7.0 if look.preset == Preset.SIGNAL else 4.5
    texts = [pair for pair in text_pairs(look, colors) if ratio(colors[pair[0]], pair[1]) < enough]
    edges = [pair for pair in edge_pairs(look, colors) if ratio(colors[pair[0]], pair[1]) < 3]
    return [f"{look} {scheme}: {name} on {ground}" for name, ground in texts + edges]


@pytest.mark.parametrize("preset", Preset)
def test_every_text_and_edge_can_be_read_whatever_the_accent(preset: Preset) -> None:
    looks = [Look(preset=preset, accent=accent) for accent in ACCENTS + EXTREMES]
    assert [pair for look in looks for scheme in SCHEMES for pair in unreadable(look, scheme)] == []


@pytest.mark.parametrize("shape", LinkShape)
@pytest.mark.parametrize("background", ["", Background.PICTURE])
def test_every_text_and_edge_can_be_read_in_every_shape_and_over_every_picture(
    shape: LinkShape, background: str
) -> None:
    looks = [
        Look(preset=preset, shape=shape, background=background, accent=accent)
        for preset in Preset
        for accent in ACCENTS[:20] + EXTREMES
    ]
    assert [pair for look in looks for scheme in SCHEMES for pair in unreadable(look, scheme)] == []


@pytest.mark.parametrize("shape", themes.FILLED)
def test_card_is_seen_where_nothing_else_shows_the_shape(shape: LinkShape) -> None:
    for preset, scheme in product(Preset, SCHEMES):
        colors = themes.palette(Look(preset=preset, shape=shape), scheme)
        assert colors["card"] not in {colors["ground"], colors["shade"]}


@pytest.mark.parametrize("preset", Preset)
def test_text_over_a_picture_can_be_read_on_every_color_it_may_show(preset: Preset) -> None:
    look = Look(preset=preset, background=Background.PICTURE)
    for scheme in SCHEMES:
        colors = themes.palette(look, scheme)
        grounds = [contrast.blend(colors["ground"], shown, themes.VEIL) for shown in ACCENTS]
        assert min(contrast.least(colors[name], grounds) for name in ("ink", "soft", "tap")) >= contrast.TEXT


@pytest.mark.parametrize("preset", Preset)
def test_text_can_be_read_all_the_way_along_a_gradient(preset: Preset) -> None:
    for scheme in SCHEMES:
        colors = themes.palette(Look(preset=preset), scheme)
        for share in range(11):
            between = contrast.blend(colors["ground"], colors["shade"], share / 10)
            assert min(ratio(colors[name], between) for name in ("ink", "soft", "tap")) >= contrast.TEXT


@pytest.mark.parametrize("preset", Preset)
def test_presets_own_colors_need_no_mending(preset: Preset) -> None:
    for scheme in SCHEMES:
        seeds, colors = themes.DATA[preset][scheme], themes.palette(Look(preset=preset), scheme)
        own = {name: seeds.get(seeds[name], seeds[name]) for name in ("ink", "soft", "title", "note", "edge")}
        assert {name: colors[name] for name in own} == own


@pytest.mark.parametrize("part", ["mode", "shape", "typeface", "background", "avatar", "layout"])
def test_every_preset_has_every_part(part: str) -> None:
    choices = {"mode": themes.Mode, "shape": themes.LinkShape, "typeface": themes.Typeface} | {
        "background": themes.Background,
        "avatar": themes.Avatar,
        "layout": themes.Layout,
    }
    assert {themes.part(Look(preset=preset), part) for preset in Preset} <= set(choices[part])


def test_choice_replaces_one_part_of_the_preset() -> None:
    look = Look(preset=Preset.CITRUS, shape="square")
    assert (themes.part(look, "shape"), themes.part(look, "typeface")) == ("square", "rounded")


def test_fixed_mode_is_the_only_scheme() -> None:
    assert themes.schemes(Look(mode="dark")) == ("dark",)
    assert themes.schemes(Look(mode="auto")) == ("light", "dark")
    assert themes.schemes(Look(preset=Preset.INK)) == ("dark",)


def test_readable_accent_stays_exactly_as_chosen() -> None:
    assert themes.palette(Look(accent="#7a1f5c"), "light")["tap"] == "#7a1f5c"
    assert themes.mended(Look(accent="#7a1f5c", mode="light")) == []


def test_pale_accent_is_darkened_by_day_and_dark_one_lightened_by_night() -> None:
    assert themes.mended(Look(accent="#8fe388", mode="auto")) == ["light"]
    assert themes.mended(Look(accent="#1f3f78", mode="auto")) == ["dark"]
    assert themes.mended(Look()) == []


def test_mended_color_keeps_its_hue() -> None:
    _, _, hue = contrast.to_oklch("#2fae4f")
    _, _, mended = contrast.to_oklch(themes.palette(Look(accent="#2fae4f"), "light")["tap"])
    assert abs(hue - mended) < 8


def test_mending_stops_as_soon_as_the_color_can_be_read() -> None:
    mended = contrast.readable("#2fae4f", ["#ffffff"])
    assert contrast.TEXT <= ratio(mended, "#ffffff") < contrast.TEXT + 0.3


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_ratio_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert ratio(one, other) == pytest.approx(expected, abs=0.01)
    assert ratio(one, one) == 1


@pytest.mark.parametrize("color", ACCENTS[:20])
def test_oklch_leads_back_to_the_same_color(color: str) -> None:
    assert contrast.from_oklch(*contrast.to_oklch(color)) == color


def test_lightness_grows_from_black_to_white() -> None:
    greys = [contrast.to_oklch(f"#{level:02x}{level:02x}{level:02x}")[0] for level in range(0, 256, 15)]
    assert all(darker < lighter for darker, lighter in pairwise(greys))
