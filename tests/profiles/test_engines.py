"""Phones of some years ago read every page: what their engine does not know costs polish, never words or colours."""

import re
from pathlib import Path

import pytest

from profiles.styles import CSS, sheet, stage
from profiles.themes import LinkShape, Look, Preset

SHEETS = sorted(path.relative_to(CSS) for path in CSS.rglob("*.css"))
EXTRAS = ("doorway", "handoff", *(f"kinds/{path.stem}" for path in (CSS / "kinds").iterdir()))
# One of these in a list of selectors takes the others along where it is not known.
YOUNG = (":has(", ":dir(")


def preludes(css: str) -> list[str]:
    """What stands before each brace."""
    return [prelude.strip() for prelude in re.findall(r"([^{};]+)\{", css)]


def without_brackets(text: str) -> str:
    inner = re.sub(r"\([^()]*\)", "", text)
    return inner if inner == text else without_brackets(inner)


def nested(css: str) -> list[str]:
    """The rules that stand inside of other rules."""
    return [rule for rule in re.findall(r"([^{}]+)\{[^{}]*\{", css) if not rule.strip(" ;").startswith("@")]


@pytest.mark.parametrize("name", SHEETS, ids=str)
def test_no_colour_needs_a_browser_of_2024(name: Path) -> None:
    """A variable takes any value, so that what stands before it is no fallback: black on black is what is left."""
    css = (CSS / name).read_text()
    assert re.findall(r"(?:light-dark|oklch|oklab|contrast-color)\(", css) == []


@pytest.mark.parametrize("name", SHEETS, ids=str)
def test_selector_of_lately_stands_in_no_list_with_others(name: Path) -> None:
    lists = [prelude.split(",") for prelude in preludes((CSS / name).read_text()) if "," in without_brackets(prelude)]
    young = [[any(young in each for young in YOUNG) for each in selectors] for selectors in lists]
    assert [selectors for selectors, are in zip(lists, young, strict=True) if any(are) and not all(are)] == []


@pytest.mark.parametrize("preset", Preset)
def test_no_style_of_a_page_is_lost_as_a_whole(preset: Preset) -> None:
    for shape in LinkShape:
        css = sheet(Look(preset=preset, shape=shape), EXTRAS).css
        assert "@layer" not in css
        assert nested(css) == []
        lists = [prelude for prelude in preludes(css) if "," in without_brackets(prelude)]
        assert [each for each in lists if any(young in each for young in YOUNG)] == []


def test_page_inside_a_room_of_ours_stays_below_the_rooms_own_styles() -> None:
    assert "@layer public{.look-one{" in stage(("one", Look()))
