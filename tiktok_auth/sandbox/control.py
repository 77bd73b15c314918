"""What tests and the demo may do behind TikTok's back. Usernames are those of now; unknown ones raise LookupError."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

from django.conf import settings

from tiktok_auth.sandbox import accounts, display, faults, grants, images, seeding, store, webhooks
from tiktok_auth.sandbox.accounts import Account
from tiktok_auth.sandbox.consent import CALLBACK_PATH
from tiktok_auth.sandbox.grants import SCOPES, Pair
from tiktok_auth.sandbox.personas import Clip, Persona, load_personas

ENDPOINTS = ("token", "revoke", "user_info", "video_list", "video_query", "image")


@dataclass(frozen=True, slots=True)
class Call:
    """One request the sandbox saw. `at` is in Unix seconds; `is_refused` means over the rate limit."""

    endpoint: str
    at: float
    parameters: dict[str, object]
    is_refused: bool


class Lifetimes(TypedDict, total=False):
    """What runs out, in seconds."""

    access_seconds: int
    refresh_seconds: int
    code_seconds: int
    avatar_seconds: int
    cover_seconds: int


def reset() -> None:
    """Everything as it was at the start: accounts, videos, no tokens, no calls, no faults, TikTok's own lifetimes."""
    store.reset()


def personas() -> list[Persona]:
    return list(load_personas())


def account(username: str) -> Account:
    found = accounts.find_account(username)
    if not found:
        raise LookupError(f"The sandbox has no account {username!r}.")
    return found


def add_account(username: str, *, videos: int = 12) -> Account:
    """An account for load tests. The consent page does not list it, but accepts its name."""
    with store.transaction() as db:
        seeding.add_account(db, seeding.stranger(username, videos=videos))
    return account(username)


def add_accounts(usernames: Sequence[str], *, videos: int = 12) -> list[Pair]:
    """Many at once, each with a pair as if they had logged in; one that is there already gets a new pair."""
    with store.transaction() as db:
        for username in usernames:
            if not accounts.find_account(username):
                seeding.add_account(db, seeding.stranger(username, videos=videos))
        return [issue_tokens(username) for username in usernames]


def describe(username: str) -> tuple[dict[str, object], list[dict[str, object]]]:
    """What the Display API would say now about this person, and about each of their videos, newest first."""
    known = account(username)
    return display.describe_user(known), [display.describe_video(known, video) for video in videos(username)]


def picture(url: str) -> bytes:
    """What the image server would send for an address it signed."""
    persona, name = urlsplit(url).path.removesuffix(".jpeg").split("/")[-2:]
    return images.find_picture(persona, name)


def change_account(username: str, *, name: str | None = None, bio: str | None = None) -> None:
    store.run(
        "UPDATE accounts SET name = coalesce(?, name), bio = coalesce(?, bio) WHERE open_id = ?",
        *(name, bio, account(username).open_id),
    )


def rename(username: str, new: str) -> None:
    """Changes the @name; the person, their tokens and their videos stay."""
    store.run("UPDATE accounts SET username = ? WHERE open_id = ?", new, account(username).open_id)


def delete_account(username: str) -> None:
    """The account is gone: its tokens die, and nobody can log in as them."""
    gone = account(username)
    grants.forget_pairs(gone.open_id)
    store.run("DELETE FROM accounts WHERE open_id = ?", gone.open_id)


def publish(
    username: str, caption: str, *, seconds: int = 15, is_aigc: bool = False, posted_at: int | None = None
) -> str:
    """Posts a video, now or at a Unix time, and gives back its id."""
    clip = Clip("", seconds, caption, is_aigc)
    return accounts.add_video(account(username), clip, posted_at=posted_at or int(time.time()))


def videos(username: str) -> list[accounts.Video]:
    """All public ones, newest first."""
    return accounts.list_videos(account(username).open_id, before=float("inf"), limit=-1)


def remove_video(username: str, video_id: str) -> None:
    """Deleted or made private: from outside they look the same."""
    store.run("UPDATE videos SET is_public = 0 WHERE open_id = ? AND id = ?", account(username).open_id, video_id)


