"""Fills an empty sandbox: everyone's account and videos, dated back from now, the same numbers every time."""

import random
import sqlite3
import time
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from tiktok_auth.sandbox.personas import Clip, Persona, load_personas

HOUR = 3600
# Load tests make thousands of accounts; sharing this many drawings keeps them from filling the disk.
SHARED_DRAWINGS = 24


def seed(db: sqlite3.Connection) -> None:
    """Adds every persona; the caller holds the transaction."""
    for position, persona in enumerate(load_personas()):
        add_account(db, persona, position=position)


def add_account(db: sqlite3.Connection, persona: Persona, *, position: int | None = None) -> None:
    """Adds one account with its videos. Without a `position` the consent page does not list it."""
    open_id, union_id = (str(uuid5(NAMESPACE_URL, f"{kind}/{persona.username}")) for kind in ("open", "union"))
    db.execute(
        "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(open_id, union_id, persona.username, persona.username, persona.name, persona.bio, persona.is_verified),
            *(persona.followers, persona.following, persona.likes, persona.scene, persona.manner, position),
        ),
    )
    db.executemany("INSERT INTO videos VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", _video_rows(persona, open_id))


def video_id(created_at: int, salt: int) -> str:
    """TikTok's ids are 64-bit numbers whose upper half is the second of creation."""
    return str(created_at << 32 | salt & 0xFFFFFFFF)


def stranger(username: str, *, videos: int) -> Persona:
    """An account for load tests: nobody in particular, told apart by its name alone."""
    chance = random.Random(username)
    scene = chance.choice([persona.scene for persona in load_personas() if persona.clips])
    clips = next(persona.clips for persona in load_personas() if persona.scene == scene)
    return Persona(
        username=username,
        name=username.replace(".", " ").replace("_", " ").title(),
        bio=f"One of many. {videos} videos.",
        followers=int(chance.lognormvariate(8, 2)),
        following=chance.randint(5, 900),
        likes=int(chance.lognormvariate(10, 2)),
        scene=scene,
        clips=tuple(clips[number % len(clips)] for number in range(videos)),
    )


def _video_rows(persona: Persona, open_id: str) -> Iterator[tuple[object, ...]]:
    """Newest first: the first some hours old, the rest a day or so apart, with the spread that real counts have."""
    chance = random.Random(persona.username)
    created_at = int(time.time()) - chance.randint(2 * HOUR, 9 * HOUR)
    for number, clip in enumerate(_clips(persona)):
        views = int(persona.followers * chance.lognormvariate(-0.6, 0.8)) + chance.randint(20, 400)
        likes = int(views * chance.uniform(0.05, 0.16))
        comments, shares = (int(likes * chance.uniform(0.004, top)) for top in (0.04, 0.09))
        yield (
            *(video_id(created_at, chance.getrandbits(32)), open_id, created_at, clip.caption, clip.seconds),
            *(clip.is_aigc, views, likes, comments, shares, clip.art, number % SHARED_DRAWINGS),
        )
        created_at -= chance.randint(20 * HOUR, 60 * HOUR)


def _clips(persona: Persona) -> Iterator[Clip]:
    count = persona.series or len(persona.clips)
    for number in range(count):
        clip = persona.clips[number % len(persona.clips)]
        caption = clip.caption.replace("{number}", str(count - number))
        yield Clip(clip.art, clip.seconds, caption, clip.is_aigc)
