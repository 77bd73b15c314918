"""The sandbox's accounts and their videos."""

from dataclasses import dataclass
from random import getrandbits

from tiktok_auth.sandbox import store
from tiktok_auth.sandbox.personas import Clip
from tiktok_auth.sandbox.seeding import SHARED_DRAWINGS, video_id

ACCOUNT_COLUMNS = (
    "open_id, union_id, username, persona, name, bio, is_verified, followers, following, likes, scene, manner"
)
VIDEO_COLUMNS = "id, open_id, created_at, caption, seconds, is_aigc, views, likes, comments, shares, art, seed"


@dataclass(frozen=True, slots=True)
class Account:
    """A creator as they are now; `persona` is the username they started with."""

    open_id: str
    union_id: str
    username: str
    persona: str
    name: str
    bio: str
    is_verified: int
    followers: int
    following: int
    likes: int
    scene: str
    manner: str


@dataclass(frozen=True, slots=True)
class Video:
    """One TikTok; `art` and `seed` say what its cover shows."""

    id: str
    open_id: str
    created_at: int
    caption: str
    seconds: int
    is_aigc: int
    views: int
    likes: int
    comments: int
    shares: int
    art: str
    seed: int


def listed_accounts() -> list[Account]:
    """Those the consent page offers."""
    return _accounts("WHERE position IS NOT NULL ORDER BY position")


def find_account(username: str) -> Account | None:
    return next(iter(_accounts("WHERE username = ?", username)), None)


def find_by_open_id(open_id: str) -> Account | None:
    return next(iter(_accounts("WHERE open_id = ?", open_id)), None)


def find_by_persona(persona: str) -> Account | None:
    return next(iter(_accounts("WHERE persona = ?", persona)), None)


def count_videos(open_id: str) -> int:
    return int(store.run("SELECT count(*) FROM videos WHERE open_id = ? AND is_public", open_id)[0][0])


def list_videos(open_id: str, *, before: float, limit: int) -> list[Video]:
    """The newest public videos posted before a Unix time in seconds."""
    return _videos("WHERE open_id = ? AND is_public AND created_at < ? ORDER BY created_at DESC LIMIT ?",
                   open_id, before, limit)  # fmt: skip


def find_videos(open_id: str, ids: list[str]) -> list[Video]:
    """Those of the ids that are this account's and public."""
    marks = ", ".join("?" * len(ids))
    return _videos(f"WHERE open_id = ? AND is_public AND id IN ({marks}) ORDER BY created_at DESC", open_id, *ids)


def find_video(wanted: str) -> Video | None:
    """Any video ever posted: a removed one keeps its picture until the address runs out."""
    return next(iter(_videos("WHERE id = ?", wanted)), None)


def add_video(account: Account, clip: Clip, *, posted_at: int) -> str:
    """Posts a video and gives back its id. No two of an account share a second, since cursors could not part them."""
    taken = "SELECT 1 FROM videos WHERE open_id = ? AND created_at = ?"
    with store.transaction() as db:
        while db.execute(taken, (account.open_id, posted_at)).fetchone():
            posted_at += 1
        new = video_id(posted_at, getrandbits(32))
        words = (new, account.open_id, posted_at, clip.caption, clip.seconds, clip.is_aigc)
        picture = (clip.art, posted_at % SHARED_DRAWINGS)
        db.execute("INSERT INTO videos VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, 1)", (*words, *picture))
    return new


def _accounts(condition: str, *values: object) -> list[Account]:
    rows = store.run(f"SELECT {ACCOUNT_COLUMNS} FROM accounts {condition}", *values)
    return [Account(*row) for row in rows]


def _videos(condition: str, *values: object) -> list[Video]:
    rows = store.run(f"SELECT {VIDEO_COLUMNS} FROM videos {condition}", *values)
    return [Video(*row) for row in rows]
