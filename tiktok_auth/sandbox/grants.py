"""Authorization codes and token pairs: a code works once, and a refresh token dies when it is used."""

import secrets
import time
from dataclasses import dataclass, field

from tiktok_auth.sandbox import store
from tiktok_auth.sandbox.accounts import Account

SCOPES = ("user.info.basic", "user.info.profile", "user.info.stats", "video.list")
LIVE_ACCOUNT = "EXISTS (SELECT 1 FROM accounts WHERE accounts.open_id = pairs.open_id)"


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token and the refresh token that replaces it; both ends in Unix seconds."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    open_id: str
    scope: str
    access_expires_at: float
    refresh_expires_at: float


@dataclass(frozen=True, slots=True)
class Code:
    """What a code was given for."""

    code: str = field(repr=False)
    open_id: str
    scope: str
    redirect_uri: str
    challenge: str
    expires_at: float


def issue_code(account: Account, *, scope: str, redirect_uri: str, challenge: str = "") -> str:
    """A new code, with the characters that real ones have and careless encoding breaks."""
    code = f"{secrets.token_urlsafe(48)}*0!{secrets.randbelow(9000) + 1000}.va"
    ends = time.time() + store.read_setting("code_seconds")
    store.run(
        "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?)", code, account.open_id, scope, redirect_uri, challenge, ends
    )
    return code


def use_code(code: str) -> Code | None:
    """Burns the code and says what it was for; None when it is unknown, used or too old."""
    rows = store.run("DELETE FROM codes WHERE code = ? RETURNING *", code)
    used = Code(*rows[0]) if rows else None
    return used if used and used.expires_at > time.time() else None


def issue_pair(open_id: str, *, scope: str) -> Pair:
    pair = _new_pair(open_id, scope)
    store.run(
        "INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?)",
        *(pair.access_token, pair.refresh_token, open_id, scope, pair.access_expires_at, pair.refresh_expires_at),
    )
    return pair


def rotate(refresh_token: str) -> Pair | None:
    """Replaces both tokens of a pair at once. None when the refresh token is unknown, used or too old."""
    new = _new_pair("", "")
    rows = store.run(
        "UPDATE pairs SET access_token = ?, refresh_token = ?, access_expires_at = ?, refresh_expires_at = ?"
        f" WHERE refresh_token = ? AND refresh_expires_at > ? AND {LIVE_ACCOUNT} RETURNING *",
        *(new.access_token, new.refresh_token, new.access_expires_at, new.refresh_expires_at),
        *(refresh_token, time.time()),
    )
    return Pair(*rows[0]) if rows else None


def find_pair(access_token: str) -> Pair | None:
    """The pair of an access token that is still good."""
    rows = store.run(
        f"SELECT * FROM pairs WHERE access_token = ? AND access_expires_at > ? AND {LIVE_ACCOUNT}",
        *(access_token, time.time()),
    )
    return Pair(*rows[0]) if rows else None


def list_pairs(open_id: str) -> list[Pair]:
    """Every pair of an account, the newest last, dead ones included."""
    return [Pair(*row) for row in store.run("SELECT * FROM pairs WHERE open_id = ? ORDER BY rowid", open_id)]


def forget_pairs(open_id: str) -> None:
    """Ends everything the account allowed."""
    with store.transaction() as db:
        db.execute("DELETE FROM pairs WHERE open_id = ?", (open_id,))
        db.execute("DELETE FROM codes WHERE open_id = ?", (open_id,))


def _new_pair(open_id: str, scope: str) -> Pair:
    now = time.time()
    return Pair(
        access_token=f"act.{secrets.token_urlsafe(48)}!{secrets.randbelow(9000) + 1000}.va",
        refresh_token=f"rft.{secrets.token_urlsafe(48)}!{secrets.randbelow(9000) + 1000}.va",
        open_id=open_id,
        scope=scope,
        access_expires_at=now + store.read_setting("access_seconds"),
        refresh_expires_at=now + store.read_setting("refresh_seconds"),
    )