def issue_code(username: str, *, scopes: tuple[str, ...] = SCOPES, challenge: str = "") -> str:
    """A code as the consent page would give it, for the site's own callback."""
    callback = settings.SITE_URL + CALLBACK_PATH
    return grants.issue_code(account(username), scope=",".join(scopes), redirect_uri=callback, challenge=challenge)


def issue_tokens(username: str, *, scopes: tuple[str, ...] = SCOPES) -> Pair:
    """A fresh pair, as if a code had been exchanged."""
    return grants.issue_pair(account(username).open_id, scope=",".join(scopes))


def live_tokens(username: str) -> Pair | None:
    """The newest pair whose refresh token would still be accepted."""
    now = time.time()
    pairs = [pair for pair in grants.list_pairs(account(username).open_id) if pair.refresh_expires_at > now]
    return pairs[-1] if pairs else None


def live_refresh_token(username: str) -> str:
    """That pair's refresh token, or nothing."""
    pair = live_tokens(username)
    return pair.refresh_token if pair else ""


def live_access_token(username: str) -> str:
    """That pair's access token if TikTok would accept it now, or nothing."""
    pair = live_tokens(username)
    return pair.access_token if pair and grants.find_pair(pair.access_token) else ""


def kill_access_tokens(username: str) -> None:
    """Access tokens die early; refresh tokens stay good."""
    store.run("UPDATE pairs SET access_expires_at = 0 WHERE open_id = ?", account(username).open_id)


def narrow_scopes(username: str, *scopes: str) -> None:
    """The creator takes back some of what they allowed."""
    store.run("UPDATE pairs SET scope = ? WHERE open_id = ?", ",".join(scopes), account(username).open_id)


def revoke_by_user(username: str) -> None:
    """The creator removes the app in TikTok. Send the webhook with `send_webhook`, or leave it lost."""
    grants.forget_pairs(account(username).open_id)


def send_webhook(open_id: str, *, event: str = "authorization.removed", reason: int = 1, at: int | None = None) -> int:
    """Signed and delivered to the site, whose status comes back. `reason` as in TikTok's table of events."""
    return webhooks.send(open_id, event=event, content={"reason": reason}, at=at)


def set_lifetimes(**given: Unpack[Lifetimes]) -> None:
    """For what is issued from now on. Those left out stay."""
    for name, value in given.items():
        store.write_setting(name, value)


def set_call_limit(per_minute: int) -> None:
    """For each Display endpoint; 0 is none."""
    store.write_setting("calls_per_minute", per_minute)


def require_challenge(is_required: bool = True) -> None:
    """Behaves as for a desktop app: no login without a code challenge."""
    store.write_setting("wants_challenge", int(is_required))


def break_next(endpoint: str, mode: str | tuple[int, str, bytes], times: int = 1) -> None:
    """The next calls of an endpoint go wrong: a mode of faults.py, a documented error code, or (status, type, body)."""
    if endpoint not in ENDPOINTS:
        raise LookupError(f"No endpoint {endpoint!r}; there are {', '.join(ENDPOINTS)}.")
    if isinstance(mode, str) and not faults.is_known(mode, endpoint):
        raise LookupError(f"No mode {mode!r} for {endpoint}.")
    values = (mode, 0, "", b"") if isinstance(mode, str) else ("", *mode)
    store.run(
        "INSERT INTO faults (endpoint, remaining, mode, status, content_type, body) VALUES (?, ?, ?, ?, ?, ?)",
        *(endpoint, times, *values),
    )


def mend() -> None:
    """Nothing goes wrong any more."""
    store.run("DELETE FROM faults")


def calls(endpoint: str | None = None) -> list[Call]:
    """What the site asked for since the reset, oldest first, without secrets."""
    rows = store.run(
        "SELECT endpoint, at, parameters, is_refused FROM calls WHERE ?1 IS NULL OR endpoint = ?1 ORDER BY id", endpoint
    )
    return [Call(row["endpoint"], row["at"], json.loads(row["parameters"]), bool(row["is_refused"])) for row in rows]
