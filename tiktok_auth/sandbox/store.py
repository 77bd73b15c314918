"""What the sandbox remembers: one SQLite file of its own, shared by every process and thread of the site."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from django.conf import settings

from tiktok_auth.sandbox.seeding import seed

TABLES = {
    "accounts": """open_id TEXT PRIMARY KEY, union_id TEXT, username TEXT UNIQUE, persona TEXT, name TEXT, bio TEXT,
        is_verified INTEGER, followers INTEGER, following INTEGER, likes INTEGER, scene TEXT, manner TEXT,
        position INTEGER""",
    "videos": """id TEXT PRIMARY KEY, open_id TEXT, created_at INTEGER, caption TEXT, seconds INTEGER, is_aigc INTEGER,
        views INTEGER, likes INTEGER, comments INTEGER, shares INTEGER, art TEXT, seed INTEGER, is_public INTEGER""",
    "codes": "code TEXT PRIMARY KEY, open_id TEXT, scope TEXT, redirect_uri TEXT, challenge TEXT, expires_at REAL",
    "pairs": """access_token TEXT PRIMARY KEY, refresh_token TEXT UNIQUE, open_id TEXT, scope TEXT,
        access_expires_at REAL, refresh_expires_at REAL""",
    "calls": "id INTEGER PRIMARY KEY, endpoint TEXT, at REAL, open_id TEXT, parameters TEXT, is_refused INTEGER",
    "faults": """id INTEGER PRIMARY KEY, endpoint TEXT, remaining INTEGER, mode TEXT, status INTEGER,
        content_type TEXT, body BLOB""",
    "settings": "name TEXT PRIMARY KEY, value INTEGER",
}
INDEXES = {
    "newest_videos": "videos (open_id, created_at)",
    "pairs_of_account": "pairs (open_id)",
    "calls_in_window": "calls (endpoint, at) WHERE NOT is_refused",
    "calls_of_account": "calls (open_id, endpoint)",
}
# Seconds and counts, as TikTok has them: the token pages of November 2026, its rate limits, its image addresses.
DEFAULTS = {
    "access_seconds": 2 * 3600,
    "refresh_seconds": 180 * 86400,
    "code_seconds": 300,
    "avatar_seconds": 2 * 3600,
    "cover_seconds": 6 * 3600,
    "calls_per_minute": 600,
    "wants_challenge": 0,
}

# One connection a process, taken in turns: threads come and go with every connection to the development server.
_turn = RLock()


def run(statement: str, *values: Any, **named: Any) -> list[sqlite3.Row]:
    """Runs one statement, atomic by itself, and gives back its rows. Its values stand in order or have names."""
    with _turn:
        return _connection().execute(statement, values or named).fetchall()


@contextmanager
def transaction() -> Iterator[sqlite3.Connection]:
    """Several statements that happen together or not at all."""
    with _turn:
        db = _connection()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def reset() -> None:
    """Forgets everything and starts again with the personas as written."""
    with transaction() as db:
        for table in TABLES:
            db.execute(f"DELETE FROM {table}")
        seed(db)


def read_setting(name: str) -> int:
    rows = run("SELECT value FROM settings WHERE name = ?", name)
    return int(rows[0]["value"]) if rows else DEFAULTS[name]


def write_setting(name: str, value: object) -> None:
    run("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value)


def _connection() -> sqlite3.Connection:
    # Not across a fork: SQLite's locks do not survive one.
    return _open(settings.DATA_DIR / "sandbox.sqlite3", os.getpid())


@cache
def _open(path: Path, process: int) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False, cached_statements=256)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN IMMEDIATE")
    for name, columns in TABLES.items():
        db.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
    for name, columns in INDEXES.items():
        db.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")
    if not db.execute("SELECT 1 FROM accounts LIMIT 1").fetchone():
        seed(db)
    db.execute("COMMIT")
    return db
