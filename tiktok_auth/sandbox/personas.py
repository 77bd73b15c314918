"""Who lives in the sandbox, read from personas.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CAST_FILE = Path(__file__).with_name("personas.toml")


@dataclass(frozen=True, slots=True)
class Clip:
    """One TikTok as written in the file; `art` names a drawing within the persona's scene."""

    art: str
    seconds: int
    caption: str
    is_aigc: bool = False


@dataclass(frozen=True, slots=True)
class Persona:
    """A made-up creator. `manner` is empty, shy, slow, limited or leaving; `series` repeats the clips that often."""

    username: str
    name: str
    bio: str
    followers: int
    following: int
    likes: int
    scene: str
    clips: tuple[Clip, ...]
    is_verified: bool = False
    manner: str = ""
    series: int = 0


@cache
def load_personas() -> tuple[Persona, ...]:
    """Everyone, in the order the consent page shows them."""
    cast = tomllib.loads(CAST_FILE.read_text(encoding="utf-8"))["persona"]
    return tuple(Persona(**{**entry, "clips": tuple(Clip(**clip) for clip in entry["clips"])}) for entry in cast)
